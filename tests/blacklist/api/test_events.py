from typing import Any

import pytest
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from blacklist.models import Listing
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ask
from tests.factories import listings, people

pytestmark = pytest.mark.django_db
PERFORMED = {"kind": "performed", "happened_on": "2026-11-16", "note": "已全部履行。"}


def address(listing: Listing) -> str:
    return f"/court/v1/cases/{listing.case_id}/events"


class TestRecord:
    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, address(listings.active()), PERFORMED).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        officer = people.officer(duties=set(Duty) - {Duty.REMOVE})
        answer = ask(caller(officer), address(listings.active()), PERFORMED)
        assert (answer.status_code, answer.json()["code"]) == (403, "duty-required")

    @pytest.mark.parametrize(
        ("changes", "status", "code"),
        [
            ({"kind": "rumour"}, 422, "unknown-value"),
            ({"happened_on": "2026-02-30"}, 400, "date"),
            ({"happened_on": "2026-11-17"}, 422, "date-in-future"),
            ({"kind": "death"}, 400, "field-required"),
        ],
    )
    def test_refuses_what_cannot_be(self, caller: CallerOf, changes: dict[str, Any], status: int, code: str) -> None:
        answer = ask(caller(people.judge()), address(listings.active()), PERFORMED | changes)
        assert (answer.status_code, answer.json()["code"]) == (status, code)

    def test_says_what_ended_by_it(self, caller: CallerOf) -> None:
        listing = listings.active()
        answer = ask(caller(people.judge()), address(listing), PERFORMED)
        assert answer.status_code == 201, answer.content
        assert answer.json()["ended"] == [str(listing.pk)]
        assert answer.json()["event"]["particulars"]["note"] == "已全部履行。"


class TestRead:
    def test_lists_what_has_happened_in_a_case_of_the_own_court(self, caller: CallerOf) -> None:
        listing = listings.active()
        ask(caller(people.judge()), address(listing), PERFORMED)
        found = caller(people.clerk()).get(address(listing)).json()["items"]
        assert [event["kind"] for event in found] == ["performed"]
        assert caller(people.clerk(people.OTHER_COURT)).get(address(listing)).status_code == 404
