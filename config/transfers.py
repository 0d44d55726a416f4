"""Files over HTTP: bodies read and answers written part by part, by a few threads kept for that alone.

A slow client holds one of these, never one that serves pages; and it holds none before Django has found it to be an
officer, since nothing of a body is read before.
"""

import asyncio
import io
import os
import re
from collections.abc import Awaitable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from blacklist.imports.uploads import LARGEST
from blacklist.law.refusals import Refusal
from config.wsgi import Headers, Incoming, Wsgi, environ_of, hand_over
from restrictions.check import answer
from restrictions.check.http import Exchange, Streaming

THREADS, MAY_WAIT = 2, 4
PART_SECONDS = 30.0
BUFFER = 1 << 18

_MOVES_A_FILE = re.compile(
    r"/court/(v1/)?imports(/[0-9a-f-]{36}/report)?|/court/v1/register/(export|exports/[0-9a-f-]{36}/file)"
).fullmatch

T = TypeVar("T")


class Transfers:
    """Django for the addresses that take or give files."""

    def __init__(self, wsgi: Wsgi, *, threads: int = THREADS, may_wait: int = MAY_WAIT) -> None:
        self._wsgi = wsgi
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="transfers")
        self._places = threads + may_wait

    @staticmethod
    def owns(path: str) -> bool:
        """Say whether a path takes or gives files."""
        return _MOVES_A_FILE(path) is not None

    async def respond(self, scope: Incoming, exchange: Streaming) -> None:
        """Answer one request."""
        try:
            await self._transfer(scope, exchange)
        except Refusal as refusal:
            reply = answer.problem(refusal, request_id=os.urandom(16).hex())
            exchange.response_bytes(reply.status, reply.headers, reply.body)

    async def _transfer(self, scope: Incoming, exchange: Streaming) -> None:
        length = _length(scope)
        if self._places == 0:
            raise Refusal("overloaded")
        self._places -= 1
        loop = asyncio.get_running_loop()
        body = io.BufferedReader(Body(exchange, loop, length=length), BUFFER)
        request = environ_of(scope, body, length=length)
        out = Out(exchange, loop)
        try:
            await loop.run_in_executor(
                self._pool, lambda: hand_over(self._wsgi, request, begin=out.begin, send=out.send)
            )
        except ConnectionError:
            return  # nobody is there any more
        finally:
            self._places += 1

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


def _length(scope: Incoming) -> int:
    """Return how long the body is.

    :raises Refusal: `too-large`, or `malformed-request` for a body that does not say it.
    """
    length = int(scope.headers.get("content-length") or 0)
    if length > LARGEST:
        raise Refusal("too-large", "A file may have 64 MiB; import larger ones by the command line.")
    if scope.headers.get("transfer-encoding") is not None:
        raise Refusal("malformed-request", "Say how long the file is (Content-Length).")
    return length


class Body(io.RawIOBase):
    """A request's body, read by a thread while it arrives in the loop."""

    def __init__(self, exchange: Exchange, loop: asyncio.AbstractEventLoop, *, length: int) -> None:
        super().__init__()
        self._exchange, self._loop, self._left = exchange, loop, length
        self._parts: Any = None
        self._here = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a part of the buffer, and nothing of it only at the end.

        :raises Refusal: `request-timeout` when nothing comes for half a minute, `malformed-request` when it breaks off.
        """
        while self._left and not self._here:
            self._here = _in_loop(self._next(), self._loop)
        size = min(len(buffer), len(self._here), self._left)
        buffer[:size], self._here = self._here[:size], self._here[size:]
        self._left -= size
        return size

    async def _next(self) -> bytes:
        if self._parts is None:
            self._parts = aiter(self._exchange)
        try:
            async with asyncio.timeout(PART_SECONDS):
                part: bytes = await anext(self._parts)
        except TimeoutError:
            raise Refusal("request-timeout") from None
        except (StopAsyncIteration, ConnectionError):
            raise Refusal("malformed-request", "The body broke off.") from None
        return part


class Out:
    """An answer, written by a thread; it waits for a client that is slow, not for one that is gone."""

    def __init__(self, exchange: Streaming, loop: asyncio.AbstractEventLoop) -> None:
        self._exchange, self._loop = exchange, loop
        self._transport: Any = None

    def begin(self, status: int, headers: Headers) -> None:
        """Send the head of the answer."""
        _in_loop(self._begin(status, headers), self._loop)

    def send(self, part: bytes) -> None:
        """Send a part of the content.

        :raises ConnectionError: the client is gone, or takes nothing for half a minute.
        """
        _in_loop(self._send(part), self._loop)

    async def _begin(self, status: int, headers: Headers) -> None:
        self._transport = self._exchange.response_stream(status, headers)

    async def _send(self, part: bytes) -> None:
        try:
            async with asyncio.timeout(PART_SECONDS):
                await self._transport.send_bytes(part)
        except TimeoutError:
            self._exchange.cut()
            raise ConnectionError from None


def _in_loop(work: Awaitable[T], loop: asyncio.AbstractEventLoop) -> T:
    """Do something in the event loop and wait for it, in a thread."""
    return asyncio.run_coroutine_threadsafe(work, loop).result()  # type: ignore[arg-type]
