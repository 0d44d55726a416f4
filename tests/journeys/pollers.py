"""Fifty callers who ask about one person without pause, and how long they are told what is no longer so."""

import asyncio
import json
import re
import threading
import time
from types import TracebackType
from typing import Self

from tests.asking import Body, Officers
from tests.journeys import court
from tests.running import Run
from tests.waiting import eventually

POLLERS = 50
PAUSE_SECONDS = 0.1  # of each poller: together they ask every two milliseconds
BOUND_SECONDS = 10.0  # the lease

_LENGTH = re.compile(rb"content-length: (\d+)").search


class Pollers:
    """Fifty connections of one event loop, which ask about one person until the block ends.

    :ivar told: when each answered question began, and its decision; cleared before each lift.
    :ivar asked: how many were answered; ``seconds``: in how long.
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
        self.asked = 0
        self.seconds = 0.0
        self.latest = [""] * POLLERS

    def __enter__(self) -> Self:
        self._begun = time.monotonic()
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()
        self.seconds = time.monotonic() - self._begun

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
            self.asked += 1
            self.told.append((began, self.latest[number]))
            await asyncio.sleep(PAUSE_SECONDS)
        writer.close()
        await writer.wait_closed()


def lift_again(officers: Officers, debtor: court.Debtor, pollers: Pollers) -> float:
    """Order, let everybody hear it, lift; return how long after the 2xx the last answer began that said restricted."""
    order = court.draft_order(officers, debtor, "flight.business")
    court.sign(officers, order)
    court.serve(officers, order)
    assert pollers.all_hear("restricted"), pollers.latest
    pollers.told.clear()
    lifted = officers.done(court.JUDGE, f"{order}/lift", {"reason": "performed"})
    assert pollers.all_hear("permitted"), pollers.latest
    return max([0.0, *(began - lifted.at for began, decision in pollers.told if decision == "restricted")])
