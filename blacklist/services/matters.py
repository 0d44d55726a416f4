"""A contested measure: what the acts on requests for correction and on reconsiderations share.

They lock in the order of all acts: measure, case, subject, then the request; so the act that puts a measure right and
a decision about it wait for each other.
"""

import secrets
import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from blacklist import selectors
from blacklist.issuing.issue import issued_by
from blacklist.law.case_numbers import read_case_number
from blacklist.law.days import legal_day
from blacklist.law.deadlines import correction_due
from blacklist.law.lifecycle import Act, ListingState, OrderState, Transition
from blacklist.law.refusals import Refusal
from blacklist.law.remedies import PENDING, REMEDIES, UNDECIDED, CorrectionState, remedy_for
from blacklist.models import CorrectionRequest, EnforcementCase, Officer, Person, Reconsideration, TaskKind
from blacklist.register import append, lock_subjects
from blacklist.services import measures, tasks
from blacklist.services.decisions import Decision, Done
from blacklist.services.relation import Actor
from blacklist.services.settlement import about, has_ended_for
from blacklist.services.tasks import Concern

RECEIPT_BYTES = 6
PAUSED = (ListingState.PAUSED, OrderState.PAUSED)


@dataclass(frozen=True)
class Matter:
    """A request, the measure it is about, and the person who asks, all locked."""

    request: CorrectionRequest
    measure: Decision
    person: Person

    @property
    def state(self) -> CorrectionState:
        return CorrectionState(self.request.state)

    @property
    def concern(self) -> Concern:
        """Return whom and what a duty about the request concerns, at the court that has it now."""
        return Concern(self.request.court_id, self.person.pk, measure_id=self.measure.pk, matter_id=self.request.pk)

    @property
    def at_the_case(self) -> Concern:
        """Return the same at the court that handles the case."""
        return replace(self.concern, court_code=self.measure.case.court_id)


def locked(request_id: uuid.UUID) -> Matter:
    """Lock and return the matter.

    :raises Refusal: ``not-found``.
    """
    found = CorrectionRequest.objects.filter(pk=request_id).first()
    if found is None:
        raise Refusal("not-found", "There is no such request.")
    measure = measures.locked(found.kind, found.measure_id)
    [person] = lock_subjects([found.person_id])
    return Matter(CorrectionRequest.objects.select_for_update(no_key=True).get(pk=request_id), measure, person)


def conclude(matter: Matter, done: Done) -> CorrectionRequest:
    """Move the request on, save it, issue its document, and enter the act in the register; the last step of every act.

    :raises Refusal: ``duplicate`` when another decision has the number.
    """
    matter.request.state = done.step.to
    _save(matter.request)
    _enter(matter.request, matter, done, court_code=matter.request.court_id)
    return matter.request


def conclude_on(row: Reconsideration, matter: Matter, done: Done) -> Reconsideration:
    """Do what :func:`conclude` does for an act on a reconsideration.

    :raises Refusal: ``duplicate`` when another decision has the number.
    """
    matter.request.state = done.step.to
    _save(matter.request)
    _save(row)
    _enter(row, matter, done, court_code=row.court_id)
    return row


def _enter(record: CorrectionRequest | Reconsideration, matter: Matter, done: Done, *, court_code: str) -> None:
    digest = issued_by(record, done, subjects=[matter.person])
    append(done.deed_on(record.pk, handled_by=court_code, document_digest=digest), subjects=[matter.person])


def settle(matter: Matter, *kinds: TaskKind, by: Actor | None, at: datetime) -> None:
    """Close the open duties of these kinds on the request."""
    for kind in kinds:
        tasks.settle(kind, matter_id=matter.request.pk, by=by, at=at)


def begin(matter: Matter, *, at: datetime) -> None:
    """Let the fifteen days run where the case is handled; elsewhere open the duty to pass the request on."""
    request, on = matter.request, legal_day(at)
    if request.court_id != matter.measure.case.court_id:
        tasks.open_task(TaskKind.CORRECTION_TRANSFER, matter.concern, at=at)
        return
    due = correction_due(on, selectors.calendar())
    request.received_on, request.decide_by, request.decide_by_is_provisional = on, due.due_on, due.provisional
    tasks.open_task(TaskKind.CORRECTION, matter.concern, counted_from=on, at=at)


def follow_case(case: EnforcementCase, *, from_court: str, by: Officer, at: datetime) -> None:
    """Let undecided requests follow a case to the court that handles it now.

    Their fifteen days go on: that courts pass a case on is not the applicant's to wait for. Reviewers are named anew.
    What had been filed at that very court, and waited to be passed on, begins there. The case and its subjects are
    locked; to lock a measure now would be the wrong order.
    """
    contested = CorrectionRequest.objects.filter(Q(listing__case=case) | Q(order__case=case), state__in=UNDECIDED)
    for request in contested.select_for_update(of=("self",), no_key=True).order_by("pk"):
        if request.court_id == from_court:
            request.transferred_from_id, request.court_id = from_court, case.court_id
            request.reviewers.clear()
        elif request.court_id == case.court_id and request.received_on is None:
            matter = Matter(request, _measure_of(request, case), request.person)
            settle(matter, TaskKind.CORRECTION_TRANSFER, by=by, at=at)
            begin(matter, at=at)
        request.save()


def _measure_of(request: CorrectionRequest, case: EnforcementCase) -> Decision:
    measure: Decision | None = request.listing or request.order
    assert measure is not None
    measure.case = case
    return measure


def order_remedy(matter: Matter, step: Transition, reason: str, *, at: datetime) -> Transition:
    """Order that the measure be put right within three working days, by the act that ``reason`` calls for (L12).

    :returns: the transition; it leads to ``corrected`` when there is nothing left to end.
    :raises Refusal: ``unknown-value``.
    """
    request, measure = matter.request, matter.measure
    remedy = remedy_for(reason or request.reason, request.kind)
    request.remedy = remedy
    if remedy in (Act.REMOVE, Act.LIFT) and has_ended_for(measure, matter.person.pk):
        return replace(step, to=CorrectionState.CORRECTED)
    tasks.open_task(TaskKind.CORRECTION_UPHELD, matter.at_the_case, holder=REMEDIES[remedy], at=at)
    return step


def open_resume(matter: Matter, *, at: datetime) -> None:
    """Open the duty to let a paused measure go on, once no request about it is left for which it was paused."""
    measure = matter.measure
    others = CorrectionRequest.objects.filter(state__in=PENDING, **about(measure)).exclude(pk=matter.request.pk)
    if measure.state in PAUSED and not others.exists():
        tasks.open_task(TaskKind.RESUME, matter.at_the_case, at=at)


def receipt_number(prefix: str, *, on: date) -> str:
    """Return a number for a receipt, not used before."""
    return f"{prefix}{on:%Y%m%d}{secrets.token_hex(RECEIPT_BYTES).upper()}"


def read_number(raw: str, *, type_code: str, court_code: str, on: date) -> str:
    """Return the number of a decision on a remedy: 执异 of who reviews, 执复 of the court above (Fa [2015] 137).

    :raises Refusal: ``control-characters``, ``case-number``.
    """
    number = read_case_number(raw, on=on, pointer="decision_number")
    if (number.type_code, number.court_code) != (type_code, court_code):
        raise Refusal(
            "case-number",
            f"This decision has a number of type {type_code} of the deciding court.",
            pointer="decision_number",
            article="Fa [2015] 137",
        )
    return number.text


def _save(row: CorrectionRequest | Reconsideration) -> None:
    """Save a remedy.

    :raises Refusal: ``duplicate`` when its decision's number is used already.
    """
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as fault:
        if "number_is_used_once" in str(fault):
            raise Refusal("duplicate", "Another decision has this number.", pointer="decision_number") from None
        raise
