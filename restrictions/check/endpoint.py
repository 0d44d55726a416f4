"""The HTTP face of a check node: the body is awaited under a deadline, the decision taken in the next turn."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from blacklist.law.refusals import Refusal
from restrictions.check import answer, catalogue
from restrictions.check.answer import Reply
from restrictions.check.body import MAX_BYTES
from restrictions.check.bulk import Bulk
from restrictions.check.cutting import BATCH_BYTES
from restrictions.check.http import (
    JSON_MEDIA,
    LINES_MEDIA,
    Exchange,
    Headers,
    Scope,
    Streaming,
    check_framing,
    check_length,
    check_medium,
    hosts,
    request_id,
    trace_response,
)
from restrictions.check.node import Asked, Node
from restrictions.check.turns import Turns
from restrictions.check.waiting import gather, note

BODY_SECONDS = 10.0


class Endpoint:
    """`POST /v1/checks`, many checks in one request, and what tells how the node is. Any other path is not its own."""

    def __init__(self, node: Node, *, allowed_hosts: Sequence[str], body_seconds: float = BODY_SECONDS) -> None:
        self.node = node
        self._is_allowed = hosts(allowed_hosts)
        self._body_seconds = body_seconds
        self.turns = Turns(node)
        self._bulk = Bulk(node, self._read)
        self._activities = catalogue.catalogue()
        self._routes: Mapping[str, Callable[[Scope, Streaming], Awaitable[Reply | None]]] = {
            "/v1/checks": self._check,
            "/v1/checks/batch": self._batch,
            "/v1/checks/stream": self._stream,
            "/v1/status": self._get(self.node.freshness),
            "/v1/activities": self._get(lambda: Reply(200, [("content-type", answer.JSON)], self._activities)),
            "/healthz": self._get(lambda: Reply(200, [("content-type", answer.JSON)], b'{"state":"alive"}')),
            "/readyz": self._get(self._ready),
        }

    def owns(self, path: str) -> bool:
        """Say whether a path is answered here and not by Django."""
        return path in self._routes

    async def respond(self, scope: Scope, exchange: Streaming) -> None:
        """Answer one request to a path of this endpoint."""
        try:
            reply = await self._routes[scope.path](scope, exchange)
        except Exception as error:
            note(error)
            reply = answer.problem(Refusal("internal-error"), request_id=request_id(scope) or "unknown")
        if reply is not None:  # a stream has sent its own
            exchange.response_bytes(reply.status, reply.headers + trace_response(scope.headers), reply.body)

    def ask(
        self, scope: Scope, body: bytes, answered: Callable[[Reply], None], *, refusal: Refusal | None = None
    ) -> None:
        """Have a single check decided in the next turn; what `respond` does, once the body is here or was refused."""
        asked = _asked(scope, body, self._refusal(scope, _single) or refusal)
        more = trace_response(scope.headers)
        if more:
            self.turns.add(asked, lambda reply: answered(Reply(reply.status, reply.headers + more, reply.body)))
        else:
            self.turns.add(asked, answered)

    # --- Checks -------------------------------------------------------------------------------------------------------

    async def _check(self, scope: Scope, exchange: Exchange) -> Reply:
        body = b""
        refusal = self._refusal(scope, _single)
        if refusal is None:
            try:
                body = await self._read(scope, exchange, MAX_BYTES)
            except Refusal as late_or_large:
                refusal = late_or_large
        return await self.turns.reply(_asked(scope, body, refusal))

    async def _batch(self, scope: Scope, exchange: Exchange) -> Reply:
        return await self._bulk.batch(scope, exchange, _asked(scope, b"", self._refusal(scope, _batch)))

    async def _stream(self, scope: Scope, exchange: Streaming) -> Reply | None:
        return await self._bulk.stream(scope, exchange, _asked(scope, b"", self._refusal(scope, _stream)))

    def _refusal(self, scope: Scope, check_headers: Callable[[Headers], None]) -> Refusal | None:
        """Return what is wrong with the request before its body is read, if anything."""
        if scope.method != "POST":
            return Refusal("method-not-allowed")
        try:
            self._check_host(scope)
            check_headers(scope.headers)
        except Refusal as refusal:
            return refusal
        return None

    def _check_host(self, scope: Scope) -> None:
        named = scope.headers.get_all("host") if scope.authority is None else [scope.authority]
        if len(named) != 1 or not self._is_allowed(named[0]):
            raise Refusal("host-not-allowed")

    def _read(self, scope: Scope, exchange: Exchange, limit: int) -> Awaitable[bytes]:
        """Return the body to be awaited: for ten seconds, and no more than the limit of it.

        Awaiting it raises `request-timeout` or `too-large`.
        """
        return gather(exchange, limit=limit, seconds=self._body_seconds)

    # --- How the node is ----------------------------------------------------------------------------------------------

    def _get(self, reply: Callable[[], Reply]) -> Callable[[Scope, Exchange], Awaitable[Reply]]:
        async def respond(scope: Scope, exchange: Exchange) -> Reply:
            if scope.method not in ("GET", "HEAD"):
                refusal = Refusal("method-not-allowed")
                return answer.problem(refusal, request_id=request_id(scope) or "unknown", allow="GET, HEAD")
            try:
                self._check_host(scope)
                found = reply()
            except Refusal as refusal:
                return answer.problem(refusal, request_id=request_id(scope) or "unknown")
            return found if scope.method == "GET" else Reply(found.status, found.headers, b"")

        return respond

    def _ready(self) -> Reply:
        self.node.lease()
        self.node.journal.recover()
        return Reply(200, [("content-type", answer.JSON)], b'{"state":"ready"}')


def _asked(scope: Scope, body: bytes, refusal: Refusal | None) -> Asked:
    headers = scope.headers
    versions = headers.get_all("min-list-version")  # sent twice they are no number, whichever comes first
    wanted = ",".join(versions) if versions else None
    return Asked(body, headers.get_all("authorization"), request_id(scope), wanted, refusal)


def _single(headers: Headers) -> None:
    check_length(headers, limit=MAX_BYTES)
    check_medium(headers, JSON_MEDIA)


def _batch(headers: Headers) -> None:
    check_length(headers, limit=BATCH_BYTES)
    check_medium(headers, JSON_MEDIA)


def _stream(headers: Headers) -> None:
    check_framing(headers)
    check_medium(headers, LINES_MEDIA)
