"""One institution asks ten times what it may: it is refused, and the others do not notice."""

import threading
import time
from collections.abc import Callable

from tests.asking import Asker, Body
from tests.journeys.test_ruling_becomes_answer import about
from tests.running import Run
from tests.waiting import eventually

Figure = Callable[[str, object], None]

PER_SECOND = 40
THREADS = 4
ASKED = 300
NOTICEABLE_SECONDS = 0.020  # below this the measuring itself, in Python beside the flood, is what one measures
ATTEMPTS = 3  # what else the machine does only adds to a time: one attempt without it shows what the flood adds
ALLOW = (
    "from restrictions.models import Institution; from restrictions.services import institutions;"
    "institutions.allow(Institution.objects.get(sector='hotel'), per_second={}, per_day=10**9)"
)


def p99(seconds: list[float]) -> float:
    return sorted(seconds)[len(seconds) * 99 // 100]


def latencies(asker: Asker, question: Body, credential: str) -> list[float]:
    """Ask evenly, some hundred times, and return how long each answer took."""
    took = []
    for _ in range(ASKED):
        begun = time.monotonic()
        reply = asker.answer(question, credential=credential)
        took.append(reply.at - begun)
        assert reply.status == 200
        time.sleep(0.005)
    return took


class Flood:
    """Threads that together ask ten times the quota, evenly, until told to end."""

    def __init__(self, run: Run, question: Body, credential: str) -> None:
        self._run, self._question, self._credential = run, question, credential
        self.over = threading.Event()
        self.statuses: list[int] = []
        self.seconds = 0.0
        self.threads = [threading.Thread(target=self._ask) for _ in range(THREADS)]

    def __enter__(self) -> None:
        self._begun = time.monotonic()
        for thread in self.threads:
            thread.start()

    def __exit__(self, *_: object) -> None:
        self.seconds = time.monotonic() - self._begun
        self.over.set()
        for thread in self.threads:
            thread.join()

    def _ask(self) -> None:
        with self._run.asker(seconds=5) as asker:
            while not self.over.wait(THREADS / (10 * PER_SECOND)):
                reply = asker.check(self._question, credential=self._credential)
                self.statuses.append(reply.status if reply else 0)


class TestFlood:
    def test_is_refused_and_not_noticed_by_the_others(
        self, running: Run, asker: Asker, record_property: Figure
    ) -> None:
        subject = running.demo()["subjects"]["order_only"]
        loud = about(subject, "hotel.star_rated"), running.credential("hotel")
        quiet = about(subject, "flight.business"), running.credential("airline")
        running.manage("shell", "-c", ALLOW.format(PER_SECOND))
        flood = Flood(running, *loud)
        before = during = 0.0
        try:
            assert eventually(lambda: 429 in {asker.answer(loud[0], credential=loud[1]).status for _ in range(60)})
            for _ in range(ATTEMPTS):
                before = p99(latencies(asker, *quiet))
                flood = Flood(running, *loud)
                with flood:
                    during = p99(latencies(asker, *quiet))
                if during <= max(2 * before, NOTICEABLE_SECONDS):
                    break
        finally:
            running.manage("shell", "-c", ALLOW.format(100_000))
        seconds = flood.seconds
        granted = flood.statuses.count(200)
        record_property(
            "figure",
            f"{len(flood.statuses) / seconds:.0f} questions a second against a quota of {PER_SECOND}: "
            f"{granted / seconds:.0f} answered; the others' p99 {before * 1000:.1f} ms, then {during * 1000:.1f} ms",
        )
        assert set(flood.statuses) == {200, 429}
        assert granted <= PER_SECOND * (seconds + 2)
        assert during <= max(2 * before, NOTICEABLE_SECONDS)
