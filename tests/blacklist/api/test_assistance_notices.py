import uuid
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from blacklist.models import OfficerSession
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ActOnRecord, ask
from tests.factories import assistance_notices as factory
from tests.factories import people
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db


def proposal(**changes: Any) -> dict[str, Any]:
    draft = factory.proposal()
    return {
        "number": draft.number,
        "unit_name": draft.unit_name,
        "credit_code": draft.credit_code,
        "sector": "airline",
        "legal_basis": "C6",
        "activities": ["flight.first", "flight.economy"],
        **changes,
    }


class TestPropose:
    address = "/court/v1/assistance-notices"

    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, self.address, {}).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        for duty in set(Duty) - {Duty.PROPOSE}:
            answer = ask(caller(people.officer(duties=[duty])), self.address, {})
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")

    @pytest.mark.parametrize(
        ("changes", "status", "code"),
        [
            ({"legal_basis": "OWN_RISK_CONTROL"}, 422, "no-legal-basis"),
            ({"activities": []}, 422, "unknown-activity"),
            ({"activities": ["school.high_fee"]}, 422, "unknown-activity"),
            ({"sector": "school"}, 422, "unknown-value"),
            ({"credit_code": "91350100M000100Y44"}, 422, "identity-check-digit"),
            ({"contact": "x"}, 400, "unknown-field"),
            ({"unit_name": 7}, 400, "wrong-type"),
        ],
    )
    def test_refuses_what_breaks_a_rule(
        self, caller: CallerOf, changes: dict[str, Any], status: int, code: str
    ) -> None:
        answer = ask(caller(people.judge()), self.address, proposal(**changes))
        assert (answer.status_code, answer.json()["code"]) == (status, code)

    def test_drafts_it(self, caller: CallerOf) -> None:
        answer = ask(caller(people.judge()), self.address, proposal())
        assert answer.status_code == 201, answer.content
        shown = answer.json()
        assert (shown["state"], shown["court"], shown["signed_by"]) == ("drafted", people.COURT, None)
        assert shown["activities"] == ["flight.economy", "flight.first"]


class TestSign(ActOnRecord):
    collection, act, duty = "assistance-notices", "sign", Duty.SIGN
    ready = factory.drafted
    wrong = {"signed": (factory.signed, "already-done"), "withdrawn": (factory.withdrawn, "wrong-state")}
    leads_to = {"state": "signed", "signed_on": "2026-11-16"}

    def test_refuses_a_code_older_than_five_minutes(self, caller: CallerOf) -> None:
        client = caller(self.holder())
        OfficerSession.objects.update(second_factor_at=AT - timedelta(minutes=5, seconds=1))
        answer = self.ask(client, factory.drafted().pk)
        assert (answer.status_code, answer.json()["code"]) == (403, "second-factor-stale")


class TestServe(ActOnRecord):
    collection, act, duty = "assistance-notices", "serve", Duty.SERVE
    body = {"served_on": "2026-11-16", "service_method": "direct"}
    ready = factory.signed
    wrong = {"drafted": (factory.drafted, "wrong-state"), "served": (factory.served, "already-done")}
    leads_to = {"state": "served", "served_on": "2026-11-16"}


class TestWithdraw(ActOnRecord):
    collection, act, duty = "assistance-notices", "withdraw", Duty.ENROL
    body = {"note": "单位已不再承办。"}
    ready = factory.served
    wrong = {"withdrawn": (factory.withdrawn, "already-done")}
    leads_to = {"state": "withdrawn", "withdrawn_on": "2026-11-16"}

    def test_may_narrow_it(self, caller: CallerOf) -> None:
        body = {**self.body, "activities": ["flight.first"]}
        answer = ask(caller(self.holder()), self.address(factory.served().pk), body)
        assert answer.status_code == 200, answer.content
        assert (answer.json()["state"], answer.json()["activities"]) == (
            "served",
            ["flight.economy", "flight.business"],
        )


class TestRead:
    address = "/court/v1/assistance-notices"

    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert stranger.get(self.address).status_code == 401

    def test_shows_those_of_the_own_court(self, caller: CallerOf) -> None:
        row = factory.served()
        factory.drafted()
        own, other = caller(people.judge()), caller(people.judge(people.OTHER_COURT))
        assert [item["id"] for item in own.get(f"{self.address}?state=served").json()["items"]] == [str(row.pk)]
        assert own.get(f"{self.address}/{row.pk}").json()["unit_name"] == row.unit_name
        assert other.get(self.address).json()["items"] == []
        assert other.get(f"{self.address}/{row.pk}").status_code == 404
        assert own.get(f"{self.address}/{uuid.uuid4()}").status_code == 404
