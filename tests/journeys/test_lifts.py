"""Lifts while fifty callers ask without pause: how long anybody is still told `restricted`.

A few each time. The thousand: `RESTRICTION_TEST_LIFTS=1000 bin/test tests/journeys/test_lifts.py`.
"""

import os
from collections.abc import Callable

import pytest

from tests.asking import Officers
from tests.journeys import court
from tests.journeys.pollers import BOUND_SECONDS, POLLERS, Pollers, lift_again
from tests.running import Run

Figure = Callable[[str, object], None]

LIFTS = int(os.environ.get("RESTRICTION_TEST_LIFTS", "6"))
P99_SECONDS = 0.3


class TestLift:
    @pytest.mark.law("C9")
    def test_is_heard_by_everybody_at_once(self, running: Run, officers: Officers, record_property: Figure) -> None:
        debtor = court.debtor(officers, "冯即解")
        with Pollers(running, debtor.subject) as pollers:
            stale = sorted(lift_again(officers, debtor, pollers) for _ in range(LIFTS))
        assert stale[-1] <= BOUND_SECONDS
        p99 = stale[int(len(stale) * 0.99) - 1]
        record_property(
            "figure",
            f"{LIFTS} lifts, {POLLERS} pollers: the last `restricted` began after the 2xx in {sum(map(bool, stale))} "
            f"of them, p99 {p99 * 1000:.0f} ms (promised {P99_SECONDS * 1000:.0f}), at most {stale[-1] * 1000:.0f} ms",
        )
