"""Officers: enrolled with their duties, a password and a second factor, each secret shown once."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from blacklist.law.duties import Duty
from blacklist.law.refusals import Refusal
from blacklist.models import Court, Officer
from blacklist.services.sessions import enrol_second_factor

PASSWORD_BYTES = 15


@dataclass(frozen=True)
class Enrolled:
    """An officer just enrolled. Neither secret can be read again: hand them over now."""

    officer: Officer
    password: str
    totp_secret: str


def enrol(
    *, username: str, name: str, court_code: str | None, duties: Iterable[Duty], password: str | None = None
) -> Enrolled:
    """Give a member of court staff an account with these duties, a password and a second factor.

    ``court_code`` is None for an administrator who serves no court; without ``password`` a random one is made.

    :raises Refusal: ``unknown-court``; ``duplicate`` when the user name is taken.
    """
    if court_code is not None and not Court.objects.filter(code=court_code).exists():
        raise Refusal("unknown-court", pointer="court_code")
    password = password or secrets.token_urlsafe(PASSWORD_BYTES)
    officer = Officer(username=username, name=name, court_id=court_code, duties=sorted(duty.value for duty in duties))
    officer.set_password(password)
    with transaction.atomic():
        _insert(officer)
        return Enrolled(officer=officer, password=password, totp_secret=enrol_second_factor(officer))


def _insert(officer: Officer) -> None:
    try:
        with transaction.atomic():
            officer.save(force_insert=True)
    except IntegrityError:
        if Officer.objects.filter(username=officer.username).exists():
            raise Refusal("duplicate", "This user name is taken.", pointer="username") from None
        raise
