"""Speaking HTTP to a started system, as an institution and as an officer of a court, knowing nothing of its insides."""

import base64
import hmac
import http.client
import json
import struct
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

Body = dict[str, Any]

_TOKEN_SECONDS = 240.0  # signing needs a code no older than five minutes; a code may be used once in thirty seconds


@dataclass(frozen=True)
class Reply:
    """A whole response. `at` is the monotonic instant at which its last byte was here."""

    status: int
    body: Body
    at: float
    version: int = 0  # of the list, as the header says

    @property
    def outcome(self) -> str:
        """The decision, or the code of the problem."""
        return str(self.body.get("decision") or self.body.get("code") or "")

    @property
    def reference(self) -> str:
        """By which the check is on record; a refusal has no other name for it than its request."""
        return str(self.body["reference"] if self.status == 200 else self.body["request_id"])


class Asker:
    """One kept connection.

    :ivar checked: every reply to a check so far.
    """

    def __init__(self, host: str, port: int, *, seconds: float) -> None:
        self.checked: list[Reply] = []
        self._connection = http.client.HTTPConnection(host, port, timeout=seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._connection.close()

    def ask(
        self,
        method: str,
        path: str,
        body: Body | bytes | None = None,
        *,
        bearer: str = "",
        key: str = "",
        medium: str = "application/json",
        more: Mapping[str, str] | None = None,
    ) -> Reply | None:
        """Send one request; None when no whole response came, and then nobody knows whether it was answered."""
        headers = {"Content-Type": medium, **(more or {})}
        headers |= {"Authorization": f"Bearer {bearer}"} if bearer else {}
        headers |= {"Idempotency-Key": key} if key else {}
        sent = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        try:
            self._connection.request(method, path, sent, headers)
            response = self._connection.getresponse()
            content = response.read()
            version = int(response.headers.get("List-Version", 0))
            return Reply(response.status, json.loads(content or b"{}"), time.monotonic(), version)
        except (OSError, http.client.HTTPException):
            self._connection.close()  # the next request opens it again
            return None

    def check(self, question: Body | bytes, *, credential: str) -> Reply | None:
        reply = self.ask("POST", "/v1/checks", question, bearer=credential)
        if reply is not None:
            self.checked.append(reply)
        return reply

    def answer(self, question: Body | bytes, *, credential: str) -> Reply:
        """Check, and insist on a reply."""
        reply = self.check(question, credential=credential)
        assert reply is not None, "no answer"
        return reply


class Officers:
    """The officers of `demo.json`, each signed in when first needed and again before the code becomes too old."""

    def __init__(self, host: str, port: int, demo: Mapping[str, Any]) -> None:
        self._address = host, port
        self._known = {officer["username"]: officer for officer in demo["officers"]}
        self._tokens: dict[str, tuple[str, float]] = {}

    def act(self, username: str, path: str, body: Body | None = None, *, key: str = "") -> Reply:
        """Post one act of an officer, under a new key unless it is given, and return the court's answer."""
        return self._post(path, body or {}, bearer=self.token(username), key=key or uuid.uuid4().hex)

    def insist(self, username: str, path: str, body: Body, *, key: str, seconds: float = 30.0) -> Reply:
        """Ask for one act under one key as often as it takes to hear what became of it."""
        deadline = time.monotonic() + seconds
        while (reply := self._try(path, body, bearer=self.token(username), key=key)) is None or _is_for_later(reply):
            assert time.monotonic() < deadline, f"no answer to {path}"
            time.sleep(0.05)
        return reply

    def done(self, username: str, path: str, body: Body | None = None, *, key: str = "") -> Reply:
        """Post an act that must succeed."""
        reply = self.act(username, path, body, key=key)
        assert 200 <= reply.status < 300, (path, reply.status, reply.body)
        return reply

    def send(self, username: str, path: str, content: bytes, *, medium: str) -> Reply:
        """Post a file, under a new key, and return the court's answer."""
        bearer, key = self.token(username), uuid.uuid4().hex
        reply = self._ask("POST", path, content, medium=medium, bearer=bearer, key=key)
        assert reply is not None, f"no answer to {path}"
        return reply

    def head(self, username: str, path: str, *, medium: str, length: int) -> bytes:
        """Return the head of a request that would post a file, for who sends it by hand."""
        lines = (
            f"POST /court/v1/{path} HTTP/1.1",
            f"Host: {self._address[0]}",
            f"Authorization: Bearer {self.token(username)}",
            f"Idempotency-Key: {uuid.uuid4().hex}",
            f"Content-Type: {medium}",
            f"Content-Length: {length}",
        )
        return "\r\n".join((*lines, "", "")).encode()

    def read(self, username: str, path: str) -> Body:
        """Return what an officer reads."""
        reply = self._ask("GET", path, bearer=self.token(username))
        assert reply is not None, f"no answer from {path}"
        assert reply.status == 200, (path, reply.status, reply.body)
        return reply.body

    def token(self, username: str) -> str:
        """Return the token of an officer, who signs in for it when needed."""
        token, signed_in_at = self._tokens.get(username, ("", 0.0))
        if token and time.monotonic() - signed_in_at < _TOKEN_SECONDS:
            return token
        officer = self._known[username]
        code = one_time_code(officer["totp_secret"], at=time.time())
        said = {"username": username, "password": officer["password"], "code": code}
        reply = self._post("session", said)
        assert reply.status == 201, reply.body
        self._tokens[username] = reply.body["token"], time.monotonic()
        return self._tokens[username][0]

    def _post(self, path: str, body: Body, *, bearer: str = "", key: str = "") -> Reply:
        reply = self._try(path, body, bearer=bearer, key=key)
        assert reply is not None, f"no answer to {path}"
        return reply

    def _try(self, path: str, body: Body, *, bearer: str, key: str) -> Reply | None:
        return self._ask("POST", path, body, bearer=bearer, key=key)

    def _ask(self, method: str, path: str, body: Body | bytes | None = None, **more: Any) -> Reply | None:
        """Ask over a connection of its own: a kept one may have been closed meanwhile."""
        with Asker(*self._address, seconds=15) as asker:
            return asker.ask(method, f"/court/v1/{path}", body, **more)


def _is_for_later(reply: Reply) -> bool:
    return reply.status == 503 or reply.outcome == "in-progress"


def one_time_code(secret: str, *, at: float) -> str:
    """Return the code of RFC 6238 that an authenticator shows for a base32 secret."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(at) // 30), "sha1")
    offset = digest[-1] & 15
    number: int = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"
