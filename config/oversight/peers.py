"""Whether a court stands out among its peers: plain arithmetic, a question to ask and never a finding or a score.

A court's share is known only as well as its number of cases allows: the interval in which it lies with 99 %
certainty (Wilson). The peers' range is that of the middle eight tenths of the other courts of the same level. A court
stands out when its whole interval lies outside that range, with enough cases and enough peers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import quantiles

Z_99 = 2.5758
ENOUGH_CASES, ENOUGH_PEERS = 30, 5


@dataclass(frozen=True, slots=True)
class Range:
    """From and to, as shares."""

    low: float
    high: float


def interval(part: int, whole: int) -> Range:
    """Return where the share lies with 99 % certainty (E. B. Wilson, 1927)."""
    share, squared = part / whole, Z_99 * Z_99
    middle = (share + squared / (2 * whole)) / (1 + squared / whole)
    reach = Z_99 / (1 + squared / whole) * sqrt(share * (1 - share) / whole + squared / (4 * whole * whole))
    return Range(max(middle - reach, 0.0), min(middle + reach, 1.0))


def peers_range(shares: Sequence[float]) -> Range | None:
    """Return the range of the middle eight tenths of the peers; of too few none, for it would tell their numbers."""
    if len(shares) < ENOUGH_PEERS:
        return None
    tenths = quantiles(shares, n=10, method="inclusive")
    return Range(tenths[0], tenths[-1])


def stands_out(part: int, whole: int, peers: Range | None) -> bool:
    """Return whether the share differs from the peers' by more than chance."""
    if whole < ENOUGH_CASES or peers is None:
        return False
    own = interval(part, whole)
    return own.high < peers.low or own.low > peers.high
