"""The acts on a report that an order is breached (举报), one view each. Who made it is in nothing that is listed."""

import uuid
from datetime import datetime
from typing import Any

from rest_framework import serializers

from blacklist import selectors
from blacklist.api.paging import PageIn, page, paged
from blacklist.api.persons import PersonOut
from blacklist.api.shapes import LONG, Amount, Choice, Day, Id, Input, NothingIn, Output, Text, Whole
from blacklist.api.views import CourtView, Given, Operation, matching, one
from blacklist.law.breaches import BreachState
from blacklist.law.duties import Duty
from blacklist.models import BreachReport, Officer, ReportChannel
from blacklist.services import breach_reports, sessions

STATES = [(state.value, state.value) for state in BreachState]


class BreachReportIn(Input):
    """What the court was told. With ``notice``, that the unit of that assistance notice let it happen (C11)."""

    order = Id()
    person = Id()
    activity = Text(max_length=40)
    conduct_on = Day()
    channel = Choice(ReportChannel.choices)
    facts = Text(max_length=LONG)
    tipster = Text(required=False, allow_blank=True, default="", help_text="Who told the court; kept apart, sealed.")
    notice = Id(required=False, allow_null=True)
    check_reference = Text(max_length=40, required=False, allow_blank=True, default="")


class FindingsIn(Input):
    """What the judge found, in words."""

    findings = Text(max_length=LONG, allow_blank=True)


class DisclosureIn(Input):
    """Why the judge needs to know who made the report."""

    note = Text(max_length=LONG, allow_blank=True)


class PenaltyIn(Input):
    """A fine in yuan, days of detention, or both (Civil Procedure Law art. 118)."""

    fine = Amount(required=False, allow_null=True)
    detention_days = Whole(required=False, allow_null=True)


class BreachReportFilterIn(PageIn):
    """Which reports."""

    state = Choice(STATES, required=False)


class BreachReportOut(Output):
    """A report and what became of it; it changes no measure and no answer."""

    id = serializers.UUIDField()
    order = serializers.UUIDField(source="order_id")
    person = PersonOut()
    notice = serializers.UUIDField(source="notice_id", allow_null=True)
    channel = serializers.ChoiceField(ReportChannel.choices)
    activity = serializers.CharField()
    conduct_on = serializers.DateField()
    check_reference = serializers.CharField(allow_blank=True)
    facts = serializers.CharField()
    received_at = serializers.DateTimeField()
    state = serializers.ChoiceField(STATES)
    findings = serializers.CharField(allow_null=True)
    found_on = serializers.DateField(allow_null=True)
    fine = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True)
    detention_days = serializers.IntegerField(allow_null=True)
    penalised_on = serializers.DateField(allow_null=True)


class TipsterOut(Output):
    """Who made the report; empty when nobody gave a name."""

    id = serializers.UUIDField()
    tipster = serializers.CharField(allow_blank=True)


class BreachReports(CourtView):
    operations = {
        "GET": Operation(
            "list_breach_reports",
            Duty.READ,
            takes=BreachReportFilterIn,
            gives=paged(BreachReportOut, name="BreachReportPage"),
        ),
        "POST": Operation(
            "receive_breach_report", Duty.REGISTER, takes=BreachReportIn, gives=BreachReportOut, answers=201
        ),
    }

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """List the reports made to the own court, newest first."""
        return page(matching(selectors.breach_reports_of(by), given, "state"), given, newest_by="received_at")

    def act(self, given: Given, *, by: Officer, at: datetime) -> BreachReport:
        """Take in a report that an order is breached; a judge examines it."""
        return breach_reports.receive(_tip(given), by=by, at=at)


class OneBreachReport(CourtView):
    operations = {"GET": Operation("read_breach_report", Duty.READ, takes=NothingIn, gives=BreachReportOut)}

    def read(self, given: Given, *, by: Officer, at: datetime, report_id: uuid.UUID) -> Any:
        """Read a report made to the own court, without who made it."""
        return one(selectors.breach_reports_of(by), report_id)


class DiscloseTipster(CourtView):
    operations = {
        "POST": Operation("disclose_breach_report", Duty.PROPOSE, takes=DisclosureIn, gives=TipsterOut, shown_once=True)
    }

    def act(self, given: Given, *, by: Officer, at: datetime, report_id: uuid.UUID) -> BreachReport:
        """Learn who made a report; that you asked, and why, is entered in the register."""
        return breach_reports.disclose(report_id, **given, by=by, at=at)


class FindBreach(CourtView):
    operations = {"POST": Operation("find_breach_report", Duty.PROPOSE, takes=FindingsIn, gives=BreachReportOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, report_id: uuid.UUID) -> BreachReport:
        """Find that the order was breached; no penalty follows by itself."""
        return breach_reports.find(report_id, **given, by=by, at=at)


class RejectBreachReport(CourtView):
    operations = {"POST": Operation("reject_breach_report", Duty.PROPOSE, takes=FindingsIn, gives=BreachReportOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, report_id: uuid.UUID) -> BreachReport:
        """Find that the order was not breached."""
        return breach_reports.reject(report_id, **given, by=by, at=at)


class PenaliseBreach(CourtView):
    operations = {"POST": Operation("penalise_breach_report", Duty.SIGN, takes=PenaltyIn, gives=BreachReportOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, report_id: uuid.UUID) -> BreachReport:
        """Decide on a fine or a detention for a breach that another officer found.

        Needs a one-time code no older than five minutes: open a new session to give one.
        """
        sessions.require_fresh_factor(self.session, at=at)
        fine, days = given.get("fine"), given.get("detention_days")
        return breach_reports.penalise(report_id, fine=fine, detention_days=days, by=by, at=at)


def _tip(given: Given) -> breach_reports.Tip:
    return breach_reports.Tip(
        order_id=given["order"],
        person_id=given["person"],
        activity=given["activity"],
        conduct_on=given["conduct_on"],
        channel=given["channel"],
        facts=given["facts"],
        tipster=given["tipster"],
        notice_id=given.get("notice"),
        check_reference=given["check_reference"],
    )
