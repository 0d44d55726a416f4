"""How soon everybody hears of an act: a started system, fifty pollers, and an officer who orders and lifts."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.asking import Officers
from tests.journeys import court
from tests.journeys.pollers import POLLERS, Pollers, lift_again
from tests.running import Run, started

P99_MS = 300.0
ACTS_A_LIFT = 4  # drafted, signed, served, lifted


@dataclass(frozen=True)
class Fresh:
    """What so many lifts found: after how long, in ms, the last `restricted` began; and how much was asked and done."""

    lifts: int
    p50: float
    p99: float
    most: float
    checks_per_second: float
    acts_per_second: float


def measure(lifts: int) -> Fresh:
    """Start the whole system, and order and lift again and again."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, started(Path(folder) / "home") as run:
        found = _measure(run, lifts)
    print(f"{lifts} lifts, {POLLERS} pollers: p99 {found.p99:.0f} ms, at most {found.most:.0f} ms", flush=True)
    return found


def _measure(run: Run, lifts: int) -> Fresh:
    officers = Officers("127.0.0.1", run.port, run.demo())
    debtor = court.debtor(officers, "冯即解")
    with Pollers(run, debtor.subject) as pollers:
        late = sorted(lift_again(officers, debtor, pollers) * 1000 for _ in range(lifts))
    seconds = pollers.seconds
    return Fresh(
        lifts,
        late[len(late) // 2],
        late[int(len(late) * 0.99) - 1],
        late[-1],
        pollers.asked / seconds,
        lifts * ACTS_A_LIFT / seconds,
    )
