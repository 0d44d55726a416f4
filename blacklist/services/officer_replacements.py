"""A unit's former legal representative or principal officer is freed, the successor gets an own order (G17-2)."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from blacklist.law import replacements as law
from blacklist.law.days import legal_day
from blacklist.law.refusals import Refusal
from blacklist.models import Application, Capacity, ConsumptionOrder, Officer, Person, RestrictedPerson, TaskKind
from blacklist.services import order_duties, tasks

REASON = "officer_replaced"
LEADING = (Capacity.LEGAL_REPRESENTATIVE, Capacity.PRINCIPAL_OFFICER)


@dataclass(frozen=True)
class Replacement:
    """What the applicant has proved: since when the register names another, and the evidence of each of three facts.

    ``successor_id``: who leads the unit now, where that person is on file. Nobody is restricted by being named here.
    """

    changed_on: date
    evidence: Mapping[str, Sequence[str]]
    successor_id: uuid.UUID | None = None


def freed_by(
    order: ConsumptionOrder,
    application: Application,
    replacement: Replacement | None,
    rows: Sequence[RestrictedPerson],
    *,
    at: datetime,
) -> list[RestrictedPerson]:
    """Return in which capacities the proof frees the applicant: what else the order says of that person stands.

    The proof is kept with the application. The order on the successor becomes due.

    :raises Refusal: ``evidence-required``, ``date-in-future``, ``not-found`` for a successor not on file, or when the
        order restricts the person in no such capacity.
    """
    if replacement is None:
        raise Refusal("evidence-required", pointer="replacement", article="G17-2")
    law.check_proofs(replacement.evidence, changed_on=replacement.changed_on, on=legal_day(at))
    leading = [row for row in rows if row.capacity in LEADING and row.person_id == application.about_id]
    if not leading:
        raise Refusal("not-found", "The order restricts nobody in such a capacity.", pointer="person", article="G17-2")
    application.seal_particulars({**application.particulars, "replacement": _said(replacement)})
    application.save()
    _open_successor_order(order, application, replacement, at=at)
    return leading


def settle_successor(order: ConsumptionOrder, rows: Sequence[RestrictedPerson], *, by: Officer, at: datetime) -> None:
    """Close that duty in the case, for an order has been served on somebody who leads the unit."""
    if any(row.capacity in LEADING for row in rows):
        earlier = ConsumptionOrder.objects.filter(case_id=order.case_id).exclude(pk=order.pk)
        tasks.settle(TaskKind.SUCCESSOR_ORDER, measure_id__in=earlier.values("pk"), by=by, at=at)


def _said(replacement: Replacement) -> dict[str, Any]:
    evidence = {proof: list(replacement.evidence[proof]) for proof in law.PROOFS}
    return {"changed_on": replacement.changed_on.isoformat(), "evidence": evidence}


def _open_successor_order(
    order: ConsumptionOrder, application: Application, replacement: Replacement, *, at: datetime
) -> None:
    successor_id = replacement.successor_id
    if successor_id is not None and not Person.objects.filter(pk=successor_id).exists():
        raise Refusal("not-found", "Enter the successor first.", pointer="replacement.successor")
    concern = order_duties.concern_of(order)
    about = replace(concern, subject_id=successor_id or concern.subject_id, matter_id=application.pk)
    tasks.open_task(TaskKind.SUCCESSOR_ORDER, about, at=at)
