"""Enforcement cases: opened with their basis and parties; the enforcement notice recorded before any measure."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from blacklist.law.case_numbers import read_enforcement_case_number
from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.law.refusals import Refusal
from blacklist.models import (
    BasisDocument,
    CaseCause,
    EnforcementCase,
    Officer,
    Party,
    PartyRole,
    Person,
    ServiceMethod,
    TaskKind,
)
from blacklist.services import relation, tasks

RESUMED = "执恢"  # the type of a case in which enforcement goes on (Fa [2015] 137)


@dataclass(frozen=True)
class Basis:
    """执行依据 as entered."""

    issuer: str
    number: str
    obligation: str


@dataclass(frozen=True)
class PartyNamed:
    person_id: uuid.UUID
    role: PartyRole


def open_case(
    *,
    case_number: str,
    filed_on: date,
    basis: Basis,
    parties: Sequence[PartyNamed],
    application_received_on: date | None = None,
    by: Officer,
    at: datetime,
) -> EnforcementCase:
    """Enter an enforcement case of the officer's own court with its basis document and parties.

    Sending the enforcement notice to each judgment debtor becomes a duty, due ten days from the application for
    enforcement, or else from the filing (P251).

    :raises Refusal: ``duty-required``, ``other-court``, ``case-number``, ``date-in-future``, ``date`` for an
        application that comes after the filing, ``not-found`` for a party, ``duplicate``.
    """
    read = read_enforcement_case_number(case_number, on=legal_day(at))
    relation.require(by, Duty.REGISTER, court_code=read.court_code)
    if filed_on > legal_day(at):
        raise Refusal("date-in-future", "A case cannot be filed in the future.", pointer="filed_on")
    if application_received_on is not None and application_received_on > filed_on:
        raise Refusal("date", "The application comes before the filing.", pointer="application_received_on")
    _require_on_file(parties)
    case = EnforcementCase(
        case_number=read.text,
        case_number_as_written=case_number[:80],
        court_id=read.court_code,
        filed_on=filed_on,
        application_received_on=application_received_on,
    )
    try:
        with transaction.atomic():
            case.save(force_insert=True)
            _add_basis(case, basis)
            Party.objects.bulk_create(
                [Party(case=case, person_id=party.person_id, role=party.role) for party in dict.fromkeys(parties)]
            )
            _open_notice(case, parties, at=at)
    except IntegrityError:
        there = EnforcementCase.objects.filter(case_number=read.text).first()
        if there is None:
            raise
        told = (
            {"existing": str(there.pk)} if there.court_id == by.court_id else {}
        )  # another court may handle it by now
        raise Refusal("duplicate", "This case is already entered.", pointer="case_number", members=told) from None
    return case


def _open_notice(case: EnforcementCase, parties: Sequence[PartyNamed], *, at: datetime) -> None:
    counted_from = case.application_received_on or case.filed_on
    for party in dict.fromkeys(parties):
        if party.role == PartyRole.JUDGMENT_DEBTOR:
            concern = tasks.Concern(case.court_id, party.person_id, matter_id=case.pk)
            tasks.open_task(TaskKind.ENFORCEMENT_NOTICE, concern, counted_from=counted_from, at=at)


def _require_on_file(parties: Sequence[PartyNamed]) -> None:
    named = {party.person_id for party in parties}
    if Person.objects.filter(pk__in=named).count() != len(named):
        raise Refusal("not-found", "A party named is not on file; enter the person first.", pointer="parties")


def _add_basis(case: EnforcementCase, basis: Basis) -> None:
    row = BasisDocument(case=case, issuer=basis.issuer, number=basis.number)
    row.seal_obligation(basis.obligation)
    row.save(force_insert=True)


def record_notice(
    case_id: uuid.UUID,
    *,
    served_on: date,
    service_method: ServiceMethod,
    perform_by: date,
    has_risk_warning: bool,
    by: Officer,
    at: datetime,
) -> EnforcementCase:
    """Record the service of the enforcement notice with its deadline and risk warning (P251, L5 ¶1).

    In a new case it is served after the filing: a year mistyped must not let the period for performance end early. A
    resumed one (执恢) may go by the notice of the case before.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``date-in-future``, ``decided-before-filed``,
        ``date``.
    """
    with transaction.atomic():
        case = locked(case_id)
        relation.require(by, Duty.SERVE, court_code=case.court_id)
        if served_on > legal_day(at):
            raise Refusal("date-in-future", "A notice cannot have been served in the future.", pointer="served_on")
        if served_on < case.filed_on and RESUMED not in case.case_number:
            raise Refusal("decided-before-filed", "This day lies before the case.", pointer="served_on", article="P251")
        if perform_by < served_on:
            raise Refusal("date", "The period for performance cannot end before service.", pointer="perform_by")
        case.notice_served_on, case.notice_perform_by = served_on, perform_by
        case.notice_service_method = service_method
        case.notice_has_risk_warning = has_risk_warning
        case.save()
        tasks.settle(TaskKind.ENFORCEMENT_NOTICE, matter_id=case.pk, by=by, at=at)
    return case


def record_hold(case_id: uuid.UUID, *, requested_on: date | None, by: Officer, at: datetime) -> EnforcementCase:
    """Record that the applicant asked the court to hold measures off, or no longer does (None) (G16-1).

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``date-in-future``.
    """
    with transaction.atomic():
        case = locked(case_id)
        relation.require(by, Duty.REGISTER, court_code=case.court_id)
        if requested_on is not None and requested_on > legal_day(at):
            raise Refusal("date-in-future", pointer="requested_on")
        case.hold_requested_on = requested_on
        case.save()
    return case


def record_outstanding(
    case_id: uuid.UUID, *, amount: Decimal, stated_on: date, by: Officer, at: datetime
) -> EnforcementCase:
    """Record what is still owed in the case on a day; what the court controls is held against it (L3, G16-1).

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``date-in-future``.
    """
    with transaction.atomic():
        case = locked(case_id)
        relation.require(by, Duty.REGISTER, court_code=case.court_id)
        if stated_on > legal_day(at):
            raise Refusal("date-in-future", pointer="stated_on")
        case.outstanding, case.outstanding_on = amount, stated_on
        case.save()
    return case


def record_campus_loan(
    case_id: uuid.UUID, *, students: Collection[uuid.UUID], by: Officer, at: datetime
) -> EnforcementCase:
    """Record that the case is about a campus loan and which debtors are full-time students, or no longer (G16-3).

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``not-a-debtor``.
    """
    with transaction.atomic():
        case = locked(case_id)
        relation.require(by, Duty.REGISTER, court_code=case.court_id)
        debtors = case.parties.filter(role=PartyRole.JUDGMENT_DEBTOR)
        if not set(students) <= set(debtors.values_list("person_id", flat=True)):
            raise Refusal("not-a-debtor", pointer="students")
        debtors.update(is_full_time_student=False)
        debtors.filter(person_id__in=students).update(is_full_time_student=True)
        case.cause = CaseCause.CAMPUS_LOAN if students else ""
        case.save()
    return case


def locked(case_id: uuid.UUID) -> EnforcementCase:
    """Lock and return the case.

    :raises Refusal: ``not-found``.
    """
    case = EnforcementCase.objects.select_for_update(no_key=True).filter(pk=case_id).first()
    if case is None:
        raise Refusal("not-found", "There is no such case.")
    return case
