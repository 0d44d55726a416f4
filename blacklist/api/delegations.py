"""The president's signature lent to an acting president."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from rest_framework import serializers

from blacklist import selectors
from blacklist.api.paging import PageIn, page, paged
from blacklist.api.shapes import LONG, Day, Input, Output, Text
from blacklist.api.views import CourtView, Given, Operation
from blacklist.law.duties import Duty
from blacklist.models import Delegation, Officer
from blacklist.services import delegations, sessions

ONE_DAY = timedelta(days=1)


class DelegationIn(Input):
    """Who signs in the president's place, by which instrument, on which days."""

    deputy = Text(max_length=60, help_text="User name of an officer of the same court.")
    instrument_number = Text(max_length=80, help_text="Number of the written authority.")
    from_on = Day(help_text="Today or later.")
    last_day = Day()


class EndDelegationIn(Input):
    """Why the signature is taken back."""

    note = Text(max_length=LONG)


class DelegationOut(Output):
    """A delegation; it has no force while the principal has not the signature at the court any more."""

    id = serializers.UUIDField()
    court = serializers.CharField(source="court_id")
    principal = serializers.CharField(source="principal.username")
    deputy = serializers.CharField(source="deputy.username")
    instrument_number = serializers.CharField()
    from_on = serializers.DateField()
    last_day = serializers.SerializerMethodField()
    delegated_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)

    def get_last_day(self, delegation: Delegation) -> date:
        return delegation.until_on - ONE_DAY


class Delegations(CourtView):
    operations = {
        "GET": Operation(
            "list_delegations", Duty.READ, takes=PageIn, gives=paged(DelegationOut, name="DelegationPage")
        ),
        "POST": Operation("delegate_signature", Duty.SIGN, takes=DelegationIn, gives=DelegationOut, answers=201),
    }

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """List the delegations of the own court, newest first."""
        return page(selectors.delegations_of(by), given, newest_by="delegated_at")

    def act(self, given: Given, *, by: Officer, at: datetime) -> Delegation:
        """Lend your signature to another officer of the court, who signs as acting president.

        Needs a one-time code no older than five minutes. An acting president lends nothing on.
        """
        sessions.require_fresh_factor(self.session, at=at)
        return delegations.delegate(delegations.Mandate(**given), by=by, at=at)


class EndDelegation(CourtView):
    operations = {"POST": Operation("end_delegation", Duty.SIGN, takes=EndDelegationIn, gives=DelegationOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, delegation_id: uuid.UUID) -> Delegation:
        """Take the signature back at once."""
        return delegations.end(delegation_id, **given, by=by, at=at)
