"""What an import would do: every row judged, nothing written; and the first names, to confirm the encoding by."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from blacklist.imports.reader import Examined, read_rows
from blacklist.imports.report import Tally, Told, tell
from blacklist.imports.ruling import FORM, Ruling
from blacklist.imports.rulings import BATCH_ROWS, judge_by
from blacklist.imports.writer import Ledger, foresee

NAMES = 20


@dataclass
class Preview:
    """What an import of the file would come to now, with how many rows met each code."""

    tally: Tally = field(default_factory=Tally)
    codes: Counter[str] = field(default_factory=Counter)


def preview_rulings(
    file: Examined, *, own_court: str | None, at: datetime, hear: Callable[[Told], None] = lambda told: None
) -> Preview:
    """Judge the whole file and write nothing; ``hear`` is told what would become of each batch.

    :raises FileRefused: it is no file of rulings.
    """
    preview, ledger, rows = Preview(), Ledger(), read_rows(file, form=FORM)
    judge_row = judge_by(own_court, at=at)
    while batch := list(islice(rows, BATCH_ROWS)):
        judged = [(row, judge_row(row)) for row in batch]
        rulings = [ruling for _, ruling in judged if isinstance(ruling, Ruling)]
        told = tell(judged, foresee(rulings, ledger))
        preview.tally.add(told.tally)
        preview.codes += told.codes
        hear(told)
    return preview


def first_names(file: Examined) -> list[str]:
    """Return the names of the first rows as the file's encoding reads them.

    :raises FileRefused: it is no file of rulings.
    """
    return [row.cells.get("name", "") for row in islice(read_rows(file, form=FORM), NAMES)]
