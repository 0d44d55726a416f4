"""What a table of oversight is: columns in both languages, rows of plain values, one bar a row."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.cache import cache

from blacklist.figures import last_twelve_months
from pages.words import Words

Row = Mapping[str, Any]
NOTHING = Words("–", "–")
KEPT_SECONDS = 600
BOM = "\ufeff"  # by which spreadsheets know that a file is UTF-8


@dataclass(frozen=True, slots=True)
class Court:
    """A court whose numbers the reader may see."""

    code: str
    name: str
    level: str


@dataclass(frozen=True)
class Scope:
    """Whose numbers are shown, and of which day; periods are the twelve months that end with it."""

    courts: Mapping[str, Court]
    on: date

    @property
    def period(self) -> tuple[date, date]:
        """Return the period, half-open."""
        return last_twelve_months(self.on)


@dataclass(frozen=True)
class Column:
    """One column. ``kind``: text, court, number, days, day or share; ``words`` are those of the codes it holds."""

    code: str
    title: Words
    kind: str = "number"
    words: Mapping[Any, Words] = field(default_factory=dict)

    @property
    def is_number(self) -> bool:
        """Return whether its cells stand to the right."""
        return self.kind in ("number", "days", "share")

    def shown(self, value: Any) -> object:
        """Return a value as a page shows it."""
        if value is None:
            return NOTHING
        if value in self.words:
            return self.words[value]
        return f"{value:.1%}" if self.kind == "share" else f"{value:,}" if self.is_number else value


@dataclass(frozen=True)
class Table:
    """One table. ``bar`` is the column that the chart draws, ``labels`` those that name a bar; ``notes`` explain."""

    name: str
    title: Words
    notes: tuple[Words, ...]
    columns: tuple[Column, ...]
    rows: Callable[[Scope], list[Row]]
    bar: str
    labels: tuple[str, ...]
    is_kept: bool = False

    @property
    def drawn(self) -> Words:
        """Return what the bars of the chart tell."""
        return next(column.title for column in self.columns if column.code == self.bar)

    def read(self, scope: Scope) -> list[Row]:
        """Return the rows; where ``is_kept``, as they were counted at most ten minutes ago: a year takes long."""
        if not self.is_kept:
            return self.rows(scope)
        whose = sha256(",".join(sorted(scope.courts)).encode()).hexdigest()
        key = f"{self.name}:{scope.on}:{whose}"
        return cache.get_or_set(key, lambda: self.rows(scope), KEPT_SECONDS) or []

    def as_csv(self, rows: Sequence[Row]) -> str:
        """Return the rows as a file for spreadsheets, with codes for headings."""
        text = io.StringIO()
        writer = csv.DictWriter(text, [column.code for column in self.columns])
        writer.writeheader()
        writer.writerows(rows)
        return BOM + text.getvalue()

    def as_content(self, rows: Sequence[Row], scope: Scope) -> dict[str, Any]:
        """Return the rows as data, with the period they are of."""
        since, until = scope.period
        columns = [column.code for column in self.columns]
        return {"table": self.name, "since": since, "until": until, "columns": columns, "rows": list(rows)}


def share(part: int, whole: int) -> float | None:
    """Return how large a part is, to a tenth of a per cent; of nothing there is none."""
    return round(part / whole, 3) if whole else None
