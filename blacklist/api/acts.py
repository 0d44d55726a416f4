"""How an act is asked for and answered over HTTP: under a key, and again the same when it is repeated."""

import json
import re
from typing import cast

from django.http import HttpResponse
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from blacklist.law.refusals import Refusal
from blacklist.models import Officer
from blacklist.sealing import blind
from blacklist.services.idempotency import Answer, Asked

KEY_FORM = "[A-Za-z0-9_-]{8,64}"
KEY_HEADER, REPLAY_HEADER = "Idempotency-Key", "Idempotent-Replay"

_is_key = re.compile(KEY_FORM).fullmatch


def asked_by(request: Request) -> Asked:
    """Return what a request for an act asks: its key, and the digest of its method, address and body.

    The digest covers the body's values, not its bytes: spaces and the order of keys make no other request.

    :raises Refusal: ``idempotency-key-required``, ``idempotency-key-format``.
    """
    key = request.headers.get(KEY_HEADER, "")
    if not key:
        raise Refusal("idempotency-key-required", f"Send {KEY_HEADER}: a value of your own, new for each act.")
    if not _is_key(key):
        raise Refusal("idempotency-key-format")
    said = json.dumps(request.data, sort_keys=True, separators=(",", ":"))
    what = f"{request.method} {request.get_full_path()}\n{said}"
    return Asked(by=cast(Officer, request.user), key=key, digest=blind(what, purpose="request"))


def body_of(shown: object) -> str:
    """Return what a shape of this API shows, as the JSON that is sent and kept."""
    rendered: bytes = JSONRenderer().render(shown)
    return rendered.decode()


def respond(answer: Answer) -> HttpResponse:
    """Return an answer as HTTP; one given before says so."""
    replay = {REPLAY_HEADER: "true"} if answer.is_replay else {}
    headers = {**answer.headers, **replay}
    return HttpResponse(answer.body, status=answer.http_code, content_type="application/json", headers=headers)
