"""The report of an import: refused rows and warnings, written as they come, so that memory stays flat."""

import json
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from blacklist.imports.reader import Row
from blacklist.law.refusals import Refusal


@dataclass
class Tally:
    """How many rows met which fate."""

    accepted: int = 0
    refused: int = 0
    unchanged: int = 0


class Report:
    """Gathers ``{"row_id", "column", "code", "detail"}`` for refused rows and for warnings; never a cell's content."""

    def __init__(self) -> None:
        self._files = ExitStack()
        self._rows = self._file()
        self._warnings = self._file()

    def _file(self) -> TextIO:
        file = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed with the report
        return self._files.enter_context(file)

    def __enter__(self) -> "Report":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.close()

    def refuse(self, row: Row, refusal: Refusal) -> None:
        self._put(self._rows, row, column=refusal.pointer or "", code=refusal.code, detail=refusal.detail)

    def warn(self, row: Row, *, column: str, code: str) -> None:
        self._put(self._warnings, row, column=column, code=code, detail=WARNINGS[code])

    @staticmethod
    def _put(file: TextIO, row: Row, *, column: str, code: str, detail: str) -> None:
        line: dict[str, Any] = {"row_id": row.row_id, "column": column, "code": code, "detail": detail}
        file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def write(self, path: Path, tally: Tally) -> None:
        """Write the report as one JSON document to ``path``."""
        with path.open("w", encoding="utf-8") as out:
            out.write(f'{{"accepted": {tally.accepted}, "refused": {tally.refused}, ')
            out.write(f'"unchanged": {tally.unchanged},\n"rows": [')
            _join(self._rows, out)
            out.write('],\n"warnings": [')
            _join(self._warnings, out)
            out.write("]}\n")


WARNINGS = {
    "sex-contradicts-number": "The sex stated differs from the one in the number; the number's is recorded.",
    "court-differs-from-case-number": "The court is not the one that the case number names.",
}


def _join(lines: TextIO, out: TextIO) -> None:
    lines.seek(0)
    for index, line in enumerate(lines):
        out.write(("," if index else "") + "\n" + line.rstrip("\n"))
