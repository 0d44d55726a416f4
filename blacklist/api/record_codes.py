"""Codes handed to somebody at the counter, who sees their own record with it."""

from datetime import datetime

from rest_framework import serializers

from blacklist.api.persons import DocumentIn
from blacklist.api.shapes import Input, Output
from blacklist.api.views import CourtView, Given, Operation
from blacklist.law.duties import Duty
from blacklist.models import Officer
from blacklist.services import record_codes


class RecordCodeIn(Input):
    """The document that was shown."""

    document = DocumentIn()


class RecordCodeOut(Output):
    """A code to hand over; it is good once, for a day."""

    code = serializers.CharField(help_text="Shown this once.")
    expires_at = serializers.DateTimeField()


class RecordCodes(CourtView):
    operations = {
        "POST": Operation(
            "issue_record_code", Duty.REGISTER, takes=RecordCodeIn, gives=RecordCodeOut, answers=201, shown_once=True
        )
    }

    def act(self, given: Given, *, by: Officer, at: datetime) -> record_codes.IssuedCode:
        """Issue a one-time code to somebody whose identity document you have before you.

        With it they see their own record at `/my-record/`. The answer is the same whether anything is on file.
        """
        document = given["document"]
        return record_codes.issue(
            document_type=document["type"],
            number=document["number"],
            issuer=document.get("issuer"),
            by=by,
            at=at,
        )
