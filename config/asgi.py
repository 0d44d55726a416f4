"""Requests as uvicorn hands them over (ASGI 3), as the check endpoint, the pages and the transfers take them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

Lines = list[tuple[bytes, bytes]]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Fields:
    """Request headers, names in lower case."""

    def __init__(self, lines: Lines) -> None:
        self._items = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in lines]
        self._first = dict(reversed(self._items))

    def get(self, key: str, default: Any = None) -> Any:
        """Return the first of a name."""
        return self._first.get(key, default)

    def get_all(self, key: str) -> Sequence[str]:
        """Return all of a name."""
        if len(self._first) == len(self._items):  # nothing is there twice
            found = self._first.get(key)
            return () if found is None else (found,)
        return [value for name, value in self._items if name == key]

    def items(self) -> Sequence[tuple[str, str]]:
        """Return names and values as they came."""
        return self._items


class Request:
    """A request without its body (`restrictions.check.http.Scope`)."""

    def __init__(self, scope: Message) -> None:
        self._scope = scope
        self.authority: str | None = scope["extensions"].get("authority")
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.headers = Fields(scope["headers"])

    @property
    def http_version(self) -> str:
        return str(self._scope["http_version"])

    @property
    def scheme(self) -> str:
        return str(self._scope["scheme"])

    @property
    def query_string(self) -> str:
        return bytes(self._scope["query_string"]).decode("latin-1")

    @property
    def server(self) -> str:
        return _address(self._scope["server"])

    @property
    def client(self) -> str:
        return _address(self._scope["client"])


class Line(Protocol):
    """The connection a request came by."""

    @property
    def is_gone(self) -> bool: ...
    def cut(self) -> None: ...


class Exchange:
    """A request's body and its answer (`restrictions.check.http.Streaming`)."""

    def __init__(self, scope: Message, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._line: Line = scope["extensions"]["line"]
        self._reply: tuple[int, list[tuple[str, str]], bytes] | None = None
        self._begin: Message | None = None
        self._is_begun = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the parts of the body as they come.

        :raises ConnectionError: it breaks off.
        """
        goes_on = True
        while goes_on:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise ConnectionError
            goes_on = message.get("more_body", False)
            yield message["body"]

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Keep an answer until `finish`."""
        self._reply = status, headers, body

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> "Exchange":
        """Begin an answer that is sent in parts, by what this returns."""
        self._begin = _start(status, headers)
        return self

    async def send_bytes(self, part: bytes) -> None:
        """Send one part; return when most of what was sent before has been taken.

        :raises ConnectionError: nobody is there any more.
        """
        if self._line.is_gone:
            raise ConnectionError
        await self._start()
        await self._send({"type": "http.response.body", "body": part, "more_body": True})

    async def finish(self) -> None:
        """Send what is left to be sent."""
        if self._line.is_gone:
            await asyncio.sleep(0)  # in which uvicorn hears of it
        elif self._reply is not None:
            status, headers, body = self._reply
            length = (
                () if any(name == "content-length" for name, _ in headers) else (("content-length", str(len(body))),)
            )
            await self._send(_start(status, (*headers, *length)))
            await self._send({"type": "http.response.body", "body": body})
        elif self._begin is not None:
            await self._start()
            await self._send({"type": "http.response.body", "body": b""})

    def cut(self) -> None:
        """End the connection at once; what waits to be sent is lost."""
        self._line.cut()

    async def _start(self) -> None:
        if not self._is_begun:
            self._is_begun = True
            assert self._begin is not None
            await self._send(self._begin)


def _start(status: int, headers: Sequence[tuple[str, str]]) -> Message:
    lines = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return {"type": "http.response.start", "status": status, "headers": lines}


def _address(pair: tuple[str, int | None] | None) -> str:
    """Return an address with its port; nothing for a connection that has none."""
    return "" if pair is None else f"{pair[0]}:{pair[1]}"
