"""The rows of a CSV file in constant memory, losing nothing: a row that went wrong takes no other one along."""

import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Self, TextIO

from blacklist.files.encoding import LONGEST_LINE, has_mark
from blacklist.files.faults import FileRefused

_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars", "，": "full-width commas"}


def csv_rows(path: Path, *, encoding: str) -> Iterator[list[str] | None]:
    """Yield the header, then the cells of each row that is not blank; None for one that is not well-formed.

    :raises FileRefused: the header is not well-formed, or the cells are not separated by commas.
    """
    with path.open(encoding=encoding, errors="unreadable", newline="") as file:
        if has_mark(path):
            file.read(1)
        lines = _Lines(file)
        parsed = csv.reader(lines, strict=True)
        header = _header(parsed)
        yield header
        yield from _cells(parsed, lines, width=len(header))


def count_lines(path: Path) -> int:
    """Return how many lines the file has, for a progress bar."""
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))


def _header(parsed: Iterator[list[str]]) -> list[str]:
    try:
        header = next(parsed, [])
    except csv.Error as error:
        raise FileRefused(f"The header is not well-formed CSV: {error}.") from None
    if len(header) == 1:
        for separator, name in _SEPARATORS.items():
            if separator in header[0]:
                raise FileRefused(f"The columns are separated by {name}; save the file with commas.")
    return header


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


def _bounded_lines(file: TextIO) -> Iterator[str]:
    """Yield the lines; one that is too long becomes a line of one cell, so that its row is refused by its shape."""
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith(("\n", "\r")):
            while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(("\n", "\r")):
                pass
            line = "line too long\n"
        yield line
