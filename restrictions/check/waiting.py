"""What a request waits for: its body under a deadline, and the write of its record together with others."""

import asyncio
import logging
import traceback

from blacklist.law.refusals import Refusal
from restrictions.check.http import Exchange
from restrictions.check.journal import Journal

SWEEP_SECONDS = 0.25

logger = logging.getLogger("restrictions.check")


def note(error: Exception) -> None:
    """Log what nobody expected, without its message and values: they may hold what was asked."""
    logger.error("%s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))


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

    def flushed(self) -> "asyncio.Future[None]":
        """Return what is done when all that was recorded so far is in the file.

        Awaiting it raises `journal-unavailable` when it cannot be.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[None] = loop.create_future()
        if not self._waiting:
            loop.call_soon(self._flush)
        self._waiting.append(future)
        return future

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        is_written = False
        try:
            self._journal.flush()
            is_written = True
        except Refusal:
            pass  # told to every waiter below
        except Exception as error:  # whatever it is: nobody may wait for ever, and no answer may leave
            note(error)
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
        self._turns = max(1, round(seconds / SWEEP_SECONDS)) if seconds else 0
        self._turn = 0
        self._waits: dict[asyncio.Future[bytes], int] = {}
        self._late: set[asyncio.Future[bytes]] = set()
        self._timer: asyncio.TimerHandle | None = None

    async def wait(self, body: "asyncio.Future[bytes]") -> bytes:
        """Return the body when it is there.

        :raises Refusal: `request-timeout` when it takes too long, `malformed-request` when it breaks off.
        """
        self._waits[body] = self._turn + self._turns
        if self._timer is None:
            loop = asyncio.get_running_loop()
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
        for body in [body for body, end in self._waits.items() if end <= self._turn and body not in self._late]:
            self._late.add(body)
            body.cancel()
        self._turn += 1
        self._timer = loop.call_later(SWEEP_SECONDS, self._sweep, loop) if self._waits else None
