from typing import Any

import pytest
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from blacklist.models import Listing, Officer, Person, RegisterEntry
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ActOnRecord, ask
from tests.factories import cases, corrections, listings, orders, people

pytestmark = pytest.mark.django_db
WORDS = {"words": [{"place": "reasons", "text": "更正后的理由。"}], "note": "录入有误。"}


class TestRectifyListing(ActOnRecord):
    collection, act, duty = "listings", "rectify", Duty.RECTIFY
    body = WORDS
    ready = listings.active
    wrong = {"proposed": (listings.proposed, "wrong-state"), "removed": (listings.removed, "wrong-state")}
    leads_to = {"state": "active"}

    def test_refuses_a_place_without_words(self, caller: CallerOf) -> None:
        body = {**WORDS, "words": [{"place": "grounds.0.number", "text": "2"}]}
        answer = ask(caller(self.holder()), self.address(listings.active().pk), body)
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown-value")
        assert answer.json()["errors"][0]["pointer"] == "words.grounds.0.number"


class TestRectifyOrder(ActOnRecord):
    collection, act, duty = "orders", "rectify", Duty.RECTIFY
    body = WORDS
    ready = orders.in_force
    wrong = {"drafted": (orders.drafted, "wrong-state"), "lifted": (orders.lifted, "wrong-state")}
    leads_to = {"state": "in_force"}


def debtor() -> Person:
    return Person.objects.get(pk=listings.active().debtor_id)


class TestRectifyPerson(ActOnRecord):
    collection, act, duty = "persons", "rectify", Duty.RECTIFY
    body = {"name": "张珊", "note": "录入有误。"}
    ready = debtor
    leads_to = {"name": "张珊"}

    def test_refuses_a_number_with_a_wrong_check_digit_and_does_not_repeat_it(self, caller: CallerOf) -> None:
        number = {"type": "resident_id", "number": "110000199001010014"}
        answer = ask(caller(self.holder()), self.address(debtor().pk), {"document": number, "note": "x"})
        assert (answer.status_code, answer.json()["code"]) == (422, "identity-check-digit")
        assert number["number"] not in answer.content.decode()

    @pytest.mark.law("D8")
    def test_keeps_what_it_was_masked_for_whoever_reads_it(self, caller: CallerOf) -> None:
        person = debtor()
        old = person.documents.get().number
        right = {"type": "resident_id", "number": people.resident_number(person.birth_date)}  # type: ignore[arg-type]
        answer = ask(caller(self.holder()), self.address(person.pk), {"document": right, "note": "x"})
        assert answer.status_code == 200, answer.content
        shown = caller(people.judge()).get(f"/court/v1/rectifications?record={person.pk}").json()["items"]
        documents = [item["old"] for item in shown if item["field"].startswith("document.")]
        assert documents == [f"{old[:6]}{'*' * 10}{old[-2:]}"]
        assert old not in str(shown)

    def test_is_named_by_the_request_it_fulfils(self, caller: CallerOf) -> None:
        listing = listings.active()
        request = corrections.received(listing)
        body = {**self.body, "correction": str(request.pk)}
        answer = ask(caller(self.holder()), self.address(listing.debtor_id), body)
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


class TestRectifyBasis:
    def ask(self, client: APIClient, listing: Listing, **changes: Any) -> Any:
        basis = listing.case.basis_documents.get().pk
        body = {"basis": str(basis), "obligation": "支付货款十万元。", "note": "录入有误。", **changes}
        return ask(client, f"/court/v1/cases/{listing.case_id}/rectify-basis", body)

    def test_refuses_strangers_and_other_duties(self, stranger: APIClient, caller: CallerOf) -> None:
        listing = listings.active()
        assert self.ask(stranger, listing).status_code == 401
        for duty in set(Duty) - {Duty.RECTIFY}:
            assert self.ask(caller(people.officer(duties=[duty])), listing).status_code == 403

    def test_does_it_with_one_register_entry(self, caller: CallerOf) -> None:
        listing = listings.active()
        before = RegisterEntry.objects.count()
        answer = self.ask(caller(people.judge()), listing)
        assert answer.status_code == 200, answer.content
        assert answer.json()["basis"][0]["obligation"] == "支付货款十万元。"
        assert RegisterEntry.objects.count() == before + 1
        assert cases.debtor_of(listing.case)


class TestReportError(ActOnRecord):
    collection, act, duty = "listings", "report-error", Duty.REGISTER
    body = {"error": "error_found", "found_on": "2026-11-16", "note": "自查发现。"}
    ready = listings.active
    leads_to = {"kind": "error_found", "due_on": "2026-11-19", "holder": "revoke"}


class TestReportErrorInOrder(ActOnRecord):
    collection, act, duty = "orders", "report-error", Duty.REGISTER
    body = {"error": "particulars_wrong", "found_on": "2026-11-16", "note": "自查发现。"}
    ready = orders.in_force
    leads_to = {"kind": "particulars_wrong", "due_on": "2026-11-19", "holder": "rectify"}


class TestRead:
    def test_hides_other_courts(self, caller: CallerOf) -> None:
        person = debtor()
        judge: Officer = people.judge()
        ask(caller(judge), f"/court/v1/persons/{person.pk}/rectify", {"name": "张珊", "note": "x"})
        client = caller(people.judge(people.OTHER_COURT))
        assert client.get("/court/v1/rectifications").json() == {"items": [], "next": None}
        [shown] = caller(people.judge()).get("/court/v1/rectifications").json()["items"]
        assert (shown["field"], shown["old"], shown["rectified_by"]) == ("name", "张三", judge.username)
