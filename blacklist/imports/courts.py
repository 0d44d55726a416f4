"""Import a file of courts: code, name, level, higher court, phone. A higher court may stand below its lower ones."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from blacklist.imports.reader import FileRefused, Form, Row, examine, read_rows
from blacklist.models import Court, CourtLevel

COLUMNS = ("code", "name", "level", "higher_court_code", "phone")
LONGEST = {"code": 8, "name": 100, "phone": 40}


@dataclass(frozen=True)
class CourtTally:
    added: int
    changed: int
    unchanged: int


def import_courts(path: Path) -> CourtTally:
    """Bring the table of courts in line with the file, all or nothing; courts not in the file stay as they are.

    :raises FileRefused: a row is unusable or names a higher court that neither the file nor the table has.
    """
    rows = _courts(path)
    with transaction.atomic():
        known = {court.code: court for court in Court.objects.select_for_update()}
        codes = {court.code for court in rows} | set(known)
        for court in rows:
            if court.higher_court_id and court.higher_court_id not in codes:
                raise FileRefused(f"{court.code} names the unknown higher court {court.higher_court_id}.")
        added = [court for court in rows if court.code not in known]
        changed = [court for court in rows if court.code in known and _differs(court, known[court.code])]
        Court.objects.bulk_create(
            [*added, *changed],
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "level", "higher_court_id", "phone"],
        )
    return CourtTally(added=len(added), changed=len(changed), unchanged=len(rows) - len(added) - len(changed))


def _courts(path: Path) -> list[Court]:
    courts = [_court(row) for row in read_rows(examine(path), form=Form(COLUMNS))]
    if twice := [code for code, times in Counter(court.code for court in courts).items() if times > 1]:
        raise FileRefused(f"{twice[0]} stands in the file twice.")
    return courts


def _court(row: Row) -> Court:
    cells = {column: row.cells.get(column, "").strip() for column in COLUMNS}
    if row.fault or not cells["code"] or not cells["name"] or cells["level"] not in CourtLevel.values:
        raise FileRefused(f"Row {row.number} does not describe a court: code, name and level are needed.")
    for column, longest in LONGEST.items():
        if len(cells[column]) > longest or not cells[column].isprintable():
            raise FileRefused(f"Row {row.number}: {column} takes up to {longest} printable characters.")
    return Court(
        code=cells["code"],
        name=cells["name"],
        level=cells["level"],
        higher_court_id=cells["higher_court_code"] or None,
        phone=cells["phone"],
    )


def _differs(one: Court, other: Court) -> bool:
    columns = ("name", "level", "higher_court_id", "phone")
    return any(getattr(one, column) != getattr(other, column) for column in columns)
