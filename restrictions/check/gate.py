"""Who asks, and about what they may ask. Read from the index alone: no database, no network."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from blacklist.law.activities import BIT, Activity
from blacklist.law.refusals import Refusal
from restrictions.check.index import View
from restrictions.check.tokens import DOTS, Claims, Tokens

NONE = Tokens(())  # where no tokens are offered

_BEARER = re.compile(r"[Bb][Ee][Aa][Rr][Ee][Rr] ([A-Za-z0-9._~+/-]{16,2048}=*)").fullmatch


@dataclass(frozen=True, slots=True)
class Caller:
    """A known institution by one of its credentials. `activities` is what both of them cover.

    `until_ms` is when its credential runs out (0: not by itself); how much it may ask is the institution's.
    """

    institution: bytes
    credential: bytes
    activities: int
    until_ms: int = 0
    per_second: int = 0
    per_day: int = 0

    def is_known(self, now_ms: int) -> bool:
        """Say whether the credential has not run out."""
        return not self.until_ms or now_ms < self.until_ms


def credential_digest(credential: str) -> bytes:
    """Return what is kept of a credential; its 256 random bits need no salt."""
    return hashlib.sha256(credential.encode("ascii")).digest()


def identify(view: View, authorization: Sequence[str], tokens: Tokens = NONE, *, now_ms: int = 0) -> Caller:
    """Return who sends these `Authorization` headers.

    :raises Refusal: `unauthenticated` unless there is exactly one, with a valid credential, or a token for one.
    """
    form = _BEARER(authorization[0]) if len(authorization) == 1 else None
    sent = form[1] if form else ""
    claims = None
    if sent.count(".") == DOTS:
        claims = tokens.read(sent, is_known=lambda id: view.credential(id) is not None, now_ms=now_ms)
        credential = view.credential(claims.credential) if claims else None
    else:
        credential = view.credential(credential_digest(sent)) if sent else None
    institution = view.institution(credential.institution) if credential else None
    if credential is None or institution is None:
        raise Refusal("unauthenticated")
    covered = 0 if institution.is_suspended else institution.activities & credential.activities
    ends_ms = [credential.until_ms] if credential.until_ms else []
    return Caller(
        credential.institution,
        credential.id,
        covered & _scope(claims) if claims else covered,
        min([*ends_ms, claims.exp * 1000] if claims else ends_ms, default=0),
        institution.per_second,
        institution.per_day,
    )


def _scope(claims: Claims) -> int:
    return sum(1 << BIT[code] for code in set(claims.scope.split(" ")) if code in BIT)


def admit(caller: Caller, activity: Activity) -> None:
    """Let the caller ask about the activity: the scope of the served assistance notice, and of the credential.

    :raises Refusal: `activity-out-of-scope`; a suspended institution has no scope at all.
    """
    if not caller.activities >> BIT[activity.code] & 1:
        raise Refusal("activity-out-of-scope", pointer="activity")
