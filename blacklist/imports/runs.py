"""The import of an uploaded file: received, previewed by the timetable, started or dropped by an officer, worked off.

An import is worked off in turns, so that other duties of the worker are never far behind.
"""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from blacklist.files.kinds import Kind
from blacklist.imports import uploads
from blacklist.imports.preview import first_names, preview_rulings
from blacklist.imports.reader import Examined, FileRefused, examine, read_rows
from blacklist.imports.ruling import FORM
from blacklist.imports.rulings import Import, ImportRunning, import_rulings
from blacklist.imports.uploads import Upload
from blacklist.law.duties import Duty
from blacklist.law.refusals import Refusal
from blacklist.models import ImportRun, ImportState, Officer
from blacklist.services import relation

UNDER_WAY = (ImportState.RECEIVED, ImportState.PREVIEWED, ImportState.RUNNING)
CONFIRMED_WITHIN = timedelta(days=1)


def examined(upload: Upload) -> Examined:
    """Return an upload as a file that may be read.

    :raises FileRefused: it is no file of rulings, or not safe to open; what is harmful is set apart.
    """
    try:
        file = examine(upload.path)
        next(read_rows(file, form=FORM), None)
    except FileRefused as refused:
        if refused.code == "malware":
            uploads.set_apart(upload)
        raise
    return file


def receive(upload: Upload, file: Examined, *, by: Officer, at: datetime) -> ImportRun:
    """Keep an examined upload; it is previewed next. Only rulings of the officer's own court will be taken from it.

    :raises Refusal: ``duty-required``.
    """
    if not by.may(Duty.IMPORT) or by.court_id is None:
        raise Refusal("duty-required", "Importing needs the duty “import” at a court.")
    run = ImportRun(
        court_id=by.court_id,
        officer=by,
        actor_name=by.username,
        kind=file.kind,
        encoding=file.encoding,
        size=file.path.stat().st_size,
        file_blind=upload.digest,
        state=ImportState.RECEIVED,
        received_at=at,
    )
    uploads.keep(upload, run.pk)
    run.save(force_insert=True)
    return run


def start(import_id: uuid.UUID, *, by: Officer, at: datetime) -> ImportRun:
    """Confirm a preview: from now on the rows go into the register, on the account of the officer who starts it.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``wrong-state``, ``already-done``.
    """
    with transaction.atomic():
        run = _locked(import_id, by=by)
        if run.state in (ImportState.RUNNING, ImportState.DONE):
            raise Refusal("already-done", "This import was started.")
        if run.state != ImportState.PREVIEWED:
            raise Refusal("wrong-state", f"An import that is “{run.state}” cannot be started; wait for its preview.")
        run.officer, run.actor_name = by, by.username
        run.state, run.started_at = ImportState.RUNNING, at
        run.save()
    return run


def drop(import_id: uuid.UUID, *, by: Officer, at: datetime) -> ImportRun:
    """Give up an import that was not started; its file is deleted.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``wrong-state``, ``already-done``.
    """
    with transaction.atomic():
        run = _locked(import_id, by=by)
        if run.state == ImportState.DROPPED:
            raise Refusal("already-done", "This import was dropped.")
        if run.state not in (ImportState.RECEIVED, ImportState.PREVIEWED):
            raise Refusal("wrong-state", f"An import that is “{run.state}” cannot be dropped.")
        _end(run, ImportState.DROPPED, at=at)
    return run


def waiting() -> QuerySet[ImportRun]:
    """Return the uploads that wait for the timetable, the oldest first."""
    rows = ImportRun.objects.filter(is_upload=True, state__in=[ImportState.RECEIVED, ImportState.RUNNING])
    return rows.order_by("received_at", "pk")


def names_of(run: ImportRun) -> list[str]:
    """Return the first names of a run's file, none once that is deleted."""
    try:
        return first_names(_file(run))
    except (FileRefused, FileNotFoundError):
        return []


def advance(run: ImportRun, *, at: datetime, is_enough: Callable[[], bool]) -> None:
    """Preview the file of a run, or import more of it until it is enough; another import that runs is let go first."""
    file = _file(run)
    try:
        if run.state == ImportState.RECEIVED:
            _preview(run, file, at=at)
        else:
            import_rulings(Import(run, file, at, is_enough=is_enough))
            _discard_when_done(run)
    except (FileRefused, FileNotFoundError) as fault:
        run.fault = getattr(fault, "code", "not-found")
        _end(run, ImportState.UNREADABLE, at=at)
    except ImportRunning:
        return


def sweep(*, at: datetime) -> int:
    """Drop previews that nobody confirmed within a day, and delete files that nobody wants; return how many files."""
    late = ImportRun.objects.filter(
        is_upload=True,
        state__in=[ImportState.RECEIVED, ImportState.PREVIEWED],
        received_at__lt=at - CONFIRMED_WITHIN,
    )
    for run in late:
        with transaction.atomic():
            _end(run, ImportState.DROPPED, at=at)
    wanted = ImportRun.objects.filter(is_upload=True, state__in=UNDER_WAY)
    return uploads.sweep(list(wanted.values_list("pk", flat=True)), at=at)


def _file(run: ImportRun) -> Examined:
    return Examined(uploads.path_of(run.pk), Kind(run.kind), run.encoding)


def _locked(import_id: uuid.UUID, *, by: Officer) -> ImportRun:
    run = ImportRun.objects.select_for_update(of=("self",)).filter(pk=import_id, court__isnull=False).first()
    if run is None or run.court_id is None:
        raise Refusal("not-found", "There is no such import.")
    relation.require(by, Duty.IMPORT, court_code=run.court_id)
    return run


def _preview(run: ImportRun, file: Examined, *, at: datetime) -> None:
    found = preview_rulings(file, own_court=run.court_id, at=at)
    tally = found.tally
    run.rows = tally.rows
    run.foreseen = {
        "accepted": tally.accepted,
        "refused": tally.refused,
        "unchanged": tally.unchanged,
        "codes": dict(sorted(found.codes.items())),
    }
    foreseen = {"rows": run.rows, "foreseen": run.foreseen, "state": ImportState.PREVIEWED}
    # It may have been dropped meanwhile.
    ImportRun.objects.filter(pk=run.pk, state=ImportState.RECEIVED).update(**foreseen)


def _discard_when_done(run: ImportRun) -> None:
    if run.state == ImportState.DONE:
        uploads.discard(run.pk)


def _end(run: ImportRun, state: ImportState, *, at: datetime) -> None:
    """End a run; its file goes when that is certain."""
    run.state, run.ended_at = state, at
    run.save()
    transaction.on_commit(lambda: uploads.discard(run.pk), robust=True)
