from datetime import timedelta
from typing import Any, ClassVar

import pytest
import time_machine
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from blacklist.models import Delegation
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ActOnRecord, ask
from tests.factories import delegations as factory
from tests.factories import listings as listing_factory
from tests.factories import people
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db
ADDRESS = "/court/v1/delegations"


def body(**changes: Any) -> dict[str, Any]:
    said = {
        "deputy": people.judge().username,
        "instrument_number": factory.INSTRUMENT,
        "from_on": "2026-11-16",
        "last_day": "2026-11-30",
    }
    return {**said, **changes}


class TestDelegate:
    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, ADDRESS, body()).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        said = body()
        for duty in set(Duty) - {Duty.SIGN}:
            answer = ask(caller(people.officer(duties=[duty])), ADDRESS, said)
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")

    def test_refuses_an_acting_president(self, caller: CallerOf) -> None:
        """Who is lent the signature passes the door of a president's acts, and is turned away here."""
        deputy = people.judge()
        factory.in_force(deputy=deputy)
        answer = ask(caller(deputy), ADDRESS, body())
        assert (answer.status_code, answer.json()["code"]) == (403, "duty-required")

    def test_needs_a_fresh_code(self, caller: CallerOf) -> None:
        client, said = caller(people.president()), body()
        with time_machine.travel(AT + timedelta(minutes=6), tick=False):
            answer = ask(client, ADDRESS, said)
        assert (answer.status_code, answer.json()["code"]) == (403, "second-factor-stale")

    @pytest.mark.parametrize(
        ("changes", "status", "code"),
        [
            ({"deputy": "nobody"}, 404, "not-found"),
            ({"instrument_number": ""}, 400, "field-required"),
            ({"last_day": "2026-11-31"}, 400, "date"),
            ({"until_on": "2026-11-30"}, 400, "unknown-field"),
        ],
    )
    def test_refuses_another_shape(self, caller: CallerOf, changes: Any, status: int, code: str) -> None:
        answer = ask(caller(people.president()), ADDRESS, body(**changes))
        assert (answer.status_code, answer.json()["code"]) == (status, code)

    @pytest.mark.law("L5-3")
    def test_lets_the_deputy_sign(self, caller: CallerOf) -> None:
        president, deputy = people.president(), people.judge()
        client, row = caller(deputy), listing_factory.proposed()
        sign = f"/court/v1/listings/{row.pk}/sign"
        assert ask(client, sign, {}).json()["code"] == "duty-required"
        answer = ask(caller(president), ADDRESS, body(deputy=deputy.username))
        assert answer.status_code == 201, answer.content
        assert client.get("/court/v1/me").json()["acting_for"] == president.username
        signed = ask(client, sign, {})
        assert signed.status_code == 200, signed.content
        assert (signed.json()["signed_by"], signed.json()["signed_for"]) == (deputy.username, president.username)


class TestList:
    def test_shows_those_of_the_own_court(self, caller: CallerOf) -> None:
        delegation = factory.in_force()
        shown = caller(people.clerk()).get(ADDRESS).json()["items"]
        assert [(item["id"], item["last_day"], item["ended_at"]) for item in shown] == [
            (str(delegation.pk), "2026-11-30", None)
        ]
        assert caller(people.clerk(people.OTHER_COURT)).get(ADDRESS).json()["items"] == []


class TestEnd(ActOnRecord):
    collection = "delegations"
    act = "end"
    duty = Duty.SIGN
    body: ClassVar[dict[str, Any]] = {"note": "院长返岗。"}
    ready = factory.in_force
    wrong = {"ended": (factory.ended, "already-done")}
    leads_to = {"ended_at": "2026-11-16T02:00:00Z"}

    @property
    def recorded(self) -> str:
        return "end_delegation"

    def test_tells_a_second_time_of_the_first(self, caller: CallerOf) -> None:
        row = factory.ended()
        answer = self.ask(caller(people.president()), row.pk)
        assert answer.json()["code"] == "already-done"
        assert Delegation.objects.get().ended_at == AT
