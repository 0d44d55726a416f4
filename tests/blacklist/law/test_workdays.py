from dataclasses import replace
from datetime import date

import pytest

from blacklist.law.refusals import Refusal
from blacklist.law.workdays import (
    Calendar,
    Notice,
    UnpublishedYear,
    check_notice,
    is_weekday,
    is_working_day,
    published_calendar,
    published_notices,
)
from tests.factories.calendars import NOTICE, notice

CALENDAR = published_calendar()
MAKE_UP_DAYS = """
2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11
2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10
"""


class TestIsWorkingDay:
    @pytest.mark.law("T1")
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

    @pytest.mark.law("T4")
    def test_does_not_guess_a_year_without_notice(self) -> None:
        empty = Calendar(frozenset(), frozenset(), frozenset())
        with pytest.raises(UnpublishedYear):
            is_working_day(date(2026, 3, 16), empty)


class TestPublishedCalendar:
    def test_holds_the_years_of_the_notices(self) -> None:
        assert {2024, 2025, 2026} <= CALENDAR.years
        assert {day.year for day in CALENDAR.make_up_days} <= CALENDAR.years


class TestPublishedNotices:
    @pytest.mark.parametrize("given", published_notices()[4:], ids=lambda given: str(given.year))
    def test_fit_together_but_for_days_off_by_a_notice_of_their_own(self, given: Notice) -> None:
        """3 September 2015; the longer Spring Festival of 2020; 2011 and 2012 made one holiday together."""
        extra = {2012: 1, 2015: 1, 2020: 2}.get(given.year, 0)
        if given.year != 2011:
            check_notice(replace(given, extra_days=extra))

    @pytest.mark.law("T1")
    def test_have_the_weekends_made_up_in_2025_and_2026(self) -> None:
        made_up = {day for given in published_notices()[-2:] for day in given.make_up_days}
        assert made_up == set(map(date.fromisoformat, MAKE_UP_DAYS.split()))


class TestCheckNotice:
    def test_passes_one_that_fits_together(self) -> None:
        check_notice(NOTICE)

    @pytest.mark.parametrize(
        ("wrong", "where"),
        [
            (notice(make_up_days=NOTICE.make_up_days | {date(2027, 10, 7)}), "2027-10-07 is a day of rest and made up"),
            (notice(make_up_days=NOTICE.make_up_days | {date(2027, 9, 17)}), "2027-09-17 is worked anyway"),
            (notice(rest_days=NOTICE.rest_days | {date(2026, 11, 30)}), "2026-11-30 lies neither"),
            (notice(rest_days=NOTICE.rest_days | {date(2028, 1, 1)}), "2028-01-01 lies neither"),
            (notice(rest_days=NOTICE.rest_days - {date(2027, 10, 2)}), "2027-10-02 is a holiday by law"),
            (notice(rest_days=NOTICE.rest_days - {date(2027, 6, 9)}), "are 12; the law grants 13"),
            (notice(make_up_days=NOTICE.make_up_days - {date(2027, 5, 8)}), "are 14; the law grants 13"),
            (notice(extra_days=1), "extra_days says 1"),
            (notice(rest_days=frozenset(), make_up_days=frozenset()), "is a holiday by law"),
        ],
    )
    def test_names_what_does_not(self, wrong: Notice, where: str) -> None:
        with pytest.raises(Refusal) as caught:
            check_notice(wrong)
        assert caught.value.code == "calendar-inconsistent"
        assert where in caught.value.detail
