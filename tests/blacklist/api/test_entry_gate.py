"""The gate over the API: what an officer sees before entering a person, and whoever signs before signing."""

from datetime import date
from typing import Any

import pytest
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from blacklist.models import Person, PersonAccess
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ask
from tests.factories import listings, orders, people

pytestmark = pytest.mark.django_db
NUMBER = "110000199001010013"


def typed(**changes: Any) -> dict[str, Any]:
    return {"name": "张三", "document": {"type": "resident_id", "number": NUMBER}, **changes}


class TestPreview:
    address = "/court/v1/persons/preview"

    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, self.address, typed()).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        for duty in set(Duty) - {Duty.READ}:
            answer = ask(caller(people.officer(duties=[duty])), self.address, typed())
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")

    def test_shows_faults_and_enters_nobody(self, caller: CallerOf) -> None:
        body = typed(document={"type": "resident_id", "number": "110105491231002"})
        answer = ask(caller(people.clerk()), self.address, body, key="")
        assert answer.status_code == 200, answer.content
        assert answer.json() == {
            "person": None,
            "birth_date": None,
            "sex": None,
            "proposed_number": "11010519491231002X",
            "conflicts": [
                {
                    "conflict": "number_faulty",
                    "weight": "blocks",
                    "article": "F8.2",
                    "sentence": "The number cannot be right: read it again from the document.",
                    "problem": "identity-obsolete-15",
                }
            ],
            "is_blocked": True,
            "namesakes": [],
            "checks_by_other_documents": None,
        }
        assert not Person.objects.exists()

    @pytest.mark.law("D44", "F8.5")
    def test_shows_namesakes_by_masked_numbers_and_records_that(self, caller: CallerOf) -> None:
        other = people.person(name="张三", birth_date=date(1990, 1, 1))
        answer = ask(caller(people.clerk()), self.address, typed())
        [namesake] = answer.json()["namesakes"]
        assert "*" in namesake["documents"][0]["masked_number"]
        assert other.documents.get().number not in answer.content.decode()
        assert PersonAccess.objects.get().person == other

    def test_refuses_another_shape(self, caller: CallerOf) -> None:
        answer = ask(caller(people.clerk()), self.address, typed(nmae="张三"))
        assert (answer.status_code, answer.json()["code"]) == (400, "unknown-field")


class TestGates:
    def test_show_whoever_signs_what_conflicts(self, caller: CallerOf) -> None:
        listing, order = listings.proposed(), orders.drafted()
        for address in (f"/court/v1/listings/{listing.pk}/gate", f"/court/v1/orders/{order.pk}/gate"):
            answer = caller(people.president()).get(address)
            assert answer.status_code == 200, answer.content
            [seen] = answer.json()["persons"]
            assert [found["conflict"] for found in seen["conflicts"]] == ["namesake"]
            assert answer.json()["is_blocked"] is False

    def test_are_for_officers_of_the_court_who_read(self, caller: CallerOf, stranger: APIClient) -> None:
        address = f"/court/v1/listings/{listings.proposed().pk}/gate"
        assert stranger.get(address).status_code == 401
        assert caller(people.officer(duties=[Duty.SIGN])).get(address).status_code == 403
        assert caller(people.president(people.OTHER_COURT)).get(address).status_code == 404
