"""A stream may be of any length: what a node holds of it does not grow, and neither does it for other callers."""

import json
import os
import threading
from collections.abc import Callable, Iterator

from tests.asking import Asker
from tests.faults.lines import Stream, resident_bytes
from tests.running import Run

Figure = Callable[[str, object], None]

# More: `RESTRICTION_TEST_LINES=10000000 bin/test tests/faults/test_long_stream.py`.
LINES = int(os.environ.get("RESTRICTION_TEST_LINES", "20000"))
WARM_LINES, TOGETHER = 10_000, 200
GROWTH_BYTES = 8 << 20


class TestStream:
    def test_of_any_length_is_answered_in_constant_memory(
        self, running: Run, asker: Asker, record_property: Figure
    ) -> None:
        subject, credential = running.demo()["subjects"]["order_only"], running.credential("gateway")
        line = json.dumps({"activity": "flight.business", "subject": subject}).encode() + b"\n"
        with Stream(running.port, credential, seconds=30) as stream:
            sender = threading.Thread(target=lambda: _send(stream, line))
            sender.start()
            answers = _answers(stream)
            size = sum(len(next(answers)) for _ in range(WARM_LINES))
            before = resident_bytes(running)
            for _ in range(LINES):
                size += len(next(answers))
            grown = resident_bytes(running) - before
            assert asker.answer(line, credential=credential).status == 200
            sender.join()
            assert next(answers, None) is None
        record_property(
            "figure",
            f"a stream of {WARM_LINES + LINES:,} lines and {size >> 20} MiB of answers: "
            f"the web processes grew by {grown / 1024:,.0f} KiB",
        )
        assert grown < GROWTH_BYTES


def _send(stream: Stream, line: bytes) -> None:
    for _ in range((WARM_LINES + LINES) // TOGETHER):
        stream.send(line * TOGETHER)
    stream.finish()


def _answers(stream: Stream) -> Iterator[bytes]:
    while line := stream.line():
        assert b'"decision":"restricted"' in line, line
        yield line
