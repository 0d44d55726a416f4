"""Read a file of rulings or courts row by row, losing nothing.

A fault of the header refuses the file; a fault of a row refuses that row.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from blacklist.files.encoding import GB_18030, is_ambiguous, is_unreadable
from blacklist.files.examined import Examined, examine
from blacklist.files.faults import FileRefused
from blacklist.law.refusals import Refusal

__all__ = ["Examined", "FileRefused", "Form", "Row", "examine", "read_rows"]


@dataclass(frozen=True)
class Form:
    """The columns of a kind of file: those it must have, those it may have, and those in which a number is damage."""

    columns: Sequence[str]
    optional: Sequence[str] = ()
    numbers: Collection[str] = ()


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
        return said if said and not is_unreadable(said) else str(self.number)


def read_rows(file: Examined, *, form: Form) -> Iterator[Row]:
    """Yield every row of the file.

    :raises FileRefused: no header, a column missing, unknown or doubled.
    """
    rows = file.rows(numbers=form.numbers)
    header = _header(next(rows, None), form)
    for number, cells in enumerate(rows, start=1):
        if cells is None:
            yield Row(number, {}, Refusal("csv-shape", "The row is not well-formed CSV."))
        else:
            yield _row(number, cells, header, may_be_other=file.encoding == GB_18030)


def _header(cells: Sequence[str] | None, form: Form) -> list[str]:
    header = [cell.strip() for cell in cells or ()]
    known = {*form.columns, *form.optional}
    missing = [column for column in form.columns if column not in header]
    # By their places, not by what stands there: in a file without a header that is a person.
    unknown = [place for place, column in enumerate(header, start=1) if column not in known]
    if missing or unknown:
        raise FileRefused(f"The header lacks {missing or 'nothing'}; not known are its columns {unknown or 'none'}.")
    if len(set(header)) != len(header):
        raise FileRefused("The header names a column twice.")
    return header


def _row(number: int, cells: list[str], header: list[str], *, may_be_other: bool) -> Row:
    row = dict(zip(header, cells, strict=False))
    if len(cells) != len(header):
        fault = Refusal("csv-shape", f"The row has {len(cells)} cells where the header has {len(header)}.")
        return Row(number, row, fault)
    if is_unreadable("".join(cells)):
        column = next(column for column, cell in row.items() if is_unreadable(cell))
        fault = Refusal("invalid-encoding", "The cell cannot be read in the encoding of the file.", pointer=column)
        return Row(number, {"row_id": row.get("row_id", "")}, fault)
    if may_be_other and is_ambiguous(cells):
        fault = Refusal("invalid-encoding", "The row is not written in the encoding of the others.")
        return Row(number, {"row_id": row.get("row_id", "")}, fault)
    return Row(number, row)
