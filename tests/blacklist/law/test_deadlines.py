import inspect
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blacklist.law import deadlines
from blacklist.law.deadlines import (
    PERIODS,
    Deadline,
    days_after,
    grace_until,
    months_after,
    public_notice_served_on,
    reapply_barred_until,
    temporary_lift_until,
    term_until,
    working_days_after,
    years_after,
)
from blacklist.law.refusals import Refusal
from blacklist.law.workdays import Calendar, is_working_day, published_calendar
from tests.factories.calendars import NOTICE

CALENDAR = published_calendar()
UNTIL_2026 = Calendar(
    years=frozenset(range(2004, 2027)), rest_days=CALENDAR.rest_days, make_up_days=CALENDAR.make_up_days
)

UNTIL_2027 = Calendar(
    years=UNTIL_2026.years | {2027},
    rest_days=UNTIL_2026.rest_days | NOTICE.rest_days,
    make_up_days=UNTIL_2026.make_up_days | NOTICE.make_up_days,
)

THREE_WORKING_DAYS = """
2025-09-26 2025-09-30
2025-09-29 2025-10-10
2025-09-30 2025-10-11
2025-12-30 2026-01-05
2026-02-10 2026-02-13
2026-02-13 2026-02-25
2026-02-28 2026-03-04
2026-04-29 2026-05-07
2026-04-30 2026-05-08
2026-05-08 2026-05-12
2026-09-29 2026-10-09
2026-03-12 2026-03-17
2026-03-15 2026-03-18
2026-03-17 2026-03-20
2026-03-20 2026-03-25
2026-04-13 2026-04-16
"""

TEN_DAYS = """
2026-02-04 2026-02-14
2026-02-05 2026-02-24
2026-03-02 2026-03-12
2026-03-17 2026-03-27
2026-03-26 2026-04-07
2026-04-02 2026-04-13
2026-04-21 2026-05-06
"""

FIFTEEN_DAYS = """
2026-02-01 2026-02-24
2026-03-02 2026-03-17
2026-03-20 2026-04-07
2026-03-27 2026-04-13
2026-04-16 2026-05-06
2026-05-10 2026-05-25
"""

MONTHS = """
2026-01-31 1 2026-02-28
2026-03-10 1 2026-04-10
2025-11-30 3 2026-02-28
2025-08-31 6 2026-02-28
2024-02-29 24 2026-02-28
2024-02-29 48 2028-02-29
2025-12-31 2 2026-02-28
2026-12-15 1 2027-01-15
"""


def pairs(table: str) -> list[tuple[date, date]]:
    return [(date.fromisoformat(a), date.fromisoformat(b)) for a, b in map(str.split, table.strip().splitlines())]


class TestWorkingDaysAfter:
    @pytest.mark.law("T1")
    @pytest.mark.parametrize(("day", "due_on"), pairs(THREE_WORKING_DAYS))
    def test_counts_three_by_the_notices(self, day: date, due_on: date) -> None:
        """T1, with make-up days, New Year, Spring Festival and the October week."""
        assert working_days_after(day, 3, CALENDAR) == Deadline(due_on, provisional=False)

    @pytest.mark.law("T4")
    def test_takes_the_earliest_day_for_a_duty_in_a_year_without_notice(self) -> None:
        """T4."""
        assert working_days_after(date(2027, 1, 4), 3, UNTIL_2026) == Deadline(date(2027, 1, 7), provisional=True)

    @pytest.mark.law("T4")
    def test_takes_the_latest_day_for_a_right_in_a_year_without_notice(self) -> None:
        """T4: the earliest and nine days."""
        found = working_days_after(date(2027, 1, 4), 3, UNTIL_2026, is_right=True)
        assert found == Deadline(date(2027, 1, 16), provisional=True)

    @pytest.mark.law("T4")
    def test_is_provisional_when_it_only_ends_in_such_a_year(self) -> None:
        assert working_days_after(date(2026, 12, 30), 3, UNTIL_2026) == Deadline(date(2027, 1, 4), provisional=True)

    @given(st.dates(date(2020, 1, 1), date(2026, 11, 1)), st.integers(1, 15))
    def test_always_ends_on_a_working_day_later(self, day: date, count: int) -> None:
        due_on = working_days_after(day, count, CALENDAR).due_on
        assert is_working_day(due_on, CALENDAR)
        assert due_on >= day + timedelta(days=count)


class TestDaysAfter:
    @pytest.mark.law("T2", "P85")
    @pytest.mark.parametrize(("day", "due_on"), pairs(TEN_DAYS))
    def test_counts_ten(self, day: date, due_on: date) -> None:
        """T2: rolls over holidays and weekends, not over a make-up day."""
        assert days_after(day, 10, CALENDAR) == Deadline(due_on, provisional=False)

    @pytest.mark.law("T2", "P85", "L5-2", "L12")
    @pytest.mark.parametrize(("day", "due_on"), pairs(FIFTEEN_DAYS))
    def test_counts_fifteen(self, day: date, due_on: date) -> None:
        """T2, L5 ¶2, L12."""
        assert days_after(day, 15, CALENDAR) == Deadline(due_on, provisional=False)

    @pytest.mark.law("T4")
    def test_gives_a_person_the_latest_day_while_the_notice_is_out_standing(self) -> None:
        """T4: 17 January 2027 is a Sunday."""
        assert days_after(date(2027, 1, 7), 10, UNTIL_2026) == Deadline(date(2027, 1, 18), provisional=True)
        assert days_after(date(2027, 1, 7), 10, UNTIL_2026, is_right=True).due_on == date(2027, 1, 27)

    def test_does_not_care_about_years_it_only_starts_in(self) -> None:
        assert not days_after(date(2025, 12, 31), 10, UNTIL_2026).provisional


class TestMonthsAfter:
    @pytest.mark.law("T3")
    @pytest.mark.parametrize("line", MONTHS.strip().splitlines())
    def test_gives_the_corresponding_day_or_the_month_s_last(self, line: str) -> None:
        """T3."""
        day, count, expected = line.split()
        assert months_after(date.fromisoformat(day), int(count)) == date.fromisoformat(expected)


class TestYearsAfter:
    @pytest.mark.law("T3")
    def test_ends_a_leap_day_on_the_28th(self) -> None:
        """T3."""
        assert years_after(date(2024, 2, 29), 2) == date(2026, 2, 28)


NAMED = [
    # L9
    (deadlines.revocation_due, "2026-04-29", "2026-05-07"),
    (deadlines.revocation_due, "2025-09-30", "2025-10-11"),
    (deadlines.rectification_due, "2026-04-13", "2026-04-16"),
    # L10: an event of paragraph 1; the last day of a term, a Sunday; a second negative search
    (deadlines.removal_due, "2026-03-12", "2026-03-17"),
    (deadlines.removal_due, "2026-03-15", "2026-03-18"),
    (deadlines.removal_due, "2026-02-10", "2026-02-13"),
    # L5 ¶2, L12 and P251
    (deadlines.application_due, "2026-03-02", "2026-03-17"),
    (deadlines.application_due, "2026-02-01", "2026-02-24"),
    (deadlines.correction_due, "2026-03-20", "2026-04-07"),
    (deadlines.correction_due, "2026-05-10", "2026-05-25"),
    (deadlines.reconsideration_filing_due, "2026-02-05", "2026-02-24"),
    (deadlines.reconsideration_filing_due, "2026-02-04", "2026-02-14"),
    (deadlines.reconsideration_filing_due, "2026-03-17", "2026-03-27"),
    (deadlines.reconsideration_due, "2026-03-27", "2026-04-13"),
    (deadlines.enforcement_notice_due, "2026-03-02", "2026-03-12"),
    # C9, J16, G14, T6
    (deadlines.lift_notices_due, "2026-03-12", "2026-03-17"),
    (deadlines.acknowledgement_due, "2026-03-17", "2026-03-20"),
    (deadlines.service_due, "2026-03-20", "2026-03-25"),
    (deadlines.late_filing_due, "2026-03-17", "2026-03-27"),
    # policy: five working days over Spring Festival, the next day, six months and a year, rolled over a Sunday
    (deadlines.exemption_due, "2026-02-10", "2026-02-24"),
    (deadlines.travel_lift_due, "2026-03-13", "2026-03-14"),
    (deadlines.early_removal_review_due, "2026-03-12", "2026-03-17"),
    (deadlines.asset_search_due, "2025-08-31", "2026-02-28"),
    (deadlines.yearly_reason_due, "2025-03-15", "2026-03-16"),
]


class TestNamedDeadlines:
    @pytest.mark.law("L5-2", "L9", "L10-1", "L10-2", "L12", "C9", "G14", "G19", "J16", "P251", "T1", "T2", "T6")
    @pytest.mark.parametrize(("period", "day", "due_on"), NAMED)
    def test_falls_due(self, period: deadlines.Period, day: str, due_on: str) -> None:
        found = period(date.fromisoformat(day), CALENDAR)
        assert found == Deadline(date.fromisoformat(due_on), provisional=False)

    @pytest.mark.law("T4")
    def test_treats_only_what_a_person_may_do_as_a_right(self) -> None:
        """T4."""
        late, bare = date(2027, 1, 4), replace(UNTIL_2026, years=UNTIL_2026.years | {2027})
        rights = {period for period, _, _ in NAMED if period(late, UNTIL_2026).due_on > period(late, bare).due_on}
        assert rights == {deadlines.reconsideration_filing_due, deadlines.late_filing_due}


class TestPeriods:
    def test_are_all_that_end_on_a_counted_day(self) -> None:
        """By these names a stored deadline is counted again."""
        periods = {
            name
            for name, found in inspect.getmembers(deadlines, inspect.isfunction)
            if inspect.signature(found).return_annotation is Deadline and name.endswith("_due")
        }
        assert set(PERIODS) == periods

    @pytest.mark.law("T4")
    @pytest.mark.parametrize(
        "name", sorted(PERIODS.keys() - {"travel_lift_due", "asset_search_due", "yearly_reason_due"})
    )
    def test_are_provisional_in_a_year_without_notice_and_exact_with_it(self, name: str) -> None:
        counted = [PERIODS[name](date(2027, 1, 4), calendar) for calendar in (UNTIL_2026, UNTIL_2027)]
        assert [deadline.provisional for deadline in counted] == [True, False]


class TestTermUntil:
    @pytest.mark.law("L2", "T3", "T5")
    @pytest.mark.parametrize(
        ("decided_on", "months", "last_day"),
        [
            ("2024-03-15", 0, "2026-03-15"),
            ("2024-03-15", 12, "2027-03-15"),
            ("2024-03-15", 36, "2029-03-15"),
            ("2024-02-29", 0, "2026-02-28"),
            ("2024-02-29", 24, "2028-02-29"),
        ],
    )
    def test_lasts_two_years_and_its_extension(self, decided_on: str, months: int, last_day: str) -> None:
        """L2."""
        found = term_until(date.fromisoformat(decided_on), extended_by_months=months)
        assert found == date.fromisoformat(last_day)

    @pytest.mark.law("L2")
    @pytest.mark.parametrize(
        ("months", "code"),
        [(6, "term-too-short"), (11, "term-too-short"), (37, "term-too-long"), (48, "term-too-long")],
    )
    def test_refuses_an_extension_of_less_than_one_or_more_than_three_years(self, months: int, code: str) -> None:
        with pytest.raises(Refusal) as caught:
            term_until(date(2024, 3, 15), extended_by_months=months)
        assert caught.value.code == code


class TestGraceUntil:
    @pytest.mark.law("G15", "T3")
    @pytest.mark.parametrize(
        ("decided_on", "months", "last_day"),
        [("2026-01-31", 1, "2026-02-28"), ("2025-11-30", 3, "2026-02-28")],
    )
    def test_lasts_one_to_three_months(self, decided_on: str, months: int, last_day: str) -> None:
        """G15."""
        assert grace_until(date.fromisoformat(decided_on), months=months) == date.fromisoformat(last_day)

    @pytest.mark.law("G15")
    @pytest.mark.parametrize("months", [0, 4, -1])
    def test_refuses_any_other_length(self, months: int) -> None:
        with pytest.raises(Refusal) as caught:
            grace_until(date(2026, 1, 31), months=months)
        assert caught.value.code == "grace-length"


class TestOtherDates:
    @pytest.mark.law("L10-3", "T3")
    def test_bars_the_applicant_for_six_months(self) -> None:
        """L10 ¶4: 28 February is still barred, 1 March is not."""
        assert reapply_barred_until(date(2025, 8, 31)) == date(2026, 2, 28)

    @pytest.mark.law("G17-3", "T3")
    @pytest.mark.parametrize(("start", "last"), [("2026-03-10", "2026-04-10"), ("2026-01-31", "2026-02-28")])
    def test_lifts_for_urgent_travel_for_a_month_at_most(self, start: str, last: str) -> None:
        """G17-3."""
        assert temporary_lift_until(date.fromisoformat(start)) == date.fromisoformat(last)

    @pytest.mark.law("P88")
    def test_serves_a_public_notice_after_thirty_days(self) -> None:
        """P95."""
        assert public_notice_served_on(date(2026, 3, 2)) == date(2026, 4, 1)
