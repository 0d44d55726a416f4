"""Files over HTTP: read and written part by part, by threads that serve nothing else."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from typing import Any

import pytest

from blacklist.imports.uploads import LARGEST
from config import transfers
from config.transfers import Transfers
from tests.restrictions.check.test_endpoint import Received, Sent

Start = Callable[..., Any]
PATH = "/court/v1/imports"


class Exchanged(Received):
    """A body that comes in parts, and an answer that goes in parts until the client has gone."""

    def __init__(self, parts: Sequence[bytes] = (), *, ends: bool = True, takes: int = 1000) -> None:
        super().__init__(b"")
        self._coming, self._ends, self._takes = parts, ends, takes

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self._coming:
            self.was_read = True
            yield part
        if not self._ends:
            await asyncio.Event().wait()

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> "Exchanged":
        self.status, self.headers = status, dict(headers)
        return self

    async def send_bytes(self, part: bytes) -> None:
        if self._takes == 0:
            raise ConnectionError
        self._takes -= 1
        self.content += part


def exchange(wsgi: Any, exchanged: Exchanged, **lines: str | None) -> Exchanged:
    files = Transfers(wsgi)
    asyncio.run(files.respond(Sent(path=PATH, lines={"content-length": "0", **lines}), exchanged))
    files.close()
    return exchanged


def echo(request: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """Answer with the body, read in threes."""
    parts = list(iter(lambda: request["wsgi.input"].read(3), b""))
    start_response("201 Created", [("Content-Type", "text/csv"), ("X-Length", request["CONTENT_LENGTH"])])
    return parts


def refuse(request: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    start_response("401 Unauthorized", [])
    return [b"no"]


class TestOwns:
    @pytest.mark.parametrize(
        ("path", "owned"),
        [
            (PATH, True),
            (f"{PATH}/00000000-0000-0000-0000-000000000000/report", True),
            ("/court/v1/register/export", True),
            (f"{PATH}/00000000-0000-0000-0000-000000000000/start", False),
            ("/court/v1/cases", False),
            ("/v1/checks", False),
        ],
    )
    def test_knows_the_addresses_of_files(self, path: str, owned: bool) -> None:
        assert Transfers.owns(path) is owned


class TestRespond:
    def test_carries_a_file_through_in_parts(self) -> None:
        got = exchange(echo, Exchanged([b"ab", b"", b"cdefg", b"h"]), **{"content-length": "8"})
        assert (got.status, got.content, got.headers["x-length"]) == (201, b"abcdefgh", "8")

    def test_reads_nothing_that_nobody_asks_for(self) -> None:
        got = exchange(refuse, Exchanged([b"x"] * 100), **{"content-length": "100"})
        assert (got.status, got.content, got.was_read) == (401, b"no", False)

    @pytest.mark.parametrize(
        ("lines", "code"),
        [
            ({"content-length": str(LARGEST + 1)}, "too-large"),
            ({"content-length": None, "transfer-encoding": "chunked"}, "malformed-request"),
        ],
    )
    def test_refuses_a_body_that_is_too_large_or_does_not_say_its_length(
        self, lines: dict[str, str | None], code: str
    ) -> None:
        got = exchange(echo, Exchanged([b"x"]), **lines)
        assert (got.code, got.was_read) == (code, False)

    def test_refuses_a_body_that_breaks_off(self) -> None:
        assert exchange(echo, Exchanged([b"abc"]), **{"content-length": "8"}).code == "malformed-request"

    def test_refuses_a_body_that_stands_still(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(transfers, "PART_SECONDS", 0.01)
        assert exchange(echo, Exchanged([b"abc"], ends=False), **{"content-length": "8"}).code == "request-timeout"

    def test_stops_when_the_client_has_gone(self) -> None:
        made: list[int] = []
        closed = threading.Event()

        class Parts:
            def __iter__(self) -> Any:
                for number in range(1000):
                    made.append(number)
                    yield b"x"

            def close(self) -> None:
                closed.set()

        def endless(request: dict[str, Any], start_response: Start) -> Any:
            start_response("200 OK", [])
            return Parts()

        exchange(endless, Exchanged(takes=2))
        assert (len(made), closed.is_set()) == (3, True)

    def test_turns_away_whom_no_thread_can_serve(self) -> None:
        release = threading.Event()

        def slow(request: dict[str, Any], start_response: Start) -> Iterable[bytes]:
            release.wait(20)
            return refuse(request, start_response)

        files = Transfers(slow, threads=1, may_wait=1)
        exchanged = [Exchanged() for _ in range(4)]

        async def rush() -> None:
            sent = Sent(path=PATH, lines={"content-length": "0"})
            tasks = [asyncio.create_task(files.respond(sent, one)) for one in exchanged]
            while sum(task.done() for task in tasks) < 2:
                await asyncio.sleep(0)
            release.set()
            await asyncio.gather(*tasks)

        asyncio.run(rush())
        files.close()
        assert sorted(one.status for one in exchanged) == [401, 401, 503, 503]
        assert {json.loads(one.content)["code"] for one in exchanged if one.status == 503} == {"overloaded"}
