"""A chart as a page draws it: one bar a row, scaled to the longest, or a share to the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from config.oversight.tables import Column, Row, Table

MOST_BARS = 12
FULL = 1000  # the width of a whole bar in the units of its drawing


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is of, how wide it is drawn, and the number beside it."""

    labels: tuple[tuple[Column, object], ...]
    width: int
    value: object


def bars(table: Table, rows: Sequence[Row]) -> list[Bar]:
    """Return the first bars of a table; a row without the number has none."""
    columns = {column.code: column for column in table.columns}
    bar = columns[table.bar]
    drawn = list(islice((row for row in rows if row[bar.code] is not None), MOST_BARS))
    most = 1 if bar.kind == "share" else max([row[bar.code] for row in drawn], default=1) or 1
    return [
        Bar(
            tuple((columns[code], columns[code].shown(row[code])) for code in table.labels),
            round(row[bar.code] / most * FULL),
            bar.shown(row[bar.code]),
        )
        for row in drawn
    ]
