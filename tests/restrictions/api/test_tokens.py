import base64
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from joserfc import jwt
from joserfc.jwk import ECKey

from blacklist.law.refusals import Refusal
from restrictions.check import gate
from restrictions.check.gate import Caller
from restrictions.check.index import Index, current_generation, generation_folder
from restrictions.check.tokens import Tokens, token_secrets
from restrictions.follower import Follower
from restrictions.services import credentials, institutions
from tests.factories import institutions as factory
from tests.factories.clock import AT
from tests.restrictions.check.laboratory import KEYS

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
GRANT = {"grant_type": "client_credentials"}


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


def basic(name: str, secret: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()}


def ask(
    client: Client,
    issued: credentials.Issued | None = None,
    form: Any = GRANT,
    headers: dict[str, str] | None = None,
) -> Any:
    if issued is not None:
        headers = basic(issued.credential.prefix, issued.secret)
    body = form if isinstance(form, str) else urlencode(form)
    return client.post("/oauth2/token", body, content_type=FORM, headers=headers)


@pytest.fixture
def issued() -> credentials.Issued:
    return credentials.issue(factory.enrolled())


class TestToken:
    def test_is_for_all_the_credential_covers(self, client: Client, issued: credentials.Issued) -> None:
        answer = ask(client, issued)
        assert answer.status_code == 200, answer.content
        shown = answer.json()
        assert (shown["token_type"], shown["expires_in"]) == ("Bearer", 600)
        assert shown["scope"] == "flight.economy flight.business flight.first"
        assert answer["Cache-Control"] == "no-store"
        assert "refresh_token" not in shown

    def test_is_verified_by_the_published_keys(self, client: Client, issued: credentials.Issued) -> None:
        token = ask(client, issued).json()["access_token"]
        [key] = client.get("/.well-known/jwks.json").json()["keys"]
        assert "d" not in key
        read = jwt.decode(token, ECKey.import_key(key), algorithms=["ES256"])
        assert (read.header["kid"], read.header["typ"]) == (key["kid"], "at+jwt")
        assert read.claims["exp"] - read.claims["iat"] == 600
        assert read.claims["client_id"] == issued.credential.pk.hex

    def test_may_be_for_less(self, client: Client, issued: credentials.Issued) -> None:
        shown = ask(client, issued, {**GRANT, "scope": "flight.first"}).json()
        assert shown["scope"] == "flight.first"

    def test_takes_a_space_as_it_is(self, client: Client, issued: credentials.Issued) -> None:
        """``curl -d`` encodes nothing."""
        answer = ask(client, issued, "grant_type=client_credentials&scope=flight.business flight.first")
        assert answer.json()["scope"] == "flight.business flight.first"

    def test_takes_id_and_secret_in_the_form_too(self, client: Client, issued: credentials.Issued) -> None:
        form = {**GRANT, "client_id": issued.credential.prefix, "client_secret": issued.secret}
        assert ask(client, form=form).status_code == 200
        twice = ask(client, issued, form)
        assert (twice.status_code, twice.json()["error"]) == (401, "invalid_client")

    @pytest.mark.parametrize(
        ("form", "status", "error"),
        [
            ({}, 400, "invalid_request"),
            ({"grant_type": "password"}, 400, "unsupported_grant_type"),
            ({**GRANT, "scope": "hotel.star_rated"}, 400, "invalid_scope"),
            ("grant_type=client_credentials&grant_type=client_credentials", 400, "invalid_request"),
            ("{", 400, "invalid_request"),
            ("grant_type=%ff", 400, "unsupported_grant_type"),
        ],
    )
    def test_refuses(self, client: Client, issued: credentials.Issued, form: Any, status: int, error: str) -> None:
        answer = ask(client, issued, form)
        assert (answer.status_code, answer.json()["error"]) == (status, error)

    def test_refuses_a_secret_in_the_address(self, client: Client, issued: credentials.Issued) -> None:
        sent = urlencode({**GRANT, "client_id": issued.credential.prefix, "client_secret": issued.secret})
        answer = client.post(f"/oauth2/token?{sent}", "", content_type=FORM)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")

    @pytest.mark.parametrize(
        "header",
        ["", "Basic", "Basic !!", "Basic 5byg", "Basic Og==", "Bearer x", "Basic " + "x" * 5000],
    )
    def test_refuses_who_shows_nothing(self, client: Client, header: str) -> None:
        answer = ask(client, headers={"Authorization": header} if header else None)
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
        assert "access_token" not in answer.json()

    def test_refuses_a_credential_that_is_not_good(self, client: Client, issued: credentials.Issued) -> None:
        assert ask(client, headers=basic("rc_0000000000", issued.secret)).status_code == 401
        assert ask(client, headers=basic(issued.credential.prefix, issued.secret + "x")).status_code == 401
        institutions.suspend(issued.credential.institution)
        assert ask(client, issued).status_code == 401
        institutions.resume(issued.credential.institution)
        credentials.limit(issued.credential, after=timedelta(), at=AT)
        assert ask(client, issued).status_code == 401
        other = credentials.issue(issued.credential.institution)
        credentials.revoke(other.credential, at=AT)
        assert ask(client, other).status_code == 401

    def test_leaves_no_secret_in_the_log(
        self, client: Client, issued: credentials.Issued, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.INFO)
        token = ask(client, issued).json()["access_token"]
        assert token not in caplog.text
        assert issued.secret not in caplog.text

    def test_lets_in_where_a_credential_does(self, client: Client, issued: credentials.Issued) -> None:
        token = ask(client, issued).json()["access_token"]
        body, bearer = {"reference": "0" * 32}, {"Authorization": f"Bearer {token}"}
        for expected in (404, 401):
            answer = client.post("/v1/exemptions/use", body, content_type="application/json", headers=bearer)
            assert answer.status_code == expected
            credentials.revoke(issued.credential, at=AT) if expected == 404 else None


class TestNode:
    def known(self, root: Path, token: str) -> Caller | None:
        follower = Follower(root, KEYS)
        follower.step()
        follower.close()
        tokens = Tokens(token_secrets(settings.KEYS_DIR))
        with Index(generation_folder(root, current_generation(root) or 0)) as opened, opened.reading() as view:
            try:
                return gate.identify(view, [f"Bearer {token}"], tokens, now_ms=int(AT.timestamp() * 1000))
            except Refusal:
                return None

    def test_refuses_a_token_by_the_poll_that_hears_of_its_credentials_end(
        self, client: Client, issued: credentials.Issued, tmp_path: Path
    ) -> None:
        other = credentials.issue(issued.credential.institution)
        token, another = (ask(client, one).json()["access_token"] for one in (issued, other))
        caller = self.known(tmp_path, token)
        assert caller is not None
        assert caller.credential == issued.credential.pk.bytes
        credentials.revoke(issued.credential, at=AT)
        assert self.known(tmp_path, token) is None
        assert self.known(tmp_path, another) is not None
