"""Every program killed, stopped and paused, and a journal that cannot grow, in a drawn order, under load.

Each fault once. More: `RESTRICTION_TEST_FAULT_ROUNDS=20 bin/test tests/faults/test_rounds.py`; another order:
`RESTRICTION_TEST_SEED`. The lease is short here, so that each pause outlasts it.
"""

import os
import random
import time
from collections.abc import Callable

from tests.asking import Officers
from tests.faults.conftest import LEASE_SECONDS
from tests.faults.faults import FAULTS
from tests.faults.invariants import Callers, Court, faults_found
from tests.faults.test_web_killed import journal_writers
from tests.journeys import court
from tests.running import Run
from tests.waiting import eventually

Figure = Callable[[str, object], None]

ROUNDS = int(os.environ.get("RESTRICTION_TEST_FAULT_ROUNDS", "1"))
SEED = int(os.environ.get("RESTRICTION_TEST_SEED", "1"))
PAUSE_SECONDS = 2.5
HOLD_SECONDS = (0.2, LEASE_SECONDS + 1.0)
BACK_SECONDS = 30.0
SHIFT_SECONDS = 150.0  # an officer's second factor is fresh for longer


class TestSystem:
    def test_keeps_its_word_through_every_fault(self, system: Run, record_property: Figure) -> None:
        drawn = random.Random(SEED)
        faults = [name for _ in range(ROUNDS) for name in drawn.sample(sorted(FAULTS), len(FAULTS))]
        shift = 0
        while faults:
            faults = _shift(system, faults, shift, record_property)
            shift += 1


def _shift(system: Run, faults: list[str], number: int, record_property: Figure) -> list[str]:
    """Let faults befall the system for some minutes, judge what was seen, and return the faults that are left."""
    officers = Officers("127.0.0.1", system.port, system.demo())
    debtor = court.debtor(officers, f"冯经历{'一二三四五六七八九十'[number % 10]}")
    begun, longest = time.monotonic(), (0.0, "")
    acting = Court(officers, debtor, HOLD_SECONDS)
    with Callers(system, debtor.subject, name=f"shift{number}") as callers, acting:
        while faults and time.monotonic() < begun + SHIFT_SECONDS:
            fault, *faults = faults
            assert eventually(lambda: len(journal_writers(system)) == system.workers), fault
            with FAULTS[fault](system, PAUSE_SECONDS):
                pass
            longest = max(longest, (_back(system, callers, acting, fault), fault))
    assert faults_found(system, callers, acting, bound=LEASE_SECONDS) == []
    record_property(
        "figure",
        f"{callers.answered} answers, {len(acting.phases)} acts checked, {callers.unanswered} requests broke off; "
        f"longest until all was well again: {longest[0]:.1f} s ({longest[1]})",
    )
    return faults


def _back(system: Run, callers: Callers, acting: Court, fault: str) -> float:
    """Wait until checks are answered and acts are done again; return how long that took."""
    begun, answered, phases = time.monotonic(), callers.answered, len(acting.phases)
    is_back = eventually(lambda: callers.answered >= answered + 60, seconds=BACK_SECONDS)
    assert is_back, (fault, callers.seen[-1:], callers.unanswered, system.said()[-3000:])
    took = time.monotonic() - begun
    assert acting.failure is None, (fault, acting.failure)
    assert eventually(lambda: len(acting.phases) > phases or acting.failure is not None, seconds=BACK_SECONDS), fault
    return took
