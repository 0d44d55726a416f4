"""The public list in a browser without a script: both name and number, the published fields, an end."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from blacklist.law.days import legal_day
from blacklist.law.lifecycle import ListingState
from blacklist.law.particulars import Published
from blacklist.models import Listing, Person
from config.pace import Pace
from config.public_list import views
from config.public_list.words import LABELS
from tests.factories import listings, orders, people

pytestmark = pytest.mark.django_db
ENGLISH: dict[str, Any] = {"host": "localhost", "accept-language": "en"}
CHINESE: dict[str, Any] = {"host": "localhost", "accept-language": "zh-CN"}


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count the looks of each test for themselves."""
    monkeypatch.setattr(views, "LOOKS", Pace(f"test-{uuid.uuid4().hex}", most=20, seconds=600))


def number_of(person: Person) -> str:
    return str(person.documents.get().number)


def look(client: Client, person: Person, *, headers: Any = ENGLISH, typed: Mapping[str, str] | None = None) -> Any:
    sent = {"name": person.name, "number": number_of(person), **(typed or {})}
    return client.post("/public-list/", sent, headers=headers, follow=True)


def address_in(page: str) -> str:
    found = re.search(r"/public-list/[0-9a-f-]{36}", page)
    assert found
    return found[0]


class TestAsk:
    @pytest.mark.law("L6", "11.10", "F8.5")
    def test_shows_exactly_what_is_published(self, client: Client) -> None:
        listing = listings.active()
        number = number_of(listing.debtor)
        page = look(client, listing.debtor).content.decode()
        shown = re.findall(r"__key\">([^<]+)<", page)
        assert shown == [label.en for name, label in LABELS.items() if name != "legal_representative"]
        assert f"110000**********{number[-2:]}" in page
        assert listing.case.case_number in page
        assert number not in page
        assert number[6:14] not in page

    @pytest.mark.law("L6", "11.10")
    def test_has_a_word_for_each_published_field_and_for_no_other(self) -> None:
        assert list(LABELS) == [field.name for field in fields(Published)]

    def test_speaks_chinese(self, client: Client) -> None:
        page = look(client, listings.active().debtor, headers=CHINESE).content.decode()
        assert "失信被执行人行为具体情形" in page

    @pytest.mark.law("F8.4", "11.7")
    @pytest.mark.parametrize(
        "typed", [{"name": "张四"}, {"name": "张"}, {"number": "110000199001010013"}], ids=["name", "part", "number"]
    )
    def test_finds_nothing_by_another(self, client: Client, typed: dict[str, str]) -> None:
        page = look(client, listings.active().debtor, typed=typed)
        assert page.redirect_chain == [("/public-list/found", 302)]
        assert "Nothing in force is published" in page.content.decode()

    @pytest.mark.law("11.7")
    @pytest.mark.parametrize("left_out", ["name", "number"])
    def test_needs_both(self, client: Client, left_out: str) -> None:
        answer = look(client, listings.active().debtor, typed={left_out: ""})
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.content.decode() or "govuk-error-message" in answer.content.decode()

    def test_keeps_what_was_typed_when_it_is_faulty(self, client: Client) -> None:
        answer = look(client, listings.active().debtor, typed={"number": "110000199001010014"})
        assert answer.status_code == 422
        assert "check digit" in answer.content.decode()
        assert 'value="110000199001010014"' in answer.content.decode()

    def test_needs_a_passports_issuer(self, client: Client) -> None:
        assert look(client, people.person(), typed={"number": "E12345678"}).status_code == 422

    @pytest.mark.law("11.10")
    def test_puts_no_name_and_no_number_into_an_address(self, client: Client) -> None:
        listing = listings.active()
        answer = look(client, listing.debtor)
        number, name = number_of(listing.debtor), listing.debtor.name
        assert not any(number in address or name in address for address, _ in answer.redirect_chain)
        by_address = client.get("/public-list/", {"name": name, "number": number}, headers=ENGLISH)
        assert listing.case.case_number not in by_address.content.decode()

    def test_may_be_done_only_so_often(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(views, "LOOKS", Pace(f"test-{uuid.uuid4().hex}", most=2, seconds=600))
        person = listings.active().debtor
        assert [look(client, person).status_code for _ in range(3)] == [200, 200, 429]

    def test_is_counted_without_a_broker(self, client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
        settings.REDIS_URL = "unix:///nowhere/valkey.sock"
        monkeypatch.setattr(views, "LOOKS", Pace("test-alone", most=2, seconds=600))
        person = listings.active().debtor
        assert [look(client, person).status_code for _ in range(3)] == [200, 200, 429]

    @pytest.mark.law("11.4")
    def test_finds_nothing_of_what_is_not_public(self, client: Client) -> None:
        for listing in (listings.proposed(), listings.signed(), listings.served(), listings.in_grace()):
            assert "Nothing in force is published" in look(client, listing.debtor).content.decode()

    def test_finds_no_order(self, client: Client) -> None:
        person = orders.in_force().restricted_persons.get().person
        assert "Nothing in force is published" in look(client, person).content.decode()

    @pytest.mark.law("J13")
    def test_finds_nothing_paused_or_withheld(self, client: Client) -> None:
        paused, withheld = listings.active(), listings.active()
        Listing.objects.filter(pk=paused.pk).update(state=ListingState.PAUSED)
        Listing.objects.filter(pk=withheld.pk).update(published_on=None, withheld_on=withheld.published_on)
        for listing in (paused, withheld):
            assert "Nothing in force is published" in look(client, listing.debtor).content.decode()

    @pytest.mark.law("11.1", "L4")
    def test_finds_nothing_of_a_minor(self, client: Client) -> None:
        listing, minor = listings.active(), people.minor()
        Listing.objects.filter(pk=listing.pk).update(debtor=minor)
        assert "Nothing in force is published" in look(client, minor).content.decode()


class TestRecord:
    @pytest.mark.law("L6")
    def test_is_shown_to_who_found_it(self, client: Client) -> None:
        listing = listings.active()
        address = address_in(look(client, listing.debtor).content.decode())
        assert listing.case.case_number in client.get(address, headers=ENGLISH).content.decode()

    def test_asks_anybody_else_for_name_and_number(self, client: Client) -> None:
        for listing_id in (listings.active().pk, uuid.uuid4()):
            assert client.get(f"/public-list/{listing_id}", headers=ENGLISH)["Location"] == "/public-list/"

    @pytest.mark.law("11.10", "L10-1", "L9")
    def test_is_gone_after_the_end(self, client: Client) -> None:
        for listing in (listings.removed(), listings.revoked()):
            answer = client.get(f"/public-list/{listing.pk}", headers=ENGLISH)
            assert answer.status_code == 410
            assert listing.case.case_number not in answer.content.decode()
            assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"

    @pytest.mark.law("11.10", "L10-2")
    def test_is_gone_when_the_term_has_run_out_whoever_has_noted_it(self, client: Client) -> None:
        listing = listings.active(ground=3)
        address = address_in(look(client, listing.debtor).content.decode())
        today = legal_day(timezone.now())
        Listing.objects.filter(pk=listing.pk).update(in_force_until=today + timedelta(days=1))
        assert client.get(address, headers=ENGLISH).status_code == 200
        Listing.objects.filter(pk=listing.pk).update(in_force_until=today)
        assert client.get(address, headers=ENGLISH).status_code == 410
        assert "Nothing in force is published" in look(client, listing.debtor).content.decode()

    def test_is_not_there_while_it_is_paused(self, client: Client) -> None:
        listing = listings.active()
        address = address_in(look(client, listing.debtor).content.decode())
        Listing.objects.filter(pk=listing.pk).update(state=ListingState.PAUSED)
        assert client.get(address, headers=ENGLISH).status_code == 404

    def test_never_was_of_what_was_not_public(self, client: Client) -> None:
        assert client.get(f"/public-list/{listings.closed().pk}", headers=ENGLISH).status_code == 302


class TestList:
    @pytest.mark.parametrize("address", ["/public-list/", "/public-list/found", f"/public-list/{uuid.UUID(int=1)}"])
    def test_is_kept_by_nobody(self, client: Client, address: str) -> None:
        answer = client.get(address, headers=ENGLISH)
        assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert answer["Cache-Control"] == "no-store"

    @pytest.mark.law("L7", "11.19")
    @pytest.mark.parametrize("address", ["/public-list/", "/public-list/found", f"/public-list/{uuid.UUID(int=1)}"])
    def test_does_not_exist_in_live_operation_without_the_mirrors_mandate(
        self, client: Client, settings: Any, address: str
    ) -> None:
        settings.LIVEMODE = True
        assert client.get(address, headers=ENGLISH).status_code == 404
        assert "/public-list/" not in client.get("/", headers=ENGLISH).content.decode()
        settings.MIRROR_MANDATE = "最高法函〔2026〕2号"
        assert client.get(address, headers=ENGLISH).status_code in (200, 302)
        assert "/public-list/" in client.get("/", headers=ENGLISH).content.decode()

    def test_may_be_fetched_so_that_its_end_is_heard_of(self, client: Client) -> None:
        answer = client.get("/robots.txt", headers=ENGLISH)
        assert answer["Content-Type"].startswith("text/plain")
        assert "Allow: /public-list/\nDisallow: /" in answer.content.decode()
