"""The acts on an exemption: receive, send back, complete, withdraw, approve, reject, void, set aside; use and expiry.

Each locks the order, then the exemption, then the person; what is approved has effect at once, in its window only.
"""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from blacklist.issuing.issue import issued_by
from blacklist.law import exemptions as law
from blacklist.law.days import legal_day
from blacklist.law.exemptions import EXEMPTION, EXEMPTIONS, ExemptionKind, ExemptionState
from blacklist.law.lifecycle import Act, OrderState, Transition, move
from blacklist.law.refusals import Refusal
from blacklist.models import (
    Channel,
    ConsumptionOrder,
    Exemption,
    Officer,
    Person,
    RestrictedPerson,
    TaskKind,
)
from blacklist.register import Deed, append, lock_subjects
from blacklist.services import decisions, relation, tasks
from blacklist.services.decisions import SYSTEM, Done
from blacklist.services.locks import locked_exemption, locked_order_on
from blacklist.services.relation import Actor

ONE_DAY = timedelta(days=1)
RECEIPT_BYTES = 6
BINDING = (OrderState.SIGNED, OrderState.IN_FORCE)


@dataclass(frozen=True)
class Wish:
    """What is applied for: to do ``activities`` from the first to the last day, once or as often as needed."""

    activities: Sequence[str]
    first_day: date
    last_day: date
    is_single_use: bool = False


@dataclass(frozen=True)
class Request:
    """An application as it came in; ``purpose`` says what for and where, ``evidence`` what shows it."""

    order_id: uuid.UUID
    person_id: uuid.UUID
    kind: ExemptionKind
    wish: Wish
    purpose: str
    evidence: Sequence[str] = ()
    has_undertaking: bool = False
    travel_reason: str = ""
    channel: Channel = Channel.COUNTER


def receive(request: Request, *, by: Actor, at: datetime) -> Exemption:
    """Take in an application of a restricted person; the receipt is given at once, and its day to be decided stored.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``wrong-state`` (the order binds nobody),
        ``not-restricted``; ``no-reapply`` (G17-4); the codes of ``law.exemptions``; ``reasons-required``.
    """
    with transaction.atomic():
        order, [person] = locked_order_on(request.order_id, request.person_id)
        step = move(EXEMPTION, None, Act.RECEIVE)
        court_code, duty = order.case.court_id, decisions.duty_of(step)
        relation.require_party(by, duty, court_code=court_code, person_id=request.person_id)
        row = _restriction(order, request.person_id)
        law.check_kind(request.kind, is_officer=bool(row.capacity), travel_reason=request.travel_reason)
        _require_may_apply(order, request.person_id)
        exemption = Exemption(
            kind=request.kind,
            order=order,
            person=person,
            **_window(request.kind, request.wish, order),
            has_undertaking=request.has_undertaking,
            travel_reason=request.travel_reason,
            receipt_number=f"LW{legal_day(at):%Y%m%d}{secrets.token_hex(RECEIPT_BYTES).upper()}",
            received_on=legal_day(at),
            channel=request.channel,
        )
        decisions.require_note(request.purpose, article=EXEMPTIONS[request.kind].article)
        exemption.seal_particulars({"purpose": request.purpose})
        exemption.seal_evidence(list(request.evidence))
        exemption.state = step.to
        exemption.save(force_insert=True)
        _open_duty(exemption, at=at)
        return _conclude(exemption, Act.RECEIVE, step, by=by, at=at, person=person)


def send_back(exemption_id: uuid.UUID, *, note: str, by: Officer, at: datetime) -> Exemption:
    """Tell the applicant, once, what is missing.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``wrong-state``, ``reasons-required``;
        ``already-done`` when it was sent back before: now it is decided on what there is.
    """
    with transaction.atomic():
        exemption, person = locked_exemption(exemption_id)
        step = _step(exemption, Act.SEND_BACK, by=by)
        if exemption.returned_on is not None:
            raise Refusal("already-done", "The applicant has been told once what is missing; decide now.")
        decisions.require_note(note, article="9.3")
        exemption.returned_on = legal_day(at)
        return _conclude(exemption, Act.SEND_BACK, step, by=by, at=at, person=person, note=note)


def complete(
    exemption_id: uuid.UUID, *, evidence: Sequence[str], has_undertaking: bool, note: str, by: Actor, at: datetime
) -> Exemption:
    """Put in what was missing; it adds to what was there.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``wrong-state``.
    """
    with transaction.atomic():
        exemption, person = locked_exemption(exemption_id)
        step = _step(exemption, Act.COMPLETE, by=by)
        exemption.seal_evidence([*exemption.evidence, *evidence])
        exemption.has_undertaking = exemption.has_undertaking or has_undertaking
        return _conclude(exemption, Act.COMPLETE, step, by=by, at=at, person=person, note=note)


def withdraw(exemption_id: uuid.UUID, *, by: Actor, at: datetime) -> Exemption:
    """Record that the applicant no longer asks.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``wrong-state``.
    """
    with transaction.atomic():
        exemption, person = locked_exemption(exemption_id)
        step = _step(exemption, Act.WITHDRAW, by=by)
        _settle_duty(exemption, by=by, at=at)
        return _conclude(exemption, Act.WITHDRAW, step, by=by, at=at, person=person)


def approve(
    exemption_id: uuid.UUID, *, wish: Wish | None = None, note: str = "", by: Officer, at: datetime
) -> Exemption:
    """Permit what was applied for, or what the decider narrows it to; checks answer by it at once.

    :raises Refusal: ``not-found``, ``duty-required``, ``president-required`` (G17-3), ``other-court``, ``wrong-state``
        (also when the order has ended); ``evidence-required``, ``undertaking-required``; the codes of a window;
        ``reasons-required`` for travel of like weight.
    """
    with transaction.atomic():
        exemption, person = locked_exemption(exemption_id)
        step = _step(exemption, Act.APPROVE, by=by)
        kind = _require_decider(exemption, by, on=legal_day(at))
        _restriction(exemption.order, exemption.person_id)
        law.check_proof(kind, evidence=exemption.evidence, has_undertaking=exemption.has_undertaking)
        if exemption.travel_reason == "of_like_weight":
            decisions.require_note(note, article="G17-3")
        if wish is not None:
            for name, value in _window(kind, wish, exemption.order).items():
                setattr(exemption, name, value)
        if exemption.until_on <= legal_day(at):
            raise Refusal("date", "The window lies in the past.", pointer="last_day")
        _decide(exemption, by=by, at=at)
        acting = decisions.acting(by, EXEMPTIONS[kind].decider)
        return _conclude(exemption, Act.APPROVE, step, by=by, at=at, person=person, reason=acting, note=note)


def reject(exemption_id: uuid.UUID, *, reason: str, note: str, by: Officer, at: datetime) -> Exemption:
    """Reject with reasons; against it lies the same road as against a measure (G18).

    :raises Refusal: as :func:`approve`; ``unknown-value`` for a reason the kind does not allow (C3 ¶2: a true
        application for private means is granted), ``reasons-required``.
    """
    with transaction.atomic():
        exemption, person = locked_exemption(exemption_id)
        step = _step(exemption, Act.REJECT, by=by)
        kind = _require_decider(exemption, by, on=legal_day(at))
        law.check_rejection(kind, reason)
        decisions.require_note(note, article=EXEMPTIONS[kind].article)
        exemption.outcome_reason = reason
        _decide(exemption, by=by, at=at)
        return _conclude(exemption, Act.REJECT, step, by=by, at=at, person=person, reason=reason, note=note)


def void(exemption_id: uuid.UUID, *, reason: str, note: str, by: Officer, at: datetime) -> Exemption:
    """Void what was permitted on false evidence or has been abused: the order bites again the same minute (G17-4).

    Further applications in the case are barred until the finding is set aside.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``wrong-state``, ``unknown-value``,
        ``reasons-required``.
    """
    with transaction.atomic():
        exemption, person = locked_exemption(exemption_id)
        step = _step(exemption, Act.VOID, by=by)
        if reason not in law.VOID_REASONS:
            raise Refusal("unknown-value", pointer="reason", article="G17-4")
        decisions.require_note(note, article="G17-4")
        exemption.outcome_reason = reason
        return _conclude(exemption, Act.VOID, step, by=by, at=at, person=person, reason=reason, note=note)


def set_aside(exemption_id: uuid.UUID, *, note: str, by: Officer, at: datetime) -> Exemption:
    """Set the finding of false evidence or breach aside: the person may apply again. What was voided stays void.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``wrong-state``, ``already-done``,
        ``reasons-required``; ``reviewer-is-handler`` for who made the finding or decided before.
    """
    with transaction.atomic():
        exemption, person = locked_exemption(exemption_id)
        step = _step(exemption, Act.SET_ASIDE, by=by)
        if exemption.set_aside_on is not None:
            raise Refusal("already-done", "The finding has been set aside.")
        if exemption.decided_by_id == by.pk:
            raise Refusal("reviewer-is-handler", article="L12")
        decisions.require_note(note, article="G17-4")
        exemption.set_aside_on = legal_day(at)
        return _conclude(exemption, Act.SET_ASIDE, step, by=by, at=at, person=person, note=note)


def use(person_id: uuid.UUID, *, activity: str, on: date, reference: uuid.UUID, at: datetime) -> list[Exemption]:
    """Consume what was permitted once, because the check ``reference`` has led to a booking; return what was consumed.

    Nothing to consume is no fault: whoever asks is not to learn whether there was an exemption.
    """
    with transaction.atomic():
        rows = Exemption.objects.select_for_update(of=("self",), no_key=True).filter(
            person_id=person_id, is_single_use=True, state=ExemptionState.APPROVED, from_on__lte=on, until_on__gt=on
        )
        found = list(rows.filter(activities__contains=[activity]).select_related("order__case").order_by("pk"))
        if not found:
            return []
        [person] = lock_subjects([person_id])
        step = move(EXEMPTION, ExemptionState.APPROVED, Act.USE)
        for exemption in found:
            exemption.used_at, exemption.used_reference = at, reference
            _conclude(exemption, Act.USE, step, by=None, at=at, person=person)
        return found


def expire(exemption_id: uuid.UUID, *, at: datetime) -> Exemption:
    """Record that a window has passed. The effect ended by itself at midnight; this only settles the record.

    :raises Refusal: ``not-found``, ``wrong-state`` (also while the window is open).
    """
    with transaction.atomic():
        exemption, person = locked_exemption(exemption_id)
        step = move(EXEMPTION, ExemptionState(exemption.state), Act.EXPIRE)
        if exemption.until_on > legal_day(at):
            raise Refusal("wrong-state", "The window is still open.")
        return _conclude(exemption, Act.EXPIRE, step, by=None, at=at, person=person)


def _restriction(order: ConsumptionOrder, person_id: uuid.UUID) -> RestrictedPerson:
    """Return the row by which the order still restricts the person; that of an office goes before the debtor's own."""
    row = order.restricted_persons.filter(person_id=person_id, ended_on__isnull=True).order_by("-capacity").first()
    if row is None or order.state not in BINDING:
        raise Refusal("wrong-state", "The order restricts this person no longer; nothing needs to be permitted.")
    return row


def _require_may_apply(order: ConsumptionOrder, person_id: uuid.UUID) -> None:
    """Bar who deceived the court from applying again in this case, until that finding is set aside (G17-4, Q12)."""
    found = Q(order__case_id=order.case_id, person_id=person_id, state=ExemptionState.VOIDED, set_aside_on=None)
    if Exemption.objects.filter(found).exists():
        raise Refusal("no-reapply", article="G17-4")


def _window(kind: ExemptionKind, wish: Wish, order: ConsumptionOrder) -> dict[str, object]:
    law.check_window(kind, first_day=wish.first_day, last_day=wish.last_day)
    return {
        "activities": list(law.check_activities(kind, wish.activities, ordered=order.activities)),
        "from_on": wish.first_day,
        "until_on": wish.last_day + ONE_DAY,
        "is_single_use": wish.is_single_use,
    }


def _require_decider(exemption: Exemption, by: Officer, *, on: date) -> ExemptionKind:
    kind = ExemptionKind(exemption.kind)
    decider = EXEMPTIONS[kind].decider
    if not relation.holds(by, decider, on=on):
        raise Refusal("president-required", article=EXEMPTIONS[kind].article)
    relation.require(by, decider, court_code=exemption.order.case.court_id, on=on)
    return kind


def _step(exemption: Exemption, act: Act, *, by: Actor) -> Transition:
    court_code, duty = exemption.order.case.court_id, decisions.duty_for(EXEMPTION, act)
    relation.require_party(by, duty, court_code=court_code, person_id=exemption.person_id)
    return move(EXEMPTION, ExemptionState(exemption.state), act)


def _decide(exemption: Exemption, *, by: Officer, at: datetime) -> None:
    exemption.decided_by, exemption.decided_on = by, legal_day(at)
    _settle_duty(exemption, by=by, at=at)


def _duty_of(exemption: Exemption) -> TaskKind:
    return TaskKind.TRAVEL_LIFT if exemption.kind == ExemptionKind.TRAVEL_LIFT else TaskKind.EXEMPTION


def _open_duty(exemption: Exemption, *, at: datetime) -> None:
    concern = tasks.Concern(
        exemption.order.case.court_id, exemption.person_id, measure_id=exemption.order_id, matter_id=exemption.pk
    )
    tasks.open_task(_duty_of(exemption), concern, at=at, article=EXEMPTIONS[ExemptionKind(exemption.kind)].article)


def _settle_duty(exemption: Exemption, *, by: Actor, at: datetime) -> None:
    tasks.settle(_duty_of(exemption), matter_id=exemption.pk, by=by, at=at)


def _conclude(
    exemption: Exemption,
    act: Act,
    step: Transition,
    *,
    by: Actor | None,
    at: datetime,
    person: Person,
    reason: str = "",
    note: str = "",
) -> Exemption:
    exemption.state = step.to
    exemption.save()
    done = Deed(
        act=act,
        court_code=exemption.order.case.court_id,
        at=at,
        article=EXEMPTIONS[ExemptionKind(exemption.kind)].article if step.article == "C8" else step.article,
        actor_name=by.username if by else SYSTEM,
        actor_id=by.pk if by else None,
        reason=reason,
        note=note.strip(),
        measure_id=exemption.pk,
        document_digest=issued_by(exemption, Done(act, step, by, at, reason=reason, note=note), subjects=[person]),
    )
    append(done, subjects=[person])
    return exemption
