"""A program: reads an .xlsx file from its input, writes the rows of its only sheet, one JSON array a line.

Started by `sheets.sheet_rows`; it imports nothing of this project, so that it starts fast and can do nothing else.
"""

import datetime
import resource
import sys
from typing import Any

NOT_ONE_SHEET, UNREADABLE = 3, 4
MEMORY_BYTES, PROCESSOR_SECONDS = 3 << 30, 60


def main() -> int:
    """Return the exit code: 0, or what is wrong with the file."""
    import orjson
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

    try:
        with CalamineWorkbook.from_filelike(sys.stdin.buffer) as book:
            names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
            found = [sheet for name in names if (sheet := book.get_sheet_by_name(name)).start is not None]
    except CalamineError:
        return UNREADABLE
    if len(found) != 1:
        return NOT_ONE_SHEET
    for row in found[0].iter_rows():
        sys.stdout.buffer.write(orjson.dumps([_plain(cell) for cell in row]) + b"\n")
    return 0


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time.min else cell.isoformat(" ")
    if isinstance(cell, datetime.date | datetime.time | datetime.timedelta):
        return str(cell)
    return float(cell) if type(cell) is int else cell


def limit() -> None:
    """Take no more memory and time than an honest file needs, and leave no copy of it behind."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    limit()
    sys.exit(main())
