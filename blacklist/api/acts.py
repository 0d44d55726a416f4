"""How an act is asked for and answered over HTTP: under a key, with a receipt, and again the same when repeated."""

import json
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import cast

from django.http import HttpResponse
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from blacklist import selectors
from blacklist.law.refusals import Refusal
from blacklist.models import Officer, RegisterEntry
from blacklist.sealing import blind
from blacklist.services.idempotency import Answer, Asked

KEY_FORM = "[A-Za-z0-9_-]{8,64}"
KEY_HEADER, REPLAY_HEADER, NUMBER_HEADER = "Idempotency-Key", "Idempotent-Replay", "List-Version"

_is_key = re.compile(KEY_FORM).fullmatch


def asked_by(request: Request) -> Asked:
    """Return what a request for an act asks: its key, and the digest of its method, address and body.

    The digest covers the body's values, not its bytes: spaces and the order of keys make no other request.

    :raises Refusal: ``idempotency-key-required``, ``idempotency-key-format``.
    """
    return asked(request, key=key_of(request), said=json.dumps(request.data, sort_keys=True, separators=(",", ":")))


def key_of(request: Request) -> str:
    """Return the key under which an act is asked for.

    :raises Refusal: ``idempotency-key-required``, ``idempotency-key-format``.
    """
    key = request.headers.get(KEY_HEADER, "")
    if not key:
        raise Refusal("idempotency-key-required", f"Send {KEY_HEADER}: a value of your own, new for each act.")
    if not _is_key(key):
        raise Refusal("idempotency-key-format")
    return key


def asked(request: Request, *, key: str, said: str) -> Asked:
    """Return what a request asks under a key; ``said`` stands for its body."""
    what = f"{request.method} {request.get_full_path()}\n{said}"
    return Asked(by=cast(Officer, request.user), key=key, digest=blind(what, purpose="request"))


@contextmanager
def naming_the_first(act: str, ids: Mapping[str, uuid.UUID]) -> Iterator[None]:
    """Add to a refusal as ``already-done`` the receipt of the act that was done, where the register has it."""
    try:
        yield
    except Refusal as refusal:
        entry = selectors.entry_of([*ids.values()][-1], act) if ids and refusal.code == "already-done" else None
        if entry is None:
            raise
        members = {"receipt": receipt(entry)}
        raise Refusal(refusal.code, refusal.detail, article=refusal.article, members=members) from None


def receipt(entry: RegisterEntry) -> dict[str, object]:
    """Return by what an act can be shown to have been done: its number in the register, and when."""
    return {"list_version": entry.version, "act": entry.act, "at": entry.at}


def number_of(entries: Sequence[RegisterEntry]) -> dict[str, str]:
    """Return the header with the number of an act's entry; an act outside the register has none."""
    return {NUMBER_HEADER: str(entries[-1].version)} if entries else {}


def body_of(shown: object) -> str:
    """Return what a shape of this API shows, as the JSON that is sent and kept."""
    rendered: bytes = JSONRenderer().render(shown)
    return rendered.decode()


def respond(answer: Answer) -> HttpResponse:
    """Return an answer as HTTP; one given before says so."""
    replay = {REPLAY_HEADER: "true"} if answer.is_replay else {}
    headers = {**answer.headers, **replay}
    return HttpResponse(answer.body, status=answer.http_code, content_type="application/json", headers=headers)
