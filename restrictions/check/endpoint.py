"""The HTTP face of a check node, spoken as RSGI: the body is awaited under a deadline, the decision taken at once."""

import asyncio
import logging
import re
import traceback
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

from blacklist.law.refusals import Refusal
from restrictions.check import answer, catalogue
from restrictions.check.answer import Reply
from restrictions.check.body import MAX_BYTES
from restrictions.check.journal import Journal
from restrictions.check.node import Asked, Node, unrecorded

BODY_SECONDS = 10.0
SWEEP_SECONDS = 0.25

_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}").fullmatch
_IDENTITY_NUMBER = re.compile(r"[0-9]{15}|[0-9]{17}[0-9Xx]").fullmatch
_CHARSET = re.compile(r';[ \t]*charset[ \t]*=[ \t]*"?([^";]*)"?', re.IGNORECASE).findall

logger = logging.getLogger("restrictions.check")


class Headers(Protocol):
    """Request headers as RSGI gives them, names in lower case."""

    def get(self, key: str, default: Any = None) -> Any: ...
    def get_all(self, key: str) -> Sequence[str]: ...
    def items(self) -> Sequence[tuple[str, str]]: ...


class Scope(Protocol):
    """An RSGI request without its body."""

    @property
    def http_version(self) -> str: ...
    @property
    def server(self) -> str: ...
    @property
    def client(self) -> str: ...
    @property
    def scheme(self) -> str: ...
    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def query_string(self) -> str: ...
    @property
    def authority(self) -> str | None: ...
    @property
    def headers(self) -> Headers: ...


class Exchange(Protocol):
    """An RSGI request's body and its response."""

    def __call__(self) -> Any: ...
    def __aiter__(self) -> Any: ...
    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None: ...


class Endpoint:
    """`POST /v1/checks` and what tells how the node is. Any other path is not its own."""

    def __init__(self, node: Node, *, allowed_hosts: Sequence[str], body_seconds: float = BODY_SECONDS) -> None:
        self.node = node
        self._is_allowed = hosts(allowed_hosts)
        self._body_seconds = body_seconds
        self._deadlines = Deadlines(body_seconds)
        self._groups = Groups(node.journal)
        self._activities = catalogue.catalogue()
        self._routes: Mapping[str, Callable[[Scope, Exchange], Awaitable[Reply]]] = {
            "/v1/checks": self._check,
            "/v1/status": self._get(self.node.freshness),
            "/v1/activities": self._get(lambda: Reply(200, [("content-type", answer.JSON)], self._activities)),
            "/healthz": self._get(lambda: Reply(200, [("content-type", answer.JSON)], b'{"state":"alive"}')),
            "/readyz": self._get(self._ready),
        }

    def owns(self, path: str) -> bool:
        """Say whether a path is answered here and not by Django."""
        return path in self._routes

    async def respond(self, scope: Scope, exchange: Exchange) -> None:
        """Answer one request to a path of this endpoint."""
        try:
            reply = await self._routes[scope.path](scope, exchange)
        except Exception as error:
            # Neither the message nor the values: they may hold what was asked.
            logger.error("%s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
            reply = answer.problem(Refusal("internal-error"), request_id=_request_id(scope) or "unknown")
        exchange.response_bytes(reply.status, reply.headers, reply.body)

    # --- POST /v1/checks ----------------------------------------------------------------------------------------------

    async def _check(self, scope: Scope, exchange: Exchange) -> Reply:
        body = b""
        refusal = self._refusal(scope)
        if refusal is None:
            try:
                body = await self._read(scope, exchange)
            except Refusal as late_or_large:
                refusal = late_or_large
        headers = scope.headers
        request_id = _request_id(scope)
        reply = self.node.prepare(
            Asked(body, headers.get_all("authorization"), request_id, headers.get("min-list-version"), refusal)
        )
        if not self.node.journal.is_pending:
            return reply
        try:
            await self._groups.flushed()
            await self.node.journal.on_disk()
        except Refusal as refusal:
            return unrecorded(reply, refusal)
        return reply

    def _refusal(self, scope: Scope) -> Refusal | None:
        """Return what is wrong with the request before its body is read, if anything."""
        headers = scope.headers
        if scope.method != "POST":
            return Refusal("method-not-allowed")
        try:
            self._check_host(scope)
            _check_framing(headers)
            _check_medium(headers)
        except Refusal as refusal:
            return refusal
        return None

    def _check_host(self, scope: Scope) -> None:
        named = scope.headers.get_all("host") if scope.authority is None else [scope.authority]
        if len(named) != 1 or not self._is_allowed(named[0]):
            raise Refusal("host-not-allowed")

    async def _read(self, scope: Scope, exchange: Exchange) -> bytes:
        """Await the body for ten seconds, and no more than the limit of it.

        :raises Refusal: `request-timeout` or `too-large`.
        """
        if scope.headers.get("content-length") is not None:
            return await self._deadlines.wait(exchange())
        # HTTP/2 may send a body without its length.
        return await gather(exchange, limit=MAX_BYTES, seconds=self._body_seconds)

    # --- How the node is ----------------------------------------------------------------------------------------------

    def _get(self, reply: Callable[[], Reply]) -> Callable[[Scope, Exchange], Awaitable[Reply]]:
        async def respond(scope: Scope, exchange: Exchange) -> Reply:
            if scope.method not in ("GET", "HEAD"):
                refusal = Refusal("method-not-allowed")
                return answer.problem(refusal, request_id=_request_id(scope) or "unknown", allow="GET, HEAD")
            try:
                self._check_host(scope)
                found = reply()
            except Refusal as refusal:
                return answer.problem(refusal, request_id=_request_id(scope) or "unknown")
            return found if scope.method == "GET" else Reply(found.status, found.headers, b"")

        return respond

    def _ready(self) -> Reply:
        self.node.lease()
        self.node.journal.recover()
        return Reply(200, [("content-type", answer.JSON)], b'{"state":"ready"}')


async def gather(exchange: Exchange, *, limit: int, seconds: float) -> bytes:
    """Return a body that comes in parts.

    :raises Refusal: `too-large` above ``limit`` bytes, `request-timeout` when it takes longer than ``seconds``.
    """
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
            async for part in exchange:
                parts.append(part)
                size += len(part)
                if size > limit:
                    raise Refusal("too-large")
    except TimeoutError:
        raise Refusal("request-timeout") from None
    return b"".join(parts)


class Groups:
    """Checks decided in one turn of the loop share one write: each write lets another thread interrupt the loop."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._waiting: list[asyncio.Future[None]] = []

    async def flushed(self) -> None:
        """Return when what was recorded so far is in the file.

        :raises Refusal: `journal-unavailable`.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[None] = loop.create_future()
        if not self._waiting:
            loop.call_soon(self._flush)
        self._waiting.append(future)
        await future

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        is_written = False
        try:
            self._journal.flush()
            is_written = True
        except Refusal:
            pass  # told to every waiter below
        except Exception as error:  # whatever it is: nobody may wait for ever, and no answer may leave
            logger.error("%s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
        for future in waiting:
            if future.done():
                continue
            if is_written:
                future.set_result(None)
            else:
                future.set_exception(Refusal("journal-unavailable"))


class Deadlines:
    """Many waits, one timer: a wait for a body costs an entry in a dictionary, not a timer of its own."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._waits: dict[asyncio.Future[bytes], float] = {}
        self._late: set[asyncio.Future[bytes]] = set()
        self._timer: asyncio.TimerHandle | None = None

    async def wait(self, body: "asyncio.Future[bytes]") -> bytes:
        """Return the body when it is there.

        :raises Refusal: `request-timeout` when it takes too long, `malformed-request` when it breaks off.
        """
        loop = asyncio.get_running_loop()
        self._waits[body] = loop.time() + self._seconds
        if self._timer is None:
            self._timer = loop.call_later(SWEEP_SECONDS, self._sweep, loop)
        try:
            return await body
        except asyncio.CancelledError:
            if body in self._late:
                raise Refusal("request-timeout") from None
            raise
        except RuntimeError:
            raise Refusal("malformed-request", "The body broke off.") from None
        finally:
            del self._waits[body]
            self._late.discard(body)

    def _sweep(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        for body in [body for body, end in self._waits.items() if end <= now and body not in self._late]:
            self._late.add(body)
            body.cancel()
        self._timer = loop.call_later(SWEEP_SECONDS, self._sweep, loop) if self._waits else None


def hosts(allowed: Sequence[str]) -> Callable[[str], bool]:
    """Return whether a Host header names one of `allowed`, in the notation of Django's ALLOWED_HOSTS."""
    exact = frozenset(host.lower() for host in allowed if not host.startswith("."))
    below = tuple(host.lower() for host in allowed if host.startswith("."))
    form = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?").fullmatch
    known: dict[str, bool] = {}

    def is_allowed(header: str) -> bool:
        found = known.get(header)
        if found is None:
            host = form(header)
            name = host[1].lower().rstrip(".") if host else ""
            found = bool(name) and ("*" in exact or name in exact or f".{name}".endswith(below or ("\0",)))
            if len(known) < 1000:
                known[header] = found
        return found

    return is_allowed


def _check_framing(headers: Headers) -> None:
    """Refuse a body whose end two parsers might see at two places, and one that is too large, unread."""
    if headers.get("transfer-encoding") is not None:
        raise Refusal("malformed-request", "Send a Content-Length; a single check takes no Transfer-Encoding.")
    length = headers.get("content-length")
    if length is not None and int(length) > MAX_BYTES:
        raise Refusal("too-large")


def _check_medium(headers: Headers) -> None:
    encoding = headers.get("content-encoding")
    if encoding is not None and encoding.strip().lower() != "identity":
        raise Refusal("content-encoding")
    medium = headers.get_all("content-type")
    if medium == ["application/json"]:
        return
    if len(medium) != 1 or medium[0].partition(";")[0].strip().lower() != "application/json":
        raise Refusal("media-type")
    if any(charset.strip().lower() not in ("utf-8", "utf8") for charset in _CHARSET(medium[0])):
        raise Refusal("charset")


def _request_id(scope: Scope) -> str | None:
    """Return the caller's request id if it is one: 8 to 64 letters, digits and hyphens, and not somebody's number."""
    sent = scope.headers.get("x-request-id")
    return sent if sent and _REQUEST_ID(sent) and not _IDENTITY_NUMBER(sent) else None
