"""A file that was looked at before anything in it is believed: its kind, its encoding, nothing harmful in it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from blacklist.files.archives import check_archive
from blacklist.files.csv_rows import csv_rows
from blacklist.files.encoding import BLOCK, encoding_of
from blacklist.files.kinds import HEAD_BYTES, Kind, kind_of
from blacklist.files.malware import refuse_malware, windows
from blacklist.files.sheets import sheet_rows, sheet_texts


@dataclass(frozen=True)
class Examined:
    """A file that may be read, and how; ``encoding`` is empty for a spreadsheet."""

    path: Path
    kind: Kind
    encoding: str = ""

    def rows(self, *, numbers: Collection[str] = ()) -> Iterator[list[str] | None]:
        """Yield the header, then each row as text; None for one that is not well-formed.

        ``numbers`` are the columns in which a cell that a spreadsheet keeps as a number is a damaged one.

        :raises FileRefused: there is no header to be read.
        """
        if self.kind is Kind.XLSX:
            return sheet_texts(sheet_rows(self.path), numbers=numbers)
        return csv_rows(self.path, encoding=self.encoding)


def examine(path: Path) -> Examined:
    """Return the file, examined.

    :raises FileRefused: ``file-type``, ``macro-not-allowed``, ``archive-limits``, ``malware``.
    """
    if kind_of_file(path) is Kind.XLSX:
        check_archive(path)
        return Examined(path, Kind.XLSX)
    with path.open("rb") as file:
        for window in windows(iter(lambda: file.read(BLOCK), b"")):
            refuse_malware(window)
    return Examined(path, Kind.CSV, encoding_of(path))


def kind_of_file(path: Path) -> Kind:
    """Return the kind of a file.

    :raises FileRefused: ``file-type``, ``macro-not-allowed``.
    """
    with path.open("rb") as file:
        return kind_of(file.read(HEAD_BYTES))
