"""Share codes from the own record to an institution's counter: what is shown, to whom, how often, and what never is."""

import re
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from blacklist.models import Person, ShareCode
from blacklist.services import persons, record_codes
from config.pace import Pace
from config.sharing import opening
from restrictions.models import CheckRecord, Credential
from restrictions.web.desk import open_desk
from tests.factories import listings, orders, people
from tests.factories.clock import AT
from tests.restrictions.check.laboratory import CREDENTIAL, NUMBER, Laboratory
from tests.restrictions.web.standing_by import enrolled

pytestmark = pytest.mark.django_db
ENGLISH: dict[str, Any] = {"host": "localhost", "accept-language": "en"}
CHINESE: dict[str, Any] = {"host": "localhost", "accept-language": "zh-CN"}
UNLISTED = "110000199001010013"
NO_GOOD = "This code is wrong, used, revoked"


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count the tries of each test for themselves."""
    monkeypatch.setattr(opening, "TRIES", Pace(f"test-{uuid.uuid4().hex}", most=10, seconds=3600))


@pytest.fixture
def laboratory(tmp_path: Path) -> Iterator[Laboratory]:
    """A node that answers the counter of this process."""
    made = Laboratory(tmp_path)
    open_desk(made.node.check)
    yield made
    open_desk(None)
    made.close()


@pytest.fixture
def person() -> Person:
    """Somebody on file here of whom the node knows nothing."""
    return people.person(birth_date=date(1979, 1, 1), name="测试甲")


@pytest.fixture
def nobody() -> Client:
    """The browser of somebody of whom nothing is recorded, in that record."""
    return entered_with(UNLISTED)


@pytest.fixture
def own(person: Person) -> Client:
    """The person's browser, in the own record."""
    return entered(person)


@pytest.fixture
def counter(laboratory: Laboratory) -> Client:
    """An institution's browser, signed in at the counter."""
    enrolled("flight.business", "hotel.star_rated")
    return signed_in()


def entered(person: Person) -> Client:
    return entered_with(person.documents.get().number)


def entered_with(number: str) -> Client:
    client = Client()
    issued = record_codes.issue(
        document_type="resident_id", number=number, issuer=None, by=people.clerk(), at=timezone.now()
    )
    client.post("/my-record/code", {"code": issued.code}, headers=ENGLISH)
    return client


def signed_in() -> Client:
    client = Client()
    client.post("/counter/sign-in", {"credential": CREDENTIAL}, headers=ENGLISH)
    return client


def make(own: Client, **typed: str) -> Any:
    sent = {"activity": "hotel.star_rated", "on": "", "term": "day", "name_shown": "masked"} | typed
    return own.post("/share/mine", sent, headers=ENGLISH)


def code_from(own: Client, **typed: str) -> str:
    found = re.search(r"<code>((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})</code>", make(own, **typed).content.decode())
    assert found
    return found[1]


def show(counter: Client, code: str, *, headers: Any = ENGLISH) -> Any:
    return counter.post("/share/", {"code": code}, headers=headers, follow=True)


class TestMine:
    def test_leads_strangers_to_the_entrance(self, client: Client) -> None:
        for answer in (client.get("/share/mine", headers=ENGLISH), make(client)):
            assert answer["Location"] == "/my-record/code"

    def test_is_reached_from_the_own_record(self, own: Client) -> None:
        assert 'href="/share/mine"' in own.get("/my-record/", headers=ENGLISH).content.decode()

    def test_shows_a_code_once(self, own: Client) -> None:
        code = code_from(own)
        page = own.get("/share/mine", headers=ENGLISH)
        assert code not in page.content.decode()
        assert "Revoke" in page.content.decode()
        assert page["Cache-Control"] == "no-store"
        assert not any(code in str(row.get_decoded()) for row in Session.objects.all())

    def test_offers_nothing_that_a_measure_bears_on(self) -> None:
        own = entered(orders.in_force().restricted_persons.get().person)
        assert 'value="flight.business"' not in own.get("/share/mine", headers=ENGLISH).content.decode()
        answer = make(own, activity="flight.business")
        assert answer.status_code == 422
        assert "A measure bears on this" in answer.content.decode()
        assert not ShareCode.objects.exists()

    def test_offers_flights_to_who_is_listed_without_an_order(self) -> None:
        page = entered(listings.active().debtor).get("/share/mine", headers=ENGLISH).content.decode()
        assert 'value="flight.business"' in page
        assert 'value="credit.loan"' not in page

    @pytest.mark.parametrize(
        "typed", [{"activity": ""}, {"on": "2026-02-30"}, {"on": "soon"}, {"on": "2020-01-01"}, {"term": "month"}]
    )
    def test_says_what_to_mend_and_keeps_what_was_typed(self, own: Client, typed: dict[str, str]) -> None:
        answer = make(own, **typed)
        assert answer.status_code == 422
        assert "govuk-error-message" in answer.content.decode()
        assert not ShareCode.objects.exists()

    def test_makes_five_at_a_time(self, own: Client) -> None:
        assert [make(own).status_code for _ in range(6)] == [200] * 5 + [422]

    def test_makes_one_for_who_is_on_no_file_and_says_who_they_are(self, nobody: Client, counter: Client) -> None:
        page = nobody.get("/share/mine", headers=ENGLISH).content.decode()
        assert "Nothing is recorded about you" in page
        code = code_from(nobody, name="测试乙", number=UNLISTED)
        assert UNLISTED not in nobody.get("/share/mine", headers=ENGLISH).content.decode()
        page = show(counter, code).content.decode()
        assert "Permitted" in page
        assert "测**" in page
        assert UNLISTED not in page

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"name": "", "number": UNLISTED}, "Enter the name"),
            ({"name": "测试乙"}, "Fill this in"),
            ({"name": "测试乙", "number": UNLISTED[:-1] + "4"}, "check digit is wrong"),
            ({"name": "测试乙", "number": "110000199002020010"}, "not the number of the document"),
        ],
    )
    def test_makes_none_by_another_document(self, nobody: Client, typed: dict[str, str], said: str) -> None:
        answer = make(nobody, **typed)
        assert answer.status_code == 422
        assert answer.content.decode().count(said) == 2
        assert not ShareCode.objects.exists()

    def test_speaks_chinese(self, own: Client) -> None:
        assert "证明没有受限制" in own.get("/share/mine", headers=CHINESE).content.decode()


class TestRevoke:
    def test_takes_a_code_back(self, own: Client, counter: Client) -> None:
        code = code_from(own)
        own.post(f"/share/mine/{ShareCode.objects.get().pk}/revoke", headers=ENGLISH)
        assert "Revoked" in own.get("/share/mine", headers=ENGLISH).content.decode()
        assert NO_GOOD in show(counter, code).content.decode()

    def test_leaves_other_peoples_codes_alone(self, own: Client) -> None:
        code_from(own)
        stranger = entered(people.person(birth_date=date(1978, 1, 1)))
        stranger.post(f"/share/mine/{ShareCode.objects.get().pk}/revoke", headers=ENGLISH)
        assert ShareCode.objects.get().revoked_at is None


class TestOpen:
    def test_leads_strangers_to_the_counters_entrance(self, client: Client) -> None:
        assert client.get("/share/", headers=ENGLISH)["Location"] == "/counter/sign-in"
        assert 'action="/counter/sign-in"' in client.post("/share/", {"code": "x"}, headers=ENGLISH).content.decode()

    @pytest.mark.law("D-min")
    def test_shows_the_answer_and_the_masked_name_and_nothing_else(
        self, own: Client, counter: Client, person: Person
    ) -> None:
        answer = show(counter, code_from(own))
        page = answer.content.decode()
        assert "Permitted" in page
        assert "测**" in page
        assert person.name not in page
        assert person.documents.get().number not in page
        assert answer["Cache-Control"] == "no-store"

    def test_shows_the_whole_name_where_its_holder_chose_so(self, own: Client, counter: Client) -> None:
        assert "测试甲" in show(counter, code_from(own, name_shown="full")).content.decode()

    def test_puts_no_code_into_an_address(self, own: Client, counter: Client) -> None:
        code = code_from(own)
        assert not any(code in address for address, _ in show(counter, code).redirect_chain)
        by_address = counter.get("/share/", {"code": code}, headers=ENGLISH)
        assert code not in by_address.content.decode()
        assert ShareCode.objects.get().used_at is not None

    def test_is_a_check_of_the_institutions_own(
        self, own: Client, counter: Client, laboratory: Laboratory, person: Person
    ) -> None:
        show(counter, code_from(own))
        [record] = laboratory.records()
        assert (record.decision, record.activity) == ("permitted", "hotel.star_rated")
        page = own.get("/share/mine", headers=ENGLISH).content.decode()
        assert "Used" in page
        assert Credential.objects.get().institution.name in page

    def test_is_good_once(self, own: Client, counter: Client) -> None:
        code = code_from(own)
        assert "Permitted" in show(counter, code).content.decode()
        assert NO_GOOD in show(counter, code).content.decode()

    @pytest.mark.law("D-min")
    def test_says_of_who_was_restricted_meanwhile_no_more_than_of_a_wrong_code(
        self, counter: Client, laboratory: Laboratory
    ) -> None:
        """The court's tables here know of no measure yet; the node does, as of now."""
        particulars = persons.Particulars("张三", "resident_id", NUMBER, birth_date=date(1990, 1, 1))
        own = entered(persons.register(particulars, by=people.clerk(), at=AT))
        code = code_from(own, activity="flight.business")
        wrong = show(counter, "7K3M-9QPT-2W5C-8DRX")
        barred = show(counter, code)
        assert (barred.status_code, barred.redirect_chain) == (wrong.status_code, wrong.redirect_chain)
        assert barred.content.decode().count(NO_GOOD) == wrong.content.decode().count(NO_GOOD) == 2
        for said in ("Restricted", "张", "京0105"):
            assert said not in barred.content.decode()
        assert [record.decision for record in laboratory.records()] == ["restricted"]
        assert "it proved nothing" in own.get("/share/mine", headers=ENGLISH).content.decode()

    @pytest.mark.law("D-min")
    def test_tells_it_in_no_history_either(self, counter: Client) -> None:
        credential = Credential.objects.get()
        for decision, reference in (("restricted", "share-code"), ("permitted", "share-code"), ("restricted", "PNR-7")):
            CheckRecord.objects.create(
                reference=uuid.uuid4(),
                at=timezone.now(),
                institution_id=credential.institution_id,
                credential_id=credential.pk,
                http_code=200,
                activity="hotel.star_rated",
                decision=decision,
                effect="barred" if decision == "restricted" else "",
                reason="order_in_force" if decision == "restricted" else "",
                client_reference=reference,
                list_version=1,
            )
        page = counter.get("/counter/history", headers=ENGLISH).content.decode()
        assert page.count("Restricted") == 1
        assert page.count("Permitted") == 1

    def test_is_not_for_what_the_institution_may_not_ask(self, own: Client, counter: Client) -> None:
        assert NO_GOOD in show(counter, code_from(own, activity="credit.loan")).content.decode()
        assert ShareCode.objects.get().opened_at is None

    def test_stays_good_when_there_is_no_answer(self, own: Client, counter: Client, laboratory: Laboratory) -> None:
        code = code_from(own)
        laboratory.confirm(as_of=laboratory.now, confirmed_ns=0)
        assert "cannot be confirmed" in show(counter, code).content.decode()
        open_desk(None)
        assert "not available" in show(counter, code).content.decode()
        laboratory.confirm()
        open_desk(laboratory.node.check)
        assert "Permitted" in show(counter, code).content.decode()

    def test_may_be_wrong_only_so_often(self, own: Client, counter: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(opening, "TRIES", Pace(f"test-{uuid.uuid4().hex}", most=2, seconds=3600))
        tries = [show(counter, "7K3M-9QPT-2W5C-8DRX").status_code for _ in range(3)]
        assert tries == [422, 422, 429]
        assert show(counter, code_from(own)).status_code == 429
        assert ShareCode.objects.get().opened_at is None

    def test_runs_out(self, own: Client, counter: Client) -> None:
        code = code_from(own)
        ago = timezone.now() - timedelta(hours=25)
        ShareCode.objects.update(made_at=ago, expires_at=ago + timedelta(hours=24))
        assert NO_GOOD in show(counter, code).content.decode()
        assert "Ran out" in own.get("/share/mine", headers=ENGLISH).content.decode()

    def test_speaks_chinese(self, own: Client, counter: Client) -> None:
        page = show(counter, code_from(own), headers=CHINESE).content.decode()
        assert "可以办理" in page
        assert "姓名相符才作数" in page


class TestAnswer:
    def test_is_shown_to_the_counter_that_opened_the_code(self, own: Client, counter: Client) -> None:
        (address, _), *_ = show(counter, code_from(own)).redirect_chain
        assert counter.get(address, headers=ENGLISH).status_code == 200
        assert signed_in().get(address, headers=ENGLISH).status_code == 404

    def test_shows_no_check_that_no_code_led_to(self, counter: Client, own: Client) -> None:
        sent = {"person": f"张三 {NUMBER}", "activity": "flight.business"}
        (address, _), *_ = counter.post("/counter/", sent, headers=ENGLISH, follow=True).redirect_chain
        assert counter.get(address.replace("/counter/", "/share/"), headers=ENGLISH).status_code == 404
