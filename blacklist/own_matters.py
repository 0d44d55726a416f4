"""What somebody has applied for, as that person may follow it: filed when, decided by whom and when, what comes next.

Days are those that were stored when they began to run; nothing is counted here. No model leaves.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from blacklist import selectors
from blacklist.law.days import legal_day
from blacklist.law.exemptions import ExemptionState
from blacklist.law.lifecycle import Act, ApplicationState
from blacklist.law.remedies import TO_BE_CORRECTED, UNDECIDED, CorrectionState
from blacklist.models import (
    Application,
    CorrectionRequest,
    Exemption,
    IssuedDocument,
    Reconsideration,
    RedressNumber,
    Task,
    TaskKind,
    TaskState,
)
from blacklist.register import open_payload

_C = CorrectionState
ABOVE = frozenset({_C.FILED, _C.FORWARDED, _C.SUPERIOR_REVIEW})
OPEN: Mapping[str, frozenset[str]] = {
    "correction": frozenset(UNDECIDED | TO_BE_CORRECTED),
    "reconsideration": frozenset(ABOVE | {_C.OVERTURNED}),
    "exemption": frozenset({ExemptionState.SUBMITTED, ExemptionState.INCOMPLETE}),
    "application": frozenset({ApplicationState.RECEIVED, ApplicationState.GRANTED}),
}


@dataclass(frozen=True)
class OwnMatter:
    """One application. ``noun`` is what it is to the court, ``asks`` what for: a reason or a kind, as codes.

    ``due_on``: until when the court has to decide or, once it was found right, to act. ``next_by``: the last day on
    which the person may go on, if any; ``missing``: what the court has asked for.
    """

    id: uuid.UUID
    noun: str
    asks: str
    measure: str
    measure_id: uuid.UUID | None
    case_number: str
    court: str
    phone: str
    receipt_number: str
    channel: str
    state: str
    filed_on: date
    due_on: date | None
    is_provisional: bool = False
    is_escalated: bool = False
    said: str = ""
    missing: str = ""
    complete_by: date | None = None
    decision_number: str = ""
    decided_on: date | None = None
    reasons: str = ""
    outcome: str = ""
    served_on: date | None = None
    next_by: date | None = None
    has_court_above: bool = True
    is_asked_above: bool = False
    activities: tuple[str, ...] = ()
    from_on: date | None = None
    until_on: date | None = None
    needs_undertaking: bool = False
    documents: tuple[uuid.UUID, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state in OPEN[self.noun]

    @property
    def may_withdraw(self) -> bool:
        return self.state in (_C.RECEIVED, _C.INCOMPLETE, _C.UNDER_REVIEW, ExemptionState.SUBMITTED)

    def is_overdue(self, on: date) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < on


@dataclass(frozen=True)
class OwnRedressNumber:
    """A redress number, as its holder sees it; ``valid_until`` is the first day on which it is not taken any more."""

    number: str
    court: str
    phone: str
    issued_on: date
    valid_until: date
    state: str


def own_matters(person_id: uuid.UUID) -> list[OwnMatter]:
    """Return the applications of this person, those that wait first, then the newest."""
    corrections = CorrectionRequest.objects.filter(person=person_id)
    above = Reconsideration.objects.filter(request__person=person_id)
    exemptions = Exemption.objects.filter(person=person_id)
    applications = Application.objects.filter(filed_by=person_id)
    contested = ("listing__case", "order__case", "court", "reconsideration")
    found = [
        *map(_of_correction, corrections.select_related(*contested)),
        *map(_of_reconsideration, above.select_related("court", "request__listing__case", "request__order__case")),
        *map(_of_exemption, exemptions.select_related("order__case__court")),
        *map(_of_application, applications.select_related("case__court", "task")),
    ]
    return sorted(_completed(person_id, found), key=lambda row: (not row.is_open, -row.filed_on.toordinal()))


def own_redress_numbers(holder_blind: bytes) -> list[OwnRedressNumber]:
    """Return the redress numbers issued to whoever holds the document with this digest, the newest first."""
    if not holder_blind:
        return []
    rows = RedressNumber.objects.filter(holder_blind=holder_blind).select_related("court").order_by("-issued_at")
    return [
        OwnRedressNumber(
            row.number,
            row.court.name,
            row.court.phone,
            legal_day(row.issued_at),
            row.valid_until,
            str(row.state),
        )
        for row in rows
    ]


def _completed(person_id: uuid.UUID, found: Iterable[OwnMatter]) -> Iterable[OwnMatter]:
    """Add what stands elsewhere: the days of open duties, and the documents issued on each."""
    matters: dict[uuid.UUID | None, OwnMatter] = {row.id: row for row in found}
    duties = Task.objects.filter(matter_id__in=matters, state=TaskState.OPEN)
    kinds = (TaskKind.CORRECTION_UPHELD, TaskKind.EXEMPTION, TaskKind.TRAVEL_LIFT)
    days = duties.filter(kind__in=kinds).values_list("matter_id", "due_on", "is_provisional")
    for matter_id, due_on, is_provisional in days:
        matters[matter_id] = replace(matters[matter_id], due_on=due_on, is_provisional=is_provisional)
    issued = IssuedDocument.objects.filter(person=person_id, matter_id__in=matters).order_by("issued_at")
    for document_id, matter_id in issued.values_list("pk", "matter_id"):
        matters[matter_id] = replace(matters[matter_id], documents=(*matters[matter_id].documents, document_id))
    return matters.values()


def _of_correction(row: CorrectionRequest) -> OwnMatter:
    words, case = row.words, row.measure.case
    is_asked_above = hasattr(row, "reconsideration")
    state = str(_C.REJECTED) if is_asked_above and row.state != _C.WITHDRAWN else str(row.state)
    return OwnMatter(
        noun="correction",
        asks=str(row.reason),
        measure=str(row.kind),
        measure_id=row.measure_id,
        case_number=case.case_number,
        state=state,
        is_escalated=row.escalated_at is not None,
        missing=words.get("missing", "") if row.state == _C.INCOMPLETE else "",
        complete_by=row.complete_by,
        served_on=row.served_on,
        next_by=None if is_asked_above else row.reconsider_by,
        is_asked_above=is_asked_above,
        has_court_above=bool(selectors.courts_above(row.court_id)),
        **_of_remedy(row),
    )


def _of_reconsideration(row: Reconsideration) -> OwnMatter:
    request = row.request
    return OwnMatter(
        noun="reconsideration",
        asks=str(request.reason),
        measure=str(request.kind),
        measure_id=request.measure_id,
        case_number=request.measure.case.case_number,
        state=str(request.state),
        **_of_remedy(row),
    )


def _of_remedy(row: CorrectionRequest | Reconsideration) -> dict[str, Any]:
    return {
        "id": row.pk,
        "court": row.court.name,
        "phone": row.court.phone,
        "receipt_number": row.receipt_number,
        "channel": str(row.channel),
        "filed_on": row.filed_on,
        "due_on": row.decide_by,
        "is_provisional": row.decide_by_is_provisional,
        "said": row.words.get("statement", ""),
        "decision_number": row.decision_number,
        "decided_on": row.decided_on,
        "reasons": row.words.get("reasons", ""),
    }


def _of_exemption(row: Exemption) -> OwnMatter:
    court = row.order.case.court
    return OwnMatter(
        id=row.pk,
        noun="exemption",
        asks=str(row.kind),
        measure="order",
        measure_id=row.order_id,
        case_number=row.order.case.case_number,
        court=court.name,
        phone=court.phone,
        receipt_number=row.receipt_number,
        channel=str(row.channel),
        state=str(row.state),
        filed_on=row.received_on,
        due_on=None,
        said=row.particulars.get("purpose", ""),
        missing=_missing(row) if row.state == ExemptionState.INCOMPLETE else "",
        decided_on=row.decided_on,
        outcome=row.outcome_reason,
        activities=tuple(row.activities),
        from_on=row.from_on,
        until_on=row.until_on,
        needs_undertaking=row.kind == "travel_lift" and not row.has_undertaking,
    )


def _missing(row: Exemption) -> str:
    """Return what the applicant was told is missing: the note of that act, which the register keeps sealed."""
    entry = selectors.entry_of(row.pk, Act.SEND_BACK)
    payload = open_payload(entry) if entry else None
    return str((payload or {}).get("note", ""))


def _of_application(row: Application) -> OwnMatter:
    measure_id = row.listing_id or row.order_id
    return OwnMatter(
        id=row.pk,
        noun="application",
        asks=str(row.kind),
        measure="listing" if row.listing_id else "order" if row.order_id else "",
        measure_id=measure_id,
        case_number=row.case.case_number,
        court=row.case.court.name,
        phone=row.case.court.phone,
        receipt_number=row.receipt_number,
        channel=str(row.channel),
        state=str(row.state),
        filed_on=row.received_on,
        due_on=row.task.due_on,
        is_provisional=row.task.is_provisional,
        said=row.particulars.get("request", ""),
        decided_on=legal_day(row.decided_at) if row.decided_at else None,
        reasons=row.reasons or "",
        served_on=row.served_on,
    )
