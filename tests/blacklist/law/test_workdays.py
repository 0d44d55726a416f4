from datetime import date

import pytest

from blacklist.law.workdays import Calendar, UnpublishedYear, is_weekday, is_working_day, published_calendar

CALENDAR = published_calendar()
MAKE_UP_DAYS = """
2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11
2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10
"""


class TestIsWorkingDay:
    @pytest.mark.parametrize("day", MAKE_UP_DAYS.split())
    def test_counts_the_weekends_worked_in_place_of_holidays(self, day: str) -> None:
        """T1: make-up days of 2025 and 2026."""
        assert is_working_day(date.fromisoformat(day), CALENDAR)
        assert not is_weekday(date.fromisoformat(day))

    @pytest.mark.parametrize(
        "day",
        ["2026-01-01", "2026-02-17", "2026-02-23", "2026-04-06", "2026-05-05", "2026-06-19", "2026-10-07"],
    )
    def test_rests_on_holidays_of_the_week(self, day: str) -> None:
        assert not is_working_day(date.fromisoformat(day), CALENDAR)

    @pytest.mark.parametrize("day", ["2026-03-14", "2026-03-15", "2026-11-22"])
    def test_rests_on_ordinary_weekends(self, day: str) -> None:
        assert not is_working_day(date.fromisoformat(day), CALENDAR)

    def test_works_on_ordinary_weekdays(self) -> None:
        assert is_working_day(date(2026, 3, 16), CALENDAR)

    def test_does_not_guess_a_year_without_notice(self) -> None:
        empty = Calendar(frozenset(), frozenset(), frozenset())
        with pytest.raises(UnpublishedYear):
            is_working_day(date(2026, 3, 16), empty)


class TestPublishedCalendar:
    def test_holds_the_years_of_the_notices(self) -> None:
        assert {2024, 2025, 2026} <= CALENDAR.years
        assert {day.year for day in CALENDAR.make_up_days} <= CALENDAR.years
