"""Read a CSV file of rulings or courts row by row, in constant memory, losing nothing.

UTF-8 with or without a byte-order mark. A fault of the header refuses the file; a fault of a row refuses that row.
"""

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TextIO

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
        """Return the row's own id; its number where it has none, or none that can be written down."""
        said = self.cells.get("row_id", "").strip()
        return said if said and not _is_undecodable(said) else str(self.number)


def read_rows(path: Path, *, columns: Sequence[str]) -> Iterator[Row]:
    """Yield every row of the file.

    :raises FileRefused: no header, a column missing, unknown or doubled.
    """
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        lines = _Lines(file)
        parsed = csv.reader(lines, strict=True)
        header = _header(parsed, columns)
        for number, cells in enumerate(_cells(parsed, lines, width=len(header)), start=1):
            if cells is None:
                yield Row(number, {}, Refusal("csv-shape", "The row is not well-formed CSV."))
            else:
                yield _row(number, cells, header)


class _Lines:
    """The lines of a file, of which a row that went wrong gives back all but its first.

    A quotation mark that is never closed takes the rows behind it for one cell; they are read again by themselves.
    """

    def __init__(self, file: TextIO) -> None:
        self._fresh = _bounded_lines(file)
        self._again: deque[str] = deque()
        self._taken: list[str] = []

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._fresh)
        self._taken.append(line)
        return line

    def begin_row(self) -> None:
        self._taken.clear()

    def give_back(self) -> bool:
        """Return whether the row had more than its first line to give back."""
        rest = self._taken[1:]
        self._again.extendleft(reversed(rest))
        return bool(rest)


def _cells(parsed: Iterator[list[str]], lines: _Lines, *, width: int) -> Iterator[list[str] | None]:
    """Yield the cells of each row that is not blank; None for one that is not well-formed."""
    while True:
        lines.begin_row()
        try:
            cells = next(parsed, None)
        except csv.Error:
            lines.give_back()
            yield None
            continue
        if cells is None:
            return
        if len(cells) != width and lines.give_back():
            yield None
        elif cells:
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
    # By their places, not by what stands there: in a file without a header that is a person.
    unknown = [place for place, column in enumerate(header, start=1) if column not in columns]
    if missing or unknown:
        raise FileRefused(f"The header lacks {missing or 'nothing'}; not known are its columns {unknown or 'none'}.")
    if len(set(header)) != len(header):
        raise FileRefused("The header names a column twice.")
    return header


def _row(number: int, cells: list[str], header: list[str]) -> Row:
    row = dict(zip(header, cells, strict=False))
    if len(cells) != len(header):
        fault = Refusal("csv-shape", f"The row has {len(cells)} cells where the header has {len(header)}.")
        return Row(number, row, fault)
    for column, cell in row.items():
        if _is_undecodable(cell):
            known = {"row_id": row.get("row_id", "")}
            return Row(number, known, Refusal("invalid-encoding", "The cell is not UTF-8.", pointer=column))
    return Row(number, row)


def _is_undecodable(cell: str) -> bool:
    return not cell.isascii() and any("\udc80" <= character <= "\udcff" for character in cell)


def _bounded_lines(file: TextIO) -> Iterator[str]:
    """Yield the lines; one that is too long becomes a line of one cell, so that its row is refused by its shape."""
    while line := file.readline(LINE_LIMIT):
        if len(line) == LINE_LIMIT and not line.endswith("\n"):
            while (rest := file.readline(LINE_LIMIT)) and not rest.endswith("\n"):
                pass
            line = "line too long\n"
        yield line
