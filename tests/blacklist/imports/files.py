"""Files of rulings, and imports of them."""

import csv
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from blacklist.imports.report import Tally, report_of, tally_of
from blacklist.imports.ruling import COLUMNS
from blacklist.imports.rulings import import_file
from blacklist.imports.writer import Importer

AT = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


class Run:
    """One import of rows written to a file, with its tally and its report."""

    def __init__(self, folder: Path, rows: Sequence[dict[str, str]], *, prefix: bytes = b"") -> None:
        path = file_of(folder, rows)
        path.write_bytes(prefix + path.read_bytes())
        self.tally, self.said = run_file(path)


def file_of(folder: Path, rows: Sequence[dict[str, str]], *, row_id: str = "") -> Path:
    path = folder / "rulings.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys([*COLUMNS, *(column for row in rows for column in row)])))
        writer.writeheader()
        for number, row in enumerate(rows, start=1):
            writer.writerow({**row, "row_id": row_id or str(number)})
    return path


def run_file(path: Path) -> tuple[Tally, dict[str, Any]]:
    run = import_file(path, Importer("operator"), at=AT)
    said: dict[str, Any] = json.loads(b"".join(report_of(run)))
    return tally_of(run), said
