"""A long list in pages: which page is asked for, and whether there is a next one; it is never counted whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

FARTHEST = 500


@dataclass(frozen=True)
class Page:
    """One page of rows. ``number`` counts from 1; whoever looks farther narrows the list instead."""

    rows: Sequence[Any]
    number: int
    has_next: bool

    @property
    def is_only(self) -> bool:
        """Return whether there is no other page."""
        return self.number == 1 and not self.has_next

    @property
    def previous(self) -> int:
        """Return the number of the page before, or nothing on the first."""
        return self.number - 1

    @property
    def next(self) -> int:
        """Return the number of the page after, or nothing on the last."""
        return self.number + 1 if self.has_next and self.number < FARTHEST else 0


def paged(rows: QuerySet[Any], asked: str, *, size: int) -> Page:
    """Return the page that was asked for of rows in order; anything that is no number means the first."""
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 3 else 1
    number = min(max(number, 1), FARTHEST)
    found = list(rows[(number - 1) * size : number * size + 1])
    return Page(found[:size], number, len(found) > size)
