"""The search for like names over the API, and the list of who has looked at a person's record."""

from typing import Any, ClassVar

import pytest
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ask
from tests.factories import listings, people

pytestmark = pytest.mark.django_db


class TestSearch:
    address = "/court/v1/persons/search"
    body: ClassVar[dict[str, Any]] = {
        "name": "张三",
        "birth_date": "1980-01-01",
        "purpose": "enforcement",
        "reason": "（2026）兵9901执12号",
    }

    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, self.address, self.body).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        for duty in set(Duty) - {Duty.READ}:
            answer = ask(caller(people.officer(duties=[duty])), self.address, self.body)
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")

    @pytest.mark.parametrize(
        ("changes", "status", "code", "pointer"),
        [
            ({"purpose": "curiosity"}, 422, "unknown-value", "purpose"),
            ({"purpose": None}, 400, "field-required", "purpose"),
            ({"reason": ""}, 400, "field-required", "reason"),
            ({"birth_year": "1980"}, 400, "wrong-type", "birth_year"),
            ({"birth_year": 1}, 400, "number-range", "birth_year"),
            ({"name": "张**"}, 422, "name-masked", "name"),
        ],
    )
    def test_refuses_what_breaks_a_rule(
        self, caller: CallerOf, changes: dict[str, Any], status: int, code: str, pointer: str
    ) -> None:
        answer = ask(caller(people.clerk()), self.address, {**self.body, **changes})
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]

    @pytest.mark.law("F8.5", "11.8")
    def test_shows_masked_numbers_and_no_score(self, caller: CallerOf) -> None:
        person = people.person()
        answer = ask(caller(people.clerk()), self.address, self.body, key="")
        assert answer.status_code == 200, answer.content
        [like] = answer.json()["people"]
        assert (like["person"]["id"], like["likeness"], like["has_birth_date"]) == (str(person.pk), "same_name", True)
        assert person.documents.get().number not in answer.content.decode()
        assert set(like) == {"person", "birth_date", "sex", "likeness", "has_birth_date"}


class TestAccesses:
    @pytest.mark.law("D44", "11.18")
    def test_say_which_courts_looked_and_what_for(self, caller: CallerOf) -> None:
        person = listings.active().debtor
        ask(caller(people.clerk(people.OTHER_COURT)), TestSearch.address, TestSearch.body)
        address = f"/court/v1/persons/{person.pk}/accesses"
        [shown] = caller(people.clerk()).get(address).json()["items"]
        assert (shown["court"], shown["purpose"], shown["was_search"]) == (people.OTHER_COURT, "enforcement", True)
        assert "officer" not in shown

    def test_are_read_where_a_case_concerns_the_person(self, caller: CallerOf, stranger: APIClient) -> None:
        address = f"/court/v1/persons/{listings.active().debtor.pk}/accesses"
        assert stranger.get(address).status_code == 401
        assert caller(people.officer(duties=[Duty.SIGN])).get(address).status_code == 403
        assert caller(people.clerk(people.OTHER_COURT)).get(address).status_code == 404
