"""Which use of the list stands out: signals as a table, judged on an hour's counts. It changes no answer."""

from collections.abc import Iterator
from dataclasses import dataclass

from restrictions.models import UseAlarmKind, UseCount


@dataclass(frozen=True, slots=True)
class Signal:
    """What of an hour is counted, of at least how many answers; which part raises an alarm, and which suspends."""

    kind: UseAlarmKind
    column: str
    least: int
    alarm: float
    hard: float


# About one person in two hundred is listed, so a clerk's customers hit seldom; a name without a number, an emergency
# (law.md §11, 13) and neighbouring numbers are exceptions with anybody who serves customers one by one.
SIGNALS = (
    Signal(UseAlarmKind.HITS, "matched", 500, 0.10, 0.60),
    Signal(UseAlarmKind.UNDOCUMENTED, "undocumented", 200, 0.50, 0.95),
    Signal(UseAlarmKind.EMERGENCIES, "emergencies", 50, 0.05, 0.50),
    Signal(UseAlarmKind.SEQUENTIAL, "sequential", 100, 0.10, 0.50),
)
HONEY_HARD = 3  # of such numbers in an hour; one alone is an alarm, for it may be a slip


@dataclass(frozen=True, slots=True)
class Finding:
    """One signal that stands out."""

    kind: UseAlarmKind
    part: int
    whole: int
    is_hard: bool


def findings(count: UseCount) -> Iterator[Finding]:
    """Yield what stands out in an hour of an institution."""
    for signal in SIGNALS:
        part: int = min(getattr(count, signal.column), count.answered)
        if count.answered >= signal.least and part >= signal.alarm * count.answered:
            yield Finding(signal.kind, part, count.answered, part >= signal.hard * count.answered)
    if count.honey:
        yield Finding(UseAlarmKind.HONEY, min(count.honey, count.answered), count.answered, count.honey >= HONEY_HARD)
