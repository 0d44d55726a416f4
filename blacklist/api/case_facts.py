"""Facts in the file of a case on which grounds rest: reports of assets, settlements, property under control."""

import uuid
from datetime import datetime
from typing import Any

from rest_framework import serializers

from blacklist import selectors
from blacklist.api.cases import CaseOut
from blacklist.api.measures import ReasonsIn, ServiceIn
from blacklist.api.paging import PageIn, page, paged
from blacklist.api.persons import PersonOut
from blacklist.api.shapes import LIST, LONG, Amount, Choice, Day, Id, Input, Named, NothingIn, Output, Text
from blacklist.api.views import CourtView, Given, Operation, one
from blacklist.law.duties import Duty
from blacklist.models import (
    AssetFinding,
    AssetReportOrder,
    ControlledProperty,
    EnforcementCase,
    Officer,
    ServiceMethod,
    Settlement,
)
from blacklist.services import asset_reports, cases, properties, settlements


class AssetReportIn(ServiceIn):
    """How an order to report assets was served on a debtor, and by when to report."""

    debtor = Id()
    report_by = Day(help_text="Last day to report.")


class TimeAskedIn(Input):
    """When the debtor asked for more time to report."""

    asked_on = Day()


class TimeDecidedIn(ReasonsIn):
    """Whether there is more time to report, and why."""

    report_by = Day(allow_null=True, help_text="The new last day; null: no more time.")


class FindingIn(ReasonsIn):
    """How the duty to report was breached, and why the judge finds so."""

    finding = Choice(AssetFinding.choices)


class AssetReportOut(Output):
    """An order to report assets, and what came of it."""

    id = serializers.UUIDField()
    case = serializers.UUIDField(source="case_id")
    debtor = PersonOut()
    served_on = serializers.DateField()
    service_method = serializers.ChoiceField(ServiceMethod.choices)
    report_by = serializers.DateField()
    extension_asked_on = serializers.DateField(allow_null=True)
    extension_decided_on = serializers.DateField(allow_null=True)
    finding = Named(AssetFinding.choices)
    found_on = serializers.DateField(allow_null=True)
    reasons = serializers.CharField(allow_null=True)


class SettlementIn(Input):
    """What a debtor and the applicant agreed on."""

    debtor = Id()
    agreed_on = Day()
    terms = Text(max_length=LONG)
    due_on = serializers.ListField(child=Day(), max_length=LIST, help_text="The days by which parts are due.")


class InstalmentIn(Input):
    """Which part was performed, and when."""

    due_on = Day()
    performed_on = Day()


class InstalmentOut(Output):
    """One day by which part of a settlement is to be performed."""

    due_on = serializers.DateField()
    performed_on = serializers.DateField(allow_null=True)


class SettlementOut(Output):
    """An enforcement settlement."""

    id = serializers.UUIDField()
    case = serializers.UUIDField(source="case_id")
    debtor = PersonOut()
    agreed_on = serializers.DateField()
    terms = serializers.CharField()
    instalments = InstalmentOut(many=True)


class PropertyIn(Input):
    """A property that is sealed, seized or frozen."""

    debtor = Id()
    amount = Amount()
    valued_on = Day()
    basis = Text(max_length=LONG, help_text="What it is, and how it was valued.")


class ReleaseIn(Input):
    """Since when the court controls it no longer."""

    released_on = Day()


class PropertyOut(Output):
    """Property under the court's control."""

    id = serializers.UUIDField()
    case = serializers.UUIDField(source="case_id")
    debtor = PersonOut()
    amount = serializers.DecimalField(max_digits=14, decimal_places=2)
    valued_on = serializers.DateField()
    basis = serializers.CharField()
    released_on = serializers.DateField(allow_null=True)


class OutstandingIn(Input):
    """What is still owed on a day."""

    amount = Amount(min_value=0)
    stated_on = Day()


class CampusLoanIn(Input):
    """Which debtors of a campus loan are full-time students."""

    students = serializers.ListField(child=Id(), max_length=LIST, help_text="None: the case is about no campus loan.")


class AssetReports(CourtView):
    operations = {
        "GET": Operation(
            "list_asset_reports", Duty.READ, takes=PageIn, gives=paged(AssetReportOut, name="AssetReportPage")
        ),
        "POST": Operation("record_asset_report", Duty.SERVE, takes=AssetReportIn, gives=AssetReportOut, answers=201),
    }

    def read(self, given: Given, *, by: Officer, at: datetime, case_id: uuid.UUID) -> dict[str, Any]:
        """List the orders to report assets in a case, newest first."""
        return page(selectors.asset_reports_of(by).filter(case=case_id), given, newest_by="entered_at")

    def act(self, given: Given, *, by: Officer, at: datetime, case_id: uuid.UUID) -> AssetReportOrder:
        """Record the service of an order to report assets; ground 4 of a listing rests on it (P252)."""
        served = asset_reports.Served(
            case_id, given["debtor"], given["served_on"], given["service_method"], given["report_by"]
        )
        return asset_reports.record(served, by=by, at=at)


class OneAssetReport(CourtView):
    operations = {"GET": Operation("read_asset_report", Duty.READ, takes=NothingIn, gives=AssetReportOut)}

    def read(self, given: Given, *, by: Officer, at: datetime, asset_report_id: uuid.UUID) -> Any:
        """Read an order to report assets."""
        return one(selectors.asset_reports_of(by), asset_report_id)


class AskForTime(CourtView):
    operations = {"POST": Operation("ask_for_time", Duty.REGISTER, takes=TimeAskedIn, gives=AssetReportOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, asset_report_id: uuid.UUID) -> AssetReportOrder:
        """Record that the debtor asks for more time to report; until that is decided ground 4 waits."""
        return asset_reports.ask_for_time(asset_report_id, **given, by=by, at=at)


class DecideOnTime(CourtView):
    operations = {"POST": Operation("decide_on_time", Duty.PROPOSE, takes=TimeDecidedIn, gives=AssetReportOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, asset_report_id: uuid.UUID) -> AssetReportOrder:
        """Grant more time to report, or none, with reasons."""
        return asset_reports.decide_on_time(asset_report_id, **given, by=by, at=at)


class FindOnAssetReport(CourtView):
    operations = {"POST": Operation("find_on_asset_report", Duty.PROPOSE, takes=FindingIn, gives=AssetReportOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, asset_report_id: uuid.UUID) -> AssetReportOrder:
        """Find that the debtor refused to report, reported falsely, or too late without good reason."""
        return asset_reports.find(asset_report_id, **given, by=by, at=at)


class Settlements(CourtView):
    operations = {
        "GET": Operation(
            "list_settlements", Duty.READ, takes=PageIn, gives=paged(SettlementOut, name="SettlementPage")
        ),
        "POST": Operation("record_settlement", Duty.REGISTER, takes=SettlementIn, gives=SettlementOut, answers=201),
    }

    def read(self, given: Given, *, by: Officer, at: datetime, case_id: uuid.UUID) -> dict[str, Any]:
        """List the settlements in a case, newest first."""
        return page(selectors.settlements_of(by).filter(case=case_id), given, newest_by="entered_at")

    def act(self, given: Given, *, by: Officer, at: datetime, case_id: uuid.UUID) -> Settlement:
        """Record a settlement with the days by which parts of it are due; ground 6 of a listing rests on it."""
        agreed = settlements.Agreed(case_id, given["debtor"], given["agreed_on"], given["terms"], given["due_on"])
        return settlements.record(agreed, by=by, at=at)


class OneSettlement(CourtView):
    operations = {"GET": Operation("read_settlement", Duty.READ, takes=NothingIn, gives=SettlementOut)}

    def read(self, given: Given, *, by: Officer, at: datetime, settlement_id: uuid.UUID) -> Any:
        """Read a settlement."""
        return one(selectors.settlements_of(by), settlement_id)


class PerformSettlement(CourtView):
    operations = {"POST": Operation("perform_settlement", Duty.REGISTER, takes=InstalmentIn, gives=SettlementOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, settlement_id: uuid.UUID) -> Settlement:
        """Record that what was due on a day is performed."""
        return settlements.perform(settlement_id, **given, by=by, at=at)


class Properties(CourtView):
    operations = {
        "GET": Operation("list_properties", Duty.READ, takes=PageIn, gives=paged(PropertyOut, name="PropertyPage")),
        "POST": Operation("record_property", Duty.REGISTER, takes=PropertyIn, gives=PropertyOut, answers=201),
    }

    def read(self, given: Given, *, by: Officer, at: datetime, case_id: uuid.UUID) -> dict[str, Any]:
        """List what the court controls in a case, newest first."""
        return page(selectors.properties_of(by).filter(case=case_id), given, newest_by="entered_at")

    def act(self, given: Given, *, by: Officer, at: datetime, case_id: uuid.UUID) -> ControlledProperty:
        """Record property under the court's control with its value.

        While it is enough to pay what is still owed, neither ground 1 nor 6 stands, nor an order at discretion (G16-1).
        """
        valued = properties.Valued(case_id, given["debtor"], given["amount"], given["valued_on"], given["basis"])
        return properties.record(valued, by=by, at=at)


class OneProperty(CourtView):
    operations = {"GET": Operation("read_property", Duty.READ, takes=NothingIn, gives=PropertyOut)}

    def read(self, given: Given, *, by: Officer, at: datetime, property_id: uuid.UUID) -> Any:
        """Read a property under the court's control."""
        return one(selectors.properties_of(by), property_id)


class ReleaseProperty(CourtView):
    operations = {"POST": Operation("release_property", Duty.REGISTER, takes=ReleaseIn, gives=PropertyOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, property_id: uuid.UUID) -> ControlledProperty:
        """Record that the court controls a property no longer."""
        return properties.release(property_id, **given, by=by, at=at)


class Outstanding(CourtView):
    operations = {"POST": Operation("record_outstanding", Duty.REGISTER, takes=OutstandingIn, gives=CaseOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, case_id: uuid.UUID) -> EnforcementCase:
        """Record what is still owed in the case on a day; what the court controls is held against it."""
        return cases.record_outstanding(case_id, **given, by=by, at=at)


class CampusLoan(CourtView):
    operations = {"POST": Operation("record_campus_loan", Duty.REGISTER, takes=CampusLoanIn, gives=CaseOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, case_id: uuid.UUID) -> EnforcementCase:
        """Record that the case is about a campus loan and which debtors are full-time students.

        They are generally spared: a measure needs the judge's reasons, and the president's own (G16-3).
        """
        return cases.record_campus_loan(case_id, **given, by=by, at=at)
