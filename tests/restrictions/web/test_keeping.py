"""What was typed at a counter outlives its credential, its session and a crash; sealed, and for who typed it only."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from restrictions.models import Credential
from restrictions.tasks import forget_sessions
from restrictions.web import entrance, keeping
from tests.restrictions.check.laboratory import CREDENTIAL, NAME, NUMBER, Laboratory
from tests.restrictions.web.standing_by import ANOTHERS, enrolled

HEADERS: dict[str, Any] = {"host": "localhost", "accept-language": "en"}
TYPED = {"person": f"{NAME} {NUMBER}", "activity": "hotel.star_rated", "on": "2026-12-01"}
HERE_AGAIN = "is here again"


@pytest.fixture
def counter(client: Client, credential: Credential, laboratory: Laboratory) -> Client:
    """A browser that has signed in at the counter."""
    sign_in(client)
    return client


def sign_in(client: Client, secret: str = CREDENTIAL, **more: str) -> Any:
    return client.post("/counter/sign-in", {"credential": secret, **more}, headers=HEADERS)


def by(credential: Credential) -> str:
    return credential.institution_id.hex


def send(client: Client, credential: Credential, address: str = "/counter/", **typed: str) -> str:
    """Send a form as its page does, and return the page that answers."""
    answered = client.post(address, {"by": by(credential), "address": address, **typed}, headers=HEADERS)
    return str(answered.content.decode())


def kept_in(page: str) -> str:
    found = re.search(r'name="kept" value="([^"]*)"', page)
    assert found is not None
    return unescape(found[1])


def typing(client: Client, credential: Credential, address: str = "/counter/", **typed: str) -> int:
    """Let a page keep what is being typed."""
    sent = {"by": by(credential), "address": address, **typed}
    return int(client.post("/counter/typed", sent, headers=HEADERS).status_code)


def shown(client: Client, address: str = "/counter/") -> str:
    return str(client.get(address, headers=HEADERS).content.decode())


def everything_stored() -> str:
    """Return what the sessions hold, as who copies the database could read it."""
    return " ".join(str(row.get_decoded()) for row in Session.objects.all())


class TestSentWithoutASession:
    @pytest.mark.parametrize("ended", ["credential", "session"])
    def test_comes_back_after_signing_in(self, counter: Client, credential: Credential, ended: str) -> None:
        if ended == "session":
            Session.objects.all().delete()
        else:
            Credential.objects.update(valid_until=timezone.now() - timedelta(seconds=1))
        page = send(counter, credential, **TYPED)
        assert "What you typed is not lost" in page
        Credential.objects.update(valid_until=None)
        assert sign_in(counter, kept=kept_in(page))["Location"] == "/counter/"
        page = shown(counter)
        assert HERE_AGAIN in page
        assert TYPED["person"] in page
        assert 'value="hotel.star_rated" checked' in page
        assert 'value="2026-12-01"' in page

    def test_comes_back_where_it_was_typed(self, counter: Client, credential: Credential) -> None:
        Session.objects.all().delete()
        page = send(counter, credential, "/counter/many", people=f"{NAME} {NUMBER}\n{NAME}")
        assert sign_in(counter, kept=kept_in(page))["Location"] == "/counter/many"
        assert f"{NAME} {NUMBER}\n{NAME}</textarea>" in shown(counter, "/counter/many")
        assert NUMBER not in shown(counter)

    def test_outlives_a_wrong_credential(self, counter: Client, credential: Credential) -> None:
        Session.objects.all().delete()
        kept = kept_in(send(counter, credential, **TYPED))
        assert kept_in(sign_in(counter, "wrong", kept=kept).content.decode()) == kept

    def test_is_unreadable_and_stored_nowhere_meanwhile(self, counter: Client, credential: Credential) -> None:
        Session.objects.all().delete()
        page = send(counter, credential, **TYPED)
        assert NUMBER not in page
        assert NAME not in page
        assert Session.objects.count() == 0

    def test_is_for_nobody_else(self, counter: Client, credential: Credential) -> None:
        enrolled("flight.business", secret=ANOTHERS)
        Session.objects.all().delete()
        kept = kept_in(send(counter, credential, **TYPED))
        assert sign_in(counter, ANOTHERS, kept=kept)["Location"] == "/counter/"
        assert NUMBER not in shown(counter)

    @pytest.mark.parametrize("kept", ["", "x", "密", "gAAAAA"])
    def test_made_up_is_nothing(self, counter: Client, kept: str) -> None:
        assert sign_in(counter, kept=kept)["Location"] == "/counter/"
        assert HERE_AGAIN not in shown(counter)

    def test_too_late_is_nothing(
        self, counter: Client, credential: Credential, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(keeping, "KEPT", timedelta(seconds=-61))  # clocks may differ by a minute
        kept = kept_in(send(Client(), credential, **TYPED))
        sign_in(counter, kept=kept)
        assert HERE_AGAIN not in shown(counter)


class TestTyping:
    def test_comes_back_after_a_crash_of_the_browser(self, counter: Client, credential: Credential) -> None:
        assert typing(counter, credential, **TYPED) == 204
        del counter.cookies["sessionid"]
        assert sign_in(counter)["Location"] == "/counter/"
        assert TYPED["person"] in shown(counter)

    def test_holds_the_newest(self, counter: Client, credential: Credential) -> None:
        for name in ("张", "张三", NAME):
            typing(counter, credential, person=name)
        assert f"{NAME}</textarea>" in shown(counter)
        assert Session.objects.count() == 2

    def test_is_over_when_it_is_sent(self, counter: Client, credential: Credential) -> None:
        typing(counter, credential, **TYPED)
        send(counter, credential, **TYPED)
        assert HERE_AGAIN not in shown(counter)
        assert Session.objects.count() == 1

    def test_is_over_when_a_list_is_sent(self, counter: Client, credential: Credential) -> None:
        typing(counter, credential, "/counter/many", people=NAME)
        send(counter, credential, "/counter/many", people=NAME, activity="flight.business")
        assert HERE_AGAIN not in shown(counter, "/counter/many")

    @pytest.mark.parametrize("address", ["/counter/", "/counter/many", "/share/"])
    def test_can_be_discarded(self, counter: Client, credential: Credential, address: str) -> None:
        typing(counter, credential, address, person=NAME, people=NAME, code="7K3M")
        assert HERE_AGAIN in shown(counter, address)
        assert counter.post(address, {"discard": "1"}, headers=HEADERS)["Location"] == address
        assert HERE_AGAIN not in shown(counter, address)

    def test_is_over_when_the_counter_signs_out(self, counter: Client, credential: Credential) -> None:
        typing(counter, credential, **TYPED)
        counter.post("/counter/sign-out", headers=HEADERS)
        sign_in(counter)
        assert HERE_AGAIN not in shown(counter)

    def test_is_for_nobody_else(self, counter: Client, credential: Credential) -> None:
        enrolled("flight.business", secret=ANOTHERS)
        typing(counter, credential, **TYPED)
        sign_in(counter, ANOTHERS)
        assert NUMBER not in shown(counter)

    def test_is_stored_sealed(self, counter: Client, credential: Credential) -> None:
        typing(counter, credential, **TYPED)
        stored = everything_stored()
        assert keeping.KEY in stored
        assert NUMBER not in stored
        assert NAME not in stored
        assert entrance.box().decrypt(keeping_of(counter))

    def test_of_a_stranger_is_kept_nowhere(self, credential: Credential) -> None:
        assert typing(Client(), credential, **TYPED) == 204
        assert Session.objects.count() == 0

    @pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example", ""])
    def test_is_kept_for_no_address_elsewhere(self, counter: Client, credential: Credential, address: str) -> None:
        typing(counter, credential, address, **TYPED)
        assert Session.objects.count() == 1

    def test_too_much_is_not_kept(self, counter: Client, credential: Credential) -> None:
        typing(counter, credential, person="长" * (keeping.LONGEST + 1))
        assert HERE_AGAIN not in shown(counter)

    def test_names_its_row_to_this_browsers_requests_only(self, counter: Client, credential: Credential) -> None:
        typing(counter, credential, **TYPED)
        cookie = counter.cookies[keeping.COOKIE]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"
        assert 0 < int(cookie["max-age"]) <= keeping.KEPT.total_seconds()


class TestForgetSessions:
    def test_deletes_what_has_ended(self, counter: Client, credential: Credential) -> None:
        typing(counter, credential, **TYPED)
        key = counter.cookies[keeping.COOKIE].value
        Session.objects.filter(pk=key).update(expire_date=timezone.now())
        assert forget_sessions() == 1
        assert Session.objects.count() == 1


def keeping_of(client: Client) -> str:
    """Return what is kept for a browser, as it is stored."""
    row = Session.objects.get(pk=client.cookies[keeping.COOKIE].value)
    return str(row.get_decoded()[keeping.KEY])
