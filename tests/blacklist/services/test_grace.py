"""What keeps a signed listing from the public: grace, performance meanwhile, a person not fit for publication."""

from datetime import date

import pytest

from blacklist.law.events import EventKind
from blacklist.models import Announcement, EnforcementCase, Listing, Task, TaskKind
from blacklist.publication import entries
from blacklist.selectors import listings_run_out
from blacklist.services import events, grace, listings
from tests.blacklist.services.drafts import DIRECT, active_listing, code_of, entry_of, instant, signed_listing
from tests.factories import people

pytestmark = pytest.mark.django_db
ON = date(2026, 1, 31)


def give(listing: Listing, *, months: int, on: date | None = None) -> Listing:
    on = on or listing.decided_on or ON
    return grace.grace(listing.pk, months=months, note="正在筹款。", by=people.president(), at=instant(on))


def in_grace(*grounds: int, on: date = ON, months: int = 1) -> Listing:
    return give(signed_listing(*grounds, on=on), months=months)


def serve(listing: Listing, *, on: date) -> None:
    listings.serve(listing.pk, served_on=on, service_method=DIRECT, by=people.clerk(), at=instant(on))


def publish(listing: Listing, *, on: date) -> Listing:
    return listings.publish(listing.pk, by=people.judge(), at=instant(on))


def tasks_on(listing: Listing, kind: TaskKind) -> list[tuple[str, date | None]]:
    rows = Task.objects.filter(kind=kind, measure_id=listing.pk).order_by("opened_at")
    return list(rows.values_list("state", "due_on"))


class TestGrace:
    @pytest.mark.law("G15", "T3")
    @pytest.mark.parametrize(
        ("decided_on", "months", "last_day"),
        [(date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2025, 11, 30), 3, date(2026, 2, 28))],
    )
    def test_lasts_one_to_three_months_from_the_decision(self, decided_on: date, months: int, last_day: date) -> None:
        listing = in_grace(1, on=decided_on, months=months)
        assert (listing.state, listing.grace_until) == ("grace", date(2026, 3, 1))
        assert tasks_on(listing, TaskKind.GRACE_ENDED) == [("open", last_day)]
        entry = entry_of(listing.pk, "grace")
        assert (entry.article, listing.particulars["grace"]) == ("G15", "正在筹款。")

    @pytest.mark.law("G15")
    @pytest.mark.parametrize("months", [0, 4])
    def test_is_never_shorter_or_longer(self, months: int) -> None:
        listing = signed_listing(1, on=ON)
        assert code_of(lambda: give(listing, months=months)) == "grace-length"

    @pytest.mark.law("G15")
    def test_is_not_given_when_it_would_be_over(self) -> None:
        """It counts from the decision, whenever it is given."""
        listing = signed_listing(1, on=ON)
        assert code_of(lambda: give(listing, months=1, on=date(2026, 3, 1))) == "grace-length"
        assert give(listing, months=1, on=date(2026, 2, 28)).state == "grace"

    @pytest.mark.law("Q2")
    def test_moves_the_beginning_of_the_term_to_the_day_after(self) -> None:
        """Two years from 2026-03-01; without grace they would have ended on 2028-01-31."""
        listing = signed_listing(3, on=ON)
        assert listing.in_force_until == date(2028, 2, 1)
        assert give(listing, months=1).in_force_until == date(2028, 3, 2)

    @pytest.mark.law("G15", "11.4")
    def test_is_invisible_outside(self) -> None:
        serve(in_grace(1), on=ON)
        shown = [
            standing.measures for entry in entries(after=0, after_hash=None).entries for standing in entry.standings
        ]
        assert shown
        assert not any(shown)

    @pytest.mark.law("G15", "11.4", "T5")
    def test_ends_unpaid_and_a_judge_publishes(self) -> None:
        """Never by itself, and not before the last day of grace, a Saturday, is over."""
        listing = in_grace(1)
        serve(listing, on=date(2026, 2, 2))
        assert code_of(lambda: publish(listing, on=date(2026, 2, 28))) == "grace-running"
        assert publish(listing, on=date(2026, 3, 1)).state == "active"
        assert tasks_on(listing, TaskKind.GRACE_ENDED) == [("done", date(2026, 2, 28))]

    @pytest.mark.law("G15", "G16-1")
    def test_ends_and_what_forbids_the_ground_is_looked_at_again(self) -> None:
        listing = in_grace(1)
        serve(listing, on=ON)
        EnforcementCase.objects.update(hold_requested_on=date(2026, 2, 20))
        assert code_of(lambda: publish(listing, on=date(2026, 3, 2))) == "creditor-hold"

    @pytest.mark.law("G14")
    def test_does_not_spare_the_service(self) -> None:
        listing = in_grace(1)
        assert code_of(lambda: publish(listing, on=date(2026, 3, 2))) == "not-served"

    @pytest.mark.law("L9")
    def test_ends_with_a_revocation(self) -> None:
        listing = in_grace(1)
        at = instant(date(2026, 2, 2))
        listings.revoke(listing.pk, reason="listed_in_error", note="复核。", by=people.judge(), at=at)
        assert tasks_on(listing, TaskKind.GRACE_ENDED) == [("done", date(2026, 2, 28))]

    @pytest.mark.law("11.4", "L10-2")
    def test_forgotten_ends_with_the_term(self) -> None:
        listing = in_grace(3)
        assert listings_run_out(at=instant(date(2028, 3, 1))) == []
        assert listings_run_out(at=instant(date(2028, 3, 2))) == [listing.pk]
        assert listings.expire(listing.pk, at=instant(date(2028, 3, 2))).state == "expired"


class TestClose:
    @pytest.mark.law("G15", "9.1")
    def test_follows_performance_in_grace_and_nothing_was_ever_public(self) -> None:
        """Paid 2026-02-27."""
        listing = in_grace(1)
        at = instant(date(2026, 2, 27))
        closed = grace.close(listing.pk, reason="performed_in_grace", note="", by=people.judge(), at=at)
        assert (closed.state, closed.ended_reason) == ("closed", "performed_in_grace")
        assert (closed.published_on, closed.until) == (None, date(2026, 2, 27))
        assert not Task.objects.filter(state="open").exists()
        assert entry_of(listing.pk, "close").reason == "performed_in_grace"

    @pytest.mark.law("G15", "L10-1")
    @pytest.mark.parametrize(
        ("kind", "reason"),
        [
            (EventKind.PERFORMED, "performed_in_grace"),
            (EventKind.SETTLEMENT_PERFORMED, "performed_in_grace"),
            (EventKind.ENFORCEMENT_TERMINATED, "enforcement_terminated"),
        ],
    )
    def test_follows_the_fact_entered_in_the_case(self, kind: EventKind, reason: str) -> None:
        listing = in_grace(3)
        happened = events.Happened(listing.case_id, kind, date(2026, 2, 27), "已入账。")
        events.record(happened, by=people.judge(), at=instant(date(2026, 2, 27)))
        listing.refresh_from_db()
        assert (listing.state, listing.ended_reason) == ("closed", reason)

    @pytest.mark.law("L1")
    def test_follows_performance_before_publication_without_grace(self) -> None:
        listing = signed_listing(1, on=ON)
        by, at = people.judge(), instant(ON)
        early = lambda: grace.close(listing.pk, reason="performed_in_grace", note="", by=by, at=at)  # noqa: E731
        assert code_of(early) == "wrong-state"
        assert grace.close(listing.pk, reason="performed", note="", by=by, at=at).ended_reason == "performed"

    @pytest.mark.law("L10-1")
    def test_is_not_for_what_was_public(self) -> None:
        listing = active_listing(1, on=ON)
        by, at = people.judge(), instant(ON)
        assert code_of(lambda: grace.close(listing.pk, reason="performed", note="", by=by, at=at)) == "wrong-state"


class TestWithhold:
    @pytest.mark.law("J13")
    def test_gives_effect_unseen_and_has_the_unit_told(self) -> None:
        listing = signed_listing(1, on=ON)
        serve(listing, on=ON)
        grace.withhold(listing.pk, note="公开可能影响未成年子女。", by=people.president(), at=instant(ON))
        published = publish(listing, on=ON)
        assert (published.state, published.in_force_from, published.published_on) == ("active", ON, None)
        assert (published.withheld_on, published.particulars["withheld"]) == (ON, "公开可能影响未成年子女。")
        assert not Announcement.objects.exists()
        assert [state for state, _ in tasks_on(listing, TaskKind.UNIT_NOTICE)] == ["open"]
        removed = listings.remove(listing.pk, reason="performed", note="", by=people.judge(), at=instant(ON))
        assert (removed.state, tasks_on(listing, TaskKind.TAKE_DOWN)) == ("removed", [])

    @pytest.mark.law("J13")
    def test_happens_once(self) -> None:
        listing = signed_listing(1, on=ON)
        by, at = people.president(), instant(ON)
        grace.withhold(listing.pk, note="不宜公开。", by=by, at=at)
        assert code_of(lambda: grace.withhold(listing.pk, note="不宜公开。", by=by, at=at)) == "already-done"
