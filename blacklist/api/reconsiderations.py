"""The acts on a reconsideration (复议), one view each."""

import uuid
from datetime import datetime
from typing import Any

from rest_framework import serializers

from blacklist import selectors
from blacklist.api.corrections import STATES, CorrectionOut, DecisionIn, RemedyOut, UpholdIn
from blacklist.api.paging import PageIn, page, paged
from blacklist.api.shapes import LIST, LONG, Day, Id, Input, NothingIn, Text
from blacklist.api.views import CourtView, Given, Operation, matching, one
from blacklist.law.duties import Duty
from blacklist.models import Channel, Officer, Reconsideration
from blacklist.services import reconsiderations


class ReconsiderationIn(Input):
    """What the court above is asked. After the ten days it names the obstacle that kept the person, and its end."""

    correction = Id(help_text="The request that was rejected.")
    filed_on = Day(help_text="The day it was handed in; of a letter, that of its postmark.")
    statement = Text(max_length=LONG, required=False, allow_blank=True, default="")
    evidence = serializers.ListField(child=Text(), max_length=LIST, required=False, default=list, help_text="File ids.")
    obstacle = Text(max_length=LONG, required=False, allow_blank=True, default="")
    obstacle_ended_on = Day(required=False, allow_null=True)


class ReconsiderationFilterIn(PageIn):
    """Which reconsiderations."""

    court = Text(max_length=8, required=False, help_text="The court above, which decides.")


class ReconsiderationOut(RemedyOut):
    """A reconsideration, with the request it is about."""

    correction = CorrectionOut(source="request")
    state = serializers.ChoiceField(STATES)
    court = serializers.CharField(source="court_id", help_text="The court above, which decides.")
    filed_at = serializers.CharField(source="filed_at_id", help_text="The court it was handed in at.")
    channel = serializers.ChoiceField(Channel.choices)
    obstacle_ended_on = serializers.DateField(allow_null=True)
    forwarded_on = serializers.DateField(allow_null=True)


class Reconsiderations(CourtView):
    operations = {
        "GET": Operation(
            "list_reconsiderations",
            Duty.READ,
            takes=ReconsiderationFilterIn,
            gives=paged(ReconsiderationOut, name="ReconsiderationPage"),
        ),
        "POST": Operation(
            "file_reconsideration", Duty.REGISTER, takes=ReconsiderationIn, gives=ReconsiderationOut, answers=201
        ),
    }

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """List the reconsiderations at the own court, and of requests it rejected, newest first."""
        return page(matching(selectors.reconsiderations_of(by), given, "court"), given, newest_by="filed_on")

    def act(self, given: Given, *, by: Officer, at: datetime) -> Reconsideration:
        """Take in a reconsideration of a rejected request; the receipt number is given at once.

        Either the court above takes it in, and its fifteen days run, or the court that rejected, which forwards it.
        """
        return reconsiderations.file(_asking(given), by=by, at=at)


class OneReconsideration(CourtView):
    operations = {"GET": Operation("read_reconsideration", Duty.READ, takes=NothingIn, gives=ReconsiderationOut)}

    def read(self, given: Given, *, by: Officer, at: datetime, reconsideration_id: uuid.UUID) -> Any:
        """Read a reconsideration."""
        return one(selectors.reconsiderations_of(by), reconsideration_id)


class ForwardReconsideration(CourtView):
    operations = {
        "POST": Operation("forward_reconsideration", Duty.REGISTER, takes=NothingIn, gives=ReconsiderationOut)
    }

    def act(self, given: Given, *, by: Officer, at: datetime, reconsideration_id: uuid.UUID) -> Reconsideration:
        """Send a reconsideration on to the court above."""
        return reconsiderations.forward(reconsideration_id, by=by, at=at)


class ReceiveReconsideration(CourtView):
    operations = {
        "POST": Operation("receive_reconsideration", Duty.REGISTER, takes=NothingIn, gives=ReconsiderationOut)
    }

    def act(self, given: Given, *, by: Officer, at: datetime, reconsideration_id: uuid.UUID) -> Reconsideration:
        """Record that a reconsideration sent on has arrived at the court above; its fifteen days run from today."""
        return reconsiderations.receive(reconsideration_id, by=by, at=at)


class DismissReconsideration(CourtView):
    operations = {
        "POST": Operation("dismiss_reconsideration", Duty.RECONSIDER, takes=DecisionIn, gives=ReconsiderationOut)
    }

    def act(self, given: Given, *, by: Officer, at: datetime, reconsideration_id: uuid.UUID) -> Reconsideration:
        """Let the rejection stand, with reasons."""
        return reconsiderations.dismiss(reconsideration_id, **given, by=by, at=at)


class OverturnReconsideration(CourtView):
    operations = {
        "POST": Operation("overturn_reconsideration", Duty.RECONSIDER, takes=UpholdIn, gives=ReconsiderationOut)
    }

    def act(self, given: Given, *, by: Officer, at: datetime, reconsideration_id: uuid.UUID) -> Reconsideration:
        """Find that the measure must be put right, by the court below within three working days.

        The court above may do it itself: its act names the request in `correction`.
        """
        return reconsiderations.overturn(reconsideration_id, **given, by=by, at=at)


def _asking(given: Given) -> reconsiderations.Asking:
    return reconsiderations.Asking(
        request_id=given["correction"],
        filed_on=given["filed_on"],
        statement=given["statement"],
        evidence=tuple(given["evidence"]),
        obstacle=given["obstacle"],
        obstacle_ended_on=given.get("obstacle_ended_on"),
    )
