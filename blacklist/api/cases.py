"""Enforcement cases: entered with their basis and parties, then the service of the enforcement notice."""

import uuid
from datetime import datetime
from typing import Any

from django.db.models import Q
from rest_framework import serializers

from blacklist import selectors
from blacklist.api.paging import PageIn, page, paged
from blacklist.api.persons import PersonOut
from blacklist.api.shapes import LONG, Choice, Day, Id, Input, Named, NothingIn, Output, Several, Text, YesNo
from blacklist.api.views import CourtView, Given, Operation, matching, one
from blacklist.law.case_numbers import read_enforcement_case_number
from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.models import CaseCause, EnforcementCase, Officer, PartyRole, ServiceMethod
from blacklist.services import cases


class BasisIn(Input):
    """执行依据: the document under enforcement."""

    issuer = Text(max_length=100)
    number = Text(max_length=80)
    obligation = Text(max_length=LONG, help_text="What it orders, in its words.")


class PartyIn(Input):
    """A person already entered, and the role in this case."""

    person = Id()
    role = Choice(PartyRole.choices)


class CaseIn(Input):
    """An enforcement case of the own court."""

    case_number = Text(max_length=80, help_text="（2026）京0105执123号; brackets, width and spaces are read freely.")
    filed_on = Day()
    application_received_on = Day(
        required=False, allow_null=True, help_text="When enforcement was applied for; the notice is due ten days later."
    )
    basis = BasisIn()
    parties = Several(child=PartyIn(), allow_empty=False)


class NoticeIn(Input):
    """How the enforcement notice (执行通知) was served, until when to perform, and whether it warned of the list."""

    served_on = Day()
    service_method = Choice(ServiceMethod.choices)
    perform_by = Day(help_text="Last day of the period for performance.")
    has_risk_warning = YesNo()


class HoldIn(Input):
    """When the applicant asked the court to hold measures off; null once that is withdrawn."""

    requested_on = Day(allow_null=True)


class CaseFilterIn(PageIn):
    """Which cases."""

    case_number = Text(required=False, max_length=80, help_text="Brackets, width and spaces are read freely.")
    court = Text(required=False, max_length=8, help_text="For who reads the courts below.")
    party = Id(required=False, help_text="A person, in any role.")
    filed_from = Day(required=False)
    filed_until = Day(required=False, help_text="The last day.")


class BasisOut(Output):
    """执行依据."""

    id = serializers.UUIDField()
    issuer = serializers.CharField()
    number = serializers.CharField()
    obligation = serializers.CharField()


class PartyOut(Output):
    """A person's role in the case."""

    person = PersonOut()
    role = serializers.ChoiceField(PartyRole.choices)
    is_full_time_student = serializers.BooleanField()


class NoticeOut(Output):
    """The service of the enforcement notice; null throughout while it is not recorded."""

    served_on = serializers.DateField(source="notice_served_on", allow_null=True)
    service_method = Named(ServiceMethod.choices, source="notice_service_method")
    perform_by = serializers.DateField(source="notice_perform_by", allow_null=True)
    has_risk_warning = serializers.BooleanField(source="notice_has_risk_warning", allow_null=True)


class CaseOut(Output):
    """An enforcement case."""

    id = serializers.UUIDField()
    case_number = serializers.CharField()
    court = serializers.CharField(source="court_id", help_text="The court that handles the case.")
    former_courts = serializers.ListField(child=serializers.CharField(), help_text="Courts that handled it before.")
    filed_on = serializers.DateField()
    application_received_on = serializers.DateField(allow_null=True)
    basis = BasisOut(source="basis_documents", many=True)
    parties = PartyOut(many=True)
    notice = NoticeOut(source="*")
    hold_requested_on = serializers.DateField(allow_null=True)
    cause = Named(CaseCause.choices)
    outstanding = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True)
    outstanding_on = serializers.DateField(allow_null=True)


class CaseBriefOut(Output):
    """Which case a measure belongs to."""

    id = serializers.UUIDField()
    case_number = serializers.CharField()


class Cases(CourtView):
    operations = {
        "GET": Operation("list_cases", Duty.READ, takes=CaseFilterIn, gives=paged(CaseOut, name="CasePage")),
        "POST": Operation("register_case", Duty.REGISTER, takes=CaseIn, gives=CaseOut, answers=201),
    }

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """List the cases of the own court, and for who supervises of the courts below; newest first."""
        rows = matching(
            selectors.cases_of(by),
            given,
            "court",
            case_number=lambda text: Q(case_number=read_enforcement_case_number(text, on=legal_day(at)).text),
            party=lambda person_id: Q(pk__in=selectors.cases_with(person_id)),
            filed_from=lambda day: Q(filed_on__gte=day),
            filed_until=lambda day: Q(filed_on__lte=day),
        )
        return page(rows, given, newest_by="filed_on")

    def act(self, given: Given, *, by: Officer, at: datetime) -> EnforcementCase:
        """Enter an enforcement case with its basis document and parties.

        Enter the persons first; the case names them by id.
        """
        return cases.open_case(
            case_number=given["case_number"],
            filed_on=given["filed_on"],
            basis=cases.Basis(**given["basis"]),
            application_received_on=given.get("application_received_on"),
            parties=[cases.PartyNamed(party["person"], PartyRole(party["role"])) for party in given["parties"]],
            by=by,
            at=at,
        )


class Case(CourtView):
    operations = {"GET": Operation("read_case", Duty.READ, takes=NothingIn, gives=CaseOut)}

    def read(self, given: Given, *, by: Officer, at: datetime, case_id: uuid.UUID) -> Any:
        """Read a case of the own court."""
        return one(selectors.cases_of(by), case_id)


class Notice(CourtView):
    operations = {"POST": Operation("record_notice", Duty.SERVE, takes=NoticeIn, gives=CaseOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, case_id: uuid.UUID) -> EnforcementCase:
        """Record the service of the enforcement notice.

        No measure may be proposed before its period has passed; a listing also needs its risk warning (L5).
        """
        return cases.record_notice(case_id, **given, by=by, at=at)


class Hold(CourtView):
    operations = {"POST": Operation("record_hold", Duty.REGISTER, takes=HoldIn, gives=CaseOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, case_id: uuid.UUID) -> EnforcementCase:
        """Record that the applicant asked the court to hold measures off.

        Until it is withdrawn (null), no listing on ground 1 or 6 and no discretionary order is taken (G16-1).
        """
        return cases.record_hold(case_id, **given, by=by, at=at)
