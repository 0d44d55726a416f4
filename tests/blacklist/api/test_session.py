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
from tests.blacklist.api.contract import ask
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
    return officers.enrol(username="president", name="示范院长", court_code=people.COURT, duties=[Duty.SIGN], at=AT)


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


class TestRenewFactor:
    FACTOR = f"{ADDRESS}/factor"

    @pytest.fixture
    def signed_in(self, stranger: APIClient, enrolled: Enrolled) -> APIClient:
        stranger.credentials(HTTP_AUTHORIZATION=f"Bearer {sign_in(stranger, enrolled).json()['token']}")
        return stranger

    def give(self, client: APIClient, code: str) -> Any:
        return client.post(self.FACTOR, {"code": code}, format="json")

    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert self.give(stranger, "000000").status_code == 401

    def test_lets_the_session_sign_again(self, signed_in: APIClient, enrolled: Enrolled) -> None:
        row, later = listings.proposed(), AT + timedelta(minutes=6)
        with time_machine.travel(later, tick=False):
            stale = ask(signed_in, f"/court/v1/listings/{row.pk}/sign", {})
            assert stale.json()["code"] == "second-factor-stale"
            renewed = self.give(signed_in, code_of(enrolled.totp_secret, later=12))
            assert (renewed.status_code, renewed.json()["second_factor_at"]) == (200, "2026-11-16T02:06:00Z")
            assert ask(signed_in, f"/court/v1/listings/{row.pk}/sign", {}).status_code == 200

    def test_refuses_a_code_used_before(self, signed_in: APIClient, enrolled: Enrolled) -> None:
        """RFC 6238 §5.2: the one that opened the session, too."""
        answer = self.give(signed_in, code_of(enrolled.totp_secret))
        assert (answer.status_code, answer.json()["code"]) == (403, "second-factor-wrong")

    def test_counts_wrong_codes_towards_the_lock_out(self, signed_in: APIClient, enrolled: Enrolled) -> None:
        for _ in range(10):
            assert self.give(signed_in, "000000").status_code == 403
        right = code_of(enrolled.totp_secret, later=1)
        assert self.give(signed_in, right).json()["code"] == "second-factor-wrong"
        assert sign_in(APIClient(), enrolled, code=right).status_code == 401

    def test_leaves_the_session_open_when_the_code_is_wrong(self, signed_in: APIClient) -> None:
        self.give(signed_in, "000000")
        assert signed_in.get("/court/v1/me").status_code == 200


class TestMe:
    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert stranger.get("/court/v1/me").status_code == 401

    def test_says_who_calls(self, caller: CallerOf) -> None:
        clerk = people.clerk()
        shown = caller(clerk).get("/court/v1/me").json()
        assert shown["officer"] == {
            "username": clerk.username,
            "name": clerk.name,
            "court": people.COURT,
            "duties": ["read", "register", "serve"],
        }
        assert (shown["second_factor_at"], shown["expires_at"]) == ("2026-11-16T02:00:00Z", "2026-11-16T03:00:00Z")


class TestAcceptInvitation:
    ACCEPT = "/court/v1/invitations/accept"

    @pytest.fixture
    def secret(self) -> str:
        newcomer = officers.Newcomer("newcomer", "示范", people.COURT, frozenset({Duty.READ}))
        return officers.invite(newcomer, note="新进人员。", by=people.administrator(), at=AT).secret

    def accept(self, client: APIClient, **body: Any) -> Any:
        return client.post(self.ACCEPT, body, format="json")

    def test_leads_to_an_account_that_signs_in(self, stranger: APIClient, secret: str) -> None:
        accepted = self.accept(stranger, secret=secret, password="a long pass phrase of mine")
        assert (accepted.status_code, accepted.json()["username"]) == (201, "newcomer")
        body = {
            "username": "newcomer",
            "password": "a long pass phrase of mine",
            "code": code_of(accepted.json()["totp_secret"]),
        }
        assert stranger.post(ADDRESS, body, format="json").status_code == 201

    def test_refuses_a_secret_that_nobody_was_given(self, stranger: APIClient) -> None:
        answer = self.accept(stranger, secret="guessed", password="a long pass phrase of mine")
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")

    def test_refuses_a_weak_password_without_repeating_it(self, stranger: APIClient, secret: str) -> None:
        answer = self.accept(stranger, secret=secret, password="password1234")
        assert (answer.status_code, answer.json()["code"]) == (422, "password-weak")
        assert "password1234" not in answer.content.decode()

    def test_refuses_another_shape(self, stranger: APIClient, secret: str) -> None:
        assert self.accept(stranger, secret=secret).json()["code"] == "field-required"
        assert self.accept(stranger, secret=secret, password=1).json()["code"] == "wrong-type"
