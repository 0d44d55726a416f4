from datetime import date, timedelta

import pytest

from blacklist import figures
from blacklist.law.events import EventKind
from blacklist.models import EnforcementCase, Listing, RestrictedPerson, Task
from blacklist.services import events
from tests.factories import corrections, listings, orders, people, reconsiderations, tasks
from tests.factories.clock import AT, TODAY

pytestmark = pytest.mark.django_db
SINCE, UNTIL = figures.last_twelve_months(TODAY)
COURTS = [people.COURT]


def performed(case: EnforcementCase, *, happened_on: date) -> None:
    """Enter that all was performed on a day, which ends the measures of the case now."""
    happened = events.Happened(case.pk, EventKind.PERFORMED, happened_on, "已全部履行。")
    events.record(happened, by=people.judge(), at=AT)


class TestOverdue:
    @pytest.mark.law("11.16", "L13")
    def test_counts_what_is_past_its_day_by_kind_the_oldest_first(self) -> None:
        one, other = tasks.open_task(), tasks.open_task()
        Task.objects.filter(pk=other.pk).update(due_on=date(2026, 10, 9))
        Task.objects.exclude(pk__in=[one.pk, other.pk]).update(due_on=None, period="", counted_from=None)
        found = figures.overdue(COURTS, on=date(2026, 11, 30))
        assert [(row.kind, row.overdue, row.oldest_due_on) for row in found] == [("take_down", 2, date(2026, 10, 9))]

    def test_leaves_out_what_is_due_today_or_done(self) -> None:
        due = tasks.open_task().due_on
        assert due is not None
        assert not [row for row in figures.overdue(COURTS, on=due) if row.oldest_due_on == due]
        Task.objects.update(state="done", closed_at=AT)
        assert figures.overdue(COURTS, on=due + timedelta(days=90)) == []

    def test_knows_nothing_of_other_courts(self) -> None:
        tasks.open_task()
        assert figures.overdue([people.OTHER_COURT], on=date(2027, 1, 1)) == []


class TestReleased:
    @pytest.mark.law("L10-1", "11.16")
    def test_tells_the_days_from_the_fact_to_the_end_of_a_listing(self) -> None:
        """16 November 2026 is a Monday: what happened on the Wednesday before has its third working day today."""
        performed(listings.active().case, happened_on=date(2026, 11, 11))
        performed(listings.active().case, happened_on=date(2026, 11, 10))
        [row] = figures.released(COURTS, since=SINCE, until=UNTIL)
        assert (row.what, row.released, row.known, row.in_time) == ("listing", 2, 2, 1)
        assert (row.median_days, row.p90_days) == (5, 6)

    @pytest.mark.law("C9")
    def test_tells_those_of_an_order_for_each_person(self) -> None:
        performed(orders.in_force().case, happened_on=TODAY)
        [row] = figures.released(COURTS, since=SINCE, until=UNTIL)
        assert (row.what, row.released, row.in_time, row.median_days) == ("order", 1, 1, 0)

    @pytest.mark.law("L12")
    def test_tells_those_of_an_upheld_correction(self) -> None:
        corrections.corrected()
        found = {row.what: row for row in figures.released(COURTS, since=SINCE, until=UNTIL)}
        assert (found["correction"].released, found["correction"].in_time) == (1, 1)

    def test_counts_apart_what_has_no_day_of_a_fact(self) -> None:
        listings.removed()
        [row] = figures.released(COURTS, since=SINCE, until=UNTIL)
        assert (row.released, row.known, row.in_time, row.median_days) == (1, 0, 0, None)

    def test_leaves_out_what_a_court_may_grant_or_not(self) -> None:
        Listing.objects.filter(pk=listings.removed().pk).update(ended_reason="applicant_request")
        assert figures.released(COURTS, since=SINCE, until=UNTIL) == []

    def test_knows_nothing_of_other_courts_and_times(self) -> None:
        performed(listings.active().case, happened_on=TODAY)
        assert figures.released([people.OTHER_COURT], since=SINCE, until=UNTIL) == []
        assert figures.released(COURTS, since=SINCE, until=TODAY) == []


class TestCounts:
    @pytest.mark.parametrize(
        ("name", "make"),
        [
            ("listings", listings.active),
            ("orders", orders.in_force),
            ("listings_ended", listings.removed),
            ("persons_released", orders.lifted),
            ("listings_revoked", listings.revoked),
            ("orders_revoked", orders.revoked),
            ("corrections", corrections.rejected),
            ("corrections_upheld", corrections.upheld),
            ("reconsiderations", reconsiderations.dismissed),
            ("reconsiderations_overturned", reconsiderations.overturned),
        ],
    )
    def test_has_one_of(self, name: str, make: object) -> None:
        assert callable(make)
        make()
        assert figures.counts(name, since=SINCE, until=UNTIL)[people.COURT] == 1

    def test_has_what_expired_on_the_day_it_did(self) -> None:
        Listing.objects.filter(pk=listings.active(ground=3).pk).update(state="expired", in_force_until=TODAY)
        assert figures.counts("listings_expired", since=SINCE, until=UNTIL) == {people.COURT: 1}

    def test_does_not_take_a_rejection_overturned_above_for_an_upheld_request(self) -> None:
        reconsiderations.overturned()
        assert figures.counts("corrections_upheld", since=SINCE, until=UNTIL) == {}

    def test_has_no_draft_and_nothing_before_or_after(self) -> None:
        listings.proposed()
        assert figures.counts("listings", since=SINCE, until=UNTIL) == {}
        listings.signed()
        assert figures.counts("listings", since=SINCE, until=TODAY) == {}

    def test_is_of_every_figure(self) -> None:
        assert all(not figures.counts(name, since=SINCE, until=UNTIL) for name in figures.FIGURES)
        assert not RestrictedPerson.objects.exists()


class TestGrounds:
    def test_are_counted_by_court(self) -> None:
        listings.signed(ground=3)
        listings.signed()
        assert figures.grounds(since=SINCE, until=UNTIL) == {people.COURT: (2, 1, 0, 1, 0, 0, 0)}
