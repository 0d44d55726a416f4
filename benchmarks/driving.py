"""Acts at a steady rate from eight threads, in one process or in several as production has them.

The load is open: an act is due at its instant whether or not the one before it has ended, and its time counts from
then. Two threads, in two processes where there are several, share each debtor: both propose the listing, one wins, the
other takes an order on the same person.
"""

import multiprocessing
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier
from typing import Any

import django

from benchmarks.scene import Scene

THREADS = 8
PAIRS = THREADS // 2
WARM_UP = 2.0
FACTORS = ("passive_performance", "evasion", "resistance", "ability_to_perform")
Step = Callable[[], Any]


@dataclass(frozen=True)
class Load:
    """How many acts a second of all threads together, for how long, from how many processes."""

    rate: int
    seconds: int
    processes: int

    @property
    def cases(self) -> int:
        """Return how many cases suffice: each debtor has nine acts of the two threads that share it."""
        return self.seconds * self.rate // 8 + THREADS

    @property
    def interval(self) -> float:
        """Return the seconds between two acts of a thread."""
        return THREADS / self.rate


@dataclass
class Taken:
    """How long each act took from the instant it was due, how they ended, and the processor time they took here."""

    milliseconds: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    cpu_seconds: float = 0.0

    def add(self, other: "Taken") -> None:
        self.milliseconds += other.milliseconds
        self.outcomes += other.outcomes
        self.cpu_seconds += other.cpu_seconds

    @property
    def cpu_milliseconds(self) -> float:
        """Return the processor time of an act in Python, that of the database not included."""
        return self.cpu_seconds / self.outcomes.total() * 1000


def drive(load: Load, scene: Scene) -> Taken:
    """Do the acts and return what they took."""
    shares = [(thread, scene.cases[thread % PAIRS :: PAIRS]) for thread in range(THREADS)]
    if load.processes == 1:
        return _process(load, scene.officers, shares)
    spawning = multiprocessing.get_context("spawn")
    together = spawning.Barrier(load.processes)
    size = THREADS // load.processes
    groups = [shares[first : first + size] for first in range(0, THREADS, size)]
    with ProcessPoolExecutor(load.processes, spawning, _begin, (together,)) as pool:
        return _sum(pool.map(_process, [load] * len(groups), [scene.officers] * len(groups), groups))


_together: Barrier | None = None


def _begin(together: Barrier) -> None:
    """Make a process of several ready, so that its first act is like any other; they start together."""
    global _together
    _together = together
    django.setup()
    from blacklist.documents.coverage import characters
    from blacklist.services import listings, orders  # noqa: F401

    characters()


def _process(load: Load, officers: Mapping[Any, Any], shares: Sequence[tuple[int, Any]]) -> Taken:
    if _together is not None:
        _together.wait()
    begun, cpu_begun = time.perf_counter() + 0.5, time.process_time()
    with ThreadPoolExecutor(len(shares)) as pool:
        running = [pool.submit(_thread, _Driver(load, officers, begun, thread), cases) for thread, cases in shares]
        taken = _sum(one.result() for one in running)
    taken.cpu_seconds = time.process_time() - cpu_begun
    return taken


def _sum(parts: Iterable[Taken]) -> Taken:
    whole = Taken()
    for part in parts:
        whole.add(part)
    return whole


@dataclass
class _Driver:
    """One thread: when its next act is due, and what its acts took."""

    load: Load
    officers: Mapping[Any, Any]
    begun: float
    thread: int
    done: int = 0
    taken: Taken = field(default_factory=Taken)

    def act(self, step: Step) -> Any:
        """Do one act at the instant it is due and note how long it took; None when it was refused."""
        from blacklist.law.refusals import Refusal

        due = self.begun + self.thread % PAIRS * self.load.interval / THREADS + self.done * self.load.interval
        self.done += 1
        if (wait := due - time.perf_counter()) > 0:
            time.sleep(wait)
        found, outcome = None, "done"
        try:
            found = step()
        except Refusal as refusal:
            outcome = refusal.code
        self.taken.outcomes[outcome] += 1
        if due - self.begun > WARM_UP:
            self.taken.milliseconds.append((time.perf_counter() - due) * 1000)
        return found

    @property
    def is_over(self) -> bool:
        return time.perf_counter() - self.begun > self.load.seconds


def _thread(driver: _Driver, cases: Sequence[tuple[Any, uuid.UUID]]) -> Taken:
    from django.db import connection

    try:
        for case, debtor in cases:
            if driver.is_over:
                break
            _list_or_order(driver, case, debtor)
    finally:
        connection.close()
    return driver.taken


def _list_or_order(driver: _Driver, case: Any, debtor: uuid.UUID) -> None:
    from blacklist.law.days import legal_day
    from blacklist.models import ServiceMethod
    from blacklist.services import listings, orders

    judge, clerk, president = (
        driver.officers[case.court_id, office] for office in ("enforcement_judge", "clerk", "court_president")
    )
    today = legal_day(datetime.now(UTC))

    def now(**more: Any) -> dict[str, Any]:
        return {**more, "at": datetime.now(UTC)}

    ground = listings.GroundFound(2, "暴力抗拒执行。", ("E-1",), today - timedelta(days=10))
    proposal = listings.Proposal(case.pk, debtor, [ground], {}, "符合规定情形。")
    listing = driver.act(lambda: listings.propose(proposal, **now(by=judge)))
    direct: dict[str, Any] = {"served_on": today, "service_method": ServiceMethod.DIRECT}
    if listing is not None:
        driver.act(lambda: listings.sign(listing.pk, **now(by=president)))
        driver.act(lambda: listings.serve(listing.pk, **direct, **now(by=clerk)))
        driver.act(lambda: listings.publish(listing.pk, **now(by=judge)))
        return
    draft = orders.Proposal(
        case_id=case.pk,
        persons=[orders.Named(debtor)],
        activities=("flight.business", "rail.g_any"),
        period_until=today + timedelta(days=300),
        factors=dict.fromkeys(FACTORS, "已查明。"),
        reasons="未按期履行。",
        own_motion="下落不明，不及时限制将难以执行。",
    )
    order = driver.act(lambda: orders.propose(draft, **now(by=judge)))
    if order is None:
        return
    driver.act(lambda: orders.sign(order.pk, **now(by=president)))
    driver.act(lambda: orders.serve(order.pk, **direct, **now(by=clerk)))
    driver.act(lambda: orders.lift(order.pk, reason="performed", note="", **now(by=judge)))
