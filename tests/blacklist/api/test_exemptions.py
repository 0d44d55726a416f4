from typing import Any

import pytest
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from blacklist.models import RegisterEntry
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ActOnRecord, ask
from tests.factories import exemptions as factory
from tests.factories import orders, people

pytestmark = pytest.mark.django_db
NOTE = {"note": "理由。"}


def body(**changes: Any) -> dict[str, Any]:
    order = orders.in_force()
    return {
        "order": str(order.pk),
        "person": str(order.restricted_persons.get().person_id),
        "kind": "necessity",
        "wish": {"activities": [factory.HOTEL], "first_day": "2026-11-16", "last_day": "2026-11-18"},
        "purpose": "赴西安出席债权人会议。",
        "evidence": ["卷宗-21"],
    } | changes


class TestReceive:
    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, "/court/v1/exemptions", body()).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        officer = people.officer(duties=set(Duty) - {Duty.REGISTER})
        answer = ask(caller(officer), "/court/v1/exemptions", body())
        assert (answer.status_code, answer.json()["code"]) == (403, "duty-required")

    def test_refuses_a_wish_without_days(self, caller: CallerOf) -> None:
        answer = ask(caller(people.clerk()), "/court/v1/exemptions", body(wish={"activities": [factory.HOTEL]}))
        assert (answer.status_code, answer.json()["code"]) == (400, "field-required")

    def test_gives_the_receipt_and_writes_one_entry(self, caller: CallerOf) -> None:
        said, before = body(), RegisterEntry.objects.count()
        answer = ask(caller(people.clerk()), "/court/v1/exemptions", said)
        assert answer.status_code == 201, answer.content
        shown = answer.json()
        assert (shown["state"], shown["last_day"], shown["receipt_number"][:2]) == ("submitted", "2026-11-18", "LW")
        assert "卷宗-21" not in answer.content.decode()
        assert RegisterEntry.objects.count() == before + 1


class TestSendBack(ActOnRecord):
    collection, act, duty = "exemptions", "send-back", Duty.EXEMPT
    body = NOTE
    ready = factory.submitted
    wrong = {"approved": (factory.approved, "wrong-state"), "incomplete": (factory.incomplete, "wrong-state")}
    leads_to = {"state": "incomplete"}


class TestComplete(ActOnRecord):
    collection, act, duty = "exemptions", "complete", Duty.REGISTER
    body = {"evidence": ["费用证明"]}
    ready = factory.incomplete
    wrong = {"submitted": (factory.submitted, "wrong-state")}
    leads_to = {"state": "submitted"}


class TestWithdraw(ActOnRecord):
    collection, act, duty = "exemptions", "withdraw", Duty.REGISTER
    ready = factory.submitted
    wrong = {"approved": (factory.approved, "wrong-state")}
    leads_to = {"state": "withdrawn"}


class TestApprove(ActOnRecord):
    collection, act, duty = "exemptions", "approve", Duty.EXEMPT
    ready = factory.submitted
    wrong = {
        "incomplete": (factory.incomplete, "wrong-state"),
        "rejected": (factory.rejected, "wrong-state"),
        "voided": (factory.voided, "wrong-state"),
    }
    leads_to = {"state": "approved", "first_day": "2026-11-16", "last_day": "2026-11-18"}

    def test_narrows_what_was_asked_for(self, caller: CallerOf) -> None:
        wish = {"activities": [factory.HOTEL], "first_day": "2026-11-16", "last_day": "2026-11-16"}
        address = self.address(factory.submitted().pk)
        answer = ask(caller(people.judge()), address, {"wish": wish | {"is_single_use": True}})
        assert (answer.json()["last_day"], answer.json()["is_single_use"]) == ("2026-11-16", True)


class TestReject(ActOnRecord):
    collection, act, duty = "exemptions", "reject", Duty.EXEMPT
    body = {"reason": "not_necessary", **NOTE}
    ready = factory.submitted
    wrong = {"approved": (factory.approved, "wrong-state")}
    leads_to = {"state": "rejected", "outcome_reason": "not_necessary"}


class TestVoid(ActOnRecord):
    collection, act, duty = "exemptions", "void", Duty.EXEMPT
    body = {"reason": "breach", **NOTE}
    ready = factory.approved
    wrong = {"submitted": (factory.submitted, "wrong-state"), "voided": (factory.voided, "wrong-state")}
    leads_to = {"state": "voided", "outcome_reason": "breach"}


class TestSetAside(ActOnRecord):
    collection, act, duty = "exemptions", "set-aside", Duty.REVIEW
    body = NOTE
    ready = factory.voided
    wrong = {"approved": (factory.approved, "wrong-state")}
    leads_to = {"state": "voided", "set_aside_on": "2026-11-16"}


class TestRead:
    def test_shows_the_own_court_only(self, caller: CallerOf) -> None:
        made = factory.approved()
        address = f"/court/v1/exemptions/{made.pk}"
        assert caller(people.clerk()).get(address).json()["receipt_number"] == made.receipt_number
        assert caller(people.clerk(people.OTHER_COURT)).get(address).status_code == 404

    def test_lists_by_state(self, caller: CallerOf) -> None:
        approved = factory.approved()
        factory.rejected()
        found = caller(people.clerk()).get("/court/v1/exemptions?state=approved").json()["items"]
        assert [item["id"] for item in found] == [str(approved.pk)]


class TestEvidence:
    @pytest.mark.law("D28")
    def test_is_opened_to_who_decides_for_a_purpose(self, caller: CallerOf) -> None:
        address = f"/court/v1/exemptions/{factory.submitted().pk}/evidence"
        judge = caller(people.judge())
        assert judge.get(address).status_code == 400
        assert judge.get(f"{address}?purpose=decide").json() == {"evidence": ["卷宗-21"]}
        assert caller(people.clerk()).get(f"{address}?purpose=decide").status_code == 403
