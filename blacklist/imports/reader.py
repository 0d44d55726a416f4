"""Read a CSV file of rulings or courts row by row, in constant memory, losing nothing.

UTF-8 with or without a byte-order mark. A fault of the header refuses the file; a fault of a row refuses that row.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from blacklist.law.refusals import Refusal

LINE_LIMIT = 64 * 1024


class FileRefused(Exception):
    """The file as a whole cannot be read as what it should be; the sentence says why."""


@dataclass(frozen=True)
class Row:
    """One row: its number in the file (the first row after the header is 1) and its cells by column.

    ``fault`` is set when the row could not be read as cells.
    """

    number: int
    cells: dict[str, str]
    fault: Refusal | None = None

    @property
    def row_id(self) -> str:
        return self.cells.get("row_id", "").strip() or str(self.number)


def read_rows(path: Path, *, columns: Sequence[str]) -> Iterator[Row]:
    """Yield every row of the file.

    :raises FileRefused: no header, a column missing, unknown or doubled.
    """
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        parsed = csv.reader(_bounded_lines(file), strict=True)
        header = _header(parsed, columns)
        for number, cells in enumerate(_cells(parsed), start=1):
            if cells is None:
                yield Row(number, {}, Refusal("csv-shape", "The row is not well-formed CSV."))
            else:
                yield _row(number, cells, header)


def _cells(parsed: Iterator[list[str]]) -> Iterator[list[str] | None]:
    """Yield the cells of each row that is not blank; None for one that is not well-formed."""
    while True:
        try:
            cells = next(parsed, None)
        except csv.Error:
            yield None
            continue
        if cells is None:
            return
        if cells:
            yield cells


def count_lines(path: Path) -> int:
    """Return how many lines the file has, for a progress bar."""
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))


def _header(parsed: Iterator[list[str]], columns: Sequence[str]) -> list[str]:
    try:
        header = [cell.strip() for cell in next(parsed, [])]
    except csv.Error as error:
        raise FileRefused(f"The header is not well-formed CSV: {error}.") from None
    missing = [column for column in columns if column not in header]
    unknown = [column for column in header if column not in columns]
    if missing or unknown:
        raise FileRefused(f"The header lacks {missing or 'nothing'} and has unknown columns {unknown or 'none'}.")
    if len(set(header)) != len(header):
        raise FileRefused("The header names a column twice.")
    return header


def _row(number: int, cells: list[str], header: list[str]) -> Row:
    row = dict(zip(header, cells, strict=False))
    if len(cells) != len(header):
        fault = Refusal("csv-shape", f"The row has {len(cells)} cells where the header has {len(header)}.")
        return Row(number, row, fault)
    for column, cell in row.items():
        if not cell.isascii() and any("\udc80" <= character <= "\udcff" for character in cell):
            return Row(number, {}, Refusal("invalid-encoding", "The cell is not UTF-8.", pointer=column))
    return Row(number, row)


def _bounded_lines(file: TextIO) -> Iterator[str]:
    """Yield the lines; one that is too long becomes a line of one cell, so that its row is refused by its shape."""
    while line := file.readline(LINE_LIMIT):
        if len(line) == LINE_LIMIT and not line.endswith("\n"):
            while (rest := file.readline(LINE_LIMIT)) and not rest.endswith("\n"):
                pass
            line = "line too long\n"
        yield line
