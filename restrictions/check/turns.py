"""Single checks of one turn of the loop are decided together.

What comes while the others are read waits for the end of the turn. Decided in a row, they share one write of the
journal, and each finds the interpreter's code and the index's pages still near the processor: a check that stands
alone between two system calls takes about twice as long.
"""

import asyncio
from collections.abc import Callable

from blacklist.law.refusals import Refusal
from restrictions.check import answer
from restrictions.check.answer import Reply
from restrictions.check.node import Asked, Node, unrecorded
from restrictions.check.waiting import note

LARGEST = 32  # checks before the loop goes round: a millisecond

Answered = Callable[[Reply], None]


class Turns:
    """The checks of one process that wait for their turn."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._waiting: list[tuple[Asked, Answered]] = []
        self._syncing: set[asyncio.Task[None]] = set()

    def add(self, asked: Asked, answered: Answered) -> None:
        """Have a check decided in the next turn; `answered` is called with a reply that may leave."""
        if not self._waiting:
            asyncio.get_running_loop().call_soon(self._take)
        self._waiting.append((asked, answered))

    async def reply(self, asked: Asked) -> Reply:
        """Return the reply to a check when it may leave."""
        future: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self.add(asked, lambda reply: None if future.done() else future.set_result(reply))
        return await future

    def _take(self) -> None:
        taken, self._waiting = self._waiting[:LARGEST], self._waiting[LARGEST:]
        if self._waiting:
            asyncio.get_running_loop().call_soon(self._take)
        replies = [self._prepared(asked) for asked, _ in taken]
        journal = self._node.journal
        is_recorded = journal.is_pending
        try:
            journal.flush()
        except Refusal as refusal:
            replies = [unrecorded(reply, refusal) for reply in replies]
        if is_recorded and journal.waits_for_disk:
            task = asyncio.get_running_loop().create_task(self._sync(taken, replies))
            self._syncing.add(task)
            task.add_done_callback(self._syncing.discard)
        else:
            _hand_out(taken, replies)

    def _prepared(self, asked: Asked) -> Reply:
        try:
            return self._node.prepare(asked)
        except Exception as error:  # whatever it is: the others of the turn have their answers
            note(error)
            return answer.problem(Refusal("internal-error"), request_id=asked.request_id or "unknown")

    async def _sync(self, taken: list[tuple[Asked, Answered]], replies: list[Reply]) -> None:
        """Hand the replies out when their records are on disk."""
        try:
            await self._node.journal.on_disk()
        except Refusal as refusal:
            replies = [unrecorded(reply, refusal) for reply in replies]
        _hand_out(taken, replies)


def _hand_out(taken: list[tuple[Asked, Answered]], replies: list[Reply]) -> None:
    for (_, answered), reply in zip(taken, replies, strict=True):
        try:
            answered(reply)
        except Exception as error:  # one connection's trouble is not the next one's
            note(error)
