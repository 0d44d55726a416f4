"""The facts that a ground rests on, looked up in the file: orders, reports, settlements; and what spares a debtor."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from blacklist.law import ground_facts as law
from blacklist.law.grounds import check_hold
from blacklist.law.identity import is_adult
from blacklist.law.lifecycle import OrderState
from blacklist.law.refusals import Refusal
from blacklist.models import (
    AssetReportOrder,
    CaseCause,
    EnforcementCase,
    PartyRole,
    Person,
    RestrictedPerson,
    Settlement,
)
from blacklist.services.properties import controlled_in


@dataclass(frozen=True)
class GroundFound:
    """One ground as the judge finds it: the facts, the evidence by its file ids, the day of the conduct (L1).

    Ground 4 names the order to report assets, ground 5 the order breached, ground 6 the settlement.
    """

    number: int
    facts: str
    evidence: tuple[str, ...]
    conduct_on: date
    order_id: uuid.UUID | None = None
    asset_report_id: uuid.UUID | None = None
    settlement_id: uuid.UUID | None = None


def check(
    found: GroundFound, debtor: Person, case: EnforcementCase, *, answers: Mapping[str, bool], pointer: str, on: date
) -> None:
    """Let one ground pass on what the file says.

    :raises Refusal: ``evidence-required``, ``date-in-future``, ``minor`` for conduct before adulthood; the codes of
        grounds 4 to 6.
    """
    if not found.facts.strip() or not found.evidence:
        raise Refusal("evidence-required", pointer=pointer, article="L1")
    if found.conduct_on > on:
        raise Refusal("date-in-future", pointer=f"{pointer}.conduct_on")
    if debtor.birth_date is not None and not is_adult(debtor.birth_date, found.conduct_on):
        raise Refusal("minor", "What a minor did is no ground.", pointer=f"{pointer}.conduct_on", article="L4")
    if found.number == 4:
        _check_asset_report(found, debtor, case, pointer=pointer, on=on)
    if found.number == 5 and not _order_bound(found, debtor):
        raise Refusal("order-not-served-at-conduct-date", pointer=f"{pointer}.order", article="L1-5")
    if found.number == 6:
        _check_settlement(found, debtor, case, answers=answers, pointer=pointer, on=on)


def require_cause(case: EnforcementCase, grounds: Collection[int]) -> None:
    """Let a measure on these grounds (none: an order at discretion) pass that nothing makes needless (G16-1).

    :raises Refusal: ``creditor-hold`` while the applicant holds off, ``assets-sufficient`` while enough is held.
    """
    check_hold(grounds, hold_requested_on=case.hold_requested_on)
    if case.outstanding is not None:  # else there is nothing to compare with
        law.check_controlled(grounds, controlled=controlled_in(case), outstanding=case.outstanding)


def is_spared_student(case: EnforcementCase, person_ids: Collection[uuid.UUID]) -> bool:
    """Say whether one of these debtors is a full-time student and the case about a campus loan (G16-3)."""
    students = case.parties.filter(role=PartyRole.JUDGMENT_DEBTOR, person_id__in=person_ids, is_full_time_student=True)
    return case.cause == CaseCause.CAMPUS_LOAN and students.exists()


def _check_asset_report(found: GroundFound, debtor: Person, case: EnforcementCase, *, pointer: str, on: date) -> None:
    ordered = AssetReportOrder.objects.filter(case=case, debtor=debtor)
    report = ordered.filter(pk=found.asset_report_id).first() if found.asset_report_id else None
    if report is None:
        raise Refusal("asset-report-required", pointer=f"{pointer}.asset_report", article="P252")
    law.check_asset_report(
        served_on=report.served_on,
        report_by=report.report_by,
        is_extension_pending=report.is_extension_pending,
        finding=report.finding,
        conduct_on=found.conduct_on,
        on=on,
        pointer=pointer,
    )


def _order_bound(found: GroundFound, debtor: Person) -> bool:
    """Ground 5: was the order served on the debtor and in force on the day of the conduct?

    An order since revoked should never have been and bound nobody (L9).
    """
    rows = RestrictedPerson.objects.filter(order_id=found.order_id, person=debtor, served_on__isnull=False)
    rows = rows.exclude(order__state=OrderState.REVOKED)
    return any(
        row.in_force_from is not None
        and row.in_force_from <= found.conduct_on
        and (row.until is None or found.conduct_on < row.until)
        for row in rows
    )


def _check_settlement(
    found: GroundFound, debtor: Person, case: EnforcementCase, *, answers: Mapping[str, bool], pointer: str, on: date
) -> None:
    agreed = Settlement.objects.filter(case=case, debtor=debtor)
    settlement = agreed.filter(pk=found.settlement_id).first() if found.settlement_id else None
    if settlement is None:
        raise Refusal("settlement-required", pointer=f"{pointer}.settlement", article="L1")
    unperformed = settlement.instalments.filter(performed_on=None).values_list("due_on", flat=True)
    law.check_settlement(unperformed=unperformed, answers=answers, on=on, pointer=pointer)
