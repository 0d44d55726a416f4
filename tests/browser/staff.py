"""Court staff at the keyboard: signing in with a second factor, and leaving."""

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import timezone

from blacklist.models import Officer
from blacklist.services import sessions
from tests.browser.walking import Walk
from tests.factories import people


def sign_in(walk: Walk, officer: Officer) -> None:
    """Sign in, and arrive at one's desk."""
    walk.open("/court/sign-in")
    sign_in_here(walk, officer)
    walk.look("desk")


def sign_in_here(walk: Walk, officer: Officer) -> None:
    """Sign in on the page at hand, with a new second factor."""
    secret = sessions.enrol_second_factor(officer)
    walk.type_into("username", officer.username)
    walk.type_into("password", people.PASSWORD)
    officer.refresh_from_db()
    step = max(int(timezone.now().timestamp()) // 30, officer.code_counter + 1)  # each is accepted once
    walk.type_into("code", format_hotp_value(hotp_value(secret, step)))
    walk.press_button()


def sign_out(walk: Walk) -> None:
    walk.press_button("form[action='/court/sign-out'] button")
