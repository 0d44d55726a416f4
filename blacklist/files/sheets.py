"""The rows of a spreadsheet, read by a process of its own with limits on memory and time.

A sheet of two cells, one of them in the last row and column, has its reader ask for 400 GB and end its process.
"""

import subprocess
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

import orjson

from blacklist.files import sheet_process
from blacklist.files.faults import FileRefused

Cell = str | float | bool
ROUNDED = "1.0E+17"
_SENTENCES = {
    sheet_process.NOT_ONE_SHEET: ("csv-shape", "Put all rows on one sheet; the file has none, or several."),
    sheet_process.UNREADABLE: ("file-type", "This is no .xlsx file that can be read, whatever its name says."),
}
_LIMITS = ("archive-limits", "The sheet takes too much memory or time to open; save it as .csv.")


def sheet_rows(path: Path) -> Iterator[list[Cell]]:
    """Yield the rows of the only sheet that has any: text, numbers as numbers, days as ISO text.

    :raises FileRefused: ``csv-shape`` for several sheets, ``file-type``, ``archive-limits``.
    """
    command = [sys.executable, "-I", sheet_process.__file__]
    with (
        path.open("rb") as file,
        subprocess.Popen(  # noqa: S603 - our own program; the file is its input, not an argument
            command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as reader,
    ):
        assert reader.stdout is not None
        try:
            for line in reader.stdout:
                yield orjson.loads(line)
            ended = reader.wait()
        finally:
            reader.kill()
    if ended:
        code, sentence = _SENTENCES.get(ended, _LIMITS)
        raise FileRefused(sentence, code=code)


def sheet_texts(rows: Iterator[list[Cell]], *, numbers: Collection[str]) -> Iterator[list[str]]:
    """Yield the rows as those of a CSV file, blank ones left out, none wider than the header unless it says more.

    A number in one of the columns ``numbers`` becomes :data:`ROUNDED`: 18 digits do not fit into one.
    """
    header = _without_blanks([_text(cell) for cell in next(rows, [])], width=0)
    yield header
    damaged = [place for place, column in enumerate(header) if column.strip() in numbers]
    for cells in rows:
        texts = [_text(cell) for cell in cells]
        for place in damaged:
            if isinstance(cells[place], float):
                texts[place] = ROUNDED
        if any(texts):
            yield _without_blanks(texts, width=len(header))


def _without_blanks(texts: list[str], *, width: int) -> list[str]:
    """Return a row without the empty cells that stand behind its first ``width``."""
    while len(texts) > width and not texts[-1]:
        texts.pop()
    return texts


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).upper()
    return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
