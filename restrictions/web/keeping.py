"""Nothing typed at a counter is lost: it comes back when the credential or the session has ended meanwhile, or a crash.

It waits sealed: in the page that asks for the credential again, then in a row among the sessions that only this browser
names, for half an hour. Only the same institution sees it again; sending, discarding and signing out drop it.
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta

from cryptography.fernet import InvalidToken
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from restrictions.web.entrance import box

COOKIE = "counter-typed"
KEY = "typed"
KEPT = timedelta(minutes=30)
LONGEST = 100_000
# The form's own fields: whose it is, where it stands, what only this page may send.
OWN = frozenset({"csrfmiddlewaretoken", "by", "address", "key", "discard"})


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into a form, where, and at a counter of which institution."""

    by: str
    address: str
    fields: Mapping[str, str]


def wrap(request: HttpRequest) -> str:
    """Return a form that was sent by nobody any more as text for the page that asks for the credential; else nothing.

    It is stored nowhere here: whoever is not signed in fills no disk.
    """
    by = request.POST.get("by", "")
    return _seal(Typed(by, request.path, _fields(request))) if by else ""


def keep(request: HttpRequest, response: HttpResponse, *, by: uuid.UUID) -> None:
    """Keep what stands in a form that is being typed, in place of what was kept before."""
    address = request.POST.get("address", "")
    if url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        _store(request, response, _seal(Typed(by.hex, address, _fields(request))))


def put_back(request: HttpRequest, response: HttpResponse, wrapped: str, *, by: uuid.UUID) -> None:
    """Keep what the page that asked for the credential carried, if it is of the institution that has signed in."""
    typed = _opened(wrapped)
    if typed is not None and typed.by == by.hex:
        _store(request, response, wrapped)


def address_of(wrapped: str, request: HttpRequest, *, by: uuid.UUID) -> str | None:
    """Return where a form waits for the institution, or None."""
    typed = _opened(wrapped) or _kept(request)
    return typed.address if typed is not None and typed.by == by.hex else None


def fields_for(request: HttpRequest, *, by: uuid.UUID) -> Mapping[str, str]:
    """Return what the institution had typed into the form at this address; nothing where nothing waits."""
    typed = _kept(request)
    return typed.fields if typed is not None and (typed.by, typed.address) == (by.hex, request.path) else {}


def drop(request: HttpRequest) -> None:
    """Keep nothing any more."""
    if key := request.COOKIES.get(COOKIE):
        SessionStore(key).delete()


def _fields(request: HttpRequest) -> Mapping[str, str]:
    return {name: request.POST[name] for name in request.POST if name not in OWN}


def _seal(typed: Typed) -> str:
    text = json.dumps(asdict(typed), ensure_ascii=False)
    return box().encrypt(text.encode()).decode() if len(text) <= LONGEST else ""


def _opened(wrapped: str) -> Typed | None:
    try:
        return Typed(**json.loads(box().decrypt(wrapped, ttl=int(KEPT.total_seconds()))))
    except (InvalidToken, ValueError):
        return None


def _kept(request: HttpRequest) -> Typed | None:
    return _opened(str(SessionStore(request.COOKIES.get(COOKIE)).get(KEY, "")))


def _store(request: HttpRequest, response: HttpResponse, wrapped: str) -> None:
    row = SessionStore(request.COOKIES.get(COOKIE))
    row[KEY] = wrapped
    row.set_expiry(KEPT)
    try:
        row.save()
    except UpdateError:  # it was sent meanwhile
        return
    seconds, is_secure = int(KEPT.total_seconds()), request.is_secure()
    response.set_cookie(
        COOKIE, row.session_key or "", max_age=seconds, httponly=True, samesite="Strict", secure=is_secure
    )
