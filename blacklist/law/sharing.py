"""Codes by which somebody shows one institution one answer about themselves (D7: the data are theirs; D-min: no more).

Sixteen symbols of Crockford's base 32, eighty random bits, so that none can be tried out and none is taken for the
twelve of a code for the own record.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

from blacklist.law.activities import ACTIVITIES, Activity, Answer
from blacklist.law.days import LEGAL_ZONE
from blacklist.law.glyphs import MIDDLE_DOT
from blacklist.law.redress import SYMBOLS

LENGTH, GROUP = 16, 4
BITS = 5 * LENGTH
# How long a code may be good, at the choice of whoever makes it.
TERMS: Mapping[str, timedelta] = MappingProxyType(
    {"day": timedelta(hours=24), "three_days": timedelta(hours=72), "week": timedelta(hours=168)}
)
LONGEST = max(TERMS.values())
FURTHEST_DAYS = 366  # as far ahead as a check may ask
MOST_AT_ONCE = 5  # codes of one person that are good at the same time
KEPT = timedelta(days=90)  # after its end, so that the person still sees who opened it

_READ_AS = str.maketrans("OIL", "011", " -\u2010\u2011\u2012\u2013\u2014")


class NameShown(StrEnum):
    """How much of the name whoever opens a code is shown, to compare with the person who stands there."""

    MASKED = "masked"
    FULL = "full"


def may_be_shown() -> list[Activity]:
    """Return what a code can be about: all that a check answers."""
    return [row for row in ACTIVITIES.values() if row.answer is not Answer.NOT_ANSWERED]


def written(random: int) -> str:
    """Return the code that eighty random bits make, in groups."""
    symbols = "".join(SYMBOLS[random >> shift & 31] for shift in range(BITS - 5, -5, -5))
    return "-".join(symbols[first : first + GROUP] for first in range(0, LENGTH, GROUP))


def read_code(raw: str) -> str:
    """Return a code without its groups, as it would be written: capitals, O read as 0, I and L as 1."""
    return raw.strip().upper().translate(_READ_AS)


def good_until(made_at: datetime, term: str, on: date | None) -> datetime:
    """Return when a code runs out: with its term, or with the day that it is about, whichever comes first."""
    ends = made_at + TERMS[term]
    if on is None:
        return ends
    return min(ends, datetime.combine(on + timedelta(days=1), time(), LEGAL_ZONE))


def masked_name(name: str) -> str:
    """Return a person's name with the first character of each of its words."""
    words = name.replace(MIDDLE_DOT, " ").split()
    return " ".join(word[0] + "*" * (len(word) - 1) for word in words)
