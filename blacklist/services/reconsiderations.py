"""The acts on a reconsideration: file, forward, receive, dismiss, overturn (L12).

It is asked of the court exactly one level up, once, within ten days of the service of the rejection, at either court;
the court above has fifteen days from the day it arrives there, never the thirty of an objection (P236). It stops
nothing: an effect is paused by ``relief`` only.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from blacklist import selectors
from blacklist.law.days import legal_day
from blacklist.law.deadlines import late_filing_due, reconsideration_due
from blacklist.law.lifecycle import Act, Transition
from blacklist.law.refusals import Refusal
from blacklist.law.remedies import RECONSIDERATION, CorrectionState, check_filing, step_of
from blacklist.models import Channel, Officer, Reconsideration, TaskKind
from blacklist.services import decisions, matters, relation, tasks
from blacklist.services.decisions import Done, require_note
from blacklist.services.locks import locked_reconsideration
from blacklist.services.matters import Matter
from blacklist.services.relation import Actor
from blacklist.services.tasks import Concern


@dataclass(frozen=True)
class Asking:
    """A reconsideration as it came in. ``filed_on``: of a letter the day of its postmark (T2).

    ``obstacle`` and the day it ended: why the ten days could not be kept (T6).
    """

    request_id: uuid.UUID
    filed_on: date
    statement: str = ""
    evidence: tuple[str, ...] = ()
    obstacle: str = ""
    obstacle_ended_on: date | None = None
    channel: Channel = Channel.COUNTER


def file(asking: Asking, *, by: Actor, at: datetime) -> Reconsideration:
    """Take in a reconsideration, at the court above or at the one that rejected, which forwards it.

    What the person concerned files without a counter is at the court above at once.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``wrong-state``, ``already-done`` (once only);
        ``no-court-above``; ``date-in-future``, ``date`` for a day before the rejection, ``filed-late``,
        ``reasons-required`` for an obstacle.
    """
    on = legal_day(at)
    with transaction.atomic():
        matter = matters.locked(asking.request_id)
        duty = decisions.duty_for(RECONSIDERATION, Act.FILE)
        here = relation.taken_in_at(by, duty, person_id=matter.request.person_id)
        step, above = _filing_step(matter, here=here)
        _check_days(asking, matter, on=on)
        row = Reconsideration(
            request=matter.request,
            court_id=above,
            filed_at_id=here or above,
            filed_on=asking.filed_on,
            channel=asking.channel,
            obstacle_ended_on=asking.obstacle_ended_on,
            receipt_number=matters.receipt_number("FY", on=on),
        )
        row.seal_words({"statement": asking.statement, "evidence": list(asking.evidence), "obstacle": asking.obstacle})
        if step.to is CorrectionState.SUPERIOR_REVIEW:
            _begin(row, matter, at=at)
        else:
            tasks.open_task(TaskKind.RECONSIDERATION_TRANSFER, _concern(row, matter, matter.request.court_id), at=at)
        return matters.conclude_on(row, matter, Done(Act.FILE, step, by, at))


def forward(reconsideration_id: uuid.UUID, *, by: Officer, at: datetime) -> Reconsideration:
    """Send a reconsideration filed with the court that rejected on to the court above.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``already-done``, ``wrong-state``.
    """
    with transaction.atomic():
        row, matter = locked_reconsideration(reconsideration_id)
        step = _step(row, matter, Act.FORWARD, by=by, court_code=matter.request.court_id)
        row.forwarded_on = legal_day(at)
        tasks.settle(TaskKind.RECONSIDERATION_TRANSFER, matter_id=row.pk, by=by, at=at)
        tasks.open_task(TaskKind.RECONSIDERATION_TRANSFER, _concern(row, matter, row.court_id), at=at)
        return matters.conclude_on(row, matter, Done(Act.FORWARD, step, by, at))


def receive(reconsideration_id: uuid.UUID, *, by: Officer, at: datetime) -> Reconsideration:
    """Record that a reconsideration sent on has arrived; the fifteen days of the court above run from today (L12).

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``already-done``, ``wrong-state``.
    """
    with transaction.atomic():
        row, matter = locked_reconsideration(reconsideration_id)
        step = _step(row, matter, Act.RECEIVE, by=by, court_code=row.court_id)
        tasks.settle(TaskKind.RECONSIDERATION_TRANSFER, matter_id=row.pk, by=by, at=at)
        _begin(row, matter, at=at)
        return matters.conclude_on(row, matter, Done(Act.RECEIVE, step, by, at))


def dismiss(
    reconsideration_id: uuid.UUID, *, decision_number: str, note: str, by: Officer, at: datetime
) -> Reconsideration:
    """Let the rejection stand, with reasons. That is final.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``already-done``, ``wrong-state``;
        ``reviewer-is-handler``, ``reasons-required``, ``case-number``, ``duplicate``.
    """
    with transaction.atomic():
        row, matter = locked_reconsideration(reconsideration_id)
        step = _step(row, matter, Act.DISMISS, by=by, court_code=row.court_id)
        _decide(row, matter, decision_number, note=note, by=by, at=at)
        matters.open_resume(matter, at=at)
        return matters.conclude_on(row, matter, Done(Act.DISMISS, step, by, at, note=note))


def overturn(
    reconsideration_id: uuid.UUID,
    *,
    decision_number: str,
    reason: str = "",
    note: str,
    by: Officer,
    at: datetime,
) -> Reconsideration:
    """Find that the measure must be put right, by the court below within three working days from today (L12).

    Today, because the decision reaches that court through this register. The court above may do it itself, too (G18).
    ``reason``: what is wrong as found here, if not what the request says.

    :raises Refusal: as :func:`dismiss`, and ``unknown-value``.
    """
    with transaction.atomic():
        row, matter = locked_reconsideration(reconsideration_id)
        step = _step(row, matter, Act.OVERTURN, by=by, court_code=row.court_id)
        _decide(row, matter, decision_number, note=note, by=by, at=at)
        step = matters.order_remedy(matter, step, reason, at=at)
        done = Done(Act.OVERTURN, step, by, at, reason=matter.request.remedy, note=note)
        return matters.conclude_on(row, matter, done)


def _filing_step(matter: Matter, *, here: str | None) -> tuple[Transition, str]:
    """Return where a filing with this court leads, and which court is the one above.

    :raises Refusal: ``other-court``, ``already-done``, ``wrong-state``, ``no-court-above``.
    """
    below = matter.request.court_id
    above = next(iter(selectors.courts_above(below)), None)
    if here is not None and here not in (below, above):
        raise Refusal("other-court", "File with the court that rejected, or with the one above it.", article="L12")
    step = step_of(RECONSIDERATION, matter.state, Act.FILE)
    if above is None:
        raise Refusal("no-court-above", article="L12")
    return (step if here == below else replace(step, to=CorrectionState.SUPERIOR_REVIEW)), above


def _check_days(asking: Asking, matter: Matter, *, on: date) -> None:
    """Let a reconsideration pass that is asked for in time, or was kept from it by an obstacle (T6)."""
    if asking.filed_on > on:
        raise Refusal("date-in-future", pointer="filed_on")
    if matter.request.decided_on is not None and asking.filed_on < matter.request.decided_on:
        raise Refusal("date", "It is asked for after the rejection.", pointer="filed_on", article="L12")
    late_until = None
    if asking.obstacle_ended_on is not None:
        if asking.obstacle_ended_on > on:
            raise Refusal("date-in-future", pointer="obstacle_ended_on")
        require_note(asking.obstacle, article="T6")
        late_until = late_filing_due(asking.obstacle_ended_on, selectors.calendar()).due_on
    check_filing(asking.filed_on, open_until=matter.request.reconsider_by, late_until=late_until)


def _begin(row: Reconsideration, matter: Matter, *, at: datetime) -> None:
    """Let the fifteen days of the court above run (L12)."""
    row.received_on = legal_day(at)
    due = reconsideration_due(row.received_on, selectors.calendar())
    row.decide_by, row.decide_by_is_provisional = due.due_on, due.provisional
    tasks.open_task(TaskKind.RECONSIDERATION, _concern(row, matter, row.court_id), at=at)


def _concern(row: Reconsideration, matter: Matter, court_code: str) -> Concern:
    return Concern(court_code, matter.person.pk, measure_id=matter.measure.pk, matter_id=row.pk)


def _step(row: Reconsideration, matter: Matter, act: Act, *, by: Officer, court_code: str) -> Transition:
    relation.require(by, decisions.duty_for(RECONSIDERATION, act), court_code=court_code)
    return step_of(RECONSIDERATION, matter.state, act)


def _decide(
    row: Reconsideration, matter: Matter, decision_number: str, *, note: str, by: Officer, at: datetime
) -> None:
    """Put the decision on the reconsideration: its number, its reasons, by whom and when."""
    on = legal_day(at)
    handlers = selectors.handlers_of(matter.measure.case) | set(matter.request.reviewer_names)
    relation.require_not_handler(by, handlers)
    require_note(note, article="L12")
    row.decision_number = matters.read_number(decision_number, type_code="执复", court_code=row.court_id, on=on)
    row.decided_by, row.decided_on = by, on
    row.add_words(reasons=note)
    tasks.settle(TaskKind.RECONSIDERATION, matter_id=row.pk, by=by, at=at)
