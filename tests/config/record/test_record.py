"""My record in a browser without a script: the code, what is shown, what is not."""

import json
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from blacklist.law.activities import ACTIVITIES
from blacklist.law.assistance import SECTORS
from blacklist.law.deadlines import ONE_DAY
from blacklist.models import Capacity, Person, Purpose
from blacklist.services import record_codes
from config.record import words
from restrictions.models import CheckRecord
from tests.factories import listings, orders, people
from tests.restrictions.web.standing_by import enrolled

pytestmark = pytest.mark.django_db
NOT_THERE = uuid.UUID(int=1)
HOST: dict[str, Any] = {"host": "localhost", "accept-language": "en"}


def enter(client: Client, number: str) -> Any:
    """Get a code at the court for whoever holds this number, and enter with it."""
    issued = record_codes.issue(
        document_type="resident_id", number=number, issuer=None, by=people.clerk(), at=timezone.now()
    )
    return client.post("/my-record/code", {"code": issued.code}, headers=HOST, follow=True)


def number_of(person: Person) -> str:
    return str(person.documents.get().number)


class TestEntrance:
    @pytest.mark.parametrize("address", ["/my-record/", "/my-record/export", f"/my-record/documents/{NOT_THERE}"])
    def test_is_where_strangers_are_led(self, client: Client, address: str) -> None:
        assert client.get(address, headers=HOST)["Location"] == "/my-record/code"

    def test_says_when_a_code_is_no_good(self, client: Client) -> None:
        answer = client.post("/my-record/code", {"code": "7K3M-9QPT-2W5C"}, headers=HOST)
        assert answer.status_code == 422
        assert "was used, or has run out" in answer.content.decode()

    def test_closes_behind_who_leaves(self, client: Client) -> None:
        enter(client, number_of(people.person()))
        client.post("/my-record/leave", headers=HOST)
        assert client.get("/my-record/", headers=HOST)["Location"] == "/my-record/code"


class TestMine:
    def test_says_plainly_that_nothing_is_recorded(self, client: Client) -> None:
        assert "Nothing is recorded" in enter(client, "110000199001010013").content.decode()

    def test_says_who_of_the_court_looked_and_what_for(self, client: Client) -> None:
        assert "to answer the person’s own enquiry" in enter(client, number_of(people.person())).content.decode()

    @pytest.mark.law("11.8")
    def test_says_what_why_until_when_and_how_to_contest(self, client: Client) -> None:
        listing = listings.active()
        page = enter(client, number_of(listing.debtor)).content.decode()
        assert "On the list of dishonest judgment debtors" in page
        assert "Able to perform but refuses" in page
        assert listing.case.case_number in page
        assert "Ask for correction" in page

    @pytest.mark.law("11.18", "C9")
    def test_says_of_an_order_what_it_covers_until_when_by_which_court_and_what_ends_it(self, client: Client) -> None:
        order = orders.in_force()
        restricted = order.restricted_persons.get()
        page = enter(client, number_of(restricted.person)).content.decode()
        assert restricted.until is not None
        last_day, court = restricted.until - ONE_DAY, order.case.court
        said = (court.name, court.phone, order.decision_number, f"{last_day:%F}", "the court must lift it")
        assert [text for text in said if text not in page] == []
        assert all(ACTIVITIES[code].en in page for code in order.activities)

    def test_tells_what_has_ended_from_what_is_in_force(self, client: Client) -> None:
        order = orders.lifted()
        page = enter(client, number_of(order.restricted_persons.get().person)).content.decode()
        assert "Nothing is in force now" in page
        assert "Lifted" in page

    def test_tells_which_sector_asked_and_what_was_answered(self, client: Client) -> None:
        listing = listings.active()
        credential = enrolled("flight.business")
        CheckRecord.objects.create(
            reference=uuid.uuid4(),
            at=timezone.now(),
            institution_id=credential.institution_id,
            credential_id=credential.pk,
            http_code=200,
            activity="flight.business",
            decision="permitted",
            subject_id=listing.debtor_id,
            list_version=1,
        )
        page = enter(client, number_of(listing.debtor)).content.decode()
        assert "Airline" in page
        assert credential.institution.name not in page

    def test_shows_no_number(self, client: Client) -> None:
        person = listings.active().debtor
        assert number_of(person) not in enter(client, number_of(person)).content.decode()


class TestWords:
    def test_are_there_for_every_purpose_capacity_and_sector(self) -> None:
        assert set(words.PURPOSES) == set(Purpose)
        assert set(words.CAPACITIES) == set(Capacity)
        assert set(words.SECTORS_EN) == set(SECTORS)


class TestExport:
    def test_is_the_same_as_data(self, client: Client) -> None:
        listing = listings.active()
        enter(client, number_of(listing.debtor))
        told = json.loads(client.get("/my-record/export", headers=HOST).content)
        assert [row["id"] for row in told["record"]["measures"]] == [str(listing.pk)]


class TestDocument:
    def test_is_given_from_the_page(self, client: Client) -> None:
        page = enter(client, number_of(listings.active().debtor)).content.decode()
        address = re.findall(r'href="(/my-record/documents/[0-9a-f-]+)"', page)[0]
        assert client.get(address, headers=HOST).content.startswith(b"%PDF")

    def test_is_given_to_nobody_else(self, client: Client) -> None:
        enter(client, number_of(people.person()))
        assert client.get(f"/my-record/documents/{uuid.uuid4()}", headers=HOST).status_code == 404
