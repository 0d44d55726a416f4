"""Facts in the file of a case on which grounds rest."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from blacklist.models import (
    AssetFinding,
    AssetReportOrder,
    ControlledProperty,
    EnforcementCase,
    ServiceMethod,
    Settlement,
)
from blacklist.services import asset_reports, properties, settlements
from tests.factories import cases, people
from tests.factories.clock import AT, TODAY


def instant(day: date) -> datetime:
    """Return ten o'clock in China on that day."""
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


def asset_report(of: EnforcementCase | None = None, *, served_on: date = date(2026, 9, 15)) -> AssetReportOrder:
    """Return an order to report assets within ten days."""
    of = of or cases.with_notice()
    report_by = served_on + timedelta(days=10)
    served = asset_reports.Served(of.pk, cases.debtor_of(of).pk, served_on, ServiceMethod.DIRECT, report_by)
    return asset_reports.record(served, by=people.clerk(of.court_id), at=max(AT, instant(served_on)))


def time_asked() -> AssetReportOrder:
    """Return one for which the debtor asks more time."""
    report = asset_report()
    return asset_reports.ask_for_time(report.pk, asked_on=date(2026, 9, 20), by=people.clerk(), at=AT)


def breached(of: EnforcementCase | None = None, *, served_on: date = date(2026, 9, 15)) -> AssetReportOrder:
    """Return one that the debtor refused to obey, as a judge has found."""
    report = asset_report(of, served_on=served_on)
    finding, judge = AssetFinding.REFUSED, people.judge(report.case.court_id)
    return asset_reports.find(
        report.pk, finding=finding, note="至今未报告。", by=judge, at=instant(report.report_by + timedelta(days=1))
    )


def settlement(
    of: EnforcementCase | None = None, *, agreed_on: date = date(2026, 9, 16), due_on: tuple[date, ...] = ()
) -> Settlement:
    """Return a settlement with one day that is past, or these days."""
    of = of or cases.with_notice()
    days = due_on or (agreed_on + timedelta(days=3),)
    agreed = settlements.Agreed(of.pk, cases.debtor_of(of).pk, agreed_on, "分期支付货款。", days)
    return settlements.record(agreed, by=people.clerk(of.court_id), at=max(AT, instant(agreed_on)))


def held(of: EnforcementCase | None = None, *, amount: str = "520000.00") -> ControlledProperty:
    """Return frozen deposits of so much."""
    of = of or cases.with_notice()
    basis = "示范银行存款，冻结日余额。"
    valued = properties.Valued(of.pk, cases.debtor_of(of).pk, Decimal(amount), of.filed_on, basis)
    return properties.record(valued, by=people.clerk(of.court_id), at=AT)


def released() -> ControlledProperty:
    """Return deposits that are frozen no longer."""
    return properties.release(held().pk, released_on=TODAY, by=people.clerk(), at=AT)
