"""A connection as it is served: uvicorn's, bounded in the size and time of a head, with a short way for single checks.

uvicorn makes a task, an event and a dictionary for each request. A single check needs none of them: once its body is
here it waits for the next turn (`restrictions.check.turns`), and its answer is written as one piece. All others, and a
check that comes in an unusual way, go on as ASGI.
"""

import asyncio
from http import HTTPStatus
from typing import Any, Protocol

import httptools
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from blacklist.law.refusals import Refusal
from config.asgi import Fields
from restrictions.check.answer import Reply
from restrictions.check.body import MAX_BYTES
from restrictions.check.endpoint import BODY_SECONDS, Endpoint

CHECKS = b"/v1/checks"
HEAD_BYTES, HEAD_LINES = 32_768, 200
HEAD_SECONDS = 30.0
_NOTHING_MORE = "content-length: 0\r\nconnection: close\r\n\r\n"
_STATUS_LINES = {status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n" for status in HTTPStatus}


class Application(Protocol):
    """What is served."""

    @property
    def endpoint(self) -> Endpoint: ...


class _NoEvent:
    """Nobody waits for what happens to a single check."""

    def set(self) -> None:
        """Tell nobody."""


class Single:
    """A single check under way: a request for the endpoint, and for uvicorn the cycle of a request and its answer."""

    authority: str | None = None
    method, path = "POST", CHECKS.decode()
    message_event = _NoEvent()

    def __init__(self, connection: "Connection", headers: Fields, *, keep_alive: bool) -> None:
        self.headers = headers
        self.body = b""
        self.is_asked = self.response_started = self.response_complete = self.disconnected = False
        self.keep_alive = keep_alive
        self._connection = connection

    def answered(self, reply: Reply) -> None:
        """Send the answer."""
        self.response_complete = True
        self._connection.write(reply, is_last=not self.keep_alive)


class _Trailers(list[tuple[bytes, bytes]]):
    """What stands behind a body: no part of the head (RFC 9110 §6.5.1), and not kept."""

    def append(self, line: tuple[bytes, bytes]) -> None:
        """Take nothing."""


_TRAILERS = _Trailers()


class Connection(HttpToolsProtocol):
    """One connection of a client."""

    app: Application
    cycle: Any
    scope: Any

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._deadline: asyncio.TimerHandle | None = None
        self._is_in_head = False
        self._begun_bytes = self._head_bytes = 0  # of the part in which the head begins, and of those that follow
        self._part_bytes = 0

    # --- What the transport says ------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Give the client half a minute to say something."""
        super().connection_made(transport)
        self._wait(HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; a head that is not whole may neither grow nor take its time without an end."""
        self._part_bytes = len(data)
        if self._is_in_head:
            self._head_bytes += len(data)
        self._unset_keepalive_if_required()
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserInvalidMethodError:
            if data[:1].isalpha():
                self._end(HTTPStatus.METHOD_NOT_ALLOWED, "allow: POST, GET, HEAD\r\n")
            else:
                self._end(HTTPStatus.BAD_REQUEST)
        except httptools.HttpParserUpgrade:
            pass  # nothing to upgrade to: the request is answered as it is
        except httptools.HttpParserError:
            self._end(HTTPStatus.BAD_REQUEST)
        else:
            if self._is_in_head and self._head_bytes > HEAD_BYTES:
                self._end(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
            elif self._deadline is None and self._is_waited_for:
                self._wait(HEAD_SECONDS if self._is_in_head else BODY_SECONDS)

    def eof_received(self) -> bool | None:  # type: ignore[override]
        """Answer a single check before the end; a body that broke off is refused."""
        cycle = self.cycle
        if type(cycle) is not Single or cycle.response_complete:
            return None
        cycle.keep_alive = False
        if not cycle.is_asked:
            self._refuse(cycle, Refusal("malformed-request", "The body broke off."))
        return True

    # --- What the parser says ---------------------------------------------------------------------------------------

    def on_message_begin(self) -> None:
        """Begin a request."""
        super().on_message_begin()
        self.scope["extensions"] = {"line": self}
        self._is_in_head, self._begun_bytes, self._head_bytes = True, self._part_bytes, 0

    def on_headers_complete(self) -> None:
        """Send a single check its short way, and everything else on as ASGI."""
        self._is_in_head = False
        self._stop_waiting()
        if self._is_large:
            self._end(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
            raise ValueError("the head is too large")  # stops the parser
        version = self.parser.get_http_version()
        if version not in ("1.1", "1.0") or self._is_cut_by_upgrade:
            self._end(HTTPStatus.BAD_REQUEST)
            raise ValueError("an unknown version, or a body that nobody reads")
        single = self._single() if self.url == CHECKS and version == "1.1" else None
        if single is not None:
            self.cycle = single
        else:
            if not self.url.startswith(b"/"):
                self.scope["extensions"]["authority"] = _authority(self.url)
            super().on_headers_complete()
        self.headers = _TRAILERS

    def on_body(self, body: bytes) -> None:
        """Take a part of the body."""
        if type(self.cycle) is Single:
            self.cycle.body += body
        else:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """Have a single check decided in the next turn."""
        cycle = self.cycle
        if type(cycle) is not Single:
            super().on_message_complete()
        elif not cycle.is_asked:
            self._stop_waiting()
            cycle.is_asked = True
            self.app.endpoint.ask(cycle, cycle.body, cycle.answered)

    def _single(self) -> Single | None:
        """Return the request as a single check, if it comes in the usual way: alone, by POST, with its length said."""
        is_busy = self.cycle is not None and not self.cycle.response_complete
        if is_busy or self.flow.write_paused or self.expect_100_continue or self.parser.get_method() != b"POST":
            return None
        headers = Fields(self.headers)
        length = headers.get("content-length")
        if length is None or int(length) > MAX_BYTES:
            return None
        return Single(self, headers, keep_alive=self.parser.should_keep_alive())

    # --- What goes out ----------------------------------------------------------------------------------------------

    def write(self, reply: Reply, *, is_last: bool) -> None:
        """Send an answer as one piece."""
        if self.transport.is_closing():
            return
        lines = [_STATUS_LINES[reply.status]]
        lines += [f"{name}: {value}\r\n" for name, value in reply.headers]
        lines += [f"{name.decode()}: {value.decode()}\r\n" for name, value in self.server_state.default_headers]
        if is_last:
            lines.append("connection: close\r\n")
        lines.append(f"content-length: {len(reply.body)}\r\n\r\n")
        self.transport.write("".join(lines).encode("latin-1") + reply.body)
        if is_last:
            self.transport.close()
        self.on_response_complete()

    def _refuse(self, single: Single, refusal: Refusal) -> None:
        """Answer a check whose body will not be whole."""
        self._stop_waiting()
        single.is_asked, single.keep_alive = True, False
        self.app.endpoint.ask(single, single.body, single.answered, refusal=refusal)

    def cut(self) -> None:
        """End the connection at once; what waits to be sent is lost."""
        self.transport.abort()

    @property
    def is_gone(self) -> bool:
        """Say whether nobody will read what is sent."""
        return bool(self.transport.is_closing())

    def _end(self, status: HTTPStatus, more: str = "") -> None:
        """Refuse what cannot be read, and close: nobody knows where the next request begins.

        A whole request before it gets its answer first, and then nothing more; an answer under way breaks off, for
        what stands behind its beginning would be read as a part of it.
        """
        if self._is_answering:
            self.cycle.keep_alive = False
            self.flow.pause_reading()
            return
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete or not self.cycle.response_started:
            self.transport.write(f"{_STATUS_LINES[status.value]}{more}{_NOTHING_MORE}".encode())
        self.transport.close()

    # --- Bounds -----------------------------------------------------------------------------------------------------

    @property
    def _is_large(self) -> bool:
        """Say whether a whole head is larger than a request needs."""
        if len(self.headers) > HEAD_LINES:
            return True
        if self._begun_bytes + self._head_bytes <= HEAD_BYTES:
            return False
        return len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > HEAD_BYTES

    @property
    def _is_answering(self) -> bool:
        """Say whether the newest request is whole and has no answer yet."""
        cycle = self.cycle
        if cycle is None or cycle.response_complete:
            return False
        return bool(cycle.is_asked) if type(cycle) is Single else not cycle.more_body

    @property
    def _is_cut_by_upgrade(self) -> bool:
        """Say whether the request wants another protocol and has a body, which the parser leaves to that."""
        return bool(self.parser.should_upgrade()) and self.parser.get_method() not in (b"GET", b"HEAD")

    @property
    def _is_waited_for(self) -> bool:
        """Say whether the client should go on: with a head, the body of a single check, or another request."""
        cycle = self.cycle
        is_idle = cycle is None or cycle.response_complete
        return self._is_in_head or is_idle or (type(cycle) is Single and not cycle.is_asked)

    def _wait(self, seconds: float) -> None:
        self._deadline = self.loop.call_later(seconds, self._be_late)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _be_late(self) -> None:
        """Refuse a body that takes too long, and let go who says nothing."""
        self._deadline = None
        cycle = self.cycle
        if type(cycle) is Single and not cycle.is_asked:
            self._refuse(cycle, Refusal("request-timeout"))
        elif self._is_in_head:
            self._end(HTTPStatus.REQUEST_TIMEOUT)
        else:
            self.transport.close()


def _authority(target: bytes) -> str:
    """Return the host that an absolute target names (RFC 9112 §3.2.2)."""
    found = httptools.parse_url(target)
    host = (found.host or b"").decode("latin-1")
    return f"{host}:{found.port}" if found.port else host
