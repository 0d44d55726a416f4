"""Which numbers of a published table are left out, so that none tells of a few people (D-min).

A number from 1 to 9 is small; 0 is not, for nobody is in it. What is left out must not be computed back from the total,
so another one is left out with it: the first in the order of the table that is large, never one chosen by its size, for
that would tell its size to whoever knows this rule.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

SMALL = 10  # the first number that is not small

Key = TypeVar("Key")


def is_small(number: int) -> bool:
    """Return whether a number tells of a few people."""
    return 0 < number < SMALL


def protected(parts: Mapping[Key, int]) -> dict[Key, int | None] | None:
    """Return the parts of a published total, None for each that is left out.

    None altogether: nothing can be shown that would not tell of a few, neither the parts nor their total.
    """
    left_out = {key for key, number in parts.items() if is_small(number)}
    if left_out and not _is_safe(parts[key] for key in left_out):
        other = next((key for key, number in parts.items() if number >= SMALL), None)
        if other is None:
            return None
        left_out.add(other)
    return {key: None if key in left_out else number for key, number in parts.items()}


def _is_safe(left_out: Iterable[int]) -> bool:
    """Return whether each could be anything up to the first number that is not small, as far as their sum tells."""
    numbers = list(left_out)
    return len(numbers) > 1 and sum(numbers) - (len(numbers) - 1) >= SMALL
