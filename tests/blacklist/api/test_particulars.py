import uuid

import pytest
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.law.test_particulars import WHITELIST
from tests.factories import listings, people

pytestmark = pytest.mark.django_db


def address(key: uuid.UUID) -> str:
    return f"/court/v1/listings/{key}/particulars"


class TestRead:
    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert stranger.get(address(uuid.uuid4())).status_code == 401

    def test_refuses_who_may_not_read(self, caller: CallerOf) -> None:
        writer = people.officer(duties=set(Duty) - {Duty.READ})
        assert caller(writer).get(address(uuid.uuid4())).status_code == 403

    def test_hides_other_courts(self, caller: CallerOf) -> None:
        answer = caller(people.clerk(people.OTHER_COURT)).get(address(listings.active().pk))
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")

    @pytest.mark.law("L6", "L7", "11.10")
    def test_shows_exactly_what_is_published(self, caller: CallerOf) -> None:
        listing = listings.active()
        answer = caller(people.clerk()).get(address(listing.pk))
        assert answer.status_code == 200, answer.content
        assert list(answer.json()) == WHITELIST.split()
        assert (answer.json()["name"], answer.json()["published_on"]) == ("张三", "2026-11-16")

    @pytest.mark.law("G15", "L6")
    def test_shows_nothing_of_a_listing_not_published(self, caller: CallerOf) -> None:
        answer = caller(people.clerk()).get(address(listings.served().pk))
        assert (answer.status_code, answer.json()["code"]) == (409, "wrong-state")
