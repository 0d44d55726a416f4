from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from blacklist.models import Officer, OfficerSession
from blacklist.services import officers
from blacklist.services.officers import Enrolled
from tests.blacklist.api.conftest import CallerOf
from tests.factories import listings, people
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db
ADDRESS = "/court/v1/session"


def code_of(secret: str, *, later: int = 0) -> str:
    """Return the one-time code ``later`` steps of thirty seconds from now."""
    return str(format_hotp_value(hotp_value(secret, int(AT.timestamp()) // 30 + later)))


@pytest.fixture
def enrolled() -> Enrolled:
    people.court()
    return officers.enrol(username="president", name="示范院长", court_code=people.COURT, duties=[Duty.SIGN])


def sign_in(client: APIClient, enrolled: Enrolled, **changes: Any) -> Any:
    body = {
        "username": enrolled.officer.username,
        "password": enrolled.password,
        "code": code_of(enrolled.totp_secret),
        **changes,
    }
    return client.post(ADDRESS, body, format="json")


class TestOpen:
    @pytest.mark.parametrize("changes", [{"username": "nobody"}, {"password": "wrong"}, {"code": "000000"}])
    def test_refuses_alike_whatever_is_wrong(
        self, stranger: APIClient, enrolled: Enrolled, changes: dict[str, str]
    ) -> None:
        answer = sign_in(stranger, enrolled, **changes)
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
        assert answer["WWW-Authenticate"] == "Bearer"
        assert answer.json()["errors"] == []

    def test_refuses_a_suspended_officer(self, stranger: APIClient, enrolled: Enrolled) -> None:
        Officer.objects.update(state="suspended")
        assert sign_in(stranger, enrolled).status_code == 401

    def test_refuses_a_code_used_before(self, stranger: APIClient, enrolled: Enrolled) -> None:
        """RFC 6238 §5.2."""
        assert sign_in(stranger, enrolled).status_code == 201
        assert sign_in(stranger, enrolled).status_code == 401

    def test_refuses_a_code_older_than_one_used(self, stranger: APIClient, enrolled: Enrolled) -> None:
        assert sign_in(stranger, enrolled).status_code == 201
        older = code_of(enrolled.totp_secret, later=-1)
        assert sign_in(stranger, enrolled, code=older).status_code == 401

    def test_locks_out_after_ten_failures_even_with_the_right_code(
        self, stranger: APIClient, enrolled: Enrolled
    ) -> None:
        for _ in range(10):
            assert sign_in(stranger, enrolled, password="wrong").status_code == 401
        answer = sign_in(stranger, enrolled)
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")

    def test_counts_wrong_codes_as_failures(self, stranger: APIClient, enrolled: Enrolled) -> None:
        for _ in range(10):
            sign_in(stranger, enrolled, code="000000")
        assert sign_in(stranger, enrolled).status_code == 401

    def test_opens_again_a_quarter_of_an_hour_later(self, stranger: APIClient, enrolled: Enrolled) -> None:
        for _ in range(10):
            sign_in(stranger, enrolled, password="wrong")
        with time_machine.travel(AT + timedelta(minutes=16), tick=False):
            code = code_of(enrolled.totp_secret, later=32)
            assert sign_in(stranger, enrolled, code=code).status_code == 201

    @pytest.mark.parametrize(
        ("changes", "code"), [({"code": 123456}, "wrong-type"), ({"remember": True}, "unknown-field")]
    )
    def test_refuses_another_shape(
        self, stranger: APIClient, enrolled: Enrolled, changes: dict[str, Any], code: str
    ) -> None:
        answer = sign_in(stranger, enrolled, **changes)
        assert (answer.status_code, answer.json()["code"]) == (400, code)

    def test_opens_a_session(self, stranger: APIClient, enrolled: Enrolled) -> None:
        answer = sign_in(stranger, enrolled)
        shown = answer.json()
        assert answer.status_code == 201
        assert shown["officer"] == {
            "username": "president",
            "name": "示范院长",
            "court": people.COURT,
            "duties": ["sign"],
        }
        assert (shown["second_factor_at"], shown["expires_at"]) == ("2026-11-16T02:00:00Z", "2026-11-16T12:00:00Z")

    def test_opens_one_for_who_still_sends_an_old_token(self, stranger: APIClient, enrolled: Enrolled) -> None:
        stranger.credentials(HTTP_AUTHORIZATION="Bearer long-gone")
        assert sign_in(stranger, enrolled).status_code == 201

    def test_keeps_only_a_digest_of_the_token(self, stranger: APIClient, enrolled: Enrolled) -> None:
        token = sign_in(stranger, enrolled).json()["token"]
        assert token.encode() not in bytes(OfficerSession.objects.get().token_digest)

    def test_gives_a_token_that_signs(self, stranger: APIClient, enrolled: Enrolled) -> None:
        token = sign_in(stranger, enrolled).json()["token"]
        stranger.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        row = listings.proposed()
        assert stranger.post(f"/court/v1/listings/{row.pk}/sign").status_code == 200


class TestUse:
    @pytest.mark.parametrize("header", ["Bearer", "Bearer nonsense", "Basic dXNlcjpwYXNz", "nonsense"])
    def test_refuses_any_other_header(self, stranger: APIClient, header: str) -> None:
        answer = stranger.get("/court/v1/cases", HTTP_AUTHORIZATION=header)
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")

    def test_refuses_a_session_that_ran_out(self, caller: CallerOf) -> None:
        client = caller(people.clerk())
        with time_machine.travel(AT + timedelta(hours=1), tick=False):
            assert client.get("/court/v1/cases").status_code == 401

    def test_refuses_the_session_of_an_officer_suspended_meanwhile(self, caller: CallerOf) -> None:
        client = caller(people.clerk())
        Officer.objects.update(state="suspended")
        assert client.get("/court/v1/cases").status_code == 401


class TestClose:
    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert stranger.delete(ADDRESS).status_code == 401

    def test_ends_the_session(self, caller: CallerOf) -> None:
        client = caller(people.clerk())
        assert client.delete(ADDRESS).status_code == 204
        assert client.get("/court/v1/cases").status_code == 401
