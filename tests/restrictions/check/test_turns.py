import asyncio
from typing import Any

import pytest

from restrictions.check import turns as module
from restrictions.check.answer import Reply
from restrictions.check.node import Asked
from restrictions.check.turns import Turns
from tests.restrictions.check.laboratory import CREDENTIAL, Laboratory
from tests.restrictions.check.test_endpoint import BODY

BEARER = [f"Bearer {CREDENTIAL}"]


def taken(turns: Turns, asked: list[Asked]) -> list[Reply]:
    """Return the replies to checks that come in one turn of the loop, in the order in which they were given."""
    replies: list[Reply] = []

    async def ask() -> None:
        for one in asked:
            turns.add(one, replies.append)
        assert replies == []
        while len(replies) < len(asked):
            await asyncio.sleep(0)

    asyncio.run(asyncio.wait_for(ask(), 5))
    return replies


def counted(laboratory: Laboratory, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Have the writes of the journal counted: one more in the list for each."""
    writes: list[int] = []
    flush = laboratory.node.journal.flush

    def count() -> None:
        writes.append(1)
        flush()

    monkeypatch.setattr(laboratory.node.journal, "flush", count)
    return writes


class TestAdd:
    def test_records_a_turn_by_one_write(self, laboratory: Laboratory, monkeypatch: pytest.MonkeyPatch) -> None:
        writes = counted(laboratory, monkeypatch)
        replies = taken(Turns(laboratory.node), [Asked(BODY, BEARER)] * 10)
        assert [reply.status for reply in replies] == [200] * 10
        assert (len(writes), len(laboratory.records())) == (1, 10)

    def test_gives_the_loop_back_between_many(self, laboratory: Laboratory, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "LARGEST", 4)
        writes = counted(laboratory, monkeypatch)
        taken(Turns(laboratory.node), [Asked(BODY, BEARER)] * 10)
        assert len(writes) == 3

    def test_gives_no_answer_that_is_not_on_record(
        self, laboratory: Laboratory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        laboratory.node.journal._fault = OSError("full")
        monkeypatch.setattr("restrictions.check.journal._new_file", _fail)
        replies = taken(Turns(laboratory.node), [Asked(BODY, BEARER)] * 3)
        assert [reply.status for reply in replies] == [503] * 3
        assert all(b"journal-unavailable" in reply.body for reply in replies)

    def test_answers_the_others_when_one_goes_wrong(
        self, laboratory: Laboratory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        prepare = laboratory.node.prepare

        def sometimes(asked: Asked) -> Reply:
            if asked.body == b"!":
                raise KeyError("张三")
            return prepare(asked)

        monkeypatch.setattr(laboratory.node, "prepare", sometimes)
        replies = taken(Turns(laboratory.node), [Asked(BODY, BEARER), Asked(b"!", BEARER), Asked(BODY, BEARER)])
        assert [reply.status for reply in replies] == [200, 500, 200]
        assert "张三" not in replies[1].body.decode()


class TestReply:
    def test_is_there_when_it_may_leave(self, laboratory: Laboratory) -> None:
        reply = asyncio.run(Turns(laboratory.node).reply(Asked(BODY, BEARER)))
        assert (reply.status, len(laboratory.records())) == (200, 1)

    def test_may_be_given_up(self, laboratory: Laboratory) -> None:
        """Whoever asked has gone; the check is on record, and nobody else is hurt."""

        async def ask() -> int:
            turns = Turns(laboratory.node)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0):
                    await turns.reply(Asked(BODY, BEARER))
            return (await turns.reply(Asked(BODY, BEARER))).status

        assert asyncio.run(ask()) == 200
        assert len(laboratory.records()) == 2


def _fail(*_: Any) -> Any:
    raise OSError("full")
