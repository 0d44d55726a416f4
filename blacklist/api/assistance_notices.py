"""The acts on an assistance notice (协助执行通知书), one view each."""

import uuid
from datetime import datetime
from typing import Any

from rest_framework import serializers

from blacklist import selectors
from blacklist.api.measures import ServiceIn
from blacklist.api.paging import PageIn, page, paged
from blacklist.api.shapes import LIST, LONG, Choice, Input, Named, NothingIn, Output, Text
from blacklist.api.views import CourtView, Given, Operation, matching, one
from blacklist.law.assistance import SECTORS
from blacklist.law.duties import Duty
from blacklist.law.lifecycle import NoticeState
from blacklist.models import AssistanceNotice, Officer, ServiceMethod
from blacklist.services import assistance_notices, sessions

STATES = [(state.value, state.value) for state in NoticeState]


class AssistanceNoticeIn(Input):
    """What a judge puts before the president."""

    number = Text(max_length=60, help_text="The document's number.")
    unit_name = Text()
    credit_code = Text(max_length=40)
    sector = Choice(list(SECTORS.items()))
    legal_basis = Text(max_length=40, help_text="`C6`, `L8` or `P117`; a unit's own due diligence is no basis.")
    activities = serializers.ListField(
        child=Text(max_length=40), max_length=LIST, help_text="All that the unit may ask about."
    )


class WithdrawalIn(Input):
    """Why the notice is withdrawn; with ``activities`` only for these."""

    note = Text(max_length=LONG, required=False, allow_blank=True, default="", help_text="Reasons in words.")
    activities = serializers.ListField(child=Text(max_length=40), max_length=LIST, required=False, allow_null=True)


class AssistanceNoticeFilterIn(PageIn):
    """Which assistance notices."""

    state = Choice(STATES, required=False)


class AssistanceNoticeOut(Output):
    """An assistance notice: its unit may ask about these activities while it is served."""

    id = serializers.UUIDField()
    court = serializers.CharField(source="court_id")
    number = serializers.CharField()
    unit_name = serializers.CharField()
    credit_code = serializers.CharField()
    sector = serializers.ChoiceField(list(SECTORS.items()))
    legal_basis = serializers.CharField()
    activities = serializers.ListField(child=serializers.CharField())
    state = serializers.ChoiceField(STATES)
    drafted_by = serializers.CharField(source="drafted_by_name")
    signed_by = serializers.SerializerMethodField()
    signed_for = serializers.SerializerMethodField(help_text="In whose place an acting president signed; else null.")
    proposed_at = serializers.DateTimeField()
    signed_on = serializers.DateField(allow_null=True)
    served_on = serializers.DateField(allow_null=True)
    service_method = Named(ServiceMethod.choices)
    withdrawn_on = serializers.DateField(allow_null=True)

    def get_signed_for(self, row: AssistanceNotice) -> str | None:
        return row.signed_for_name or None

    def get_signed_by(self, row: AssistanceNotice) -> str | None:
        return row.signed_by_name or None


class AssistanceNotices(CourtView):
    operations = {
        "GET": Operation(
            "list_assistance_notices",
            Duty.READ,
            takes=AssistanceNoticeFilterIn,
            gives=paged(AssistanceNoticeOut, name="AssistanceNoticePage"),
        ),
        "POST": Operation(
            "propose_assistance_notice",
            Duty.PROPOSE,
            takes=AssistanceNoticeIn,
            gives=AssistanceNoticeOut,
            answers=201,
        ),
    }

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """List the assistance notices of the own court, newest first."""
        return page(matching(selectors.assistance_notices_of(by), given, "state"), given, newest_by="proposed_at")

    def act(self, given: Given, *, by: Officer, at: datetime) -> AssistanceNotice:
        """Draft an assistance notice; another officer signs it."""
        return assistance_notices.propose(assistance_notices.Proposal(**given), by=by, at=at)


class OneAssistanceNotice(CourtView):
    operations = {"GET": Operation("read_assistance_notice", Duty.READ, takes=NothingIn, gives=AssistanceNoticeOut)}

    def read(self, given: Given, *, by: Officer, at: datetime, notice_id: uuid.UUID) -> Any:
        """Read an assistance notice of the own court."""
        return one(selectors.assistance_notices_of(by), notice_id)


class SignAssistanceNotice(CourtView):
    operations = {"POST": Operation("sign_assistance_notice", Duty.SIGN, takes=NothingIn, gives=AssistanceNoticeOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, notice_id: uuid.UUID) -> AssistanceNotice:
        """Sign an assistance notice that another officer drafted.

        Needs a one-time code no older than five minutes: open a new session to give one.
        """
        sessions.require_fresh_factor(self.session, at=at)
        return assistance_notices.sign(notice_id, by=by, at=at)


class ServeAssistanceNotice(CourtView):
    operations = {"POST": Operation("serve_assistance_notice", Duty.SERVE, takes=ServiceIn, gives=AssistanceNoticeOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, notice_id: uuid.UUID) -> AssistanceNotice:
        """Record the service of the signed notice on the unit, which may be admitted from now."""
        return assistance_notices.serve(notice_id, **given, by=by, at=at)


class WithdrawAssistanceNotice(CourtView):
    operations = {
        "POST": Operation("withdraw_assistance_notice", Duty.ENROL, takes=WithdrawalIn, gives=AssistanceNoticeOut)
    }

    def act(self, given: Given, *, by: Officer, at: datetime, notice_id: uuid.UUID) -> AssistanceNotice:
        """Withdraw a notice, or some of its activities; its unit is not answered about them any more."""
        return assistance_notices.withdraw(notice_id, **given, by=by, at=at)
