"""The order to report assets: served, more time asked for and decided, a breach found by a judge (P252)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.law.lifecycle import Act
from blacklist.law.refusals import Refusal
from blacklist.models import AssetFinding, AssetReportOrder, Officer, Person, ServiceMethod
from blacklist.services import records
from blacklist.services.decisions import require_note, service_day


@dataclass(frozen=True)
class Served:
    """How the order was served on a debtor, and by when to report."""

    case_id: uuid.UUID
    debtor_id: uuid.UUID
    served_on: date
    service_method: ServiceMethod
    report_by: date


def record(served: Served, *, by: Officer, at: datetime) -> AssetReportOrder:
    """Record the service of an order to report assets.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``; ``not-a-debtor``, ``date-in-future``,
        ``not-served`` while a public notice runs, ``date``.
    """
    on = legal_day(at)
    with transaction.atomic():
        case = records.locked_for(served.case_id, by=by, duty=Duty.SERVE)
        debtor = records.locked_debtor(case, served.debtor_id)
        day = service_day(served.served_on, served.service_method, decided_on=case.filed_on, on=on)
        if served.report_by < day:
            raise Refusal("date", "The time to report cannot end before service.", pointer="report_by")
        report = AssetReportOrder(
            case=case,
            debtor=debtor,
            served_on=day,
            service_method=served.service_method,
            report_by=served.report_by,
            entered_at=at,
        )
        report.save(force_insert=True)
        records.enter("asset_report_ordered", report.pk, debtor, case, article="P252", by=by, at=at)
        return report


def ask_for_time(report_id: uuid.UUID, *, asked_on: date, by: Officer, at: datetime) -> AssetReportOrder:
    """Record that the debtor asks for more time; until that is decided, ground 4 waits.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``; ``already-done`` while one request is open or
        once a judge has found a breach; ``date-in-future``.
    """
    with transaction.atomic():
        report, debtor = _locked(report_id, by=by, duty=Duty.REGISTER)
        if report.is_extension_pending or report.finding:
            raise Refusal("already-done", "More time was asked for, or a breach was found.")
        if asked_on > legal_day(at):
            raise Refusal("date-in-future", pointer="asked_on")
        report.extension_asked_on, report.extension_decided_on = asked_on, None
        report.save()
        records.enter("asset_report_time_asked", report.pk, debtor, report.case, article="P252", by=by, at=at)
        return report


def decide_on_time(
    report_id: uuid.UUID, *, report_by: date | None, note: str, by: Officer, at: datetime
) -> AssetReportOrder:
    """Grant more time, until ``report_by``, or none (None); reasons are given either way.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``; ``wrong-state`` when none is asked for;
        ``reasons-required``; ``date`` for a day that gives no more time.
    """
    with transaction.atomic():
        report, debtor = _locked(report_id, by=by, duty=Duty.PROPOSE)
        if not report.is_extension_pending:
            raise Refusal("wrong-state", "No request for more time is open.")
        require_note(note, article="P252")
        if report_by is not None and report_by <= report.report_by:
            raise Refusal("date", "More time ends later than the time that was set.", pointer="report_by")
        report.report_by = report_by or report.report_by
        report.extension_decided_on = legal_day(at)
        report.save()
        records.enter("asset_report_time_set", report.pk, debtor, report.case, article="P252", note=note, by=by, at=at)
        return report


def find(report_id: uuid.UUID, *, finding: AssetFinding, note: str, by: Officer, at: datetime) -> AssetReportOrder:
    """Find that the debtor refused to report, reported falsely, or too late without good reason.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``; ``already-done``; ``extension-pending``,
        ``not-due`` while there is time; ``reasons-required``.
    """
    with transaction.atomic():
        report, debtor = _locked(report_id, by=by, duty=Duty.PROPOSE)
        if report.finding:
            raise Refusal("already-done", "A breach was found before.")
        if report.is_extension_pending:
            raise Refusal("extension-pending", article="P252")
        if legal_day(at) <= report.report_by:
            raise Refusal("not-due", "The time to report has not ended.", article="P252")
        require_note(note, article="P252")
        report.finding, report.found_by, report.found_on = finding, by, legal_day(at)
        report.seal_reasons(note.strip())
        report.save()
        records.enter(finding, report.pk, debtor, report.case, article="P252", note=note, act=Act.FIND, by=by, at=at)
        return report


def _locked(report_id: uuid.UUID, *, by: Officer, duty: Duty) -> tuple[AssetReportOrder, Person]:
    found = AssetReportOrder.objects.filter(pk=report_id).values_list("case_id", "debtor_id").first()
    if found is None:
        raise Refusal("not-found", "There is no such order to report assets.")
    case = records.locked_for(found[0], by=by, duty=duty)
    report = AssetReportOrder.objects.select_for_update(no_key=True).get(pk=report_id)
    report.case = case
    return report, records.locked_debtor(case, found[1])
