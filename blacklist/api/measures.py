"""What the shapes of listings and orders have in common."""

from typing import Any

from rest_framework import serializers

from blacklist.api.cases import CaseBriefOut
from blacklist.api.paging import PageIn
from blacklist.api.shapes import LONG, Choice, Day, Flag, Id, Input, Named, Output, Text, Whole
from blacklist.law.remedies import PENDING
from blacklist.models import ServiceMethod


class MeasureFilterIn(PageIn):
    """Which measures."""

    court = Text(required=False, max_length=8, help_text="Of the case; for who reads the courts below.")
    case = Id(required=False)
    ending_before = Day(required=False, help_text="Their last day lies before this one.")
    unserved = Flag(required=False, help_text="Whether somebody they bind was not served yet.")


class SignIn(Input):
    """What the president adds to a signature."""

    exception = Text(
        max_length=LONG,
        required=False,
        allow_blank=True,
        default="",
        help_text="The president's own reasons for a measure on a full-time student with a campus loan (G16-3).",
    )


class ServiceIn(Input):
    """When and how the decision was served."""

    served_on = Day(help_text="Day of service; of a public notice the day of its issue, which counts 30 days later.")
    service_method = Choice(ServiceMethod.choices)


class ReasonsIn(Input):
    """Why, in words."""

    note = Text(max_length=LONG, required=False, allow_blank=True, default="", help_text="Reasons in words.")


class GraceIn(ReasonsIn):
    """For how long the decision is held back, counted from its day, and why."""

    months = Whole(help_text="1 to 3")


class ClosureIn(ReasonsIn):
    """Why the measure is closed before it ever had effect."""

    reason = Text(max_length=32, help_text="A code of the closed list of reasons.")


class EndIn(Input):
    """Why the measure ends."""

    reason = Text(max_length=32, help_text="A code of the closed list of reasons.")
    note = Text(max_length=LONG, required=False, allow_blank=True, default="", help_text="Reasons in words.")
    correction = Id(
        required=False,
        allow_null=True,
        source="correction_id",
        help_text="The request for correction this fulfils.",
    )


class ReliefIn(Input):
    """Why the effect is paused, or goes on."""

    note = Text(max_length=LONG, required=False, allow_blank=True, default="", help_text="Reasons in words.")


class EffectOut(Output):
    """Service and effect; ``in_force_until`` and ``ended_on`` are the first day without effect."""

    served_on = serializers.DateField(allow_null=True)
    service_method = Named(ServiceMethod.choices)
    in_force_from = serializers.DateField(allow_null=True)
    in_force_until = serializers.DateField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)
    ended_reason = serializers.SerializerMethodField()

    def get_ended_reason(self, row: Any) -> str | None:
        return row.ended_reason or None


class DecisionOut(Output):
    """A decision of the court: who drafted and signed it, and what it says in words."""

    id = serializers.UUIDField()
    case = CaseBriefOut()
    court = serializers.CharField(source="court_id")
    application = serializers.UUIDField(
        source="application_id",
        allow_null=True,
        help_text="The application it answers; null: own motion.",
    )
    decision_number = serializers.SerializerMethodField()
    drafted_by = serializers.CharField(source="drafted_by_name")
    signed_by = serializers.SerializerMethodField()
    signed_for = serializers.SerializerMethodField(help_text="In whose place an acting president signed; else null.")
    proposed_at = serializers.DateTimeField()
    decided_on = serializers.DateField(allow_null=True)
    under_dispute = serializers.SerializerMethodField(
        help_text="A request for its correction is open. The measure stands meanwhile."
    )
    grace_until = serializers.DateField(allow_null=True, help_text="First day after grace (G15).")
    particulars = serializers.DictField(
        help_text="What the file says: facts, evidence and reasons as entered; for an imported ruling its own words."
    )

    def get_under_dispute(self, row: Any) -> bool:
        return any(request.state in PENDING for request in row.corrections.all())

    def get_decision_number(self, row: Any) -> str | None:
        return row.decision_number or None

    def get_signed_for(self, row: Any) -> str | None:
        return row.signed_for_name or None

    def get_signed_by(self, row: Any) -> str | None:
        return row.signed_by_name or None
