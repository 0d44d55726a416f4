"""The counter: who gets in, what is asked, what is shown, and what is never shown."""

import re
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from restrictions.check.index import IndexWriter, generation_folder
from restrictions.compiling import compile_standing
from restrictions.models import CheckRecord, Credential
from restrictions.web.desk import open_desk
from tests.restrictions.check.laboratory import (
    CREDENTIAL,
    GENERATION,
    KEYS,
    LISTED_ONLY,
    NAME,
    NUMBER,
    OTHER_NUMBER,
    UNVERIFIED,
    Laboratory,
)
from tests.restrictions.check.test_recognition import published
from tests.restrictions.web.test_reading import ZONE

HOST: dict[str, Any] = {"host": "localhost"}
ENGLISH: dict[str, Any] = {"host": "localhost", "accept-language": "en"}


@pytest.fixture
def counter(client: Client, credential: Credential, laboratory: Laboratory) -> Client:
    """A browser that has signed in at the counter."""
    response = client.post("/counter/sign-in", {"credential": CREDENTIAL}, headers=HOST)
    assert (response.status_code, response["Location"]) == (302, "/counter/")
    return client


def ask(counter: Client, person: str, activity: str = "flight.business", **more: str) -> Any:
    """Return the page that an asking leads to."""
    sent = {"person": person, "activity": activity, **more}
    return counter.post("/counter/", sent, headers=ENGLISH, follow=True)


class TestSignIn:
    @pytest.mark.parametrize("address", ["/counter/", "/counter/many", "/counter/history"])
    def test_is_where_strangers_are_led(self, client: Client, db: None, address: str) -> None:
        response = client.get(address, headers=HOST)
        assert (response.status_code, response["Location"]) == (302, "/counter/sign-in")

    @pytest.mark.parametrize("wrong", ["", "x", "密码", CREDENTIAL[:-1]])
    def test_refuses_what_is_no_credential(self, client: Client, credential: Credential, wrong: str) -> None:
        response = client.post("/counter/sign-in", {"credential": wrong}, headers=ENGLISH)
        assert response.status_code == 422
        assert "The credential is wrong" in response.content.decode()

    def test_keeps_no_credential_in_clear(self, counter: Client) -> None:
        kept = Session.objects.get().get_decoded()
        assert CREDENTIAL not in str(kept)

    @pytest.mark.parametrize("ended", ["revoked_at", "valid_until"])
    def test_ends_with_the_credential(self, counter: Client, ended: str) -> None:
        Credential.objects.update(**{ended: timezone.now() - timedelta(seconds=1)})
        assert counter.get("/counter/", headers=HOST)["Location"] == "/counter/sign-in"

    def test_ends_when_signed_out(self, counter: Client) -> None:
        counter.post("/counter/sign-out", headers=HOST)
        assert counter.get("/counter/", headers=HOST)["Location"] == "/counter/sign-in"


class TestAsk:
    def test_tells_a_restriction_and_whom_to_call(self, counter: Client) -> None:
        page = ask(counter, f"{NAME} {NUMBER}").content.decode()
        assert "frame-answer--restricted" in page
        assert "Restricted" in page
        assert "（2026）京0105执123号" in page

    def test_tells_a_lender_to_examine_strictly(self, counter: Client) -> None:
        page = ask(counter, f"{NAME} {LISTED_ONLY}", "credit.loan").content.decode()
        assert "Listed: examine strictly" in page

    def test_tells_the_same_of_everybody_permitted(self, counter: Client) -> None:
        pages = [ask(counter, f"{NAME} {number}") for number in (OTHER_NUMBER, LISTED_ONLY)]
        assert all("frame-answer--permitted" in page.content.decode() for page in pages)

    def test_asks_for_a_document(self, counter: Client) -> None:
        assert "A document is needed" in ask(counter, NAME).content.decode()

    def test_says_when_name_and_number_do_not_fit(self, counter: Client) -> None:
        assert "Name and number do not fit" in ask(counter, f"李四 {NUMBER}").content.decode()

    def test_finds_who_is_restricted_behind_a_scanned_passport_by_the_birth_date_in_it(
        self, counter: Client, laboratory: Laboratory
    ) -> None:
        kept = compile_standing(published(NAME, 2, date(1974, 8, 12), (("resident_id", NUMBER, None),)), KEYS)
        with IndexWriter(generation_folder(laboratory.index_dir, GENERATION)) as writer, writer.writing() as changes:
            changes.put_standing(b"both------------", kept)
        zone = ZONE.replace("UTO", "CHN").replace("ERIKSSON<<ANNA<MARIA", "ZHANG<<SAN".ljust(20, "<"))
        assert "Ask for the resident ID card" in ask(counter, zone).content.decode()
        assert "frame-answer--permitted" in ask(counter, zone, birth_date="1974-08-13").content.decode()

    def test_sends_nobody_for_a_document_that_was_shown(self, counter: Client) -> None:
        page = ask(counter, f"{NAME} {UNVERIFIED}").content.decode()
        assert "Not yet certain" in page
        assert "The person may ask the court" in page

    def test_leads_to_an_address_without_name_or_number(self, counter: Client) -> None:
        response = ask(counter, f"{NAME} {NUMBER}")
        (address, _), *_ = response.redirect_chain
        assert NUMBER not in address
        page = response.content.decode()
        assert NUMBER not in page
        assert NAME not in page

    @pytest.mark.parametrize(
        ("person", "sentence"),
        [
            (f"{NAME} {NUMBER[:-1]}4", "check digit is wrong"),
            (f"{NAME} 110000900101001", "old number of 15 digits"),
            ("张* " + NUMBER, "without asterisks"),
            (f"{NAME} E12345678", "issuing state"),
            ("", "Enter the name"),
        ],
    )
    def test_shows_what_to_mend_and_loses_nothing(self, counter: Client, person: str, sentence: str) -> None:
        response = ask(counter, person, on="2026-12-01")
        page = response.content.decode()
        assert response.status_code == 422
        assert sentence in page
        assert person in page
        assert 'value="2026-12-01"' in page

    def test_is_no_permission_when_the_list_is_stale(self, counter: Client, laboratory: Laboratory) -> None:
        laboratory.boottime_ns += 60_000_000_000
        response = ask(counter, f"{NAME} {OTHER_NUMBER}")
        assert response.status_code == 422
        assert "this is not a permission" in response.content.decode()

    def test_is_no_permission_without_a_node(self, counter: Client) -> None:
        open_desk(None)
        assert "there is no answer" in ask(counter, f"{NAME} {OTHER_NUMBER}").content.decode()

    def test_offers_only_what_the_notice_covers(self, counter: Client) -> None:
        page = counter.get("/counter/", headers=HOST).content.decode()
        assert 'value="hotel.star_rated"' in page
        assert 'value="rail.g_any"' not in page

    def test_fixes_the_activity_where_there_is_one(self, counter: Client) -> None:
        Credential.objects.update(activities=["flight.business"])
        assert 'name="activity"' not in counter.get("/counter/", headers=HOST).content.decode()
        assert "frame-answer--restricted" in ask(counter, f"{NAME} {NUMBER}", "").content.decode()

    def test_is_recorded_like_any_check(self, counter: Client, laboratory: Laboratory) -> None:
        ask(counter, f"{NAME} {NUMBER}")
        assert [record.decision for record in laboratory.records()] == ["restricted"]

    def test_fits_in_fifteen_kilobytes(self, counter: Client) -> None:
        assert len(counter.get("/counter/", headers=HOST).content) < 15_000


class TestShown:
    def test_shows_no_answer_of_somebody_else(self, counter: Client) -> None:
        answered = counter.get(f"/counter/answers/{uuid.UUID(int=0)}", headers=ENGLISH)
        assert answered.status_code == 404
        assert "Check again" in answered.content.decode()


class TestSlip:
    def test_says_in_both_languages_what_to_do_and_nothing_of_the_person(self, counter: Client) -> None:
        response = ask(counter, f"{NAME} {NUMBER}")
        (address, _), *_ = response.redirect_chain
        page = counter.get(f"{address}/slip", headers=HOST).content.decode()
        assert "Apply to that court in writing" in page
        assert "书面申请纠正" in page
        assert "data:image/svg+xml" in page
        assert NUMBER not in page
        assert NAME not in page

    def test_is_for_no_answer_that_there_is_nothing_to_contest_in(self, counter: Client) -> None:
        for person in (f"{NAME} {OTHER_NUMBER}", NAME):
            (address, _), *_ = ask(counter, person).redirect_chain
            assert f'{address}/slip"' not in counter.get(address, headers=HOST).content.decode()
            assert counter.get(f"{address}/slip", headers=HOST).status_code == 404


class TestMany:
    def test_answers_each_line(self, counter: Client) -> None:
        people = f"{NAME} {NUMBER}\n{NAME} {OTHER_NUMBER}\n\n{NAME} {NUMBER[:-1]}4"
        sent = {"people": people, "activity": "flight.business"}
        page = counter.post("/counter/many", sent, headers=ENGLISH, follow=True).content.decode()
        assert page.count("govuk-tag--red") == 1
        assert page.count("govuk-tag--green") == 1
        assert "check digit is wrong" in page

    def test_leads_from_every_line_of_the_longest_list_to_its_answer(self, counter: Client) -> None:
        people = f"{NAME} {NUMBER}\n" * 200
        sent = {"people": people, "activity": "flight.business"}
        page = counter.post("/counter/many", sent, headers=ENGLISH, follow=True).content.decode()
        addresses = re.findall(r'href="(/counter/answers/[^"]+)"', page)
        assert len(addresses) == 200
        for address in (addresses[0], addresses[-1]):
            answer = counter.get(address, headers=ENGLISH)
            assert "frame-answer--restricted" in answer.content.decode()
            assert 'href="/counter/list"' in answer.content.decode()
            assert counter.get(f"{address}/slip", headers=ENGLISH).status_code == 200

    def test_sent_twice_is_asked_once(self, counter: Client, laboratory: Laboratory) -> None:
        sent = {"people": f"{NAME} {NUMBER}", "activity": "flight.business", "key": "a" * 32}
        pages = [counter.post("/counter/many", sent, headers=ENGLISH, follow=True).content for _ in range(2)]
        references = [re.findall(rb'href="/counter/answers/([^"]+)"', page) for page in pages]
        assert references[0] == references[1]

    def test_gone_back_to_and_changed_is_asked_anew(self, counter: Client) -> None:
        sent = {"activity": "flight.business", "key": "a" * 32}
        pages = [
            counter.post("/counter/many", {**sent, "people": f"{NAME} {number}"}, headers=ENGLISH, follow=True)
            for number in (OTHER_NUMBER, NUMBER)
        ]
        assert "govuk-tag--green" in pages[0].content.decode()
        assert "govuk-tag--red" in pages[1].content.decode()

    def test_comes_back_until_the_counter_signs_out(self, counter: Client) -> None:
        sent = {"people": f"{NAME} {NUMBER}", "activity": "flight.business"}
        counter.post("/counter/many", sent, headers=ENGLISH)
        page = counter.get("/counter/list", headers=ENGLISH).content.decode()
        assert f"{NAME} {NUMBER[:3]}…{NUMBER[-2:]}" in page
        assert NUMBER not in page
        assert NUMBER not in str(Session.objects.get().get_decoded())
        counter.post("/counter/sign-out", headers=HOST)
        counter.post("/counter/sign-in", {"credential": CREDENTIAL}, headers=HOST)
        assert counter.get("/counter/list", headers=HOST)["Location"] == "/counter/many"

    def test_offers_the_lines_without_an_answer_to_be_mended(self, counter: Client) -> None:
        sent = {"people": f"{NAME} {NUMBER}\n{NAME} {NUMBER[:-1]}4", "activity": "flight.business"}
        page = counter.post("/counter/many", sent, headers=ENGLISH, follow=True).content.decode()
        assert "Mend lines without an answer (1)" in page
        again = counter.get("/counter/many?again=1", headers=ENGLISH).content.decode()
        assert f"{NUMBER[:-1]}4" in again
        assert NUMBER not in again

    @pytest.mark.parametrize(
        ("people", "activity"), [("", "flight.business"), ("张三\n" * 201, "flight.business"), ("张三", "")]
    )
    def test_says_what_to_mend(self, counter: Client, people: str, activity: str) -> None:
        sent = {"people": people, "activity": activity}
        assert counter.post("/counter/many", sent, headers=HOST).status_code == 422


class TestHistory:
    def test_shows_this_credentials_own(self, counter: Client, credential: Credential) -> None:
        for own in (credential, Credential(pk=credential.institution_id)):
            CheckRecord.objects.create(
                reference=own.pk,
                at=timezone.now(),
                institution_id=credential.institution_id,
                credential_id=own.pk,
                http_code=200,
                activity="flight.business",
                decision="permitted",
                list_version=1,
            )
        page = counter.get("/counter/history", headers=ENGLISH).content.decode()
        assert credential.pk.hex in page
        assert credential.institution_id.hex not in page
