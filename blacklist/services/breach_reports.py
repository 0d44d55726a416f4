"""The acts on a report that an order is breached: receive, disclose, find, reject, penalise (C10, C11, P114).

A report goes to the court and nowhere else. It ends, changes and answers nothing; no penalty follows without a judge's
finding and the president's decision. What is received is not in the register: a finding is.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from blacklist.law import breaches as law
from blacklist.law.activities import ACTIVITIES
from blacklist.law.breaches import BREACH, BreachState
from blacklist.law.days import legal_day
from blacklist.law.lifecycle import Act, Transition, move
from blacklist.law.refusals import Refusal
from blacklist.models import (
    AssistanceNotice,
    BreachReport,
    ConsumptionOrder,
    Officer,
    Person,
    PersonKind,
    TaskKind,
)
from blacklist.register import append, lock_subjects
from blacklist.services import decisions, order_effects, relation, tasks
from blacklist.services.decisions import Done


@dataclass(frozen=True)
class Tip:
    """What the court was told: who did what when against which order, or which unit let it happen (``notice_id``)."""

    order_id: uuid.UUID
    person_id: uuid.UUID
    activity: str
    conduct_on: date
    channel: str
    facts: str
    tipster: str = ""
    notice_id: uuid.UUID | None = None
    check_reference: str = ""


def receive(tip: Tip, *, by: Officer, at: datetime) -> BreachReport:
    """Take in a report. It is examined by a judge; until then it is nothing but a report.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``; ``unknown-activity``, ``date-in-future``,
        ``reasons-required``.
    """
    with transaction.atomic():
        order = ConsumptionOrder.objects.select_related("case").filter(pk=tip.order_id).first()
        if order is None:
            raise Refusal("not-found", "There is no such order.", pointer="order")
        step = move(BREACH, None, Act.RECEIVE)
        relation.require(by, decisions.duty_of(step), court_code=order.case.court_id)
        _check_tip(tip, order, on=legal_day(at))
        report = BreachReport(
            order=order,
            person_id=tip.person_id,
            notice_id=tip.notice_id,
            channel=tip.channel,
            activity=tip.activity,
            conduct_on=tip.conduct_on,
            check_reference=tip.check_reference,
            received_at=at,
            state=step.to,
        )
        report.seal_facts(tip.facts.strip())
        report.seal_tipster(tip.tipster.strip())
        report.save(force_insert=True)
        concern = tasks.Concern(order.case.court_id, tip.person_id, measure_id=order.pk, matter_id=report.pk)
        tasks.open_task(TaskKind.BREACH_REPORT, concern, at=at)
        return report


def disclose(report_id: uuid.UUID, *, note: str, by: Officer, at: datetime) -> BreachReport:
    """Let the judge who examines a report know who made it; that it was asked, and why, is on record (C10).

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``wrong-state``, ``reasons-required``.
    """
    with transaction.atomic():
        report, _ = _locked(report_id)
        step = _step(report, Act.DISCLOSE, by=by)
        decisions.require_note(note, article=step.article)
        return _conclude(report, Done(Act.DISCLOSE, step, by, at, note=note), subjects=[])


def find(report_id: uuid.UUID, *, findings: str, by: Officer, at: datetime) -> BreachReport:
    """Find that the order was breached: it had been served and was in force on that day (C11).

    :raises Refusal: as :func:`disclose`, and ``already-done``; ``order-not-served-at-conduct-date``.
    """
    with transaction.atomic():
        report, person = _locked(report_id)
        step = _step(report, Act.FIND, by=by)
        if not order_effects.was_bound(report):
            raise Refusal("order-not-served-at-conduct-date", pointer="conduct_on", article="C11")
        return _decide(report, Done(Act.FIND, step, by, at), findings, person=person)


def reject(report_id: uuid.UUID, *, findings: str, by: Officer, at: datetime) -> BreachReport:
    """Find that the order was not breached, or that nothing shows it was.

    :raises Refusal: as :func:`find`, but for the order's service.
    """
    with transaction.atomic():
        report, person = _locked(report_id)
        step = _step(report, Act.REJECT, by=by)
        return _decide(report, Done(Act.REJECT, step, by, at), findings, person=person)


def penalise(
    report_id: uuid.UUID, *, fine: Decimal | None, detention_days: int | None, by: Officer, at: datetime
) -> BreachReport:
    """Decide on a fine or a detention for a breach that a judge has found; the president does (P114, P119).

    :raises Refusal: as :func:`disclose`, and ``signer-is-drafter`` for who found it; ``penalty-limits``.
    """
    with transaction.atomic():
        report, person = _locked(report_id)
        step = _step(report, Act.PENALISE, by=by, on=legal_day(at))
        law.check_penalty(fine=fine, detention_days=detention_days, is_unit=_is_unit(report, person))
        report.fine, report.detention_days = fine, detention_days
        report.penalised_by, report.penalised_on = by, legal_day(at)
        return _conclude(report, Done(Act.PENALISE, step, by, at), subjects=[person])


def _check_tip(tip: Tip, order: ConsumptionOrder, *, on: date) -> None:
    if not order.restricted_persons.filter(person_id=tip.person_id).exists():
        raise Refusal("not-found", "The order does not name this person.", pointer="person")
    if tip.notice_id is not None and not AssistanceNotice.objects.filter(pk=tip.notice_id).exists():
        raise Refusal("not-found", "There is no such assistance notice.", pointer="notice")
    if tip.activity not in ACTIVITIES:
        raise Refusal("unknown-activity", pointer="activity", article="C11")
    if tip.conduct_on > on:
        raise Refusal("date-in-future", pointer="conduct_on")
    if not tip.facts.strip():
        raise Refusal("reasons-required", "Say what happened.", pointer="facts", article="C10")


def _is_unit(report: BreachReport, person: Person) -> bool:
    return report.notice_id is not None or person.kind == PersonKind.UNIT


def _decide(report: BreachReport, done: Done, findings: str, *, person: Person) -> BreachReport:
    decisions.require_note(findings, article=done.step.article)
    report.seal_findings(findings.strip())
    report.found_by, report.found_on = done.officer, legal_day(done.at)
    tasks.settle(TaskKind.BREACH_REPORT, matter_id=report.pk, by=done.officer, at=done.at)
    return _conclude(report, done, subjects=[person])


def _locked(report_id: uuid.UUID) -> tuple[BreachReport, Person]:
    rows = BreachReport.objects.select_for_update(of=("self",), no_key=True).select_related("order__case")
    report = rows.filter(pk=report_id).first()
    if report is None:
        raise Refusal("not-found", "There is no such report.")
    report.order.case = decisions.locked_case(report.order.case_id)
    [person] = lock_subjects([report.person_id])
    return report, person


def _step(report: BreachReport, act: Act, *, by: Officer, on: date | None = None) -> Transition:
    relation.require(by, decisions.duty_for(BREACH, act), court_code=report.order.case.court_id, on=on)
    if act is Act.PENALISE and by.pk == report.found_by_id:
        raise Refusal("signer-is-drafter", "You found the breach; another officer decides on it.", article="P119")
    return move(BREACH, BreachState(report.state), act, ends=law.ENDS, noun="report")


def _conclude(report: BreachReport, done: Done, *, subjects: list[Person]) -> BreachReport:
    report.state = done.step.to
    report.save()
    append(done.deed_on(report.pk, handled_by=report.order.case.court_id), subjects=subjects)
    return report
