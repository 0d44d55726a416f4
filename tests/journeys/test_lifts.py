"""Lifts while fifty callers ask without pause: how long anybody is still told `restricted`.

A few each time. The thousand: `RESTRICTION_TEST_LIFTS=1000 bin/test tests/journeys/test_lifts.py`.
"""

import asyncio
import json
import os
import re
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

import pytest

from tests.asking import Body, Officers
from tests.journeys import court
from tests.running import Run
from tests.waiting import eventually

Figure = Callable[[str, object], None]

LIFTS = int(os.environ.get("RESTRICTION_TEST_LIFTS", "6"))
POLLERS = 50
PAUSE_SECONDS = 0.1  # of each poller: together they ask every two milliseconds
P99_SECONDS, BOUND_SECONDS = 0.3, 10.0  # the bound is the lease

_LENGTH = re.compile(rb"content-length: (\d+)").search


class Pollers:
    """Fifty connections of one event loop, which ask about one person until the block ends.

    :ivar told: when each answered question began, and its decision.
    """

    def __init__(self, run: Run, subject: Body) -> None:
        body = json.dumps({"activity": "flight.business", "subject": subject}).encode()
        lines = (
            "POST /v1/checks HTTP/1.1",
            "Host: localhost",
            f"Authorization: Bearer {run.credential('gateway')}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
        )
        self._request = "\r\n".join((*lines, "", "")).encode() + body
        self._port = run.port
        self._over = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._poll_all()))
        self.told: list[tuple[float, str]] = []
        self.latest = [""] * POLLERS

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def all_hear(self, decision: str) -> bool:
        """Return whether each poller's next answers become this one."""
        return eventually(lambda: set(self.latest) == {decision}, seconds=BOUND_SECONDS)

    async def _poll_all(self) -> None:
        await asyncio.gather(*(self._poll(number) for number in range(POLLERS)))

    async def _poll(self, number: int) -> None:
        await asyncio.sleep(PAUSE_SECONDS * number / POLLERS)  # apart from each other
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        while not self._over.is_set():
            began = time.monotonic()
            writer.write(self._request)
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = _LENGTH(head)
            assert length is not None
            body = json.loads(await reader.readexactly(int(length[1])))
            self.latest[number] = body["decision"] or body["code"]
            self.told.append((began, self.latest[number]))
            await asyncio.sleep(PAUSE_SECONDS)
        writer.close()
        await writer.wait_closed()


class TestLift:
    @pytest.mark.law("C9")
    def test_is_heard_by_everybody_at_once(self, running: Run, officers: Officers, record_property: Figure) -> None:
        debtor = court.debtor(officers, "冯即解")
        stale: list[
            float
        ] = []  # for each lift, how long after its 2xx the last answer began that still said restricted
        with Pollers(running, debtor.subject) as pollers:
            for _ in range(LIFTS):
                order = court.draft_order(officers, debtor, "flight.business")
                court.sign(officers, order)
                court.serve(officers, order)
                assert pollers.all_hear("restricted"), pollers.latest
                pollers.told.clear()
                lifted = officers.done(court.JUDGE, f"{order}/lift", {"reason": "performed"})
                assert pollers.all_hear("permitted"), pollers.latest
                late = [began - lifted.at for began, decision in pollers.told if decision == "restricted"]
                stale.append(max([0.0, *late]))
        assert max(stale) <= BOUND_SECONDS
        p99 = sorted(stale)[int(len(stale) * 0.99) - 1]
        record_property(
            "figure",
            f"{LIFTS} lifts, {POLLERS} pollers: the last `restricted` began after the 2xx in {sum(map(bool, stale))} "
            f"of them, p99 {p99 * 1000:.0f} ms (promised {P99_SECONDS * 1000:.0f}), at most {max(stale) * 1000:.0f} ms",
        )
