"""The acts on a request for correction (纠正申请), one view each."""

import uuid
from datetime import datetime
from typing import Any

from django.db.models import Q
from rest_framework import serializers

from blacklist import selectors
from blacklist.api.cases import CaseBriefOut
from blacklist.api.measures import ServiceIn
from blacklist.api.paging import PageIn, page, paged
from blacklist.api.persons import PersonOut
from blacklist.api.shapes import LIST, LONG, Choice, Day, Id, Input, Named, NothingIn, Output, Text, YesNo
from blacklist.api.views import CourtView, Given, Operation, matching, one
from blacklist.law.duties import Duty
from blacklist.law.remedies import REMEDIES, CorrectionState, MeasureKind
from blacklist.models import Channel, CorrectionReason, CorrectionRequest, Officer, Petitioner, ServiceMethod
from blacklist.services import corrections

STATES = [(state.value, state.value) for state in CorrectionState]
MEASURES = [(kind.value, kind.value) for kind in MeasureKind]
ACTS = [(act.value, act.value) for act in REMEDIES]


class ContestedIn(Input):
    """Which measure: its ``id``, or else the number of its case, as it stands in an answer or on a decision."""

    kind = Choice(MEASURES)
    id = Id(required=False, allow_null=True)
    case_number = Text(max_length=80, required=False, allow_blank=True, default="")


class CorrectionIn(Input):
    """A request as it came in. What is missing is asked for later: it does not keep the receipt back."""

    measure = ContestedIn()
    person = Id(help_text="Whom the measure is on.")
    reason = Choice(CorrectionReason.choices)
    statement = Text(max_length=LONG, required=False, allow_blank=True, default="")
    evidence = serializers.ListField(child=Text(), max_length=LIST, required=False, default=list, help_text="File ids.")
    petitioner = Choice(Petitioner.choices, required=False, default=Petitioner.IN_PERSON)
    petitioner_name = Text(required=False, allow_blank=True, default="", help_text="Who asks for the person.")
    channel = Choice(Channel.choices, required=False, default=Channel.COUNTER)
    wants_explanation = YesNo(required=False, default=False, help_text="The court explains the same day.")


class MissingIn(Input):
    """What is missing, as the applicant is told."""

    note = Text(max_length=LONG)


class CompletionIn(Input):
    """What the applicant adds."""

    statement = Text(max_length=LONG, required=False, allow_blank=True, default="")
    evidence = serializers.ListField(child=Text(), max_length=LIST, required=False, default=list, help_text="File ids.")


class ReviewersIn(Input):
    """Who reviews, by user name; three or more make a panel."""

    reviewers = serializers.ListField(child=Text(max_length=60), max_length=LIST)


class DecisionIn(Input):
    """A decision on a remedy: its number (执异; of the court above 执复) and its reasons."""

    decision_number = Text(max_length=60)
    note = Text(max_length=LONG, required=False, allow_blank=True, default="", help_text="Reasons in words.")


class UpholdIn(DecisionIn):
    """A request found justified. ``reason``: what is wrong as the review found it, if not what the request says."""

    reason = Choice(CorrectionReason.choices, required=False, default="", allow_blank=True)


class CorrectionFilterIn(PageIn):
    """Which requests."""

    state = Choice(STATES, required=False)
    court = Text(max_length=8, required=False, help_text="The court that has the request now.")
    listing = Id(required=False)
    order = Id(required=False)
    person = Id(required=False, help_text="Who asks.")
    due_before = Day(required=False)


class ContestedOut(Output):
    """The measure that is contested."""

    kind = serializers.ChoiceField(MEASURES)
    id = serializers.UUIDField(source="measure_id")


class RemedyOut(Output):
    """What both remedies have: the receipt, the period, the decision. ``words`` are those of both sides."""

    id = serializers.UUIDField()
    receipt_number = serializers.CharField()
    filed_on = serializers.DateField()
    received_on = serializers.DateField(allow_null=True, help_text="By the court that decides: day 0 of its period.")
    decide_by = serializers.DateField(allow_null=True)
    decide_by_is_provisional = serializers.BooleanField(help_text="The calendar of that year is not published yet.")
    words = serializers.DictField()
    decision_number = serializers.SerializerMethodField()
    decided_by = serializers.CharField(source="decided_by.username", default=None, allow_null=True)
    decided_on = serializers.DateField(allow_null=True)

    def get_decision_number(self, row: Any) -> str | None:
        return row.decision_number or None


class CorrectionOut(RemedyOut):
    """A request for correction."""

    measure = ContestedOut(source="*")
    case = CaseBriefOut(source="measure.case")
    court = serializers.CharField(source="court_id", help_text="The court that has it now.")
    transferred_from = serializers.CharField(source="transferred_from_id", allow_null=True)
    person = PersonOut()
    state = serializers.ChoiceField(STATES)
    reason = serializers.ChoiceField(CorrectionReason.choices)
    petitioner = serializers.ChoiceField(Petitioner.choices)
    channel = serializers.ChoiceField(Channel.choices)
    wants_explanation = serializers.BooleanField()
    complete_by = serializers.DateField(allow_null=True)
    complete_by_is_provisional = serializers.BooleanField(help_text="The calendar of that year is not published yet.")
    reviewers = serializers.ListField(child=serializers.CharField(), source="reviewer_names")
    remedy = Named(ACTS, help_text="The act by which the measure is to be put right.")
    served_on = serializers.DateField(allow_null=True)
    service_method = Named(ServiceMethod.choices)
    reconsider_by = serializers.DateField(allow_null=True, help_text="Last day to ask the court above.")
    reconsider_by_is_provisional = serializers.BooleanField()
    escalated_at = serializers.DateTimeField(allow_null=True, help_text="Since when the court above sees it overdue.")
    reconsideration = serializers.UUIDField(source="reconsideration.pk", default=None, allow_null=True)
    corrected_on = serializers.DateField(allow_null=True)
    corrected_by = serializers.CharField(source="corrected_by_id", allow_null=True, help_text="By which court.")


class Corrections(CourtView):
    operations = {
        "GET": Operation(
            "list_corrections", Duty.READ, takes=CorrectionFilterIn, gives=paged(CorrectionOut, name="CorrectionPage")
        ),
        "POST": Operation("receive_correction", Duty.REGISTER, takes=CorrectionIn, gives=CorrectionOut, answers=201),
    }

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """List the requests for correction at the own court or about its measures, newest first."""
        names = ("state", "court", "listing", "order", "person")
        rows = matching(selectors.corrections_of(by), given, *names, due_before=lambda day: Q(decide_by__lt=day))
        return page(rows, given, newest_by="filed_on")

    def act(self, given: Given, *, by: Officer, at: datetime) -> CorrectionRequest:
        """Take in a request for correction; the receipt number is given at once.

        Any court takes it in, at any time and without a fee. The court that handles the case decides it within fifteen
        days; another one passes it on.
        """
        return corrections.receive(_filing(given), by=by, at=at)


class OneCorrection(CourtView):
    operations = {"GET": Operation("read_correction", Duty.READ, takes=NothingIn, gives=CorrectionOut)}

    def read(self, given: Given, *, by: Officer, at: datetime, request_id: uuid.UUID) -> Any:
        """Read a request for correction."""
        return one(selectors.corrections_of(by), request_id)


class TransferCorrection(CourtView):
    operations = {"POST": Operation("transfer_correction", Duty.REGISTER, takes=NothingIn, gives=CorrectionOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, request_id: uuid.UUID) -> CorrectionRequest:
        """Pass a request on to the court that handles the case; its period runs from today."""
        return corrections.transfer(request_id, by=by, at=at)


class SendBackCorrection(CourtView):
    operations = {"POST": Operation("send_back_correction", Duty.REGISTER, takes=MissingIn, gives=CorrectionOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, request_id: uuid.UUID) -> CorrectionRequest:
        """Tell the applicant, once, what is missing; three days to complete it. The period goes on."""
        return corrections.send_back(request_id, **given, by=by, at=at)


class CompleteCorrection(CourtView):
    operations = {"POST": Operation("complete_correction", Duty.REGISTER, takes=CompletionIn, gives=CorrectionOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, request_id: uuid.UUID) -> CorrectionRequest:
        """Add what was missing."""
        return corrections.complete(request_id, **given, by=by, at=at)


class AssignCorrection(CourtView):
    operations = {"POST": Operation("assign_correction", Duty.REVIEW, takes=ReviewersIn, gives=CorrectionOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, request_id: uuid.UUID) -> CorrectionRequest:
        """Name who reviews the request: nobody who handled the case."""
        return corrections.assign(request_id, **given, by=by, at=at)


class UpholdCorrection(CourtView):
    operations = {"POST": Operation("uphold_correction", Duty.REVIEW, takes=UpholdIn, gives=CorrectionOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, request_id: uuid.UUID) -> CorrectionRequest:
        """Find a request justified; the measure is then put right within three working days.

        The act that does it (`revoke`, `rectify`, `remove`, `lift`) names the request in `correction`.
        """
        return corrections.uphold(request_id, **given, by=by, at=at)


class RejectCorrection(CourtView):
    operations = {"POST": Operation("reject_correction", Duty.REVIEW, takes=DecisionIn, gives=CorrectionOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, request_id: uuid.UUID) -> CorrectionRequest:
        """Reject a request, with reasons; serve the decision next."""
        return corrections.reject(request_id, **given, by=by, at=at)


class ServeCorrection(CourtView):
    operations = {"POST": Operation("serve_correction", Duty.SERVE, takes=ServiceIn, gives=CorrectionOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, request_id: uuid.UUID) -> CorrectionRequest:
        """Record the service of a rejection; `reconsider_by` is the last day to ask the court above."""
        return corrections.serve(request_id, **given, by=by, at=at)


class WithdrawCorrection(CourtView):
    operations = {"POST": Operation("withdraw_correction", Duty.REGISTER, takes=NothingIn, gives=CorrectionOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, request_id: uuid.UUID) -> CorrectionRequest:
        """Record that the applicant no longer asks."""
        return corrections.withdraw(request_id, by=by, at=at)


def _filing(given: Given) -> corrections.Filing:
    contested: dict[str, Any] = given["measure"]
    return corrections.Filing(
        contested=corrections.Contested(MeasureKind(contested["kind"]), contested.get("id"), contested["case_number"]),
        person_id=given["person"],
        reason=given["reason"],
        statement=given["statement"],
        evidence=given["evidence"],
        petitioner=given["petitioner"],
        petitioner_name=given["petitioner_name"],
        channel=given["channel"],
        wants_explanation=given["wants_explanation"],
    )
