"""The duties that go on as long as a listing does, looked after by the timetable: none is without one (§11, 5; C1).

An act opens them where it publishes. A listing taken over with a file was published elsewhere, its order may stand in
another row or file, and a duty may be closed by hand: what is missing is opened here, what is answered is closed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from blacklist import selectors
from blacklist.copying import copy_rows, fresh
from blacklist.law.days import legal_day
from blacklist.law.deadlines import months_after
from blacklist.law.grounds import GROUNDS
from blacklist.law.lifecycle import ListingState
from blacklist.law.obligations import OBLIGATIONS
from blacklist.law.workdays import Calendar
from blacklist.models import Listing, Task, TaskKind, TaskState

BATCH = 2_000
FIXED_TERM = [number for number, ground in GROUNDS.items() if ground.has_term]
# How often each comes round, in months; an order that is missing has no day.
ROUNDS: Mapping[TaskKind, int] = {TaskKind.ASSET_SEARCH: 6, TaskKind.YEARLY_REASON: 12, TaskKind.ORDER_MISSING: 0}


@dataclass(frozen=True)
class Upkeep:
    """How many duties were opened, and how many closed."""

    opened: int
    closed: int


def keep(*, at: datetime, is_enough: Callable[[], bool] = lambda: False) -> Upkeep:
    """Open what active listings lack and close what is answered, a batch a transaction, until it ``is_enough``."""
    closed, opened = _close_answered(at=at), 0
    for kind in ROUNDS:
        for written in _open_batches(kind, at=at):
            opened += written
            if is_enough():
                return Upkeep(opened, closed)
    return Upkeep(opened, closed)


def _open_batches(kind: TaskKind, *, at: datetime) -> Iterator[int]:
    """Open the duty of this kind for a batch of listings that lack it, yielding how many, until none is left."""
    while True:
        with transaction.atomic():
            calendar = selectors.calendar()
            # Locked as by an act, so that none ends while its duty is opened; one held by an act waits till next time.
            rows = _lacking(kind, on=legal_day(at)).select_for_update(of=("self",), no_key=True, skip_locked=True)
            found = list(rows[:BATCH])
            copy_rows([_duty(kind, listing, calendar, at=at) for listing in found])
        yield len(found)
        if len(found) < BATCH:
            return


def _lacking(kind: TaskKind, *, on: date) -> QuerySet[Listing]:
    rows = Listing.objects.filter(state=ListingState.ACTIVE).exclude(in_force_until__lte=on)
    rows = rows.filter(~Exists(_open(kind).filter(measure_id=OuterRef("pk"))))
    if kind is TaskKind.ORDER_MISSING:
        rows = rows.filter(~Exists(selectors.orders_in_force(on=on).filter(person_id=OuterRef("debtor_id"))))
    else:
        rows = rows.exclude(grounds__overlap=FIXED_TERM)
    return rows.select_related("case").only("debtor_id", "in_force_from", "case__court_id").order_by()


def _open(kind: TaskKind) -> QuerySet[Task]:
    return Task.objects.filter(kind=kind, state=TaskState.OPEN)


def _duty(kind: TaskKind, listing: Listing, calendar: Calendar, *, at: datetime) -> Task:
    obligation = OBLIGATIONS[kind]
    task = fresh(
        Task,
        kind=kind,
        court_id=listing.case.court_id,
        holder=obligation.holder,
        subject_id=listing.debtor_id,
        measure_id=listing.pk,
        article=obligation.article,
        opened_at=at,
    )
    if obligation.period is not None:
        assert listing.in_force_from is not None  # by constraint: it is active
        task.period = obligation.period.__name__
        task.counted_from = latest_round(listing.in_force_from, months=ROUNDS[kind], on=legal_day(at))
        due = obligation.period(task.counted_from, calendar)
        task.due_on, task.is_provisional = due.due_on, due.provisional
    return task


def latest_round(since: date, *, months: int, on: date) -> date:
    """Return the last day, not after ``on``, on which a full round of so many months from ``since`` was complete.

    What an earlier system did meanwhile is not known here: a listing keeps its own days, and is not late on the first.
    """
    rounds = (months_after(since, months * n) for n in count(1))
    latest = since
    while (following := next(rounds)) <= on:
        latest = following
    return latest


def _close_answered(*, at: datetime) -> int:
    """Close the duty to issue an order where one is in force by now (C1)."""
    in_force = selectors.orders_in_force(on=legal_day(at)).filter(person_id=OuterRef("subject_id"))
    answered = _open(TaskKind.ORDER_MISSING).filter(Exists(in_force), measure_id__isnull=False)
    return answered.update(state=TaskState.DONE, closed_at=at)
