"""Working days in China: Monday to Friday, less holidays, plus weekends worked in their place (调休)."""

from dataclasses import dataclass
from datetime import date
from functools import cache

import chinese_calendar

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """The State Council's yearly notices: for which years, the days of rest, the weekend days worked."""

    years: frozenset[int]
    rest_days: frozenset[date]
    make_up_days: frozenset[date]


class UnpublishedYear(LookupError):
    """The notice for the year of this day is not out, so nobody knows yet whether the day is worked."""


@cache
def published_calendar() -> Calendar:
    """Return the calendar of all years whose notice the `chinesecalendar` package holds."""
    rest_days = frozenset(chinese_calendar.holidays)
    return Calendar(
        years=frozenset(day.year for day in rest_days),
        rest_days=rest_days,
        make_up_days=frozenset(chinese_calendar.workdays),
    )


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
