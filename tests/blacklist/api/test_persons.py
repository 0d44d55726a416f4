from datetime import date
from typing import Any

import pytest
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from blacklist.models import IdempotencyRecord, IdentityDocument, Person, PersonAccess, RegisterEntry
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ask
from tests.factories import people
from tests.factories.clock import AT

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
        [shown] = answer.json()["documents"]
        held = IdentityDocument.objects.get()
        assert shown == {
            "id": str(held.pk),
            "type": "resident_id",
            "masked_number": "110000**********13",
            "issuer": None,
        }

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

    @pytest.mark.law("F8.2", "F8.3")
    def test_takes_an_old_number_as_the_one_that_the_officer_confirms(self, caller: CallerOf) -> None:
        """15 digits are refused; with `upgrade` they are entered in their 18-digit form."""
        client, old = caller(people.clerk()), {"type": "resident_id", "number": "110105491231002"}
        answer = ask(client, self.address, someone(document=old))
        assert (answer.status_code, answer.json()["code"]) == (422, "identity-obsolete-15")
        answer = ask(client, self.address, someone(document={**old, "upgrade": True}))
        assert answer.status_code == 201, answer.content
        assert IdentityDocument.objects.get().number == "11010519491231002X"

    def test_keeps_the_birth_date_the_number_holds(self, caller: CallerOf) -> None:
        ask(caller(people.clerk()), self.address, someone(birth_date="1990-01-01"))
        assert Person.objects.get().birth_date == date(1990, 1, 1)


class TestFind:
    address = "/court/v1/persons/find"

    def question(self, **changes: Any) -> dict[str, Any]:
        return {"document": {"type": "resident_id", "number": NUMBER}, "purpose": "enforcement", **changes}

    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, self.address, self.question()).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        for duty in set(Duty) - {Duty.READ}:
            answer = ask(caller(people.officer(duties=[duty])), self.address, self.question())
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")

    @pytest.mark.parametrize(
        ("changes", "status", "code", "pointer"),
        [
            ({"purpose": "curiosity"}, 422, "unknown-value", "purpose"),
            ({"purpose": None}, 400, "field-required", "purpose"),
            ({"document": {"type": "resident_id", "number": 11}}, 400, "wrong-type", "document.number"),
            (
                {"document": {"type": "resident_id", "number": NUMBER[:-1] + "4"}},
                422,
                "identity-check-digit",
                "document.number",
            ),
            ({"name": "张三"}, 400, "unknown-field", None),
        ],
    )
    def test_refuses_what_breaks_a_rule(
        self, caller: CallerOf, changes: dict[str, Any], status: int, code: str, pointer: str | None
    ) -> None:
        answer = ask(caller(people.clerk()), self.address, self.question(**changes))
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert [fault["pointer"] for fault in answer.json()["errors"] if fault["pointer"]] == [pointer] * bool(pointer)
        assert NUMBER[:-1] not in answer.content.decode()
        assert not PersonAccess.objects.exists()

    def test_finds_who_holds_the_document_without_a_key(self, caller: CallerOf) -> None:
        clerk = people.clerk()
        entered = ask(caller(clerk), "/court/v1/persons", someone()).json()
        IdempotencyRecord.objects.all().delete()
        answer = ask(caller(people.clerk()), self.address, self.question(), key="")
        assert (answer.status_code, answer.json()) == (200, entered)
        assert not IdempotencyRecord.objects.exists()

    @pytest.mark.law("D44")
    def test_records_who_looked_whom_up_and_what_for(self, caller: CallerOf) -> None:
        """PIPL: the person may hear who asked."""
        clerk = people.clerk()
        ask(caller(people.clerk()), "/court/v1/persons", someone())
        ask(caller(clerk), self.address, self.question(purpose="remedy"))
        access = PersonAccess.objects.get()
        assert (access.officer, access.court_id, access.purpose, access.at) == (clerk, people.COURT, "remedy", AT)
        assert access.person == Person.objects.get()

    @pytest.mark.law("D9")
    def test_records_a_look_up_that_finds_nobody(self, caller: CallerOf) -> None:
        answer = ask(caller(people.clerk()), self.address, self.question())
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
        assert PersonAccess.objects.get().person is None

    def test_is_no_address_to_read(self, caller: CallerOf) -> None:
        assert caller(people.clerk()).get(self.address).status_code == 405
