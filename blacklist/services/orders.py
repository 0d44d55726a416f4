"""The acts on a consumption order: propose, sign, serve, lift, revoke; and expiry, which no officer decides.

The order of checks is that of ``listings``. One act is one entry in the register, whose payload holds the standing of
every person the order restricts.
"""

import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction

from blacklist.law import grounds as law_of_grounds
from blacklist.law.activities import read_activities
from blacklist.law.days import legal_day
from blacklist.law.ground_facts import check_student
from blacklist.law.lifecycle import ORDER, Act, ListingState, OrderState, Transition, move
from blacklist.law.refusals import Refusal
from blacklist.models import (
    ConsumptionOrder,
    Officer,
    OrderKind,
    RestrictedPerson,
    ServiceMethod,
    TaskKind,
)
from blacklist.services import (
    answers,
    decisions,
    ground_facts,
    officer_replacements,
    order_duties,
    order_effects,
    order_ends,
    order_proposals,
    relation,
    tasks,
)
from blacklist.services.decisions import Done, conclude, enter
from blacklist.services.measures import locked_order
from blacklist.services.officer_replacements import Replacement as Replacement
from blacklist.services.order_proposals import Named as Named
from blacklist.services.order_proposals import Proposal as Proposal
from blacklist.services.order_proposals import SchoolDecision as SchoolDecision

ONE_DAY = timedelta(days=1)


def propose(proposal: Proposal, *, by: Officer, at: datetime) -> ConsumptionOrder:
    """Draft an order against a debtor and, where the debtor is a unit, its named officers.

    An order because of a listing (C1, second sentence) names the listing; any other gives the four factors (C2), and
    answers an application, which is granted with it, or says why the court acts of its own motion (C4).

    :raises Refusal: ``duty-required``, ``other-court``; ``not-a-debtor``, ``evidence-required``, ``minor``;
        ``unknown-activity``, ``items-required``, ``period-required``, ``factors-required``, ``creditor-hold``;
        ``not-served`` and ``period-running`` for the enforcement notice (C1); ``own-motion-required``,
        ``application-mismatch``.
    """
    on = legal_day(at)
    with transaction.atomic():
        case = decisions.locked_case(proposal.case_id)
        step = move(ORDER, None, Act.PROPOSE)
        relation.require(by, decisions.duty_of(step), court_code=case.court_id)
        persons = order_proposals.lock_named(proposal, case, on=on)
        listing = order_proposals.followed_listing(proposal, case)
        application = order_proposals.application_of(proposal, persons)
        order_proposals.check_content(proposal, case, listing, on=on)
        last_day = proposal.period_until
        order = ConsumptionOrder(
            case=case,
            court_id=case.court_id,
            kind=OrderKind.BECAUSE_LISTED if listing else OrderKind.DISCRETIONARY,
            listing=listing,
            application=application,
            state=step.to,
            activities=list(read_activities(list(proposal.activities))),
            period_until=last_day + ONE_DAY if last_day else None,
            review_on=proposal.review_on,
            drafted_by=by,
            drafted_by_name=by.username,
            proposed_at=at,
        )
        order.seal_particulars(order_proposals.words_of(proposal))
        decisions.insert(order)
        named_once = dict.fromkeys((named.person_id, named.capacity) for named in proposal.persons)
        rows = RestrictedPerson.objects.bulk_create(
            [RestrictedPerson(order=order, person_id=who, capacity=capacity) for who, capacity in named_once]
        )
        answers.grant(application, by=by, at=at, subjects=persons)
        return enter(order, Done(Act.PROPOSE, step, by, at, persons=rows), subjects=persons)


def sign(order_id: uuid.UUID, *, exception: str = "", by: Officer, at: datetime) -> ConsumptionOrder:
    """Sign the order (C5, G14: the president). It binds nobody before it is served.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``signer-is-drafter``, ``already-done``,
        ``wrong-state`` (also when its period, or the listing it rests on, has ended meanwhile); ``minor``,
        ``identity-in-doubt``, ``creditor-hold``, ``assets-sufficient``; ``student-campus-loan`` unless the president
        gives written reasons.
    """
    on = legal_day(at)
    with transaction.atomic():
        order, persons = locked_order(order_id)
        step = _step(order, Act.SIGN, by=by, on=on)
        if _has_run_out(order, on=on):
            raise Refusal("wrong-state", "The period of this order has run out; draft a new one.", article="C5")
        if order.listing is not None and order.listing.state != ListingState.ACTIVE:
            raise Refusal("wrong-state", "The listing has ended on which this order rests.", article="C1")
        if order.kind == OrderKind.DISCRETIONARY:
            ground_facts.require_cause(order.case, frozenset())
        _check_student(order, exception)
        for person in persons:
            decisions.require_adult(person, on=on, article="Q5", pointer="persons")
            decisions.require_certain(person)
        decisions.put_signature(order, by=by, on=on)
        order_duties.open_service(order, at=at)
        answers.settle(order.application_id, by=by, at=at)
        done = Done(Act.SIGN, step, by, at, persons=order_ends.rows_of(order, None))
        return conclude(order, done, subjects=persons)


def refuse(order_id: uuid.UUID, *, note: str, by: Officer, at: datetime) -> ConsumptionOrder:
    """Decline a draft with reasons; a new one may answer the same application (C5: the president signs, or does not).

    :raises Refusal: as :func:`sign`, and ``reasons-required``.
    """
    with transaction.atomic():
        order, persons = locked_order(order_id)
        step = _step(order, Act.REFUSE, by=by, on=legal_day(at))
        decisions.require_note(note, article="C5")
        order.seal_particulars({**order.particulars, "refused": note.strip()})
        return conclude(order, Done(Act.REFUSE, step, by, at, note=note), subjects=persons)


def serve(
    order_id: uuid.UUID,
    *,
    served_on: date,
    service_method: ServiceMethod,
    person_id: uuid.UUID | None = None,
    by: Officer,
    at: datetime,
) -> ConsumptionOrder:
    """Record service on one restricted person, or on all not yet served; the order is in force for them from then.

    It takes the place of an older order on the same person in the same case and capacity. In grace it is served
    without effect; see ``order_grace``.

    :raises Refusal: as :func:`sign`, and ``date-in-future``, ``served-before-signed``, ``not-found``.
    """
    with transaction.atomic():
        held = order_effects.locked(order_id)
        order = held.order
        step = _step(order, Act.SERVE, by=by)
        rows = order_ends.rows_of(order, person_id)
        unserved = [row for row in rows if row.served_on is None and row.ended_on is None]
        if not unserved:
            raise Refusal("already-done", "The order has been served.")
        day = decisions.service_day(served_on, service_method, decided_on=order.decided_on, on=legal_day(at))
        for row in unserved:
            row.served_on, row.service_method = day, service_method
        if step.to is OrderState.IN_FORCE:
            order_effects.take_effect(held, unserved, on=day, by=by, at=at)
        else:
            order_effects.await_effect(order, unserved, by=by, at=at)
        return conclude(order, Done(Act.SERVE, step, by, at, persons=unserved), subjects=held.named_in(order))


def lift(
    order_id: uuid.UUID,
    *,
    reason: str,
    note: str,
    person_id: uuid.UUID | None = None,
    correction_id: uuid.UUID | None = None,
    application_id: uuid.UUID | None = None,
    replacement: Replacement | None = None,
    by: Officer,
    at: datetime,
) -> ConsumptionOrder:
    """End the order for everyone it restricts, or for one person only; its effect ends at once.

    On performance the court must (C9); on security or consent it may, in answer to an application. A reason that lies
    in one person frees that person and nobody else; a former officer proves it on application, and the successor's own
    order becomes due (G17-2). The order ends with the last person it restricts.

    :raises Refusal: as :func:`sign`, and ``unknown-value``, ``reasons-required``, ``not-found`` for a person the order
        does not name; ``field-required`` when such a reason names no person of several; ``application-required``,
        ``application-mismatch``, ``evidence-required``.
    """
    with transaction.atomic():
        order, persons = locked_order(order_id)
        step = _step(order, Act.LIFT, by=by)
        found = law_of_grounds.lift_reason(reason)
        if found.is_personal and person_id is None and len(persons) > 1:
            raise Refusal("field-required", "Name whom this frees.", pointer="person", article=found.article)
        if not found.is_duty:
            decisions.require_note(note, article=found.article)
        rows = order_ends.rows_of(order, person_id)
        application = order_ends.application_of(order, found, rows, application_id)
        if application is not None and found.code == officer_replacements.REASON:
            rows = officer_replacements.freed_by(order, application, replacement, rows, at=at)
        freed = order_ends.end(order, rows, found, by=by, at=at)
        answers.grant(application, by=by, at=at, subjects=persons)
        answers.settle(application_id, by=by, at=at)
        if any(row.ended_on is None for row in order.restricted_persons.all()):
            step = replace(step, to=OrderState(order.state))
        done = Done(Act.LIFT, step, by, at, found.article, found.code, note, freed, correction_id)
        return conclude(order, done, subjects=persons)


def revoke(
    order_id: uuid.UUID,
    *,
    reason: str,
    note: str,
    correction_id: uuid.UUID | None = None,
    by: Officer,
    at: datetime,
) -> ConsumptionOrder:
    """Undo an order that should never have been (L9 by analogy, G18); its effect, if it still has any, ends at once.

    :raises Refusal: as :func:`sign`, and ``unknown-value``, ``reasons-required``.
    """
    with transaction.atomic():
        order, persons = locked_order(order_id)
        step = _step(order, Act.REVOKE, by=by)
        found = law_of_grounds.reason_from(law_of_grounds.REVOCATION_REASONS, reason)
        decisions.require_note(note, article=step.article)
        freed = order_ends.undo(order, order_ends.rows_of(order, None), found, by=by, at=at)
        done = Done(Act.REVOKE, step, by, at, step.article, found.code, note, freed, correction_id)
        return conclude(order, done, subjects=persons)


def expire(order_id: uuid.UUID, *, at: datetime) -> ConsumptionOrder:
    """Record that the period has run out. The effect ended by itself at midnight; this only settles the record.

    :raises Refusal: ``not-found``, ``already-done``, ``wrong-state`` (also while the period still runs).
    """
    with transaction.atomic():
        order, persons = locked_order(order_id)
        step = move(ORDER, OrderState(order.state), Act.EXPIRE)
        if not _has_run_out(order, on=legal_day(at)):
            raise Refusal("wrong-state", "The period has not run out.")
        tasks.settle(TaskKind.SERVICE, TaskKind.ORDER_REVIEW, TaskKind.GRACE_ENDED, measure_id=order.pk, by=None, at=at)
        return conclude(order, Done(Act.EXPIRE, step, None, at), subjects=persons)


def _has_run_out(order: ConsumptionOrder, *, on: date) -> bool:
    return order.period_until is not None and order.period_until <= on


def _check_student(order: ConsumptionOrder, exception: str) -> None:
    """Let an order on a student with a campus loan pass only for the president's own written reasons (G16-3)."""
    debtors = [row.person_id for row in order.restricted_persons.all() if not row.capacity]
    is_spared = ground_facts.is_spared_student(order.case, debtors)
    check_student(is_spared=is_spared, exception=exception)
    if is_spared:
        order.seal_particulars({**order.particulars, "president_exception": exception.strip()})


def _step(order: ConsumptionOrder, act: Act, *, by: Officer, on: date | None = None) -> Transition:
    decisions.require_may(by, ORDER, act, court_code=order.case.court_id, on=on)
    if act is Act.SIGN:
        relation.require_other_signer(by, drafted_by_id=order.drafted_by_id, drafted_by_name=order.drafted_by_name)
    return move(ORDER, OrderState(order.state), act)
