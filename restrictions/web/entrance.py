"""Who stands at the counter: an institution, by a credential that its session keeps sealed.

A counter has no accounts of persons: the institution gives the place a credential of its own, narrowed to what is sold
there, and changes it like any other.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from blacklist.law.activities import ACTIVITIES, Activity
from restrictions import selectors
from restrictions.models import Credential

_KEY = "counter"
_ANSWERS = "counter-answers"
_LIST = "counter-list"
MOST_KEPT = 30


@dataclass(frozen=True, slots=True)
class Counter:
    """A signed-in counter; ``secret`` is what it asks with."""

    credential: Credential
    secret: str

    @property
    def activities(self) -> list[Activity]:
        """Return what may be asked about here, in the catalogue's order."""
        covered = {*self.credential.activities} & {*self.credential.institution.activities}
        return [activity for code, activity in ACTIVITIES.items() if code in covered]

    @property
    def only_activity(self) -> str:
        """Return the code of what is asked about here where there is no choice, else nothing."""
        found = self.activities
        return found[0].code if len(found) == 1 else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A list: the form it was sent by, what for, and each line with its answer's reference or why there is none."""

    key: str
    activity: str
    lines: list[tuple[str, str, str]]

    def is_of(self, key: str, activity: str, lines: list[str]) -> bool:
        """Say whether it was sent by this form, as it stands: a form gone back to and changed asks anew."""
        return (self.key, self.activity) == (key, activity) and [line for line, _, _ in self.lines] == lines


def sign_in(request: HttpRequest, secret: str) -> bool:
    """Let a counter in by its credential; say whether it is a good one."""
    if _credential(secret) is None:
        return False
    request.session.cycle_key()
    request.session[_KEY] = box().encrypt(secret.encode()).decode()
    request.session[_ANSWERS] = []
    return True


def sign_out(request: HttpRequest) -> None:
    """Forget the counter and what it was answered."""
    for key in (_KEY, _ANSWERS, _LIST):
        request.session.pop(key, None)


def counter_of(request: HttpRequest) -> Counter | None:
    """Return the counter of a request, or None: nobody signed in, or the credential has ended meanwhile."""
    try:
        secret = box().decrypt(request.session.get(_KEY, "")).decode()
    except InvalidToken:
        return None
    credential = _credential(secret)
    return Counter(credential, secret) if credential else None


def keep(request: HttpRequest, answer: dict[str, Any]) -> None:
    """Keep an answer for the pages that show it; there is no name and no number in it."""
    request.session[_ANSWERS] = [answer, *request.session.get(_ANSWERS, [])][:MOST_KEPT]


def kept(request: HttpRequest, reference: str) -> dict[str, Any] | None:
    """Return an answer given to this counter since it signed in: to one person, or to a line of the last list."""
    rows = (*request.session.get(_ANSWERS, []), *listed(request))
    return next((row for row in rows if row["reference"] == reference), None)


def listed(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the answers to the lines of the last list."""
    found: list[dict[str, Any]] = request.session.get(_LIST, {}).get("answers", [])
    return found


def keep_list(request: HttpRequest, asked: Asked, answers: list[dict[str, Any]]) -> None:
    """Keep a list that was asked about and its answers, in place of the last one; what was typed is sealed."""
    text = json.dumps([asked.key, asked.activity, asked.lines])
    request.session[_LIST] = {"asked": box().encrypt(text.encode()).decode(), "answers": answers}


def kept_list(request: HttpRequest) -> Asked | None:
    """Return the last list, or None; it is forgotten when the counter signs out."""
    try:
        sealed = request.session.get(_LIST, {}).get("asked", "")
        key, activity, lines = json.loads(box().decrypt(sealed))
    except InvalidToken:
        return None
    return Asked(key, activity, [(line, reference, code) for line, reference, code in lines])


def _credential(secret: str) -> Credential | None:
    found = selectors.credential_of(secret)
    if found is None or found.revoked_at is not None:
        return None
    return found if found.valid_until is None or timezone.now() < found.valid_until else None


def box() -> Fernet:
    """Seal by a key of the deployment's own, so that a copy of the sessions holds no credential and no name."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"counter|" + settings.SECRET_KEY.encode()).digest()))
