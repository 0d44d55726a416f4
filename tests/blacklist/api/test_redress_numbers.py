"""Redress numbers over the API: issued, listed without their middle, revoked."""

import uuid
from typing import Any, ClassVar

import pytest
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from blacklist.models import RegisterEntry
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ActOnRecord, ask
from tests.factories import listings, people
from tests.factories import redress_numbers as factory

pytestmark = pytest.mark.django_db
ADDRESS = "/court/v1/redress-numbers"


def proof(**changes: Any) -> dict[str, Any]:
    return {
        "name": "张三",
        "document": {"type": "resident_id", "number": "110000199001010013"},
        "not_persons": [str(listings.active().debtor_id)],
        "evidence": ["身份核验-1"],
        **changes,
    }


class TestIssue:
    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, ADDRESS, {}).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        body = proof()
        for duty in set(Duty) - {Duty.RECTIFY}:
            answer = ask(caller(people.officer(duties=[duty])), ADDRESS, body)
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")

    @pytest.mark.parametrize(
        ("changes", "status", "code"),
        [
            ({"phone": "x"}, 400, "unknown-field"),
            ({"not_persons": "x"}, 400, "wrong-type"),
            ({"years": 9}, 400, "number-range"),
            ({"evidence": []}, 422, "evidence-required"),
            ({"not_persons": [str(uuid.UUID(int=0))]}, 404, "not-found"),
        ],
    )
    def test_refuses_what_breaks_a_rule(
        self, caller: CallerOf, changes: dict[str, Any], status: int, code: str
    ) -> None:
        answer = ask(caller(people.judge()), ADDRESS, proof(**changes))
        assert (answer.status_code, answer.json()["code"]) == (status, code)

    def test_shows_the_number_this_once(self, caller: CallerOf) -> None:
        client, judge = caller(people.judge()), people.judge()
        before = RegisterEntry.objects.count()
        body = proof()
        written = RegisterEntry.objects.count()
        answer = ask(caller(judge), ADDRESS, body, key="one-number")
        assert answer.status_code == 201, answer.content
        issued = answer.json()
        assert issued["number"].startswith("RDX-")
        [entry] = RegisterEntry.objects.order_by("version")[written:]
        assert (entry.act, entry.actor, before < written) == ("issue", judge, True)
        again = ask(caller_again(caller, judge), ADDRESS, body, key="one-number")
        assert (again.status_code, again.json()["code"]) == (409, "already-done")
        shown = client.get(f"{ADDRESS}/{issued['id']}").json()
        assert shown["masked_number"] == f"RDX-****-****-{issued['number'][-4:]}"
        assert "number" not in shown


def caller_again(caller: CallerOf, officer: Any) -> APIClient:
    """Return a client on the session that the officer has."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer token-of-{officer.username}")
    return client


class TestRevoke(ActOnRecord):
    collection, act, duty = "redress-numbers", "revoke", Duty.RECTIFY
    body: ClassVar[dict[str, Any]] = {"note": "转借他人使用。"}
    ready = factory.issued
    wrong: ClassVar[dict[str, Any]] = {"revoked": (factory.revoked, "already-done")}
    leads_to: ClassVar[dict[str, Any]] = {"state": "revoked"}


class TestList:
    def test_is_of_the_own_court_by_state(self, caller: CallerOf, stranger: APIClient) -> None:
        factory.revoked()
        issued = factory.issued()
        shown = caller(people.clerk()).get(f"{ADDRESS}?state=issued").json()["items"]
        assert [row["id"] for row in shown] == [str(issued.pk)]
        assert caller(people.clerk(people.OTHER_COURT)).get(ADDRESS).json()["items"] == []
        assert stranger.get(ADDRESS).status_code == 401
