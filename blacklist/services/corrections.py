"""The acts on a request for correction: receive, transfer, send back, complete, assign, decide, serve, withdraw.

The road is the same for listings (L11, L12) and orders (G18). A missed period escalates by itself. Intake asks nothing
of the applicant but who and what: there is no fee and no time limit, and what is missing is completed later.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from blacklist import selectors
from blacklist.law.case_numbers import read_enforcement_case_number
from blacklist.law.days import legal_day
from blacklist.law.deadlines import completion_due, reconsideration_filing_due
from blacklist.law.duties import Duty
from blacklist.law.lifecycle import Act, Transition
from blacklist.law.refusals import Refusal
from blacklist.law.remedies import CORRECTION, UNDECIDED, MeasureKind, remedy_for, step_of
from blacklist.models import (
    Channel,
    ConsumptionOrder,
    CorrectionReason,
    CorrectionRequest,
    Listing,
    Officer,
    Party,
    PartyRole,
    Petitioner,
    ServiceMethod,
    TaskKind,
)
from blacklist.register import lock_subjects
from blacklist.services import decisions, matters, measures, relation, tasks
from blacklist.services.decisions import Done, require_note
from blacklist.services.matters import Matter
from blacklist.services.relation import Actor

UNDECIDED_DUTIES = (TaskKind.CORRECTION, TaskKind.CORRECTION_TRANSFER, TaskKind.CORRECTION_OVERDUE)


@dataclass(frozen=True)
class Contested:
    """Which measure: by its id or, as people know it from an answer, by the case; then the newest is meant."""

    kind: MeasureKind
    measure_id: uuid.UUID | None = None
    case_number: str = ""


@dataclass(frozen=True)
class Filing:
    """A request as it came in; ``petitioner_name`` is who asks where that is not the person concerned."""

    contested: Contested
    person_id: uuid.UUID
    reason: CorrectionReason
    statement: str = ""
    evidence: Sequence[str] = ()
    petitioner: Petitioner = Petitioner.IN_PERSON
    petitioner_name: str = ""
    channel: Channel = Channel.COUNTER
    wants_explanation: bool = False


def receive(filing: Filing, *, by: Actor, at: datetime) -> CorrectionRequest:
    """Take a request in, at any court and at any time; its receipt number is given at once (L11).

    At the court that handles the case its fifteen days run from now; another court passes it on. What the person
    concerned files without a counter is at that court at once.

    :raises Refusal: ``duty-required``, ``other-court``; ``case-number``, ``not-found`` for the measure;
        ``not-concerned`` when it is not on this person, ``objection-instead`` when that is the applicant (P236);
        ``unknown-value`` for a reason that is none of this measure.
    """
    on = legal_day(at)
    with transaction.atomic():
        step = step_of(CORRECTION, None, Act.RECEIVE)
        here = relation.taken_in_at(by, decisions.duty_of(step), person_id=filing.person_id)
        kind = filing.contested.kind
        measure = measures.locked(kind, _contested_by(filing, on=on))
        [person] = lock_subjects([filing.person_id])
        remedy_for(filing.reason, kind)
        matter = Matter(_request(filing, measure, court_code=here or measure.case.court_id, on=on), measure, person)
        matters.begin(matter, at=at)
        if filing.wants_explanation:
            tasks.open_task(TaskKind.EXPLANATION, matter.at_the_case, due_on=on, at=at)
        return matters.conclude(matter, Done(Act.RECEIVE, step, by, at, reason=filing.reason))


def transfer(request_id: uuid.UUID, *, by: Officer, at: datetime) -> CorrectionRequest:
    """Pass a request on to the court that handles the case; its fifteen days run from the day it arrives there (L11).

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``wrong-state``,
        ``already-done`` when it is there.
    """
    with transaction.atomic():
        matter = matters.locked(request_id)
        request, case = matter.request, matter.measure.case
        step = _step(matter, Act.TRANSFER, by=by)
        if request.court_id == case.court_id:
            raise Refusal("already-done", "The request is at the court that handles the case.", article="L11")
        matters.settle(matter, *UNDECIDED_DUTIES, by=by, at=at)
        request.transferred_from_id, request.court_id = request.court_id, case.court_id
        matters.begin(matter, at=at)
        return matters.conclude(matter, Done(Act.TRANSFER, step, by, at))


def send_back(request_id: uuid.UUID, *, note: str, by: Officer, at: datetime) -> CorrectionRequest:
    """Tell the applicant, once, what is missing, to be completed in three days. The receipt and its day stand.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``wrong-state``, ``reasons-required``;
        ``already-done`` when the applicant was told before: now it is decided on what there is.
    """
    with transaction.atomic():
        matter = matters.locked(request_id)
        step = _step(matter, Act.SEND_BACK, by=by)
        if matter.request.complete_by is not None:
            raise Refusal("already-done", "The applicant has been told once what is missing; go on with what there is.")
        require_note(note, article="P-OBJ-2")
        due = completion_due(legal_day(at), selectors.calendar())
        matter.request.returned_on, matter.request.complete_by = legal_day(at), due.due_on
        matter.request.complete_by_is_provisional = due.provisional
        matter.request.add_words(missing=note)
        return matters.conclude(matter, Done(Act.SEND_BACK, step, by, at))


def complete(
    request_id: uuid.UUID, *, statement: str, evidence: Sequence[str], by: Actor, at: datetime
) -> CorrectionRequest:
    """Add what was missing to what is there.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``wrong-state``.
    """
    with transaction.atomic():
        matter = matters.locked(request_id)
        step = _step(matter, Act.COMPLETE, by=by)
        matter.request.add_words(completion=statement, evidence=[*matter.request.words["evidence"], *evidence])
        return matters.conclude(matter, Done(Act.COMPLETE, step, by, at))


def assign(request_id: uuid.UUID, *, reviewers: Sequence[str], by: Officer, at: datetime) -> CorrectionRequest:
    """Name who reviews, by user names: officers of the court who never handled the case; a panel has three or more.

    A later assignment replaces an earlier one.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``wrong-state``, ``field-required``;
        ``not-a-reviewer`` for who holds no such duty at the court, ``reviewer-is-handler`` (P-OBJ-11).
    """
    with transaction.atomic():
        matter = matters.locked(request_id)
        step = _step(matter, Act.ASSIGN, by=by)
        if not reviewers:
            raise Refusal("field-required", "Name who reviews the request.", pointer="reviewers", article="P-OBJ-11")
        matter.request.reviewers.set(_eligible(reviewers, matter))
        return matters.conclude(matter, Done(Act.ASSIGN, step, by, at))


def uphold(
    request_id: uuid.UUID, *, decision_number: str, reason: str = "", note: str, by: Officer, at: datetime
) -> CorrectionRequest:
    """Find the request justified: the measure is put right within three working days (L12).

    ``reason``: what is wrong as the review found it, if not what the request says.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``not-assigned``, ``wrong-state``,
        ``already-done``; ``reviewer-is-handler``, ``reasons-required``, ``case-number``, ``duplicate``,
        ``unknown-value``.
    """
    with transaction.atomic():
        matter = matters.locked(request_id)
        step = _step(matter, Act.UPHOLD, by=by)
        _decide(matter, decision_number, note=note, by=by, at=at)
        step = matters.order_remedy(matter, step, reason, at=at)
        return matters.conclude(matter, Done(Act.UPHOLD, step, by, at, reason=matter.request.remedy, note=note))


def reject(request_id: uuid.UUID, *, decision_number: str, note: str, by: Officer, at: datetime) -> CorrectionRequest:
    """Reject the request by a decision with reasons, which must be served; the court above may be asked (L12).

    :raises Refusal: as :func:`uphold`.
    """
    with transaction.atomic():
        matter = matters.locked(request_id)
        step = _step(matter, Act.REJECT, by=by)
        _decide(matter, decision_number, note=note, by=by, at=at)
        tasks.open_task(TaskKind.SERVICE, matter.concern, article="L12", at=at)
        matters.open_resume(matter, at=at)
        return matters.conclude(matter, Done(Act.REJECT, step, by, at, note=note))


def serve(
    request_id: uuid.UUID, *, served_on: date, service_method: ServiceMethod, by: Officer, at: datetime
) -> CorrectionRequest:
    """Record the service of a rejection; from then run the ten days for reconsideration (L12).

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``wrong-state``, ``already-done``;
        ``date-in-future``, ``served-before-signed``, ``not-served``.
    """
    with transaction.atomic():
        matter = matters.locked(request_id)
        request = matter.request
        step = _step(matter, Act.SERVE, by=by)
        if request.served_on is not None:
            raise Refusal("already-done", "The rejection has been served.")
        on, decided_on = legal_day(at), request.decided_on
        request.served_on = decisions.service_day(served_on, service_method, decided_on=decided_on, on=on)
        request.service_method = service_method
        open_until = reconsideration_filing_due(request.served_on, selectors.calendar())
        request.reconsider_by, request.reconsider_by_is_provisional = open_until.due_on, open_until.provisional
        matters.settle(matter, TaskKind.SERVICE, by=by, at=at)
        return matters.conclude(matter, Done(Act.SERVE, step, by, at))


def withdraw(request_id: uuid.UUID, *, by: Actor, at: datetime) -> CorrectionRequest:
    """Record that the applicant no longer asks; a new request may be made at any time.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``wrong-state``, ``already-done``.
    """
    with transaction.atomic():
        matter = matters.locked(request_id)
        step = _step(matter, Act.WITHDRAW, by=by)
        matters.settle(matter, *UNDECIDED_DUTIES, by=by, at=at)
        matters.open_resume(matter, at=at)
        return matters.conclude(matter, Done(Act.WITHDRAW, step, by, at))


def escalate(request_id: uuid.UUID, *, at: datetime) -> CorrectionRequest:
    """Refer a request whose fifteen days have passed undecided to the court above; procurators see it too (§9.4).

    :raises Refusal: ``not-found``, ``wrong-state`` (also while the period runs), ``already-done``.
    """
    with transaction.atomic():
        matter = matters.locked(request_id)
        request = matter.request
        step = step_of(CORRECTION, matter.state, Act.ESCALATE)
        if request.escalated_at is not None:
            raise Refusal("already-done", "The court above knows of this request.")
        if request.decide_by is None or legal_day(at) <= request.decide_by:
            raise Refusal("wrong-state", "The period for deciding this request still runs.", article="L12")
        request.escalated_at = at
        for court_code in selectors.courts_above(request.court_id)[:1]:
            tasks.open_task(TaskKind.CORRECTION_OVERDUE, replace(matter.concern, court_code=court_code), at=at)
        return matters.conclude(matter, Done(Act.ESCALATE, step, None, at))


def _contested_by(filing: Filing, *, on: date) -> uuid.UUID:
    """Return the measure that is meant: decided, and on this person.

    :raises Refusal: ``case-number``, ``not-found``, ``not-concerned``, ``objection-instead``.
    """
    contested, person_id = filing.contested, filing.person_id
    rows = measures.rows_of(contested.kind).filter(decided_on__isnull=False)
    if contested.measure_id is not None:
        rows = rows.filter(pk=contested.measure_id)
    else:
        rows = rows.filter(case__case_number=read_enforcement_case_number(contested.case_number, on=on).text)
    if not rows.exists():
        raise Refusal("not-found", "There is no such measure.", pointer="measure")
    found = rows.filter(measures.is_on(contested.kind, person_id)).order_by("-proposed_at").first()
    if found is not None:
        measure_id: uuid.UUID = found.pk
        return measure_id
    parties = Party.objects.filter(case__in=rows.values("case"), person_id=person_id, role=PartyRole.APPLICANT)
    if parties.exists():
        raise Refusal("objection-instead", pointer="person", article="P236")
    raise Refusal("not-concerned", pointer="person", article="L11")


def _request(filing: Filing, measure: decisions.Decision, *, court_code: str, on: date) -> CorrectionRequest:
    request = CorrectionRequest(
        listing=measure if isinstance(measure, Listing) else None,
        order=measure if isinstance(measure, ConsumptionOrder) else None,
        person_id=filing.person_id,
        court_id=court_code,
        reason=filing.reason,
        petitioner=filing.petitioner,
        channel=filing.channel,
        wants_explanation=filing.wants_explanation,
        receipt_number=matters.receipt_number("JZ", on=on),
        filed_on=on,
    )
    said = {"statement": filing.statement, "evidence": list(filing.evidence)}
    request.seal_words({"petitioner": filing.petitioner_name, **said})
    return request


def _step(matter: Matter, act: Act, *, by: Actor) -> Transition:
    request, duty = matter.request, decisions.duty_for(CORRECTION, act)
    relation.require_party(by, duty, court_code=request.court_id, person_id=request.person_id)
    is_elsewhere = request.court_id != matter.measure.case.court_id and matter.state in UNDECIDED
    if is_elsewhere and act not in (Act.TRANSFER, Act.WITHDRAW):
        raise Refusal("other-court", "Another court handles the case; pass the request on to it.", article="L11")
    if act in (Act.UPHOLD, Act.REJECT):
        relation.require_assigned(by, request.reviewers.values_list("username", flat=True))
    return step_of(CORRECTION, matter.state, act)


def _eligible(usernames: Sequence[str], matter: Matter) -> list[Officer]:
    """Return the officers named: each with the duty to review at the court, none a handler of the case."""
    officers = Officer.objects.filter(username__in=usernames, court_id=matter.request.court_id)
    found = [officer for officer in officers if officer.may(Duty.REVIEW)]
    if len(found) != len(set(usernames)):
        raise Refusal("not-a-reviewer", pointer="reviewers", article="P-OBJ-11")
    handlers = selectors.handlers_of(matter.measure.case)
    for officer in found:
        relation.require_not_handler(officer, handlers)
    return found


def _decide(matter: Matter, decision_number: str, *, note: str, by: Officer, at: datetime) -> None:
    """Put the decision on the request: its number, its reasons, by whom and when."""
    request, on = matter.request, legal_day(at)
    relation.require_not_handler(by, selectors.handlers_of(matter.measure.case))
    require_note(note, article="L12")
    number = matters.read_number(decision_number, type_code="执异", court_code=request.court_id, on=on)
    request.decision_number, request.decided_by, request.decided_on = number, by, on
    request.add_words(reasons=note)
    matters.settle(matter, *UNDECIDED_DUTIES, by=by, at=at)
