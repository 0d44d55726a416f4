from typing import Any

import pytest

from blacklist.law.duties import Duty
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ActOnRecord, ask
from tests.factories import ledger, listings, people

pytestmark = pytest.mark.django_db
RECIPIENT = {"name": "示范征信中心", "kind": "credit_agency", "legal_basis": "L8", "fields_told": ["name"]}
ANNOUNCED = {"channel": "newspaper", "published_on": "2026-11-16"}


class TestTakeDown(ActOnRecord):
    collection, act, duty = "announcements", "take-down", Duty.REMOVE
    body = {"taken_down_on": "2026-11-16"}
    ready = ledger.of_removed
    wrong = {"active": (ledger.announced, "wrong-state"), "down": (ledger.taken_down, "already-done")}
    leads_to = {"taken_down_on": "2026-11-16"}


class TestAcknowledge(ActOnRecord):
    collection, act, duty = "notifications", "acknowledge", Duty.SERVE
    body = {"acknowledged_on": "2026-11-16"}
    ready = ledger.recalled
    wrong = {"listed": (ledger.told, "wrong-state"), "acknowledged": (ledger.acknowledged, "already-done")}
    leads_to = {"acknowledged_on": "2026-11-16"}
    writes = False  # it changes no measure and is nobody's decision


class TestAcknowledgeLift(ActOnRecord):
    collection, act, duty = "lift-notices", "acknowledge", Duty.SERVE
    body = {"acknowledged_on": "2026-11-16"}
    ready = ledger.lift_notice
    wrong = {"acknowledged": (ledger.lift_acknowledged, "already-done")}
    leads_to = {"acknowledged_on": "2026-11-16"}
    writes = False


class TestLiftNotices:
    def test_are_listed_by_whether_they_were_acknowledged(self, caller: CallerOf) -> None:
        owed, clerk = ledger.lift_notice(), caller(people.clerk())
        found = clerk.get("/court/v1/lift-notices?is_acknowledged=false").json()["items"]
        assert [row["id"] for row in found] == [str(owed.pk)]
        assert clerk.get("/court/v1/lift-notices?is_acknowledged=true").json()["items"] == []


class TestAnnounce:
    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        officer = people.officer(duties=set(Duty) - {Duty.PUBLISH})
        answer = ask(caller(officer), f"/court/v1/listings/{listings.active().pk}/announce", ANNOUNCED)
        assert (answer.status_code, answer.json()["code"]) == (403, "duty-required")

    @pytest.mark.parametrize(
        ("changes", "status"), [({"channel": "wechat"}, 422), ({"published_on": "2026-13-01"}, 400)]
    )
    def test_refuses_another_channel_and_no_day(self, caller: CallerOf, changes: dict[str, str], status: int) -> None:
        address = f"/court/v1/listings/{listings.active().pk}/announce"
        assert ask(caller(people.judge()), address, ANNOUNCED | changes).status_code == status

    def test_is_listed_with_the_others(self, caller: CallerOf) -> None:
        listing, judge = listings.active(), caller(people.judge())
        assert ask(judge, f"/court/v1/listings/{listing.pk}/announce", ANNOUNCED).status_code == 201
        found = judge.get(f"/court/v1/announcements?listing={listing.pk}").json()["items"]
        assert {row["channel"] for row in found} == {"spc", "newspaper"}
        other = caller(people.judge(people.OTHER_COURT))
        assert other.get("/court/v1/announcements").json()["items"] == []


class TestNotify:
    def test_tells_a_recipient_and_hides_it_from_other_courts(self, caller: CallerOf) -> None:
        listing, judge = listings.active(), caller(people.judge())
        told = {"recipient": str(ledger.recipient().pk)}
        answer = ask(judge, f"/court/v1/listings/{listing.pk}/notify", told)
        assert (answer.status_code, answer.json()["kind"]) == (201, "listed")
        assert len(judge.get(f"/court/v1/notifications?listing={listing.pk}").json()["items"]) == 1
        assert caller(people.judge(people.OTHER_COURT)).get("/court/v1/notifications").json()["items"] == []


class TestEnrolRecipient:
    @pytest.mark.parametrize(
        ("changes", "code"),
        [({"legal_basis": "OWN"}, "no-legal-basis"), ({"fields_told": ["address"]}, "unknown-value")],
    )
    def test_refuses_what_the_law_does_not_carry(self, caller: CallerOf, changes: dict[str, Any], code: str) -> None:
        answer = ask(caller(people.president()), "/court/v1/recipients", RECIPIENT | changes)
        assert (answer.status_code, answer.json()["code"]) == (422, code)

    def test_enters_it_once(self, caller: CallerOf) -> None:
        president = caller(people.president())
        assert ask(president, "/court/v1/recipients", RECIPIENT).status_code == 201
        assert ask(president, "/court/v1/recipients", RECIPIENT).json()["code"] == "duplicate"
        [shown] = president.get("/court/v1/recipients").json()["items"]
        assert (shown["name"], shown["fields_told"]) == ("示范征信中心", ["name"])


class TestKeep(ActOnRecord):
    collection, act, duty = "listings", "keep", Duty.SIGN
    body = {"note": "暴力抗拒执行，情节严重。"}
    ready = listings.under_review
    wrong = {"signed": (listings.signed, "wrong-state"), "active": (listings.active, "wrong-state")}
    leads_to = {"state": "active"}
