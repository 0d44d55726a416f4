"""Files of rulings, imported by an officer: sent, previewed, started, reported."""

import uuid
from datetime import datetime
from typing import Any

from rest_framework import serializers

from blacklist import selectors
from blacklist.api.files import JSON, Download, DownloadView, FileIn, FileOut, UploadView
from blacklist.api.paging import PageIn, page, paged
from blacklist.api.shapes import Choice, NothingIn, Output
from blacklist.api.views import CourtView, Given, Operation, matching, one
from blacklist.files.kinds import Kind
from blacklist.imports import runs
from blacklist.imports.report import report_of
from blacklist.law.duties import Duty
from blacklist.models import ImportRun, ImportState, Officer
from blacklist.services import sessions

KINDS = [(kind.value, kind.value) for kind in Kind]


class ImportFilterIn(PageIn):
    """Which imports."""

    state = Choice(ImportState.choices, required=False)


class TallyOut(Output):
    """How many rows met which fate."""

    accepted = serializers.IntegerField()
    refused = serializers.IntegerField()
    unchanged = serializers.IntegerField()


class ForeseenOut(TallyOut):
    """What the preview found: how many rows would meet which fate, and the refused ones by code."""

    codes = serializers.DictField(child=serializers.IntegerField())


class ImportOut(Output):
    """A file of rulings on its way into the register."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(ImportState.choices)
    kind = serializers.ChoiceField(KINDS)
    encoding = serializers.SerializerMethodField(help_text="Null for a spreadsheet.")
    size = serializers.IntegerField(help_text="Bytes.")
    rows = serializers.IntegerField(allow_null=True, help_text="Null while nothing is known of them.")
    foreseen = ForeseenOut(allow_null=True)
    done = TallyOut(source="tally")
    fault = serializers.SerializerMethodField(help_text="Why a file that seemed good could not be read to its end.")
    by = serializers.CharField(source="actor_name")
    received_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)

    def get_encoding(self, run: ImportRun) -> str | None:
        return run.encoding or None

    def get_fault(self, run: ImportRun) -> str | None:
        return run.fault or None


class OneImportOut(ImportOut):
    """An import, with the first names of its file as read: a wrong guess of the encoding shows there."""

    names = serializers.SerializerMethodField(help_text="The first twenty; none once the file is deleted.")

    def get_names(self, run: ImportRun) -> list[str]:
        return runs.names_of(run)


class Imports(UploadView):
    operations = {
        "GET": Operation("list_imports", Duty.READ, takes=ImportFilterIn, gives=paged(ImportOut, name="ImportPage")),
        "POST": Operation("receive_import", Duty.IMPORT, takes=FileIn, gives=OneImportOut, answers=201),
    }

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """List the imports of the own court, newest first."""
        return page(matching(selectors.imports_of(by), given, "state"), given, newest_by="received_at")

    def act(self, given: Given, *, by: Officer, at: datetime) -> ImportRun:
        """Send a file of rulings, up to 64 MiB: `.csv` or `.xlsx`, told by its content.

        It is judged within seconds, and nothing is written before somebody has seen that preview and starts the import.
        Only rulings of the own court are taken.
        """
        return runs.receive(**given, by=by, at=at)


class OneImport(CourtView):
    operations = {"GET": Operation("read_import", Duty.READ, takes=NothingIn, gives=OneImportOut)}

    def read(self, given: Given, *, by: Officer, at: datetime, import_id: uuid.UUID) -> Any:
        """Read how far an import of the own court is."""
        return one(selectors.imports_of(by), import_id)


class Report(DownloadView):
    operations = {"GET": Operation("read_import_report", Duty.READ, takes=NothingIn, gives=FileOut)}

    def read(self, given: Given, *, by: Officer, at: datetime, import_id: uuid.UUID) -> Download:
        """Read what became of each row that was refused or gave a warning, up to now.

        A JSON object: `accepted`, `refused`, `unchanged`; `rows` and `warnings` as lists of `row_id`, `column`, `code`,
        `detail`.
        """
        run = one(selectors.imports_of(by), import_id)
        return Download(f"import-{run.pk}.json", JSON, report_of(run))


class StartImport(CourtView):
    operations = {"POST": Operation("start_import", Duty.IMPORT, takes=NothingIn, gives=OneImportOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, import_id: uuid.UUID) -> ImportRun:
        """Confirm the preview: the rows go into the register, on the account of who starts it.

        Needs a one-time code no older than five minutes: open a new session to give one.
        """
        sessions.require_fresh_factor(self.session, at=at)
        return runs.start(import_id, by=by, at=at)


class DropImport(CourtView):
    operations = {"POST": Operation("drop_import", Duty.IMPORT, takes=NothingIn, gives=OneImportOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, import_id: uuid.UUID) -> ImportRun:
        """Give up an import that was not started; its file is deleted."""
        return runs.drop(import_id, by=by, at=at)
