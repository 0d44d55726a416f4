"""Latency against load: requests that are due at their instants, whether or not those before them are answered.

The generator is one Python process beside the server; what it adds by itself is seen on the constant, which it asks at
the same rates.
"""

import asyncio
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import uvloop

from benchmarks import home, subjects
from benchmarks.answers import BODIES, CHECK, Answers
from benchmarks.load import Target, exchange, requests_of

SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)
CONNECTIONS = 32
WARM_UP = 0.5
P99_MS = 10.0
FAIR_SHARE, TIMES, FAIR_TIMES = 0.06, 10, 2.0


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
    """The check and the constant at the same rates; and a check at a low rate, alone and beside a greedy caller."""

    check: Sequence[Point]
    constant: Sequence[Point]
    alone: Point
    beside: Point

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
            found[path] = [at_rate(target, share, answers.rate(CHECK) * share, seconds) for share in SHARES]
        alone, beside = _fairly(target, answers.rate(CHECK), seconds)
    steady = Steady(found["/v1/checks"], found["/constant"], alone, beside)
    for point in steady.check:
        print(
            f"at {point.share:.0%} ({point.offered:,.0f}/s): p50 {point.p50:.1f} ms, p99 {point.p99:.1f} ms", flush=True
        )
    print(f"beside a greedy caller: p99 {steady.beside.p99:.1f} ms instead of {steady.alone.p99:.1f} ms", flush=True)
    return steady


def _fairly(target: Target, rate: float, seconds: int) -> tuple[Point, Point]:
    """Ask at a low rate, alone and then beside an institution that asks ten times as much, beyond its quota."""
    share = FAIR_SHARE
    greedy = replace(target, credential=home.GREEDY)

    async def both() -> list[float]:
        taken, _ = await asyncio.gather(
            _offer(target, rate * share, seconds), _offer(greedy, rate * share * TIMES, seconds, may_be="24")
        )
        return taken

    return at_rate(target, share, rate * share, seconds), _of(share, rate * share, uvloop.run(both()), seconds)


def at_rate(target: Target, share: float, rate: float, seconds: int) -> Point:
    """Ask at a rate for some seconds; `share` is what part of the full load it is."""
    return _of(share, rate, uvloop.run(_offer(target, rate, seconds)), seconds)


def _of(share: float, rate: float, taken: list[float], seconds: int) -> Point:
    cut = statistics.quantiles(taken, n=100)
    return Point(share, rate, len(taken) / seconds, cut[49], cut[98])


async def _offer(target: Target, rate: float, seconds: int, *, may_be: str = "2") -> list[float]:
    due: asyncio.Queue[float] = asyncio.Queue()
    taken: list[float] = []
    begun = time.perf_counter() + WARM_UP
    since = begun + WARM_UP
    asking = [_ask(target, number, due, since, taken, may_be) for number in range(CONNECTIONS)]
    askers = [asyncio.create_task(one) for one in asking]
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


async def _ask(
    target: Target, number: int, due: asyncio.Queue[float], since: float, taken: list[float], may_be: str
) -> None:
    """Ask over one connection as often as something is due; what was due in the warm-up does not count."""
    requests = requests_of(target)
    reader, writer = await asyncio.open_connection("127.0.0.1", target.port)
    try:
        while True:
            instant = await due.get()
            number = (number + CONNECTIONS) % len(requests)
            await exchange(reader, writer, requests[number], may_be=may_be)
            if instant >= since:
                taken.append((time.perf_counter() - instant) * 1000)
            due.task_done()
    finally:
        writer.close()
