"""Uploaded files of rulings, one state each."""

import csv
import io
from collections.abc import Sequence

from blacklist.imports import runs, uploads
from blacklist.imports.ruling import COLUMNS
from blacklist.models import ImportRun, Officer
from tests.blacklist.imports.rows import LISTING, ORDER
from tests.factories import people
from tests.factories.clock import AT

ROWS = (LISTING, ORDER, {**LISTING, "name": ""}, {**LISTING, "court_code": people.OTHER_COURT})


def content(rows: Sequence[dict[str, str]] = ROWS) -> bytes:
    """Return a file with two good rows, a bad one, and one of another court."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows({**row, "row_id": str(number)} for number, row in enumerate(rows, start=1))
    return out.getvalue().encode()


def received(*, by: Officer | None = None, rows: Sequence[dict[str, str]] = ROWS) -> ImportRun:
    """Return an upload that waits for its preview."""
    people.court(people.OTHER_COURT)
    with uploads.incoming(io.BytesIO(content(rows))) as upload:
        return runs.receive(upload, runs.examined(upload), by=by or people.president(), at=AT)


def previewed() -> ImportRun:
    """Return an upload that waits for somebody to confirm it."""
    return advanced(received())


def running() -> ImportRun:
    """Return an import that was started and of which nothing is done yet."""
    return runs.start(previewed().pk, by=people.president(), at=AT)


def done() -> ImportRun:
    """Return an import that is through."""
    return advanced(running())


def dropped() -> ImportRun:
    """Return an upload that was given up."""
    return runs.drop(previewed().pk, by=people.president(), at=AT)


def advanced(run: ImportRun) -> ImportRun:
    """Give a run its turn and return it as it then is."""
    runs.advance(run, at=AT, is_enough=lambda: False)
    run.refresh_from_db()
    return run
