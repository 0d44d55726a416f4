"""Import a file of rulings: every good row is written, every bad one reported with one code, nothing is lost.

What became of a batch is written in the batch's own transaction, so an import that was killed goes on where it was.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import IntegrityError, connection
from django.db.models import Sum

from blacklist.imports.reader import Examined, Row, examine, read_rows
from blacklist.imports.report import Judged, Tally, saved, tally_of, tell
from blacklist.imports.ruling import FORM, Ruling, judge
from blacklist.imports.writer import Importer, write
from blacklist.law.days import legal_day
from blacklist.law.refusals import Refusal
from blacklist.models import Court, ImportRun, ImportState
from blacklist.sealing import blind_file

BATCH_ROWS = 1000
IMPORT_LOCK = 0x52554C494E47  # "RULING": one import at a time; acts of officers go on beside it


class ImportRunning(Exception):
    """Another import holds the lock."""


@dataclass(frozen=True)
class Import:
    """An import under way: its run, its file, when, who hears of its progress, and when it is to pause."""

    run: ImportRun
    file: Examined
    at: datetime
    on_progress: Callable[[int], None] = field(default=lambda rows: None)
    is_enough: Callable[[], bool] = field(default=lambda: False)


def import_file(
    path: Path, importer: Importer, *, at: datetime, on_progress: Callable[[int], None] = lambda rows: None
) -> ImportRun:
    """Import a file from its first row, or the rest of it where an import of the same file was cut short.

    :raises FileRefused: it is no file of rulings, or not safe to open.
    :raises ImportRunning: another import is under way.
    """
    with only_import():
        file = examine(path)
        run = _begin(file, importer, at=at)
        import_rulings(Import(run, file, at, on_progress))
    return run


def _begin(file: Examined, importer: Importer, *, at: datetime) -> ImportRun:
    next(read_rows(file, form=FORM), None)
    digest = blind_file(file.path, purpose="import")
    cut_short = ImportRun.objects.filter(
        file_blind=digest, actor_name=importer.name, is_upload=False, state=ImportState.RUNNING
    )
    return cut_short.first() or ImportRun.objects.create(
        officer_id=importer.officer_id,
        actor_name=importer.name,
        kind=file.kind,
        encoding=file.encoding,
        size=file.path.stat().st_size,
        file_blind=digest,
        is_upload=False,
        state=ImportState.RUNNING,
        received_at=at,
        started_at=at,
    )


def import_rulings(doing: Import) -> Tally:
    """Import what is left of the file in batches and return the tally of the whole.

    The same file twice adds nothing. A crash between batches loses nothing: do it again.

    :raises FileRefused: the file cannot be read any more.
    :raises ImportRunning: another import is under way.
    """
    with only_import(), _collected_by_batch() as collect:
        rows, number = _rows_left(doing), doing.run.batches.count()
        judge_row = judge_by(doing.run.court_id, at=doing.at)
        while batch := list(islice(rows, BATCH_ROWS)):
            number += 1
            _import_batch([(row, judge_row(row)) for row in batch], doing, number=number)
            doing.on_progress(len(batch))
            collect()
            if doing.is_enough():
                return tally_of(doing.run)
        _conclude(doing.run, at=doing.at)
    return tally_of(doing.run)


def _rows_left(doing: Import) -> Iterator[Row]:
    done = doing.run.batches.aggregate(rows=Sum("rows"))["rows"] or 0
    doing.on_progress(done)
    return islice(read_rows(doing.file, form=FORM), done, None)


def judge_by(own_court: str | None, *, at: datetime) -> Callable[[Row], Ruling | Refusal]:
    """Return what judges a row by the courts there are, on the legal day; ``own_court``: the only one to take from."""
    courts, on = frozenset(Court.objects.values_list("code", flat=True)), legal_day(at)

    def judge_row(row: Row) -> Ruling | Refusal:
        if row.fault is not None:
            return row.fault
        try:
            return judge(row.cells, courts=courts, own_court=own_court, on=on)
        except Refusal as refusal:
            return refusal

    return judge_row


def _import_batch(judged: list[Judged], doing: Import, *, number: int) -> None:
    """Write a batch; once more when an officer entered one of its persons or cases at the same moment."""
    rulings = [ruling for _, ruling in judged if isinstance(ruling, Ruling)]
    importer = Importer(doing.run.actor_name, doing.run.officer_id)

    def record(outcomes: list[str]) -> None:
        saved(tell(judged, outcomes), doing.run, number=number).save(force_insert=True)

    try:
        write(rulings, importer=importer, at=doing.at, record=record)
    except IntegrityError:
        write(rulings, importer=importer, at=doing.at, record=record)


def _conclude(run: ImportRun, *, at: datetime) -> None:
    run.state, run.ended_at, run.rows = ImportState.DONE, at, tally_of(run).rows
    run.save(update_fields=["state", "ended_at", "rows"])


@contextmanager
def _collected_by_batch() -> Iterator[Callable[[], object]]:
    """Let the cyclic collector run once a batch, and only over what the import made.

    Left to itself it walks the growing batch, and all of the program, again and again: a quarter of the time.
    """
    gc.freeze()
    gc.disable()
    try:
        yield gc.collect
    finally:
        gc.enable()
        gc.unfreeze()


@contextmanager
def only_import() -> Iterator[None]:
    """Hold the advisory lock of imports for the length of a ``with`` block; within it, it may be taken again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [IMPORT_LOCK])
        if not cursor.fetchone()[0]:
            raise ImportRunning
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [IMPORT_LOCK])
