"""Rows written as CSV or .xlsx, so that no program takes a cell for a formula."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from blacklist.files.kinds import Kind
from blacklist.law.refusals import Refusal

# OWASP's list, and the full-width forms that spreadsheets take for the plain ones.
FORMULA_BEGINS = frozenset("=+-@\t\r\n＝＋－＠")
LARGEST_SHEET = 1_048_576
BLOCK = 1 << 18
ROWS_A_PART = 500


def neutral(text: str) -> str:
    """Return the text so that no spreadsheet computes it: one that would begin a formula begins with an apostrophe."""
    return f"'{text}" if text[:1] in FORMULA_BEGINS else text


def written(rows: Iterable[Sequence[str]], kind: Kind) -> Iterator[bytes]:
    """Yield a file of the rows, in parts.

    :raises Refusal: ``too-large`` when a sheet cannot hold them.
    """
    return _csv(rows) if kind is Kind.CSV else _xlsx(rows)


def _csv(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """UTF-8 with the byte-order mark by which Excel knows it, every cell quoted."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    out.write("\ufeff")
    for number, row in enumerate(rows, start=1):
        writer.writerow([neutral(cell) for cell in row])
        if number % ROWS_A_PART == 0:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def _xlsx(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """One sheet, every cell text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("register")
    try:
        for number, row in enumerate(rows, start=1):
            if number > LARGEST_SHEET:
                raise Refusal("too-large", "A sheet cannot hold that many rows; ask for CSV.")
            sheet.append([_cell(sheet, text) for text in row])
    finally:
        sheet.close()
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        yield from iter(lambda: file.read(BLOCK), b"")


def _cell(sheet: object, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, neutral(ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)))
    cell.data_type = "s"  # an identity number stays the text that it is
    cell.number_format = "@"
    return cell
