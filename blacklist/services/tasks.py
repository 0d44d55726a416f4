"""The court's inbox: an act opens the duties that follow from it; doing one closes it."""

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from blacklist import selectors
from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.law.obligations import OBLIGATIONS
from blacklist.law.refusals import Refusal
from blacklist.models import Listing, Officer, Task, TaskKind, TaskState
from blacklist.services import relation


@dataclass(frozen=True)
class Concern:
    """What a duty is about: whose court, which person, and the measure or the matter (application, request …)."""

    court_code: str
    subject_id: uuid.UUID
    measure_id: uuid.UUID | None = None
    matter_id: uuid.UUID | None = None


def open_task(
    kind: TaskKind,
    concern: Concern,
    *,
    at: datetime,
    counted_from: date | None = None,
    due_on: date | None = None,
    article: str = "",
    holder: Duty | None = None,
) -> Task:
    """Open a duty as ``law.obligations`` describes its kind; its day is counted from ``counted_from``.

    ``counted_from`` None counts from the legal day of ``at``; a kind without a period is due on ``due_on``, if given.
    ``article`` and ``holder`` are stated where they are not always the same for the kind.
    """
    obligation = OBLIGATIONS[kind]
    task = Task(
        kind=kind,
        court_id=concern.court_code,
        subject_id=concern.subject_id,
        measure_id=concern.measure_id,
        matter_id=concern.matter_id,
        holder=holder or obligation.holder,
        article=article or obligation.article,
        opened_at=at,
        due_on=due_on,
    )
    if obligation.period is not None:
        task.counted_from = counted_from or legal_day(at)
        task.period = obligation.period.__name__
        due = obligation.period(task.counted_from, selectors.calendar())
        task.due_on, task.is_provisional = due.due_on, due.provisional
    task.save(force_insert=True)
    return task


def settle(*kinds: TaskKind, by: relation.Actor | None, at: datetime, **about: object) -> None:
    """Close the open duties of these kinds on a measure or matter, because what was asked for has been done.

    ``about``: which one, as a condition on the duties (``measure_id=…``, ``matter_id=…``).
    """
    found = Task.objects.filter(kind__in=kinds, state=TaskState.OPEN, **about)
    found.update(state=TaskState.DONE, closed_at=at, closed_by=by if isinstance(by, Officer) else None)


def escalate_overdue(*, at: datetime) -> int:
    """Mark the open duties whose day has passed, each once; return how many. Whoever supervises sees them (§11, 16)."""
    overdue = Task.objects.filter(state=TaskState.OPEN, due_on__lt=legal_day(at), escalated_at__isnull=True)
    return overdue.update(escalated_at=at)


def settle_about(subject_id: uuid.UUID, kind: TaskKind, *, by: Officer, at: datetime) -> None:
    """Close the open duties of this kind about a person, at every court: what they asked for has been done."""
    found = Task.objects.filter(kind=kind, state=TaskState.OPEN, subject_id=subject_id)
    found.update(state=TaskState.DONE, closed_at=at, closed_by=by)


def close(task_id: uuid.UUID, *, by: Officer, at: datetime) -> Task:
    """Record that a task of the officer's own court is done. It changes no measure, so the register has no entry.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``already-done``; ``wrong-state`` for a duty
        that only the act it asks for ends: none is done by saying so.
    """
    with transaction.atomic():
        task = Task.objects.select_for_update(of=("self",)).filter(pk=task_id).first()
        if task is None:
            raise Refusal("not-found", "There is no such task.")
        relation.require(by, Duty.REGISTER, court_code=task.court_id)
        if task.state == TaskState.DONE:
            raise Refusal("already-done", "This task is closed.")
        if not task.is_closed_by_hand:
            raise Refusal("wrong-state", "This duty ends by the act it asks for, not by hand.", article=task.article)
        task.state, task.closed_at, task.closed_by = TaskState.DONE, at, by
        task.save()
    return task


def open_take_down(listing: Listing, *, last_day_on: date, at: datetime, article: str = "L10") -> None:
    """Open the task of taking the listing down on each channel within three working days (L7, L9, L10).

    An imported listing does not say on which it stands: one task then, for wherever that may be.
    """
    if listing.published_on is None:
        return
    announced = listing.announcements.filter(taken_down_on=None).order_by("pk").values_list("pk", flat=True)
    concern = concern_of(listing)
    for each in [replace(concern, matter_id=announcement_id) for announcement_id in announced] or [concern]:
        open_task(TaskKind.TAKE_DOWN, each, counted_from=last_day_on, at=at, article=article)


def open_order_missing(listing: Listing, *, at: datetime) -> None:
    """Open the task of issuing a consumption order where none is in force on the debtor (C1)."""
    in_force = selectors.orders_in_force(on=legal_day(at)).filter(person_id=listing.debtor_id)
    if not in_force.exists():
        open_task(TaskKind.ORDER_MISSING, concern_of(listing), at=at)


def concern_of(listing: Listing) -> Concern:
    """Return whom and what a duty about a listing concerns."""
    return Concern(listing.case.court_id, listing.debtor_id, measure_id=listing.pk)
