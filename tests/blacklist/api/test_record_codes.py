"""The code a court hands out at its counter, over the API."""

from typing import Any, ClassVar

import pytest
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ask
from tests.factories import people

pytestmark = pytest.mark.django_db


class TestRecordCodes:
    address = "/court/v1/persons/record-codes"
    body: ClassVar[dict[str, Any]] = {"document": {"type": "resident_id", "number": "110000199001010013"}}

    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, self.address, self.body).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        for duty in set(Duty) - {Duty.REGISTER}:
            answer = ask(caller(people.officer(duties=[duty])), self.address, self.body)
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")

    def test_refuses_a_wrong_number(self, caller: CallerOf) -> None:
        wrong = {"document": {"type": "resident_id", "number": "110000199001010014"}}
        answer = ask(caller(people.clerk()), self.address, wrong)
        assert (answer.status_code, answer.json()["code"]) == (422, "identity-check-digit")

    def test_answers_alike_whoever_is_on_file(self, caller: CallerOf) -> None:
        number = people.person().documents.get().number
        known = {"document": {"type": "resident_id", "number": number}}
        answers = [ask(caller(people.clerk()), self.address, body) for body in (self.body, known)]
        assert [answer.status_code for answer in answers] == [201, 201]
        assert [set(answer.json()) for answer in answers] == [{"code", "expires_at"}] * 2
        assert [len(answer.json()["code"]) for answer in answers] == [14, 14]
