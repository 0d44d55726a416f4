"""Reads of the court side: an officer sees the own court's records only."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blacklist import selectors
from tests.blacklist.services.drafts import active_listing, instant, order_in_force, signed_listing, signed_order
from tests.factories import listings as listing_factory
from tests.factories import people

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
            cursor.execute("EXPLAIN " + captured[0]["sql"])
            assert index in str(cursor.fetchall())
