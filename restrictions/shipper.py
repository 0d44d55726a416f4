"""Journal to database: every record once, in order, and the court's events with it."""

import logging
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO, get_args

from django.db import transaction

from blacklist import inbox
from restrictions import answer_counts, months, sightings
from restrictions.check import journal
from restrictions.check.journal import Piece, Record
from restrictions.models import CheckRecord, JournalPosition
from restrictions.services import use

logger = logging.getLogger(__name__)

PIECE_RECORDS = 1000


class Shipper:
    """Moves journal files into the database and removes those that are done."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._offsets: dict[str, int] = {}
        self._months: set[date | None] = set()

    def ship(self) -> int:
        """Ship what there is; return the number of records moved. Raises what the database raises; then try again."""
        return sum(self._ship_file(path) for path in journal.files(self._folder))

    def _ship_file(self, path: Path) -> int:
        """Ship one file to its present end.

        Whether the writer lives is asked before the reading: after it, a last record could have come in between.
        """
        moved = 0
        with path.open("rb") as file:
            is_alive = journal.has_writer(file)
            while True:
                offset = self._offset(path.name)
                piece = journal.read_piece(file, offset=offset, limit=PIECE_RECORDS)
                if piece.offset != offset:
                    self._store(path.name, piece)
                    moved += len(piece.records)
                if piece.tail != "more":
                    break
            if not is_alive:
                self._finish(path, file, piece)
        return moved

    def _offset(self, name: str) -> int:
        if name not in self._offsets:
            stored = JournalPosition.objects.filter(pk=name).values_list("offset", flat=True).first()
            self._offsets[name] = stored or 0
        return self._offsets[name]

    def _store(self, name: str, piece: Piece) -> None:
        """Write records, events and the position in one transaction, so that a repetition adds nothing."""
        with transaction.atomic():
            found = self._make_months(piece.records)
            use.count(piece.records)
            answer_counts.count(piece.records)
            CheckRecord.objects.bulk_create([row_of(record) for record in piece.records], ignore_conflicts=True)
            inbox.receive(events_of(piece.records))
            sightings.count(piece.records)
            inbox.report_misuse(misuses_of(piece.records))
            JournalPosition.objects.update_or_create(pk=name, defaults={"offset": piece.offset})
        self._offsets[name] = piece.offset
        self._months |= found

    def _make_months(self, records: Sequence[Record]) -> set[date | None]:
        """Make what the timetable has not, and return the months of these records that are new to this process.

        A record of no month that is kept stands in the default partition.
        """
        found = {months.month_of(uuid.UUID(bytes=record.reference)) for record in records} - self._months
        if found:
            months.make(set(months.kept(datetime.now(UTC).date())) & found)
        return found

    def _finish(self, path: Path, file: BinaryIO, piece: Piece) -> None:
        """Put away the file of a dead writer. An unfinished last record was never answered; damage is kept."""
        if piece.tail == "damaged":
            logger.error("journal file %s is damaged at byte %d; it is kept", path.name, piece.offset)
            path.rename(path.with_suffix(".damaged"))
        else:
            if piece.tail == "torn":
                left = file.seek(0, 2) - piece.offset
                logger.warning("journal file %s ends with %d bytes of an unfinished record", path.name, left)
            path.unlink()
        JournalPosition.objects.filter(pk=path.name).delete()
        self._offsets.pop(path.name, None)


# A near name is for the court to look at as another name is: the number is right, and either slip may be its own.
_TOLD_AS = {"name_typo": "name_mismatch"}


def row_of(record: Record) -> CheckRecord:
    """Return the row of a journal record."""
    return CheckRecord(
        reference=uuid.UUID(bytes=record.reference),
        at=instant(record),
        institution_id=uuid.UUID(bytes=record.institution),
        credential_id=uuid.UUID(bytes=record.credential),
        http_code=record.http_code,
        activity=record.activity or "",
        decision=record.decision or "",
        effect=record.effect or "",
        reason=record.reason or "",
        problem=record.problem or "",
        identity=record.identity or "",
        subject_id=None if record.subject is None else uuid.UUID(bytes=record.subject),
        digest=record.digest,
        list_version=record.list_version,
        client_reference=record.client_reference or "",
        on=None if record.on_day is None else date.fromordinal(record.on_day),
        emergency=record.emergency or "",
        noted=record.noted or "",
    )


def events_of(records: Sequence[Record]) -> list[inbox.Event]:
    """Return what the court must hear of."""
    return [
        inbox.Event(
            kind=kind,
            subject_id=uuid.UUID(bytes=record.subject),
            reference=record.reference.hex(),
            activity=record.activity or "",
            occurred_at=instant(record),
        )
        for record in records
        for kind in get_args(inbox.EventKind)
        if _TOLD_AS.get(record.noted or "", record.noted) == kind and record.subject is not None
    ]


def misuses_of(records: Sequence[Record]) -> list[inbox.Misuse]:
    """Return whose redress number was shown by somebody else."""
    return [
        inbox.Misuse(uuid.UUID(bytes=record.redress), record.reference.hex(), record.activity or "", instant(record))
        for record in records
        if record.redress is not None
    ]


def instant(record: Record) -> datetime:
    return datetime.fromtimestamp(record.at_ms / 1000, UTC)
