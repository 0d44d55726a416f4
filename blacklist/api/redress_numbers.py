"""Redress numbers (防错识别码): issued after proof of identity, revoked; one view each."""

import uuid
from datetime import datetime
from typing import Any

from rest_framework import serializers

from blacklist import selectors
from blacklist.api.paging import PageIn, page, paged
from blacklist.api.persons import DocumentIn
from blacklist.api.shapes import LIST, LONG, Choice, Day, Id, Input, NothingIn, Output, Text, Whole
from blacklist.api.views import CourtView, Given, Operation, matching, one
from blacklist.law.duties import Duty
from blacklist.law.redress import MOST_YEARS, YEARS, RedressState
from blacklist.models import Officer, RedressNumber
from blacklist.services import redress_numbers
from blacklist.services.redress_numbers import Holder

STATES = [(state.value, state.value) for state in RedressState]


class RedressNumberIn(Input):
    """Who proved by which document to be none of these persons on file."""

    name = Text()
    document = DocumentIn()
    birth_date = Day(required=False, allow_null=True, help_text="Only where the number does not hold it.")
    not_persons = serializers.ListField(child=Id(), max_length=LIST, help_text="Whom the holder was confused with.")
    evidence = serializers.ListField(child=Text(), max_length=LIST, help_text="File ids of the proof of identity.")
    years = Whole(required=False, min_value=1, max_value=MOST_YEARS, default=YEARS)


class RevokeIn(Input):
    """Why the number is no longer taken."""

    note = Text(max_length=LONG)


class RedressFilterIn(PageIn):
    """Which redress numbers."""

    state = Choice(STATES, required=False)


class RedressNumberOut(Output):
    """A redress number without its middle; it ends on `valid_until` by itself."""

    id = serializers.UUIDField()
    court = serializers.CharField(source="court_id")
    masked_number = serializers.SerializerMethodField()
    name = serializers.CharField()
    not_persons = serializers.ListField(child=serializers.UUIDField())
    evidence = serializers.ListField(child=serializers.CharField())
    state = serializers.ChoiceField(STATES)
    issued_at = serializers.DateTimeField()
    issued_by = serializers.CharField()
    valid_until = serializers.DateField()
    revoked_at = serializers.DateTimeField(allow_null=True)
    misuses = serializers.IntegerField(help_text="Shown with another name or birth date than its holder's.")

    def get_masked_number(self, row: RedressNumber) -> str:
        return f"RDX-****-****-{row.number[-4:]}"


class IssuedRedressNumberOut(RedressNumberOut):
    """A new redress number, in full this once: hand it to its holder."""

    number = serializers.CharField()


class RedressNumbers(CourtView):
    operations = {
        "GET": Operation(
            "list_redress_numbers",
            Duty.READ,
            takes=RedressFilterIn,
            gives=paged(RedressNumberOut, name="RedressNumberPage"),
        ),
        "POST": Operation(
            "issue_redress_number",
            Duty.RECTIFY,
            takes=RedressNumberIn,
            gives=IssuedRedressNumberOut,
            answers=201,
            shown_once=True,
        ),
    }

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """List the redress numbers of the own court, newest first."""
        return page(matching(selectors.redress_numbers_of(by), given, "state"), given, newest_by="issued_at")

    def act(self, given: Given, *, by: Officer, at: datetime) -> RedressNumber:
        """Issue a number to somebody confused with persons on file, after proof of identity."""
        document: dict[str, Any] = given["document"]
        holder = Holder(
            name=given["name"],
            document_type=document["type"],
            document_number=document["number"],
            issuer=document.get("issuer"),
            birth_date=given.get("birth_date"),
            not_persons=given["not_persons"],
            evidence=given["evidence"],
            years=given["years"],
        )
        return redress_numbers.issue(holder, by=by, at=at)


class OneRedressNumber(CourtView):
    operations = {"GET": Operation("get_redress_number", Duty.READ, takes=NothingIn, gives=RedressNumberOut)}

    def read(self, given: Given, *, by: Officer, at: datetime, redress_id: uuid.UUID) -> RedressNumber:
        """Show a redress number of the own court."""
        found: RedressNumber = one(selectors.redress_numbers_of(by), redress_id)
        return found


class RevokeRedressNumber(CourtView):
    operations = {
        "POST": Operation("revoke_redress_number", Duty.RECTIFY, takes=RevokeIn, gives=RedressNumberOut),
    }

    def act(self, given: Given, *, by: Officer, at: datetime, redress_id: uuid.UUID) -> RedressNumber:
        """Revoke a redress number; checks stop taking it within a second."""
        return redress_numbers.revoke(redress_id, note=given["note"], by=by, at=at)
