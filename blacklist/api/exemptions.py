"""The acts on an exemption (例外许可、暂时解除), one view each."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from rest_framework import serializers

from blacklist import selectors
from blacklist.api.paging import PageIn, page, paged
from blacklist.api.persons import PersonOut
from blacklist.api.shapes import LIST, LONG, Choice, Day, Id, Input, NothingIn, Output, Text, YesNo
from blacklist.api.views import CourtView, Given, Operation, matching, one
from blacklist.law.duties import Duty
from blacklist.law.exemptions import TRAVEL_REASONS, VOID_REASONS, ExemptionKind, ExemptionState
from blacklist.models import Channel, Exemption, Officer, ReadingPurpose
from blacklist.models.exemption import KINDS
from blacklist.services import evidence, exemptions

STATES = [(state.value, state.value) for state in ExemptionState]


class WishIn(Input):
    """What is to be permitted, from the first to the last day."""

    activities = serializers.ListField(child=Text(max_length=40), max_length=LIST)
    first_day = Day()
    last_day = Day()
    is_single_use = YesNo(required=False, default=False, help_text="For one booking only.")


class ExemptionIn(Input):
    """An application of a restricted person."""

    order = Id()
    person = Id()
    kind = Choice(KINDS)
    wish = WishIn()
    purpose = Text(max_length=LONG, help_text="What for, where, at what cost.")
    evidence = serializers.ListField(child=Text(), max_length=LIST, required=False, default=list)
    has_undertaking = YesNo(required=False, default=False, help_text="A written undertaking was given (G17-4).")
    travel_reason = Choice(list(TRAVEL_REASONS.items()), required=False, default="", allow_blank=True)


class SendBackIn(Input):
    """What is missing, in words for the applicant."""

    note = Text(max_length=LONG)


class CompleteIn(Input):
    """What was missing."""

    evidence = serializers.ListField(child=Text(), max_length=LIST, required=False, default=list)
    has_undertaking = YesNo(required=False, default=False)
    note = Text(max_length=LONG, required=False, allow_blank=True, default="")


class ApproveIn(Input):
    """The decision; ``wish`` narrows what was applied for."""

    wish = WishIn(required=False, allow_null=True, default=None)
    note = Text(max_length=LONG, required=False, allow_blank=True, default="")


class RejectIn(Input):
    """Why it is rejected."""

    reason = Text(max_length=32, help_text="A code of the closed list; which, depends on the kind.")
    note = Text(max_length=LONG, help_text="Reasons in words.")


class VoidIn(Input):
    """The finding of false evidence or of a breach."""

    reason = Choice(list(VOID_REASONS.items()))
    note = Text(max_length=LONG, help_text="The finding, in words.")


class SetAsideIn(Input):
    """Why the finding does not stand."""

    note = Text(max_length=LONG)


class ExemptionFilterIn(PageIn):
    """Which applications."""

    state = Choice(STATES, required=False)
    kind = Choice(KINDS, required=False)
    order = Id(required=False)
    person = Id(required=False)


class EvidenceFilterIn(Input):
    """For what the evidence is opened; kept, and shown to the applicant."""

    purpose = Choice(ReadingPurpose.choices)


class ExemptionOut(Output):
    """An application, and what was decided on it. Its evidence is read at an address of its own."""

    id = serializers.UUIDField()
    order = serializers.UUIDField(source="order_id")
    person = PersonOut()
    kind = serializers.ChoiceField(KINDS)
    state = serializers.ChoiceField(STATES)
    receipt_number = serializers.CharField()
    channel = serializers.ChoiceField(Channel.choices)
    received_on = serializers.DateField()
    activities = serializers.ListField(child=serializers.CharField())
    first_day = serializers.DateField(source="from_on")
    last_day = serializers.SerializerMethodField()
    is_single_use = serializers.BooleanField()
    has_undertaking = serializers.BooleanField()
    travel_reason = serializers.SerializerMethodField()
    particulars = serializers.DictField()
    decided_on = serializers.DateField(allow_null=True)
    outcome_reason = serializers.SerializerMethodField()
    used_at = serializers.DateTimeField(allow_null=True)
    set_aside_on = serializers.DateField(allow_null=True)

    def get_last_day(self, row: Exemption) -> date:
        return row.until_on - timedelta(days=1)

    def get_travel_reason(self, row: Exemption) -> str | None:
        return row.travel_reason or None

    def get_outcome_reason(self, row: Exemption) -> str | None:
        return row.outcome_reason or None


class EvidenceOut(Output):
    """The evidence of an application; empty once it is erased."""

    evidence = serializers.ListField(child=serializers.CharField())


class Exemptions(CourtView):
    operations = {
        "GET": Operation(
            "list_exemptions", Duty.READ, takes=ExemptionFilterIn, gives=paged(ExemptionOut, name="ExemptionPage")
        ),
        "POST": Operation("receive_exemption", Duty.REGISTER, takes=ExemptionIn, gives=ExemptionOut, answers=201),
    }

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """List the applications for exemptions at the own court, newest first."""
        rows = matching(selectors.exemptions_of(by), given, "state", "kind", "order", "person")
        return page(rows, given, newest_by="received_on")

    def act(self, given: Given, *, by: Officer, at: datetime) -> Exemption:
        """Take in the application of a restricted person; the receipt is given at once."""
        return exemptions.receive(_request(given), by=by, at=at)


class OneExemption(CourtView):
    operations = {"GET": Operation("read_exemption", Duty.READ, takes=NothingIn, gives=ExemptionOut)}

    def read(self, given: Given, *, by: Officer, at: datetime, exemption_id: uuid.UUID) -> Any:
        """Read an application of the own court."""
        return one(selectors.exemptions_of(by), exemption_id)


class Evidence(CourtView):
    is_recorded = True
    operations = {"GET": Operation("read_evidence", Duty.READ, takes=EvidenceFilterIn, gives=EvidenceOut)}

    def read(self, given: Given, *, by: Officer, at: datetime, exemption_id: uuid.UUID) -> Any:
        """Open the evidence of an application, which may speak of health.

        Only who decides on exemptions may; each opening, and each attempt, is kept with its purpose.
        """
        return evidence.read(exemption_id, purpose=given["purpose"], by=by, at=at)


class SendBackExemption(CourtView):
    operations = {"POST": Operation("send_back_exemption", Duty.EXEMPT, takes=SendBackIn, gives=ExemptionOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, exemption_id: uuid.UUID) -> Exemption:
        """Tell the applicant, once, what is missing."""
        return exemptions.send_back(exemption_id, **given, by=by, at=at)


class CompleteExemption(CourtView):
    operations = {"POST": Operation("complete_exemption", Duty.REGISTER, takes=CompleteIn, gives=ExemptionOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, exemption_id: uuid.UUID) -> Exemption:
        """Put in what was missing."""
        return exemptions.complete(exemption_id, **given, by=by, at=at)


class WithdrawExemption(CourtView):
    operations = {"POST": Operation("withdraw_exemption", Duty.REGISTER, takes=NothingIn, gives=ExemptionOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, exemption_id: uuid.UUID) -> Exemption:
        """Record that the applicant no longer asks."""
        return exemptions.withdraw(exemption_id, by=by, at=at)


class ApproveExemption(CourtView):
    operations = {"POST": Operation("approve_exemption", Duty.EXEMPT, takes=ApproveIn, gives=ExemptionOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, exemption_id: uuid.UUID) -> Exemption:
        """Permit what was applied for; checks answer by it at once.

        A temporary lift for urgent travel is for the president: it needs the duty `sign` too (G17-3).
        """
        return exemptions.approve(exemption_id, wish=_wish(given["wish"]), note=given["note"], by=by, at=at)


class RejectExemption(CourtView):
    operations = {"POST": Operation("reject_exemption", Duty.EXEMPT, takes=RejectIn, gives=ExemptionOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, exemption_id: uuid.UUID) -> Exemption:
        """Reject the application with reasons."""
        return exemptions.reject(exemption_id, **given, by=by, at=at)


class VoidExemption(CourtView):
    operations = {"POST": Operation("void_exemption", Duty.EXEMPT, takes=VoidIn, gives=ExemptionOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, exemption_id: uuid.UUID) -> Exemption:
        """Void it for false evidence or a breach: the order applies again at once (G17-4).

        No further application of this person is approved in the case, until the finding is set aside.
        """
        return exemptions.void(exemption_id, **given, by=by, at=at)


class SetAsideExemption(CourtView):
    operations = {"POST": Operation("set_aside_exemption", Duty.REVIEW, takes=SetAsideIn, gives=ExemptionOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, exemption_id: uuid.UUID) -> Exemption:
        """Set aside the finding for which an exemption was voided; the person may apply again."""
        return exemptions.set_aside(exemption_id, **given, by=by, at=at)


def _request(given: Given) -> exemptions.Request:
    return exemptions.Request(
        order_id=given["order"],
        person_id=given["person"],
        kind=ExemptionKind(given["kind"]),
        wish=exemptions.Wish(**given["wish"]),
        purpose=given["purpose"],
        evidence=given["evidence"],
        has_undertaking=given["has_undertaking"],
        travel_reason=given["travel_reason"],
    )


def _wish(given: Given | None) -> exemptions.Wish | None:
    return None if given is None else exemptions.Wish(**given)
