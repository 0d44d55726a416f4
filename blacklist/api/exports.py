"""The own court's register as a file: with masked numbers at once, with whole ones after a purpose was stated."""

import uuid
from datetime import datetime
from typing import Any

from rest_framework import serializers

from blacklist import selectors
from blacklist.api.files import CSV, XLSX, Download, DownloadView, FileOut
from blacklist.api.imports import KINDS
from blacklist.api.paging import PageIn, page, paged
from blacklist.api.shapes import LONG, Choice, Input, NothingIn, Output, Text
from blacklist.api.views import CourtView, Given, Operation
from blacklist.exporting import exported
from blacklist.files.kinds import Kind
from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.models import Officer, Purpose, RegisterExport
from blacklist.services import exports, sessions

MEDIA = {Kind.CSV.value: CSV, Kind.XLSX.value: XLSX}


class ExportIn(Input):
    """In which format."""

    format = Choice(KINDS, required=False, default=Kind.CSV.value)


class WholeExportIn(ExportIn):
    """What whole identity numbers are needed for."""

    purpose = Choice(Purpose.choices)
    note = Text(max_length=LONG, help_text="Why they are needed, in words.")


class ExportOut(Output):
    """One export on record."""

    id = serializers.UUIDField()
    by = serializers.CharField(source="actor_name")
    format = serializers.ChoiceField(KINDS, source="kind")
    has_whole_numbers = serializers.BooleanField()
    purpose = serializers.SerializerMethodField()
    note = serializers.CharField()
    asked_at = serializers.DateTimeField()
    fetched_at = serializers.DateTimeField(allow_null=True)
    list_version = serializers.IntegerField(allow_null=True, help_text="The register's newest number in the file.")

    def get_purpose(self, row: RegisterExport) -> str | None:
        return row.purpose or None


class RegisterFileOut(FileOut):
    """Each measure on each person of the own court's cases; see ``docs/export.md``."""

    media_types = (CSV, XLSX)


class MaskedExport(DownloadView):
    operations = {"GET": Operation("export_register", Duty.READ, takes=ExportIn, gives=RegisterFileOut)}

    def read(self, given: Given, *, by: Officer, at: datetime) -> Download:
        """Take out the register of the own court, persons' identity numbers masked; it is recorded who did."""
        return _download(exports.take_masked(Kind(given["format"]), by=by, at=at), at=at)


class Exports(CourtView):
    operations = {
        "GET": Operation("list_exports", Duty.READ, takes=PageIn, gives=paged(ExportOut, name="ExportPage")),
        "POST": Operation("authorise_export", Duty.EXPORT, takes=WholeExportIn, gives=ExportOut, answers=201),
    }

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """List who took the register of the own court out, newest first."""
        return page(selectors.exports_of(by), given, newest_by="asked_at")

    def act(self, given: Given, *, by: Officer, at: datetime) -> RegisterExport:
        """State what whole identity numbers are needed for; the file can be fetched for a quarter of an hour.

        Needs a one-time code no older than five minutes: open a new session to give one.
        """
        sessions.require_fresh_factor(self.session, at=at)
        reason = exports.Reason(Purpose(given["purpose"]), given["note"])
        return exports.authorise(Kind(given["format"]), reason, by=by, at=at)


class WholeExport(DownloadView):
    operations = {"GET": Operation("fetch_export", Duty.READ, takes=NothingIn, gives=RegisterFileOut)}

    def read(self, given: Given, *, by: Officer, at: datetime, export_id: uuid.UUID) -> Download:
        """Take out the register of the own court with whole identity numbers, as you authorised it."""
        return _download(exports.fetch(export_id, by=by, at=at), at=at)


def _download(export: RegisterExport, *, at: datetime) -> Download:
    return Download(f"register-{legal_day(at)}.{export.kind}", MEDIA[export.kind], exported(export))
