"""A case entrusted to another court: one act of each court."""

import uuid
from datetime import datetime
from typing import Any

from rest_framework import serializers

from blacklist import selectors
from blacklist.api.cases import CaseBriefOut, CaseOut
from blacklist.api.paging import PageIn, page, paged
from blacklist.api.shapes import LONG, Choice, Input, NothingIn, Output, Text
from blacklist.api.views import CourtView, Given, Operation, matching
from blacklist.law.duties import Duty
from blacklist.models import CaseTransfer, EnforcementCase, Officer, TransferState
from blacklist.services import transfers


class CaseTransferIn(Input):
    """To which court, under which instrument, and why."""

    court = Text(max_length=8)
    instrument_number = Text(max_length=80, help_text="Number of the ruling or letter by which the case is entrusted.")
    note = Text(max_length=LONG)


class CaseTransferFilterIn(PageIn):
    """Which transfers."""

    state = Choice(TransferState.choices, required=False)


class CaseTransferOut(Output):
    """A case handed over; the other court handles it once it has accepted."""

    id = serializers.UUIDField()
    case = CaseBriefOut()
    from_court = serializers.CharField(source="from_court_id")
    to_court = serializers.CharField(source="to_court_id")
    instrument_number = serializers.CharField()
    state = serializers.ChoiceField(TransferState.choices)
    proposed_by = serializers.CharField(source="proposed_by.username")
    proposed_at = serializers.DateTimeField()
    accepted_by = serializers.SerializerMethodField()
    accepted_at = serializers.DateTimeField(allow_null=True)

    def get_accepted_by(self, row: CaseTransfer) -> str | None:
        return row.accepted_by.username if row.accepted_by else None


class CaseTransfers(CourtView):
    operations = {
        "GET": Operation(
            "list_case_transfers",
            Duty.READ,
            takes=CaseTransferFilterIn,
            gives=paged(CaseTransferOut, name="CaseTransferPage"),
        )
    }

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """List the cases handed over by the own court, and to it, newest first."""
        return page(matching(selectors.transfers_of(by), given, "state"), given, newest_by="proposed_at")


class TransferCase(CourtView):
    operations = {"POST": Operation("transfer_case", Duty.TRANSFER, takes=CaseTransferIn, gives=CaseOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, case_id: uuid.UUID) -> EnforcementCase:
        """Hand a case over to another court under an instrument.

        The case stays here until that court accepts; a newer transfer replaces one that is open.
        """
        to = transfers.Entrusted(given["court"], given["instrument_number"])
        return transfers.transfer(case_id, to=to, note=given["note"], by=by, at=at)


class AcceptTransfer(CourtView):
    operations = {"POST": Operation("accept_transfer", Duty.TRANSFER, takes=NothingIn, gives=CaseOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, case_id: uuid.UUID) -> EnforcementCase:
        """Take over a case that another court has handed over: from now this court handles it.

        Its measures, open duties and undecided requests come along; the court that had it reads it still.
        """
        return transfers.accept(case_id, by=by, at=at)
