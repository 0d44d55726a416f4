"""What became of the rows of an import: tallies, refusals and warnings, batch by batch."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from blacklist.imports.reader import Row
from blacklist.imports.ruling import Ruling
from blacklist.law.refusals import Refusal
from blacklist.models import ImportBatch, ImportRun

ACCEPTED, UNCHANGED, DUPLICATE = "accepted", "unchanged", "duplicate"
WARNINGS = {
    "sex-contradicts-number": "The sex stated differs from the one in the number; the number's is recorded.",
    "court-differs-from-case-number": "The court is not the one that the case number names.",
}

Line = dict[str, Any]
Judged = tuple[Row, Ruling | Refusal]


@dataclass
class Tally:
    """How many rows met which fate."""

    accepted: int = 0
    refused: int = 0
    unchanged: int = 0

    @property
    def rows(self) -> int:
        return self.accepted + self.refused + self.unchanged

    def add(self, other: "Tally") -> None:
        self.accepted += other.accepted
        self.refused += other.refused
        self.unchanged += other.unchanged


@dataclass
class Told:
    """What became of a batch: its tally, and ``{"row_id", "column", "code", "detail"}`` for each refused row (``rows``)
    and each warning; never a cell's content."""

    tally: Tally = field(default_factory=Tally)
    rows: list[Line] = field(default_factory=list)
    warnings: list[Line] = field(default_factory=list)

    @property
    def codes(self) -> Counter[str]:
        return Counter(line["code"] for line in self.rows)


def tell(judged: Iterable[Judged], outcomes: Iterable[str]) -> Told:
    """Return what became of judged rows; ``outcomes`` has one for each ruling among them, in order."""
    told, outcome_of_next = Told(), iter(outcomes)
    for row, ruling in judged:
        if isinstance(ruling, Refusal):
            _refuse(told, row, ruling)
            continue
        outcome = next(outcome_of_next)
        if outcome == ACCEPTED:
            told.tally.accepted += 1
            told.warnings += [
                _line(row, column=column, code=code, detail=WARNINGS[code]) for column, code in ruling.warnings
            ]
        elif outcome == UNCHANGED:
            told.tally.unchanged += 1
        else:
            _refuse(told, row, Refusal(outcome, pointer="decision_number"))
    return told


def _refuse(told: Told, row: Row, refusal: Refusal) -> None:
    told.tally.refused += 1
    told.rows.append(_line(row, column=refusal.pointer or "", code=refusal.code, detail=refusal.detail))


def _line(row: Row, *, column: str, code: str, detail: str) -> Line:
    return {"row_id": row.row_id, "column": column, "code": code, "detail": detail}


def saved(told: Told, run: ImportRun, *, number: int) -> ImportBatch:
    """Return the unsaved record of a batch."""
    tally = told.tally
    batch = ImportBatch(
        run=run,
        number=number,
        rows=tally.rows,
        accepted=tally.accepted,
        refused=tally.refused,
        unchanged=tally.unchanged,
    )
    batch.seal_report({"rows": told.rows, "warnings": told.warnings})
    return batch


def tally_of(run: ImportRun) -> Tally:
    """Return the tally of a run so far."""
    return Tally(**run.tally)


def report_of(run: ImportRun) -> Iterator[bytes]:
    """Yield the report of a run as one JSON document, a batch at a time."""
    batches = run.batches.order_by("number")
    yield from document(tally_of(run), lambda name: (batch.report[name] for batch in batches.iterator(chunk_size=20)))


def document(tally: Tally, lines_of: Callable[[str], Iterable[list[Line]]]) -> Iterator[bytes]:
    """Yield a report as one JSON document; ``lines_of`` gives its ``rows`` and its ``warnings`` in parts."""
    counts = {"accepted": tally.accepted, "refused": tally.refused, "unchanged": tally.unchanged}
    yield orjson.dumps(counts)[:-1]
    for name in ("rows", "warnings"):
        yield f',\n"{name}": ['.encode()
        separator = b"\n"
        for lines in lines_of(name):
            for line in lines:
                yield separator + orjson.dumps(line)
                separator = b",\n"
        yield b"]"
    yield b"}\n"
