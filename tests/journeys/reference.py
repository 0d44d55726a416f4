"""The reference rulings and queries beside the checkout, and which of their expectations still hold today.

They were made on one day, relative to it. As days pass, terms and periods run out, the future becomes the past and
minors come of age; what such a row touches is left out, by rule, rather than expected to stand still.
"""

import csv
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from config.embedded.home import REPOSITORY

FOLDER = REPOSITORY.parent / "shared" / "data"
MADE_ON = date(2026, 11, 22)

_ENDS = ("term_until", "period_until", "ended_on")
_MAY_CHANGE = {"date-in-future", "minor"}


@dataclass(frozen=True)
class Reference:
    """The files, as seen on a day."""

    folder: Path
    today: date

    @property
    def courts(self) -> Path:
        return self.folder / "courts.csv"

    @property
    def rulings(self) -> Path:
        return self.folder / "rulings.csv"

    @cached_property
    def rows(self) -> list[dict[str, str]]:
        with self.rulings.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def outcomes(self) -> dict[str, str]:
        """`accepted` or the code, by row, of all rows."""
        found: dict[str, str] = json.loads((self.folder / "rulings.expected.json").read_text())
        return found

    def is_settled(self, row: dict[str, str]) -> bool:
        """Say whether what becomes of a row cannot have changed since the files were made."""
        return self.today <= MADE_ON or self.outcomes[row["row_id"]] not in _MAY_CHANGE

    def queries(self) -> Iterator[tuple[bytes, dict[str, Any]]]:
        """Yield each query, as it is to be sent, with its expectation, unless that has been overtaken."""
        overtaken = {_plain(row["document_number"]) for row in self.rows if self._is_overtaken(row)}
        with (self.folder / "queries.jsonl").open("rb") as sent, (self.folder / "queries.expected.jsonl").open() as due:
            for query, expected in zip(sent, due, strict=True):
                document = json.loads(query)["subject"].get("document")
                if document is None or _plain(document["number"]) not in overtaken:
                    yield query, json.loads(expected)

    def _is_overtaken(self, row: dict[str, str]) -> bool:
        ends = [row[column] for column in _ENDS if row[column]]
        return not self.is_settled(row) or any(MADE_ON.isoformat() <= end <= self.today.isoformat() for end in ends)


def _plain(number: str) -> str:
    return unicodedata.normalize("NFKC", number).strip().upper()
