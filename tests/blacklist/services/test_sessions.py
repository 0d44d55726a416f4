"""Sign-in: password and one-time code, each code spent by its use."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import RequestFactory

from blacklist.law.duties import Duty
from blacklist.law.refusals import Refusal
from blacklist.models import Officer, OfficerSession, OfficerState
from blacklist.services import officers, sessions
from tests.factories import people

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 16, 2, 0, 15, tzinfo=UTC)
STEP = timedelta(seconds=30)


@pytest.fixture
def enrolled() -> officers.Enrolled:
    people.court()
    return officers.enrol(username="judge01", name="示范", court_code=people.COURT, duties=[Duty.READ], at=AT)


def code_at(secret: str, at: datetime) -> str:
    return str(format_hotp_value(hotp_value(secret, int(at.timestamp()) // 30)))


def sign_in(enrolled: officers.Enrolled, *, code: str, at: datetime = AT, password: str = "") -> sessions.OpenedSession:
    request = RequestFactory().post("/court/v1/session")
    password = password or enrolled.password
    return sessions.open_session(request, username="judge01", password=password, code=code, at=at)


class TestOpenSession:
    def test_opens_ten_hours_for_password_and_code_and_keeps_no_token(self, enrolled: officers.Enrolled) -> None:
        opened = sign_in(enrolled, code=code_at(enrolled.totp_secret, AT))
        session = OfficerSession.objects.get()
        assert session.expires_at == AT + timedelta(hours=10)
        assert opened.token.encode() not in bytes(session.token_digest)
        assert sessions.find_session(opened.token, at=AT) == session

    def test_says_the_same_for_a_wrong_password_and_a_wrong_code(self, enrolled: officers.Enrolled) -> None:
        right = code_at(enrolled.totp_secret, AT)
        wrong = f"{(int(right) + 1) % 1_000_000:06d}"
        said = []
        for code, password in ((right, "not this one"), (wrong, enrolled.password)):
            with pytest.raises(Refusal) as caught:
                sign_in(enrolled, code=code, password=password)
            said.append((caught.value.code, caught.value.detail))
        assert said[0] == said[1]
        assert said[0][0] == "unauthenticated"


class TestAcceptCode:
    @pytest.mark.parametrize(("steps", "is_accepted"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
    def test_allows_one_step_of_drift(self, enrolled: officers.Enrolled, steps: int, is_accepted: bool) -> None:
        """RFC 6238 §5.2."""
        code = code_at(enrolled.totp_secret, AT + steps * STEP)
        assert sessions.accept_code(enrolled.officer, code, at=AT) is is_accepted

    def test_spends_each_code_and_those_before_it(self, enrolled: officers.Enrolled) -> None:
        """RFC 6238 §5.2: no second use."""
        now, before = code_at(enrolled.totp_secret, AT), code_at(enrolled.totp_secret, AT - STEP)
        assert sessions.accept_code(enrolled.officer, now, at=AT)
        assert not sessions.accept_code(enrolled.officer, now, at=AT)
        assert not sessions.accept_code(enrolled.officer, before, at=AT)

    def test_forgets_what_was_spent_of_another_secret(self, enrolled: officers.Enrolled) -> None:
        assert sessions.accept_code(enrolled.officer, code_at(enrolled.totp_secret, AT), at=AT)
        secret = sessions.enrol_second_factor(enrolled.officer)
        assert sessions.accept_code(enrolled.officer, code_at(secret, AT), at=AT)

    def test_refuses_an_officer_without_a_second_factor(self) -> None:
        assert not sessions.accept_code(people.judge(), "000000", at=AT)


class TestFindSession:
    @pytest.mark.parametrize("end", ["expired", "closed", "suspended", "unknown"])
    def test_knows_no_session_that_has_ended(self, enrolled: officers.Enrolled, end: str) -> None:
        opened = sign_in(enrolled, code=code_at(enrolled.totp_secret, AT))
        at, token = AT, opened.token
        if end == "expired":
            at += timedelta(hours=10)
        elif end == "closed":
            sessions.close_session(opened.session, at=AT)
        elif end == "suspended":
            Officer.objects.update(state=OfficerState.SUSPENDED)
        else:
            token += "x"
        assert sessions.find_session(token, at=at) is None


class TestRequireFreshFactor:
    @pytest.mark.law("D9")
    def test_lets_five_minutes_pass_and_not_more(self, enrolled: officers.Enrolled) -> None:
        session = sign_in(enrolled, code=code_at(enrolled.totp_secret, AT)).session
        sessions.require_fresh_factor(session, at=AT + timedelta(minutes=5))
        with pytest.raises(Refusal) as caught:
            sessions.require_fresh_factor(session, at=AT + timedelta(minutes=5, seconds=1))
        assert caught.value.code == "second-factor-stale"
