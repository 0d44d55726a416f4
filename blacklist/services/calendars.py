"""The calendar of working days: loaded a year at a time from its notice; every open deadline follows it (T1, T4)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from blacklist import selectors
from blacklist.law.days import legal_day
from blacklist.law.deadlines import PERIODS
from blacklist.law.duties import Duty
from blacklist.law.lifecycle import Act
from blacklist.law.refusals import Refusal
from blacklist.law.remedies import CorrectionState
from blacklist.law.workdays import Calendar, Notice, check_notice
from blacklist.models import (
    CalendarDay,
    CalendarDayKind,
    CalendarYear,
    CorrectionRequest,
    LiftNotice,
    Notification,
    Officer,
    Reconsideration,
    Task,
    TaskState,
)
from blacklist.register import Deed, append_many, calendar_payload
from blacklist.services import relation

OPERATOR = "operator"
BATCH = 500


@dataclass(frozen=True)
class Recount:
    """How many open deadlines were counted again, how many of them moved, how many are still provisional."""

    counted: int
    moved: int
    provisional: int


@dataclass(frozen=True)
class DueColumn:
    """One column of stored deadlines: which column says it is provisional, and which it was counted from, by what.

    ``period`` "" : the row names its own. ``is_open``: the rows whose deadline still matters. ``marked``: the column
    that says since when it was seen as overdue; a mark made before the day as it is now is taken back.
    """

    model: type[Any]
    due: str
    provisional: str
    counted_from: str
    is_open: Q
    period: str = ""
    marked: str = ""


# In the order in which acts lock them, and within each by its key.
COLUMNS = (
    DueColumn(
        CorrectionRequest,
        "decide_by",
        "decide_by_is_provisional",
        "received_on",
        is_open=Q(decided_on__isnull=True),
        period="correction_due",
    ),
    DueColumn(
        CorrectionRequest,
        "complete_by",
        "complete_by_is_provisional",
        "returned_on",
        is_open=Q(state=CorrectionState.INCOMPLETE),
        period="completion_due",
    ),
    DueColumn(
        CorrectionRequest,
        "reconsider_by",
        "reconsider_by_is_provisional",
        "served_on",
        is_open=Q(state=CorrectionState.REJECTED),
        period="reconsideration_filing_due",
    ),
    DueColumn(
        Reconsideration,
        "decide_by",
        "decide_by_is_provisional",
        "received_on",
        is_open=Q(decided_on__isnull=True),
        period="reconsideration_due",
    ),
    DueColumn(
        LiftNotice,
        "due_on",
        "is_provisional",
        "counted_from",
        is_open=Q(acknowledged_on__isnull=True),
        period="lift_notices_due",
    ),
    DueColumn(
        Notification,
        "due_on",
        "is_provisional",
        "counted_from",
        is_open=Q(acknowledged_on__isnull=True),
        period="acknowledgement_due",
    ),
    DueColumn(
        Task,
        "due_on",
        "is_provisional",
        "counted_from",
        is_open=Q(state=TaskState.OPEN),
        marked="escalated_at",
    ),
)


def load(notice: Notice, *, is_replacing: bool = False, by: Officer | None, at: datetime) -> Recount:
    """Load the calendar of a year and count again every open deadline that it may move; ``by`` None: the operator.

    ``is_replacing``: the year is loaded, and its notice was changed since, or entered wrongly.

    :raises Refusal: ``duty-required``; ``already-done``, ``duplicate`` for a year that is loaded, or a day that another
        year's notice names; ``calendar-inconsistent``.
    """
    with transaction.atomic():
        if by is not None:
            relation.require_duty(by, Duty.ADMINISTER)
            relation.hold(by)
        loaded = selectors.notice_of(notice.year)
        if loaded is not None:
            _check_loaded(loaded, notice, is_replacing=is_replacing)
        check_notice(notice)
        _write(notice, at=at)
        done = recount(touched_from=min(known.first_day for known in (notice, loaded) if known is not None))
        append_many([(_deed(notice, by=by, at=at), {"subjects": [], "calendar": calendar_payload(notice)})])
        return done


def recount(*, touched_from: date | None = None) -> Recount:
    """Count open deadlines again: the provisional ones, and those not before the day from which the calendar changed.

    The timetable calls it too, for a deadline that an act counted while the calendar was being loaded.
    """
    with transaction.atomic():
        calendar = selectors.calendar()
        done = [_recount(column, calendar, touched_from=touched_from) for column in COLUMNS]
    return Recount(
        counted=sum(one.counted for one in done),
        moved=sum(one.moved for one in done),
        provisional=sum(one.provisional for one in done),
    )


def _recount(column: DueColumn, calendar: Calendar, *, touched_from: date | None) -> Recount:
    may_move = Q(**{column.provisional: True})
    if touched_from is not None:
        may_move |= Q(**{f"{column.due}__gte": touched_from})
    rows = column.model._base_manager.select_for_update().filter(may_move, column.is_open)
    found, moved = list(rows.filter(**{f"{column.counted_from}__isnull": False}).order_by("pk")), 0
    for row in found:
        due = PERIODS[column.period or row.period](getattr(row, column.counted_from), calendar)
        moved += due.due_on != getattr(row, column.due)
        setattr(row, column.due, due.due_on)
        setattr(row, column.provisional, due.provisional)
        if column.marked and _is_premature(getattr(row, column.marked), due.due_on):
            setattr(row, column.marked, None)
    changed = [name for name in (column.due, column.provisional, column.marked) if name]
    column.model._base_manager.bulk_update(found, changed, batch_size=BATCH)
    return Recount(len(found), moved, sum(getattr(row, column.provisional) for row in found))


def _is_premature(marked_at: datetime | None, due_on: date) -> bool:
    return marked_at is not None and legal_day(marked_at) <= due_on


def _check_loaded(loaded: Notice, notice: Notice, *, is_replacing: bool) -> None:
    if (loaded.rest_days, loaded.make_up_days) == (notice.rest_days, notice.make_up_days):
        raise Refusal("already-done", f"The calendar of {notice.year} is loaded, with these days.")
    if not is_replacing:
        raise Refusal("duplicate", f"The calendar of {notice.year} is loaded, with other days, from {loaded.source}.")


def _write(notice: Notice, *, at: datetime) -> None:
    """Write the year and its days in place of those it had.

    :raises Refusal: ``duplicate`` when a day stands in another year's notice.
    """
    days = {
        **dict.fromkeys(notice.rest_days, CalendarDayKind.REST),
        **dict.fromkeys(notice.make_up_days, CalendarDayKind.MAKE_UP),
    }
    elsewhere = CalendarDay.objects.filter(day__in=days).exclude(year_id=notice.year).first()
    if elsewhere is not None:
        raise Refusal("duplicate", f"{elsewhere.day} stands in the notice for {elsewhere.year_id}; leave it out here.")
    CalendarYear.objects.update_or_create(year=notice.year, defaults={"source": notice.source, "loaded_at": at})
    CalendarDay.objects.filter(year_id=notice.year).delete()
    CalendarDay.objects.bulk_create([CalendarDay(day=day, year_id=notice.year, kind=days[day]) for day in sorted(days)])


def _deed(notice: Notice, *, by: Officer | None, at: datetime) -> Deed:
    return Deed(
        act=Act.LOAD_CALENDAR,
        court_code=by.court_id if by else None,
        at=at,
        article="T1",
        actor_name=by.username if by else OPERATOR,
        actor_id=by.pk if by else None,
        reason=str(notice.year),
    )
