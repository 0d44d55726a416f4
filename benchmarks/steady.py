"""Latency against load: requests that are due at their instants, whether or not those before them are answered.

The generator is one Python process beside the server; what it adds by itself is seen on the constant, which it asks at
the same rates.
"""

import asyncio
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import uvloop

from benchmarks import home, subjects
from benchmarks.answers import BODIES, CHECK, Answers
from benchmarks.load import Target, exchange, requests_of

SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)
CONNECTIONS = 32
WARM_UP = 0.5
P99_MS = 10.0


@dataclass(frozen=True)
class Point:
    """One rate, and what answers took at it from the instant they were due, in ms."""

    share: float
    offered: float
    answered: float
    p50: float
    p99: float


@dataclass(frozen=True)
class Steady:
    """The check and the constant at the same rates."""

    check: Sequence[Point]
    constant: Sequence[Point]

    @property
    def at_half(self) -> Point:
        return next(point for point in self.check if point.share == 0.5)


def measure(folder: Path, answers: Answers, *, seconds: int) -> Steady:
    """Ask at shares of the rate that the check had at full load."""
    bodies = tuple(subjects.bodies(BODIES, answers.subjects))
    found: dict[str, list[Point]] = {}
    with home.serving(folder / "home", "benchmarks.served:app") as port:
        for path in ("/constant", "/v1/checks"):
            target = Target(port, path, home.CREDENTIAL, bodies)
            found[path] = [_point(target, share, answers.rate(CHECK) * share, seconds) for share in SHARES]
    steady = Steady(found["/v1/checks"], found["/constant"])
    for point in steady.check:
        print(
            f"at {point.share:.0%} ({point.offered:,.0f}/s): p50 {point.p50:.1f} ms, p99 {point.p99:.1f} ms", flush=True
        )
    return steady


def _point(target: Target, share: float, rate: float, seconds: int) -> Point:
    taken = uvloop.run(_offer(target, rate, seconds))
    cut = statistics.quantiles(taken, n=100)
    return Point(share, rate, len(taken) / seconds, cut[49], cut[98])


async def _offer(target: Target, rate: float, seconds: int) -> list[float]:
    due: asyncio.Queue[float] = asyncio.Queue()
    taken: list[float] = []
    begun = time.perf_counter() + WARM_UP
    askers = [asyncio.create_task(_ask(target, number, due, begun + WARM_UP, taken)) for number in range(CONNECTIONS)]
    for number in range(int(rate * (seconds + WARM_UP))):
        instant = begun + number / rate
        if (wait := instant - time.perf_counter()) > 0.0005:
            await asyncio.sleep(wait)
        due.put_nowait(instant)
    await due.join()
    for asker in askers:
        asker.cancel()
    await asyncio.gather(*askers, return_exceptions=True)
    return taken


async def _ask(target: Target, number: int, due: asyncio.Queue[float], since: float, taken: list[float]) -> None:
    """Ask over one connection as often as something is due; what was due in the warm-up does not count."""
    requests = requests_of(target)
    reader, writer = await asyncio.open_connection("127.0.0.1", target.port)
    try:
        while True:
            instant = await due.get()
            number = (number + CONNECTIONS) % len(requests)
            await exchange(reader, writer, requests[number])
            if instant >= since:
                taken.append((time.perf_counter() - instant) * 1000)
            due.task_done()
    finally:
        writer.close()
