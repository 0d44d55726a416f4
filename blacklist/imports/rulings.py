"""Import a file of rulings: every good row is written, every bad one reported with one code, nothing is lost."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import IntegrityError, connection

from blacklist.imports.reader import Row, examine, read_rows
from blacklist.imports.report import Report, Tally
from blacklist.imports.ruling import FORM, Ruling, judge
from blacklist.imports.writer import ACCEPTED, DUPLICATE, Importer, write
from blacklist.law.days import legal_day
from blacklist.law.refusals import Refusal
from blacklist.models import Court

BATCH_ROWS = 1000
IMPORT_LOCK = 0x52554C494E47  # "RULING": one import at a time; acts of officers go on beside it


class ImportRunning(Exception):
    """Another import holds the lock."""


@dataclass(frozen=True)
class Import:
    """One run of an import: whose it is, when, where its report goes, and who hears of its progress."""

    importer: Importer
    at: datetime
    report: Report
    on_progress: Callable[[int], None] = field(default=lambda rows: None)


def import_rulings(path: Path, run: Import) -> Tally:
    """Import the file in batches and return the tally; the report receives each refused row and each warning.

    The same file twice adds nothing. A crash between batches loses nothing: run the same file again.

    :raises FileRefused: it is no file of rulings, or not safe to open.
    :raises ImportRunning: another import is under way.
    """
    tally = Tally()
    courts = frozenset(Court.objects.values_list("code", flat=True))
    with _only_import(), _collected_by_batch() as collect:
        rows = read_rows(examine(path), form=FORM)
        while batch := list(islice(rows, BATCH_ROWS)):
            _import_batch(batch, courts, run, tally)
            run.on_progress(len(batch))
            collect()
    return tally


def _import_batch(batch: list[Row], courts: frozenset[str], run: Import, tally: Tally) -> None:
    judged = [(row, _judged(row, courts, run)) for row in batch]
    good = [(row, ruling) for row, ruling in judged if isinstance(ruling, Ruling)]
    outcomes = iter(_write([ruling for _, ruling in good], run))
    for row, ruling in judged:
        if isinstance(ruling, Refusal):
            _refuse(row, ruling, run, tally)
            continue
        outcome = next(outcomes)
        if outcome == DUPLICATE:
            _refuse(row, Refusal("duplicate", pointer="decision_number"), run, tally)
        elif outcome == ACCEPTED:
            tally.accepted += 1
            for column, code in ruling.warnings:
                run.report.warn(row, column=column, code=code)
        else:
            tally.unchanged += 1


def _judged(row: Row, courts: frozenset[str], run: Import) -> Ruling | Refusal:
    if row.fault is not None:
        return row.fault
    try:
        return judge(row.cells, courts=courts, on=legal_day(run.at))
    except Refusal as refusal:
        return refusal


def _write(rulings: list[Ruling], run: Import) -> list[str]:
    """Write a batch; once more when an officer entered one of its persons or cases at the same moment."""
    try:
        return write(rulings, importer=run.importer, at=run.at)
    except IntegrityError:
        return write(rulings, importer=run.importer, at=run.at)


def _refuse(row: Row, refusal: Refusal, run: Import, tally: Tally) -> None:
    tally.refused += 1
    run.report.refuse(row, refusal)


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
def _only_import() -> Iterator[None]:
    """Hold the advisory lock of imports for the length of a ``with`` block."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [IMPORT_LOCK])
        if not cursor.fetchone()[0]:
            raise ImportRunning
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [IMPORT_LOCK])
