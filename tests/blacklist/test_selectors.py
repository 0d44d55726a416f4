"""Reads of the court side: an officer sees the own court's records only."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blacklist import selectors
from blacklist.law.duties import Duty
from blacklist.models import EnforcementCase, RegisterEntry
from tests.blacklist.services.drafts import active_listing, instant, order_in_force, signed_listing, signed_order
from tests.factories import ledger, people
from tests.factories import listings as listing_factory

pytestmark = pytest.mark.django_db
ON = date(2024, 3, 15)


class TestOfTheOwnCourt:
    """J15."""

    @pytest.mark.law("J15", "9.0")
    def test_shows_cases_listings_orders_and_tasks_to_the_own_court_only(self) -> None:
        active_listing(1, on=ON)
        order_in_force(on=ON)
        own, elsewhere = people.clerk(), people.clerk(people.OTHER_COURT)
        for rows_of in (selectors.cases_of, selectors.listings_of, selectors.orders_of, selectors.tasks_of):
            assert rows_of(own).exists()
            assert not rows_of(elsewhere).exists()


class TestCourtsReadBy:
    """A court above supervises (§11, 12); who only reads, reads the own court."""

    def codes(self, court_code: str, *duties: Duty) -> list[str]:
        people.courts_above()
        officer = people.officer(duties=duties, court_code=court_code)
        return sorted(selectors.courts_read_by(officer).values_list("pk", flat=True))

    def test_is_the_own_court(self) -> None:
        assert self.codes(people.COURT_ABOVE, Duty.READ) == [people.COURT_ABOVE]

    @pytest.mark.law("9.0", "11.16")
    def test_is_every_court_below_for_who_supervises(self) -> None:
        below = [people.COURT, people.OTHER_COURT, people.COURT_ABOVE, people.HIGH_COURT]
        assert self.codes(people.HIGH_COURT, Duty.READ, Duty.SUPERVISE) == sorted(below)

    @pytest.mark.law("J15", "11.12")
    def test_is_no_court_above_or_beside(self) -> None:
        assert self.codes(people.COURT, Duty.READ, Duty.SUPERVISE) == [people.COURT]

    def test_shows_what_is_there_below(self) -> None:
        people.courts_above()
        active_listing(1, on=ON)
        order_in_force(on=ON)
        above = people.officer(duties=[Duty.READ, Duty.SUPERVISE], court_code=people.HIGH_COURT)
        for rows_of in (selectors.cases_of, selectors.listings_of, selectors.orders_of, selectors.tasks_of):
            assert rows_of(above).exists()
        assert selectors.entries_of(above).exists()

    def test_shows_where_and_to_whom_a_listing_went_below(self) -> None:
        """L7, L8."""
        people.courts_above()
        ledger.announced()
        ledger.told()
        above = people.officer(duties=[Duty.READ, Duty.SUPERVISE], court_code=people.HIGH_COURT)
        for rows_of in (selectors.announcements_of, selectors.recipients_of, selectors.notifications_of):
            assert rows_of(above).exists()
            assert not rows_of(people.clerk(people.OTHER_COURT)).exists()


class TestEntriesOf:
    @pytest.mark.law("J15")
    def test_has_of_a_measure_also_the_acts_of_the_court_before(self) -> None:
        """J15: a case entrusted to another court; its record stays whole."""
        row = active_listing(1, on=ON)
        people.court(people.OTHER_COURT)
        EnforcementCase.objects.filter(pk=row.case_id).update(court=people.OTHER_COURT)
        now, before = people.clerk(people.OTHER_COURT), people.clerk()
        acts = RegisterEntry.objects.filter(measure_id=row.pk)
        assert set(selectors.entries_of(now, about=row.pk)) == set(acts)
        assert not selectors.entries_of(now).exists()
        assert set(selectors.entries_of(before)) >= set(acts)


class TestEntryOf:
    def test_is_the_newest_of_an_act(self) -> None:
        row = active_listing(1, on=ON)
        entry = selectors.entry_of(row.pk, "sign")
        assert entry is not None
        assert (entry.act, entry.measure_id) == ("sign", row.pk)

    def test_is_none_of_what_was_not_done(self) -> None:
        assert selectors.entry_of(active_listing(1, on=ON).pk, "remove") is None


class TestListingsRunOut:
    def test_finds_signed_and_active_listings_from_the_first_day_without_effect(self) -> None:
        """L10 ¶2: last day 2026-03-15."""
        signed, active = signed_listing(3, on=ON), active_listing(3, on=ON)
        active_listing(1, on=ON)
        listing_factory.removed()
        assert selectors.listings_run_out(at=instant(date(2026, 3, 15))) == []
        assert set(selectors.listings_run_out(at=instant(date(2026, 3, 16)))) == {signed.pk, active.pk}


class TestOrdersRunOut:
    def test_finds_signed_and_served_orders_from_the_first_day_without_effect(self) -> None:
        """C5."""
        last_day = date(2026, 3, 15)
        signed, served = signed_order(on=ON, period_until=last_day), order_in_force(on=ON, period_until=last_day)
        assert selectors.orders_run_out(at=instant(last_day)) == []
        assert set(selectors.orders_run_out(at=instant(date(2026, 3, 16)))) == {signed.pk, served.pk}


class TestRunOut:
    @pytest.mark.parametrize(
        ("run_out", "index"),
        [
            (selectors.listings_run_out, "listings_to_run_out"),
            (selectors.orders_run_out, "orders_to_run_out"),
        ],
    )
    def test_reads_an_index_of_the_live_only(self, run_out: Callable[..., object], index: str) -> None:
        """It is asked every ten minutes, of millions of measures that have ended long ago."""
        with CaptureQueriesContext(connection) as captured:
            run_out(at=instant(ON))
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")  # else statistics of other tests decide
            cursor.execute("EXPLAIN " + captured[0]["sql"])
            assert index in str(cursor.fetchall())
