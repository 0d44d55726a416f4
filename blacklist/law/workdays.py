"""Working days in China: Monday to Friday, less holidays, plus weekends worked in their place (调休)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

import chinese_calendar

from blacklist.law.refusals import Refusal

SATURDAY = 5
# Days off that the law grants beside weekends: 全国年节及纪念日放假办法 art. 2, in the texts in force from these years.
GRANTED = ((2025, 13), (2008, 11))
# Holidays that have their date by that article; the others follow the moon.
DATED = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))


@dataclass(frozen=True, slots=True)
class Calendar:
    """The State Council's yearly notices: for which years, the days of rest, the weekend days worked."""

    years: frozenset[int]
    rest_days: frozenset[date]
    make_up_days: frozenset[date]


@dataclass(frozen=True, slots=True)
class Notice:
    """One year's notice. It names weekend days of rest too, and may speak of the December before its year.

    ``extra_days`` are days off beyond those the law grants, by a notice of their own.
    """

    year: int
    source: str
    rest_days: frozenset[date]
    make_up_days: frozenset[date]
    extra_days: int = 0

    @property
    def first_day(self) -> date:
        """Return the first day of which it speaks."""
        return min(self.rest_days | self.make_up_days)


class UnpublishedYear(LookupError):
    """The notice for the year of this day is not out, so nobody knows yet whether the day is worked."""


@cache
def published_notices() -> tuple[Notice, ...]:
    """Return the notices of all years that the `chinesecalendar` package holds: what a new register begins with."""
    rest_days, make_up_days = _by_year(chinese_calendar.holidays), _by_year(chinese_calendar.workdays)
    return tuple(
        Notice(year, "chinesecalendar", frozenset(rest_days[year]), frozenset(make_up_days[year]))
        for year in sorted(rest_days)
    )


@cache
def published_calendar() -> Calendar:
    """Return the calendar that those notices make together."""
    return Calendar(
        years=frozenset(notice.year for notice in published_notices()),
        rest_days=frozenset(chinese_calendar.holidays),
        make_up_days=frozenset(chinese_calendar.workdays),
    )


def check_notice(notice: Notice) -> None:
    """Let a notice pass whose days fit together; a slip in it would shift every deadline of a year.

    :raises Refusal: ``calendar-inconsistent``, naming the first day or number that is wrong.
    """
    for day in sorted(notice.rest_days | notice.make_up_days):
        _check_day(day, notice)
    missing = {date(notice.year, month, day) for month, day in DATED} - notice.rest_days
    if missing:
        raise _inconsistent("rest_days", f"{min(missing)} is a holiday by law; the notice does not give it.")
    granted = next((days for since, days in GRANTED if notice.year >= since), None)
    given = sum(is_weekday(day) for day in notice.rest_days) - len(notice.make_up_days)
    if granted is not None and given != granted + notice.extra_days:
        raise _inconsistent(
            "make_up_days",
            f"Days of rest from Monday to Friday, less those made up, are {given}; the law grants {granted}"
            f" and extra_days says {notice.extra_days}. Compare the days with the notice.",
        )


def _check_day(day: date, notice: Notice) -> None:
    if day in notice.rest_days and day in notice.make_up_days:
        raise _inconsistent("make_up_days", f"{day} is a day of rest and made up.")
    if day.year != notice.year and (day.year, day.month) != (notice.year - 1, 12):
        raise _inconsistent("year", f"{day} lies neither in {notice.year} nor in the December before.")
    if day in notice.make_up_days and is_weekday(day):
        raise _inconsistent("make_up_days", f"{day} is worked anyway: only a Saturday or Sunday is made up.")


def _inconsistent(pointer: str, detail: str) -> Refusal:
    return Refusal("calendar-inconsistent", detail, pointer=pointer, article="T1")


def _by_year(days: Iterable[date]) -> defaultdict[int, set[date]]:
    found: defaultdict[int, set[date]] = defaultdict(set)
    for day in days:
        found[day.year].add(day)
    return found


def is_weekday(day: date) -> bool:
    """Say whether the day is a Monday to Friday, whatever the notices say."""
    return day.weekday() < SATURDAY


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Say whether the day is worked (T1).

    :raises UnpublishedYear: when the notice for its year is not out.
    """
    if day.year not in calendar.years:
        raise UnpublishedYear(day.year)
    if day in calendar.make_up_days:
        return True
    return is_weekday(day) and day not in calendar.rest_days
