from datetime import date
from typing import Any

import pytest
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from blacklist.models import Person, RegisterEntry
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ask
from tests.factories import people

pytestmark = pytest.mark.django_db
NUMBER = "110000199001010013"


def someone(**changes: Any) -> dict[str, Any]:
    return {"name": "张三", "document": {"type": "resident_id", "number": NUMBER}, **changes}


class TestRegister:
    address = "/court/v1/persons"

    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, self.address, someone()).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        for duty in set(Duty) - {Duty.REGISTER}:
            answer = ask(caller(people.officer(duties=[duty])), self.address, someone())
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")

    @pytest.mark.parametrize(
        ("changes", "status", "code", "pointer"),
        [
            ({"name": ""}, 400, "field-required", "name"),
            ({"name": 123}, 400, "wrong-type", "name"),
            ({"name": ["张三"]}, 400, "wrong-type", "name"),
            ({"name": "张\u0000三"}, 400, "control-characters", "name"),
            ({"name": "张**"}, 422, "name-masked", "name"),
            ({"name": "\u202e张三"}, 422, "name-characters", "name"),
            ({"document": {"type": "resident_id", "number": 110000199001010013}}, 400, "number-range", None),
            ({"document": {"type": "resident_id", "number": 11}}, 400, "wrong-type", "document.number"),
            ({"document": {"type": "resident_id"}}, 400, "field-required", "document.number"),
            ({"document": {"type": "library_card", "number": NUMBER}}, 422, "unknown-value", "document.type"),
            (
                {"document": {"type": "resident_id", "number": NUMBER[:-1] + "4"}},
                422,
                "identity-check-digit",
                "document.number",
            ),
            ({"document": {"type": "passport", "number": "E12345678"}}, 400, "field-required", "document.issuer"),
            ({"birth_date": "1990-01-02"}, 422, "birth-date-contradicts-number", "birth_date"),
            ({"sex": "male"}, 422, "unknown-value", "sex"),
            ({"sex": "\ud800"}, 400, "invalid-encoding", "sex"),
        ],
    )
    def test_refuses_what_breaks_a_rule(
        self, caller: CallerOf, changes: dict[str, Any], status: int, code: str, pointer: str | None
    ) -> None:
        answer = ask(caller(people.clerk()), self.address, someone(**changes))
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert [fault["pointer"] for fault in answer.json()["errors"]] == ([pointer] if pointer else [])

    def test_never_repeats_what_was_sent(self, caller: CallerOf) -> None:
        body = someone(document={"type": "resident_id", "number": NUMBER[:-1] + "4"}, 张三="李四")
        answer = ask(caller(people.clerk()), self.address, body)
        assert NUMBER[:-1] not in answer.content.decode()
        assert "张三" not in answer.content.decode()

    def test_shows_the_name_in_full_and_the_number_masked(self, caller: CallerOf) -> None:
        answer = ask(caller(people.clerk()), self.address, someone())
        assert answer.status_code == 201
        assert answer.json()["name"] == "张三"
        assert answer.json()["documents"] == [
            {"type": "resident_id", "masked_number": "110000**********13", "issuer": None}
        ]

    def test_finds_the_person_again(self, caller: CallerOf) -> None:
        client = caller(people.clerk())
        first, second = (ask(client, self.address, someone()).json()["id"] for _ in range(2))
        assert first == second
        assert Person.objects.count() == 1

    def test_writes_a_further_name_into_the_register(self, caller: CallerOf) -> None:
        client = caller(people.clerk())
        ask(client, self.address, someone())
        ask(client, self.address, someone(name="张叁"))
        assert RegisterEntry.objects.get().act == "identify"

    def test_keeps_the_birth_date_the_number_holds(self, caller: CallerOf) -> None:
        ask(caller(people.clerk()), self.address, someone(birth_date="1990-01-01"))
        assert Person.objects.get().birth_date == date(1990, 1, 1)
