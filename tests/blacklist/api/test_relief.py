import pytest

from blacklist.law.duties import Duty
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ActOnRecord, ask
from tests.factories import listings, orders, people, relief

pytestmark = pytest.mark.django_db
WHY = {"note": "很可能有误。"}


class TestPauseListing(ActOnRecord):
    collection, act, duty = "listings", "pause", Duty.RELIEVE
    body = WHY
    ready = relief.disputed_listing
    wrong = {"paused": (relief.paused_listing, "already-done"), "removed": (listings.removed, "wrong-state")}
    leads_to = {"state": "paused", "under_dispute": True}

    def test_refuses_what_nobody_contests(self, caller: CallerOf) -> None:
        answer = self.ask(caller(self.holder()), listings.active().pk)
        assert (answer.status_code, answer.json()["code"]) == (422, "no-open-request")


class TestResumeListing(ActOnRecord):
    collection, act, duty = "listings", "resume", Duty.RELIEVE
    body = WHY
    ready = relief.paused_listing
    wrong = {"active": (listings.active, "already-done"), "removed": (listings.removed, "wrong-state")}
    leads_to = {"state": "active"}


class TestPauseOrder(ActOnRecord):
    collection, act, duty = "orders", "pause", Duty.RELIEVE
    body = WHY
    ready = relief.disputed_order
    wrong = {"paused": (relief.paused_order, "already-done"), "lifted": (orders.lifted, "wrong-state")}
    leads_to = {"state": "paused", "under_dispute": True}


class TestResumeOrder(ActOnRecord):
    collection, act, duty = "orders", "resume", Duty.RELIEVE
    body = WHY
    ready = relief.paused_order
    wrong = {"in_force": (orders.in_force, "already-done"), "lifted": (orders.lifted, "wrong-state")}
    leads_to = {"state": "in_force"}

    def test_refuses_without_reasons(self, caller: CallerOf) -> None:
        answer = ask(caller(self.holder()), self.address(relief.paused_order().pk), {})
        assert (answer.status_code, answer.json()["code"]) == (422, "reasons-required")


class TestDispute:
    @pytest.mark.law("L12")
    def test_is_marked_for_court_staff(self, caller: CallerOf) -> None:
        listing, order = relief.disputed_listing(), orders.in_force()
        client = caller(people.judge())
        assert client.get(f"/court/v1/listings/{listing.pk}").json()["under_dispute"] is True
        assert client.get(f"/court/v1/orders/{order.pk}").json()["under_dispute"] is False
        shown = client.get("/court/v1/listings").json()["items"]
        assert [item["under_dispute"] for item in shown] == [True]
