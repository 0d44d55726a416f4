"""An order that stays on review says why; without its listing it stands at discretion (C1, C2, Q6)."""

from collections.abc import Mapping
from datetime import date

import pytest

from blacklist.law.grounds import FACTORS
from blacklist.models import ConsumptionOrder, EnforcementCase, Task
from blacklist.services import listings, order_reviews, orders
from tests.blacklist.services.drafts import (
    DIRECT,
    active_listing,
    code_of,
    entry_of,
    instant,
    order_in_force,
    signed_order,
)
from tests.factories import people

pytestmark = pytest.mark.django_db
ON, LATER = date(2024, 3, 15), date(2024, 6, 3)
WEIGHED = dict.fromkeys(FACTORS, "已查明。")


def keep(
    order: ConsumptionOrder,
    *,
    note: str = "仍有必要。",
    factors: Mapping[str, str] = {},
    review_on: date | None = None,
) -> ConsumptionOrder:
    judge = people.judge()
    return order_reviews.keep(order.pk, note=note, factors=factors, review_on=review_on, by=judge, at=instant(LATER))


def order_without_its_listing() -> ConsumptionOrder:
    """Return an order that followed a listing which has been removed since."""
    listing = active_listing(2, on=ON)
    order = order_in_force(on=ON, of=listing.case, listing_id=listing.pk, factors={})
    listings.remove(listing.pk, reason="early_removal", note="主动纠正。", by=people.judge(), at=instant(LATER))
    return order


class TestTask:
    @pytest.mark.law("C1", "9.2")
    def test_opens_when_the_listing_ends_and_the_order_stays(self) -> None:
        """§9.2: list deleted → order stays, but open review task."""
        order = order_without_its_listing()
        order.refresh_from_db()
        task = Task.objects.get(kind="order_review")
        assert (order.state, task.measure_id, task.holder, task.article) == ("in_force", order.pk, "lift", "C1")

    @pytest.mark.law("C1")
    @pytest.mark.parametrize("how", ["remove", "revoke", "expire"])
    def test_opens_however_the_listing_ends(self, how: str) -> None:
        listing, judge = active_listing(3, on=ON), people.judge()
        order_in_force(on=ON, of=listing.case, listing_id=listing.pk, factors={})
        at = instant(date(2026, 3, 16))
        if how == "remove":
            listings.remove(listing.pk, reason="early_removal", note="…", by=judge, at=at)
        elif how == "revoke":
            listings.revoke(listing.pk, reason="listed_in_error", note="…", by=judge, at=at)
        else:
            listings.expire(listing.pk, at=at)
        assert Task.objects.filter(kind="order_review", state="open").count() == 1

    @pytest.mark.law("C1")
    def test_opens_at_service_when_the_listing_has_ended_since_the_signature(self) -> None:
        listing = active_listing(2, on=ON)
        order = signed_order(on=ON, of=listing.case, listing_id=listing.pk, factors={})
        listings.remove(listing.pk, reason="early_removal", note="…", by=people.judge(), at=instant(LATER))
        assert not Task.objects.filter(kind="order_review").exists()
        orders.serve(order.pk, served_on=LATER, service_method=DIRECT, by=people.clerk(), at=instant(LATER))
        assert Task.objects.get(kind="order_review").state == "open"
        assert keep(order, factors=WEIGHED).kind == "discretionary"

    def test_opens_for_no_order_that_did_not_follow_the_listing(self) -> None:
        listing = active_listing(2, on=ON)
        order_in_force(on=ON, of=listing.case)
        listings.remove(listing.pk, reason="early_removal", note="…", by=people.judge(), at=instant(LATER))
        assert not Task.objects.filter(kind="order_review").exists()

    @pytest.mark.law("C9")
    def test_closes_with_the_order(self) -> None:
        order = order_without_its_listing()
        lifted = orders.lift(
            order.pk, reason="no_longer_necessary", note="不再必要。", by=people.judge(), at=instant(LATER)
        )
        assert (lifted.state, Task.objects.get(kind="order_review").state) == ("lifted", "done")


class TestKeep:
    @pytest.mark.law("C1", "C2")
    def test_weighs_the_four_factors_once_the_listing_is_gone(self) -> None:
        """C1 ¶1: the ground “mandatory because listed” has gone; from now the order stands at discretion."""
        order = order_without_its_listing()
        assert code_of(lambda: keep(order)) == "factors-required"
        assert code_of(lambda: keep(order, note=" ", factors=WEIGHED)) == "reasons-required"
        kept = keep(order, factors=WEIGHED)
        assert (kept.state, kept.kind) == ("in_force", "discretionary")
        assert kept.particulars["reviews"] == [{"on": "2024-06-03", "note": "仍有必要。", **WEIGHED}]
        assert entry_of(order.pk, "keep").article == "C1"
        assert Task.objects.get(kind="order_review").state == "done"

    @pytest.mark.law("G16-1")
    def test_hears_the_applicants_wish_to_hold_off(self) -> None:
        order = order_without_its_listing()
        EnforcementCase.objects.update(hold_requested_on=LATER)
        assert code_of(lambda: keep(order, factors=WEIGHED)) == "creditor-hold"

    @pytest.mark.law("Q6")
    def test_names_the_next_review_of_an_order_without_a_last_day(self) -> None:
        """Q6: reviewed on 2024-06-03, again by 2024-12-03 at the latest."""
        order = order_in_force(on=ON, period_until=None, review_on=LATER)
        assert code_of(lambda: keep(order)) == "period-required"
        assert code_of(lambda: keep(order, review_on=date(2024, 12, 4))) == "period-required"
        assert code_of(lambda: keep(order, review_on=LATER)) == "period-required"
        kept = keep(order, review_on=date(2024, 12, 3))
        assert (kept.review_on, kept.period_until) == (date(2024, 12, 3), None)
        states = dict(Task.objects.filter(kind="order_review").values_list("due_on", "state"))
        assert states == {LATER: "done", date(2024, 12, 3): "open"}

    def test_is_for_an_order_under_review(self) -> None:
        order = order_in_force(on=ON)
        assert code_of(lambda: keep(order)) == "wrong-state"
