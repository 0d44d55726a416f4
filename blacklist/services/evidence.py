"""The evidence of an exemption: opened by those who decide, each time on record; erased after its retention."""

import uuid
from datetime import datetime

from blacklist.law.days import legal_day
from blacklist.law.deadlines import evidence_kept_until
from blacklist.law.duties import Duty
from blacklist.law.refusals import Refusal
from blacklist.models import EvidenceReading, Exemption, Officer
from blacklist.services import relation


def read(exemption_id: uuid.UUID, *, purpose: str, by: Officer, at: datetime) -> Exemption:
    """Return the exemption for reading its evidence, which only those who decide may; each reading is recorded.

    Outside a transaction of the caller's, since a refusal is recorded as well.

    :raises Refusal: ``not-found``; ``duty-required`` or ``other-court``.
    """
    exemption = Exemption.objects.select_related("order__case").filter(pk=exemption_id).first()
    if exemption is None:
        raise Refusal("not-found", "There is no such application.")
    refused: Refusal | None = None
    try:
        relation.require(by, Duty.EXEMPT, court_code=exemption.order.case.court_id)
    except Refusal as refusal:
        refused = refusal
    EvidenceReading.objects.create(
        exemption=exemption, officer=by, at=at, purpose=purpose, was_refused=refused is not None
    )
    if refused is not None:
        raise refused
    return exemption


def erase(*, at: datetime) -> int:
    """Erase the evidence of applications whose window and remedies are long past; return of how many (D28–31)."""
    kept = Exemption.objects.filter(evidence_sealed__isnull=False, until_on__lt=legal_day(at))
    past = [row.pk for row in kept.only("until_on") if evidence_kept_until(row.until_on) < legal_day(at)]
    return Exemption.objects.filter(pk__in=past).update(evidence_sealed=None)
