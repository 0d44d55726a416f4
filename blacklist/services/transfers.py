"""A case entrusted to another court, with its record whole: transfer by the court that has it, accept by the other.

From then the other court handles it (J15): its officers act on the measures, answers name it, open duties are its own.
The court that had the case reads it. Number and documents stay what they were.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from blacklist.law.duties import Duty
from blacklist.law.lifecycle import Act
from blacklist.law.refusals import Refusal
from blacklist.law.remedies import UNDECIDED
from blacklist.models import (
    Application,
    CaseTransfer,
    ConsumptionOrder,
    CorrectionRequest,
    Court,
    EnforcementCase,
    Listing,
    Officer,
    Person,
    RestrictedPerson,
    Task,
    TaskKind,
    TaskState,
    TransferState,
)
from blacklist.register import Deed, append_many, lock_subjects, standing_payload, transfer_payload
from blacklist.services import matters, relation, tasks
from blacklist.services.cases import locked
from blacklist.services.decisions import require_note

ARTICLE = "J15"


@dataclass(frozen=True)
class Entrusted:
    """To which court a case goes, and under which instrument (a ruling that designates it, a letter of entrustment)."""

    court_code: str
    instrument_number: str


def transfer(case_id: uuid.UUID, *, to: Entrusted, note: str, by: Officer, at: datetime) -> EnforcementCase:
    """Hand a case over to another court. It stays where it is until that court accepts; a newer transfer replaces it.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``; ``already-done`` when the court has the case;
        ``unknown-court``, ``reasons-required``.
    """
    with transaction.atomic():
        case = locked(case_id)
        relation.require(by, Duty.TRANSFER, court_code=case.court_id)
        if to.court_code == case.court_id:
            raise Refusal("already-done", "This court handles the case.", pointer="court")
        if not Court.objects.filter(code=to.court_code).exists():
            raise Refusal("unknown-court", pointer="court")
        require_note(note, article=ARTICLE)
        for open_ in case.transfers.filter(state=TransferState.PROPOSED):
            _close(open_, TransferState.REPLACED, by=by, at=at)
        row = CaseTransfer.objects.create(
            case=case,
            from_court_id=case.court_id,
            to_court_id=to.court_code,
            instrument_number=to.instrument_number,
            proposed_by=by,
            proposed_at=at,
        )
        _open_duty(row, at=at)
        _record(Act.TRANSFER, row, court_code=case.court_id, subjects=[], by=by, at=at, note=note)
        return case


def accept(case_id: uuid.UUID, *, by: Officer, at: datetime) -> EnforcementCase:
    """Take over a case: from now this court handles it, and every check node hears of it by one entry.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``already-done``; ``wrong-state`` when nobody
        has handed the case over.
    """
    with transaction.atomic():
        case = locked(case_id)
        relation.require_duty(by, Duty.TRANSFER)
        row = _open_or_newest(case)
        if row is None:
            raise Refusal("wrong-state", "Nobody has handed this case over.", article=ARTICLE)
        relation.require(by, Duty.TRANSFER, court_code=row.to_court_id)
        if row.state == TransferState.ACCEPTED:
            raise Refusal("already-done", "This court handles the case.")
        subjects = lock_subjects(_subject_ids(case))
        case.former_courts = sorted({*case.former_courts, row.from_court_id} - {row.to_court_id})
        case.court_id = row.to_court_id
        case.save()
        row.accepted_by, row.accepted_at = by, at
        _close(row, TransferState.ACCEPTED, by=by, at=at)
        _move_along(row, by=by, at=at)
        _record(Act.ACCEPT_TRANSFER, row, court_code=case.court_id, subjects=subjects, by=by, at=at)
        return case


def _open_or_newest(case: EnforcementCase) -> CaseTransfer | None:
    open_ = case.transfers.filter(state=TransferState.PROPOSED).first()
    return open_ or case.transfers.filter(state=TransferState.ACCEPTED).order_by("-accepted_at").first()


def _close(row: CaseTransfer, state: TransferState, *, by: Officer, at: datetime) -> None:
    row.state = state
    row.save()
    tasks.settle(TaskKind.CASE_TRANSFER, matter_id=row.pk, by=by, at=at)


def _open_duty(row: CaseTransfer, *, at: datetime) -> None:
    party = row.case.parties.order_by("-role", "pk").values_list("person_id", flat=True).first()
    if party is not None:
        tasks.open_task(TaskKind.CASE_TRANSFER, tasks.Concern(row.to_court_id, party, matter_id=row.pk), at=at)


def _measure_ids(case: EnforcementCase) -> list[uuid.UUID]:
    listed = Listing.objects.filter(case=case).values_list("pk", flat=True)
    return [*listed, *ConsumptionOrder.objects.filter(case=case).values_list("pk", flat=True)]


def _subject_ids(case: EnforcementCase) -> set[uuid.UUID]:
    """Return everyone with a measure in the case."""
    listed = Listing.objects.filter(case=case).values_list("debtor_id", flat=True)
    return {*listed, *RestrictedPerson.objects.filter(order__case=case).values_list("person_id", flat=True)}


def _move_along(row: CaseTransfer, *, by: Officer, at: datetime) -> None:
    """Move what is open in the case to the court that handles it now: undecided requests, duties, reports.

    A request decided before is served, and stands, where it was decided.
    """
    matters.follow_case(row.case, from_court=row.from_court_id, by=by, at=at)
    measures = _measure_ids(row.case)
    contested = CorrectionRequest.objects.filter(Q(listing__case=row.case) | Q(order__case=row.case))
    staying = contested.exclude(court_id=row.to_court_id).exclude(state__in=UNDECIDED).values("pk")
    open_ = Task.objects.filter(state=TaskState.OPEN, court_id=row.from_court_id)
    asked_for = Application.objects.filter(case=row.case).values("pk")
    of_case = open_.filter(Q(measure_id__in=measures) | Q(matter_id=row.case_id) | Q(matter_id__in=asked_for))
    of_case.exclude(matter_id__in=staying).update(court_id=row.to_court_id)
    reports = open_.filter(measure_id=None, matter_id=None, subject_id__in=_subject_ids(row.case))
    _move_reports(reports, row, by=by, at=at)


def _move_reports(reports: QuerySet[Task], row: CaseTransfer, *, by: Officer, at: datetime) -> None:
    """Move what checks reported of a subject on whom the court has no measure any more; one of a kind stays open."""
    for report in reports:
        if _has_measures(report.subject_id, row.from_court_id):
            continue
        there = Task.objects.filter(
            kind=report.kind,
            subject_id=report.subject_id,
            court_id=row.to_court_id,
            state=TaskState.OPEN,
            measure_id=None,
            matter_id=None,
        ).first()
        if there is None:
            report.court_id = row.to_court_id
        else:
            there.reports += report.reports
            there.save()
            report.state, report.closed_at, report.closed_by = TaskState.DONE, at, by
        report.save()


def _has_measures(subject_id: uuid.UUID, court_code: str) -> bool:
    listed = Listing.objects.filter(debtor_id=subject_id, case__court_id=court_code)
    restricted = RestrictedPerson.objects.filter(person_id=subject_id, order__case__court_id=court_code)
    return listed.exists() or restricted.exists()


def _record(
    act: Act,
    row: CaseTransfer,
    *,
    court_code: str,
    subjects: Collection[Person],
    by: Officer,
    at: datetime,
    note: str = "",
) -> None:
    """Enter the act with the whole standing of every subject; the last step."""
    said = {"note": note.strip()} if note.strip() else {}
    deed = Deed(
        act=act,
        court_code=court_code,
        at=at,
        article=ARTICLE,
        actor_name=by.username,
        actor_id=by.pk,
        measure_id=row.case_id,
    )
    standings = [standing_payload(person) for person in subjects]
    append_many([(deed, {"subjects": standings, "transfer": transfer_payload(row), **said})])
