"""What courts issued, over HTTP."""

import hashlib
import uuid

import pytest
from rest_framework.test import APIClient

from blacklist.law.duties import OFFICES, Duty
from blacklist.models import IssuedDocument, RegisterEntry
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ask
from tests.blacklist.documents.contents import text_of
from tests.factories import cases, listings, orders, people

pytestmark = pytest.mark.django_db
ADDRESS = "/court/v1/documents"


class TestList:
    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert stranger.get(ADDRESS).status_code == 401

    def test_refuses_who_may_not_read(self, caller: CallerOf) -> None:
        assert caller(people.administrator()).get(ADDRESS).status_code == 403

    def test_finds_those_of_a_measure_a_case_a_kind(self, caller: CallerOf) -> None:
        listing = listings.removed()
        orders.signed()
        client = caller(people.clerk())
        assert len(client.get(ADDRESS).json()["items"]) == 4
        for query in (f"measure={listing.pk}", f"case={listing.case_id}"):
            kinds = [row["kind"] for row in client.get(f"{ADDRESS}?{query}").json()["items"]]
            assert sorted(kinds) == ["listing_decision", "removal_notice", "service_record"]
        assert len(client.get(f"{ADDRESS}?kind=consumption_order").json()["items"]) == 1

    def test_pages_without_losing_one(self, caller: CallerOf) -> None:
        listings.removed()
        client = caller(people.clerk())
        first = client.get(f"{ADDRESS}?limit=2").json()
        second = client.get(f"{ADDRESS}?limit=2&cursor={first['next']}").json()
        assert len({row["id"] for row in [*first["items"], *second["items"]]}) == 3
        assert second["next"] is None

    def test_refuses_an_unknown_kind(self, caller: CallerOf) -> None:
        answer = caller(people.clerk()).get(f"{ADDRESS}?kind=letter")
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown-value")


class TestRead:
    def test_gives_the_particulars(self, caller: CallerOf) -> None:
        listing = listings.signed()
        row = IssuedDocument.objects.get(measure_id=listing.pk)
        shown = caller(people.clerk()).get(f"{ADDRESS}/{row.pk}").json()
        assert shown["title"] == "失信决定书"
        assert shown["number"] == listing.decision_number
        assert (shown["measure"], shown["case"]["id"]) == (str(listing.pk), str(listing.case_id))
        assert shown["content_digest"] == bytes(row.content_digest).hex()
        assert shown["pdf_digest"] is None
        assert shown["verify_url"].endswith(f"/verify/{row.pk}")
        assert "*" in shown["person"]["documents"][0]["masked_number"]

    def test_hides_other_courts_and_shows_those_below(self, caller: CallerOf) -> None:
        row = IssuedDocument.objects.get(measure_id=listings.signed().pk)
        people.courts_above()
        assert caller(people.clerk(people.OTHER_COURT)).get(f"{ADDRESS}/{row.pk}").status_code == 404
        above = people.officer(duties=OFFICES["superior_court"], court_code=people.HIGH_COURT)
        assert caller(above).get(f"{ADDRESS}/{row.pk}").status_code == 200


class TestPdf:
    def address(self) -> str:
        return f"{ADDRESS}/{IssuedDocument.objects.get(measure_id=listings.signed().pk).pk}/pdf"

    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        answer = stranger.get(f"{ADDRESS}/{uuid.uuid4()}/pdf")
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")

    def test_refuses_who_may_not_read(self, caller: CallerOf) -> None:
        answer = caller(people.administrator()).get(self.address())
        assert (answer.status_code, answer.json()["code"]) == (403, "duty-required")

    def test_hides_other_courts(self, caller: CallerOf) -> None:
        answer = caller(people.clerk(people.OTHER_COURT)).get(self.address())
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")

    def test_refuses_what_it_does_not_know(self, caller: CallerOf) -> None:
        answer = caller(people.clerk()).get(f"{self.address()}?x=1")
        assert (answer.status_code, answer.json()["code"]) == (400, "unknown-field")

    def test_is_a_file_to_keep_and_not_to_run(self, caller: CallerOf) -> None:
        answer = caller(people.clerk()).get(self.address(), headers={"Accept": "application/pdf"})
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith('attachment; filename="listing_decision-')
        assert answer["Content-Disposition"].isascii()
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "no-store"
        assert "张三" in text_of(answer.content)

    def test_is_the_same_each_time_with_the_digest_that_is_shown(self, caller: CallerOf) -> None:
        client, address = caller(people.clerk()), self.address()
        first, second = client.get(address).content, client.get(address).content
        assert first == second
        shown = client.get(address.removesuffix("/pdf")).json()
        assert shown["pdf_digest"] == hashlib.sha256(first).hexdigest()


class TestCertifyPerformance:
    """The contract of an act, in its order."""

    def address(self, case_id: object) -> str:
        return f"/court/v1/cases/{case_id}/performance-certificate"

    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, self.address(uuid.uuid4()), {}).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        for duty in set(Duty) - {Duty.LIFT}:
            answer = ask(caller(people.officer(duties=[duty])), self.address(uuid.uuid4()), {})
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")

    def test_refuses_another_court(self, caller: CallerOf) -> None:
        order = orders.lifted()
        body = {"debtor": str(cases.debtor_of(order.case).pk)}
        answer = ask(caller(people.judge(people.OTHER_COURT)), self.address(order.case_id), body)
        assert (answer.status_code, answer.json()["code"]) == (403, "other-court")

    def test_refuses_an_unknown_case(self, caller: CallerOf) -> None:
        answer = ask(caller(people.judge()), self.address(uuid.uuid4()), {"debtor": str(uuid.uuid4())})
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")

    @pytest.mark.law("G21")
    def test_refuses_before_performance(self, caller: CallerOf) -> None:
        order = orders.in_force()
        body = {"debtor": str(cases.debtor_of(order.case).pk)}
        answer = ask(caller(people.judge()), self.address(order.case_id), body)
        assert (answer.status_code, answer.json()["code"]) == (409, "not-performed")

    def test_refuses_without_a_debtor(self, caller: CallerOf) -> None:
        answer = ask(caller(people.judge()), self.address(orders.lifted().case_id), {})
        assert (answer.status_code, answer.json()["code"]) == (400, "field-required")

    @pytest.mark.law("G21", "11.14")
    def test_issues_it_and_writes_one_register_entry(self, caller: CallerOf) -> None:
        order = orders.lifted()
        before = RegisterEntry.objects.count()
        body = {"debtor": str(cases.debtor_of(order.case).pk)}
        answer = ask(caller(people.judge()), self.address(order.case_id), body)
        assert answer.status_code == 201, answer.content
        assert (answer.json()["kind"], answer.json()["title"]) == ("performance_certificate", "履行证明")
        assert answer["List-Version"] == str(before + 1)
        assert RegisterEntry.objects.count() == before + 1
