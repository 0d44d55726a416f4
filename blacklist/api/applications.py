"""Written applications of the parties (申请): taken in with a receipt, granted, refused, withdrawn."""

import uuid
from datetime import datetime
from typing import Any

from rest_framework import serializers

from blacklist import selectors
from blacklist.api.cases import CaseBriefOut
from blacklist.api.measures import ReasonsIn, ServiceIn
from blacklist.api.paging import PageIn, page, paged
from blacklist.api.persons import PersonOut
from blacklist.api.shapes import LIST, LONG, Choice, Day, Id, Input, Named, NothingIn, Output, Text, YesNo
from blacklist.api.views import CourtView, Given, Operation, matching, one
from blacklist.law.applications import APPLICATIONS
from blacklist.law.duties import Duty
from blacklist.law.lifecycle import ApplicationState
from blacklist.models import Application, Channel, Officer, ServiceMethod
from blacklist.services import applications

KINDS = [(kind, kind) for kind in APPLICATIONS]
STATES = [(state.value, state.value) for state in ApplicationState]


class ApplicationIn(Input):
    """What a party asks for, as it came in."""

    kind = Choice(KINDS)
    case = Id()
    filed_by = Id(help_text="The party who applies.")
    about = Id(help_text="The debtor or officer it concerns; who applies in an own matter is named twice.")
    measure = Id(required=False, allow_null=True, help_text="The listing or order that is to end.")
    received_on = Day(help_text="The day it reached the court, from which its period is counted.")
    is_written = YesNo(help_text="An oral application is not taken in: ask for it in writing (C4).")
    request = Text(max_length=LONG, help_text="What is asked for and why, in its words.")
    evidence = serializers.ListField(child=Text(), max_length=LIST, required=False, default=list, help_text="File ids.")
    agent = Text(required=False, allow_blank=True, default="", help_text="Who acts for the party, and how authorised.")


class ApplicationFilterIn(PageIn):
    """Which applications."""

    state = Choice(STATES, required=False)
    kind = Choice(KINDS, required=False)
    case = Id(required=False)


class ApplicationOut(Output):
    """A written application and what became of it."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(KINDS)
    case = CaseBriefOut()
    filed_by = PersonOut()
    about = PersonOut()
    listing = serializers.UUIDField(source="listing_id", allow_null=True)
    order = serializers.UUIDField(source="order_id", allow_null=True)
    state = serializers.ChoiceField(STATES)
    receipt_number = serializers.CharField()
    channel = serializers.ChoiceField(Channel.choices)
    received_on = serializers.DateField()
    due_on = serializers.DateField(source="task.due_on", help_text="By when it is to be decided.")
    is_provisional = serializers.BooleanField(
        source="task.is_provisional", help_text="The calendar of that year is not published yet."
    )
    particulars = serializers.DictField(help_text="What is asked for, the evidence and the agent, as entered.")
    decided_at = serializers.DateTimeField(allow_null=True)
    reasons = serializers.CharField(allow_null=True, help_text="Why it was refused.")
    served_on = serializers.DateField(allow_null=True, help_text="When the applicant was notified of the refusal.")
    service_method = Named(ServiceMethod.choices)


class Applications(CourtView):
    operations = {
        "GET": Operation(
            "list_applications",
            Duty.READ,
            takes=ApplicationFilterIn,
            gives=paged(ApplicationOut, name="ApplicationPage"),
        ),
        "POST": Operation("receive_application", Duty.REGISTER, takes=ApplicationIn, gives=ApplicationOut, answers=201),
    }

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """List the applications in the cases of the own court, newest first."""
        rows = matching(selectors.applications_of(by), given, "state", "kind", "case")
        return page(rows, given, newest_by="received_at")

    def act(self, given: Given, *, by: Officer, at: datetime) -> Application:
        """Take in a written application; the answer is its receipt and says by when it is to be decided.

        For six months after a removal at the applicant's own request, an application to list again is refused (L10).
        """
        return applications.receive(_filing(given), by=by, at=at)


class OneApplication(CourtView):
    operations = {"GET": Operation("read_application", Duty.READ, takes=NothingIn, gives=ApplicationOut)}

    def read(self, given: Given, *, by: Officer, at: datetime, application_id: uuid.UUID) -> Any:
        """Read an application in a case of the own court."""
        return one(selectors.applications_of(by), application_id)


class GrantApplication(CourtView):
    operations = {"POST": Operation("grant_application", Duty.PROPOSE, takes=NothingIn, gives=ApplicationOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, application_id: uuid.UUID) -> Application:
        """Agree to what is asked for.

        An act that names the application grants it by itself. The duty to decide it ends with that act: a measure
        signed, or a measure ended.
        """
        return applications.grant(application_id, by=by, at=at)


class RefuseApplication(CourtView):
    operations = {"POST": Operation("refuse_application", Duty.PROPOSE, takes=ReasonsIn, gives=ApplicationOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, application_id: uuid.UUID) -> Application:
        """Refuse an application with reasons; notifying the applicant becomes a task."""
        return applications.refuse(application_id, **given, by=by, at=at)


class ServeApplication(CourtView):
    operations = {"POST": Operation("serve_application", Duty.SERVE, takes=ServiceIn, gives=ApplicationOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, application_id: uuid.UUID) -> Application:
        """Record how the applicant was notified of a refusal."""
        return applications.serve(application_id, **given, by=by, at=at)


class WithdrawApplication(CourtView):
    operations = {"POST": Operation("withdraw_application", Duty.REGISTER, takes=NothingIn, gives=ApplicationOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, application_id: uuid.UUID) -> Application:
        """Record that the party no longer asks."""
        return applications.withdraw(application_id, by=by, at=at)


def _filing(given: Given) -> applications.Filing:
    return applications.Filing(
        kind=given["kind"],
        case_id=given["case"],
        filed_by_id=given["filed_by"],
        about_id=given["about"],
        received_on=given["received_on"],
        request=given["request"],
        measure_id=given.get("measure"),
        evidence=given["evidence"],
        agent=given["agent"],
        is_written=given["is_written"],
    )
