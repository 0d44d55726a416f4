"""Sign-in of court staff: password and one-time code, each attempt counted, each code accepted once."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.http import HttpRequest

from blacklist.law.refusals import Refusal
from blacklist.models import Officer, OfficerSession

SESSION_LENGTH = timedelta(hours=10)
FRESH_FACTOR = timedelta(minutes=5)
CODE_SECONDS = 30
CODE_DRIFT = 1  # time steps before and after now that are accepted (RFC 6238 §5.2)


@dataclass(frozen=True)
class OpenedSession:
    """A session just opened; the token is shown this once."""

    token: str
    session: OfficerSession


def open_session(request: HttpRequest, *, username: str, password: str, code: str, at: datetime) -> OpenedSession:
    """Open a session for an officer who knows the password and holds the second factor.

    :raises Refusal: ``unauthenticated`` — the same for a wrong name, password or code, or while locked out.
    """
    officer = authenticate(request, username=username, password=password)
    if not isinstance(officer, Officer) or not accept_code(officer, code, at=at):
        if isinstance(officer, Officer):
            user_login_failed.send(__name__, credentials={"username": username}, request=request)
        raise Refusal("unauthenticated", "User name, password or code is not right, or the account is locked.")
    user_logged_in.send(Officer, request=request, user=officer)
    token = secrets.token_urlsafe(32)
    session = OfficerSession.objects.create(
        token_digest=digest(token), officer=officer, second_factor_at=at, expires_at=at + SESSION_LENGTH
    )
    return OpenedSession(token=token, session=session)


def close_session(session: OfficerSession, *, at: datetime) -> None:
    """End a session; its token is refused from now on."""
    session.closed_at = at
    session.save(update_fields=["closed_at"])


def end_all(officer: Officer, *, at: datetime) -> None:
    """End every open session of an officer."""
    OfficerSession.objects.filter(officer=officer, closed_at=None).update(closed_at=at)


def renew_factor(request: HttpRequest, session: OfficerSession, *, code: str, at: datetime) -> OfficerSession:
    """Take a new one-time code within an open session, so that signing needs no new sign-in.

    A wrong code counts towards the lock-out like one at sign-in; while locked out the right one is refused too.

    :raises Refusal: ``second-factor-wrong``.
    """
    credentials = {"username": session.officer.username}
    is_allowed = AxesProxyHandler.is_allowed(request, credentials)
    if not is_allowed or not accept_code(session.officer, code, at=at):
        user_login_failed.send(__name__, credentials=credentials, request=request)
        raise Refusal("second-factor-wrong", pointer="code")
    session.second_factor_at = at
    session.save(update_fields=["second_factor_at"])
    return session


def find_session(token: str, *, at: datetime) -> OfficerSession | None:
    """Return the open session of a token whose officer may still act, or None."""
    session = OfficerSession.objects.select_related("officer").filter(token_digest=digest(token)).first()
    if session is None or not session.is_open(at) or not session.officer.is_active:
        return None
    return session


def require_fresh_factor(session: OfficerSession, *, at: datetime) -> None:
    """Let pass when the one-time code of this session is no older than five minutes.

    :raises Refusal: ``second-factor-stale``.
    """
    if at - session.second_factor_at > FRESH_FACTOR:
        raise Refusal("second-factor-stale", "Give a new code at /session/factor, then act within five minutes.")


def enrol_second_factor(officer: Officer) -> str:
    """Give the officer a new TOTP secret and return it (base32); it is stored sealed."""
    take_second_factor(officer)
    secret: str = generate_totp_secret()
    TOTP.activate(officer, secret)
    Officer.objects.filter(pk=officer.pk).update(code_counter=0)  # no code of the new secret was ever used
    return secret


def take_second_factor(officer: Officer) -> None:
    """Make the officer's second factor void."""
    Authenticator.objects.filter(user=officer).delete()


def accept_code(officer: Officer, code: str, *, at: datetime) -> bool:
    """Return whether ``code`` is the officer's one-time code now and was not used before; using it spends it.

    The spent time step is kept in the database, so that sign-in works, and refuses replays, without the cache.
    """
    factor = Authenticator.objects.filter(user=officer, type=Authenticator.Type.TOTP).first()
    if factor is None:
        return False
    secret = decrypt(factor.data["secret"])
    now = int(at.timestamp()) // CODE_SECONDS
    for counter in range(now - CODE_DRIFT, now + CODE_DRIFT + 1):
        if hmac.compare_digest(format_hotp_value(hotp_value(secret, counter)).encode(), code.encode()):
            spent = Officer.objects.filter(pk=officer.pk, code_counter__lt=counter)
            return spent.update(code_counter=counter) == 1
    return False


def digest(token: str) -> bytes:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).digest()
