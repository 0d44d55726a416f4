"""Many checks in one request: a batch, answered as a whole, and a stream, answered line by line.

Checks are decided some at a time, one request after the other, and the loop is given back in between: a single check
waits for no more than one such turn. What a request holds is bounded, and so is how many there are.
"""

import asyncio
import contextlib
import os
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec

from blacklist.law.refusals import Refusal
from restrictions.check import answer
from restrictions.check.answer import Headers, Reply
from restrictions.check.cutting import BATCH_BYTES, Cut, Lines, read_batch
from restrictions.check.gate import Caller
from restrictions.check.http import Exchange, Scope, Streaming, trace_response
from restrictions.check.node import Asked, Moment, Node, unrecorded
from restrictions.check.quota import Exceeded
from restrictions.check.waiting import note

TURN = 32  # checks decided before the loop goes round: a millisecond
LINES_AT_ONCE = 256  # lines of a stream answered by one part
PLACES, PLACES_EACH = 64, 16
PART_SECONDS = 30.0
LONGEST_WAIT = 60
LINES = "application/x-ndjson"

Read = Callable[[Scope, Exchange, int], Awaitable[bytes]]


class Bulk:
    """Batches and streams of one process."""

    def __init__(self, node: Node, read: Read, *, part_seconds: float = PART_SECONDS) -> None:
        self._node, self._read = node, read
        self._part_seconds = part_seconds
        self._turn = asyncio.Lock()
        self._batches, self._streams = Places(PLACES, PLACES_EACH), Places(PLACES, PLACES_EACH)

    # --- A batch ------------------------------------------------------------------------------------------------------

    async def batch(self, scope: Scope, exchange: Exchange, asked: Asked) -> Reply:
        """Return the reply to a batch; nobody unknown has its body read."""
        try:
            moment, caller = self._admitted(asked)
            with self._batches.taken(caller):
                asked = msgspec.structs.replace(asked, body=await self._read(scope, exchange, BATCH_BYTES))
                headers = _headers(answer.JSON, asked.request_id or _new_id())
                content, is_replay = await self._answered(scope, caller, asked)
        except Refusal as refusal:
            return await self.refused(refusal, asked)
        headers += [("idempotent-replay", "true")] if is_replay else self._node.told(moment)
        return Reply(200, headers, content)

    async def _answered(self, scope: Scope, caller: Caller, asked: Asked) -> tuple[bytes, bool]:
        """Return the answers, and whether they were given before."""
        keys = scope.headers.get_all("idempotency-key")
        if not keys:
            return await self._decided(asked), False
        key = keys[0] if len(keys) == 1 else ""
        with self._node.repeats.opened(caller.institution, key, asked.body) as repeat:
            if repeat.content is not None:
                return repeat.content, True
            content = await self._decided(asked)
            repeat.keep(content)
            return content, False

    async def _decided(self, asked: Asked) -> bytes:
        checks = read_batch(asked.body)
        self._node.spend(asked, len(checks))
        answers = await self._answers(asked, checks)
        return b'{"results":[' + b",".join(answers) + b"]}"

    # --- A stream -----------------------------------------------------------------------------------------------------

    async def stream(self, scope: Scope, exchange: Streaming, asked: Asked) -> Reply | None:
        """Answer a stream; return a reply only when it does not come to it."""
        try:
            moment, caller = self._admitted(asked)
            told = self._node.told(moment) + trace_response(scope.headers)
            with self._streams.taken(caller):
                await self._stream(exchange, asked, told)
        except Refusal as refusal:
            return await self.refused(refusal, asked)
        return None

    async def _stream(self, exchange: Streaming, asked: Asked, told: Headers) -> None:
        request_id = asked.request_id or _new_id()
        transport = exchange.response_stream(200, _headers(LINES, request_id) + told)
        line = 1
        try:
            await transport.send_bytes(b"")  # the head goes out before a line has come
            async for lines in self._lines(exchange):
                out = await self._answer_lines(asked, lines, line)
                line += len(lines)
                async with asyncio.timeout(PART_SECONDS):  # for as long as nobody takes it, no more is read
                    await transport.send_bytes(out)
        except (TimeoutError, ConnectionError):
            exchange.cut()  # nobody is there any more, or nobody reads
        except Refusal as refusal:
            await _last(transport, refusal, line, request_id)
        except Exception as error:
            note(error)
            await _last(transport, Refusal("internal-error"), line, request_id)

    async def _lines(self, exchange: Exchange) -> AsyncIterator[Sequence[Cut]]:
        """Yield some lines at a time as they arrive; the next part is asked for when these are answered.

        :raises Refusal: `request-timeout` when nothing comes for half a minute.
        """
        lines = Lines()
        parts = aiter(exchange)
        while True:
            try:
                async with asyncio.timeout(self._part_seconds):
                    part = await anext(parts)
            except StopAsyncIteration:
                break
            except TimeoutError:
                raise Refusal("request-timeout") from None
            whole = lines.feed(part)
            for first in range(0, len(whole), LINES_AT_ONCE):
                yield whole[first : first + LINES_AT_ONCE]
        if rest := lines.rest():
            yield rest

    async def _answer_lines(self, asked: Asked, lines: Sequence[Cut], first: int) -> bytes:
        """Return the answers to some lines, a line each; a problem names its line.

        :raises Refusal: `unauthenticated` once the credential is no longer valid; the stream ends there.
        """
        self._check_known(asked)
        try:
            await self._allowed(asked, len(lines))
            answers = await self._answers(asked, lines)
        except Refusal as refusal:
            answers = [answer.problem_content(refusal, request_id=_new_id()) for _ in lines]
        return b"\n".join([*(_line(told, number) for number, told in enumerate(answers, first)), b""])

    async def _allowed(self, asked: Asked, items: int) -> None:
        """Wait until the quota allows some more lines: a stream goes at the pace of its institution.

        :raises Exceeded: it would have to wait for more than a minute, as for the next day.
        """
        while True:
            try:
                self._node.spend(asked, items)
            except Exceeded as exceeded:
                if exceeded.seconds > LONGEST_WAIT:
                    raise
                await asyncio.sleep(exceeded.seconds)
            else:
                return

    # --- Both ---------------------------------------------------------------------------------------------------------

    def _admitted(self, asked: Asked) -> tuple[Moment, Caller]:
        """Return who asks, before the body is read, and from which list they are answered at least.

        :raises Refusal: as `Node.admit`.
        """
        moment = self._node.moment(asked.authorization)
        self._node.admit(moment, asked)
        assert moment.caller is not None
        return moment, moment.caller

    def _check_known(self, asked: Asked) -> None:
        """Let pass whose credential is still valid.

        :raises Refusal: `unauthenticated`.
        """
        moment = self._node.moment(asked.authorization)
        if moment.view is not None and moment.caller is None:
            raise Refusal("unauthenticated")

    async def _answers(self, asked: Asked, checks: Sequence[Cut]) -> list[bytes]:
        """Return the answers to some checks once they are recorded.

        :raises Refusal: `journal-unavailable`; then none of them may leave.
        """
        answers: list[bytes] = []
        records: list[bytes] = []  # written together: a write may have to wait for the sync that runs beside it
        for first in range(0, len(checks), TURN):
            async with self._turn:
                answers += self._node.decide(asked, checks[first : first + TURN])
                records.append(self._node.journal.take())
                await asyncio.sleep(0)
        self._node.journal.write(b"".join(records))
        await self._node.journal.on_disk()
        return answers

    async def refused(self, refusal: Refusal, asked: Asked) -> Reply:
        """Return the reply to a request that is refused as a whole, once that is recorded."""
        reply = self._node.refuse(refusal, asked)
        if not self._node.journal.is_pending:
            return reply
        try:
            self._node.journal.flush()
            await self._node.journal.on_disk()
        except Refusal as unwritten:
            return unrecorded(reply, unwritten)
        return reply


class Places:
    """How many requests may be under way, of all institutions and of one."""

    def __init__(self, all_together: int, each: int) -> None:
        self._left, self._each = all_together, each
        self._of: Counter[bytes] = Counter()

    @contextmanager
    def taken(self, caller: Caller) -> Iterator[None]:
        """Hold a place for the length of the block.

        :raises Refusal: `overloaded`.
        """
        if self._left == 0 or self._of[caller.institution] == self._each:
            raise Refusal("overloaded")
        self._left -= 1
        self._of[caller.institution] += 1
        try:
            yield
        finally:
            self._left += 1
            self._of[caller.institution] -= 1
            self._of += Counter()  # forgets those who have none


def _new_id() -> str:
    return os.urandom(16).hex()


def _headers(medium: str, request_id: str) -> Headers:
    return [("content-type", medium), ("cache-control", "no-store"), ("x-request-id", request_id)]


def _line(told: bytes, number: int) -> bytes:
    """Return an answer as it is, a problem with the number of its line."""
    return told if told.startswith(answer.REFERENCE) else b'{"line":%d,' % number + told[1:]


async def _last(transport: Any, refusal: Refusal, number: int, request_id: str) -> None:
    """Say at the end of a stream why it ends, if there is still somebody to hear it."""
    with contextlib.suppress(TimeoutError, ConnectionError):
        async with asyncio.timeout(PART_SECONDS):
            await transport.send_bytes(_line(answer.problem_content(refusal, request_id=request_id), number) + b"\n")
