"""The door in: what the check side noticed and a court must look at. Each event becomes a task, never a measure;
a booking on a permitted check uses up what was permitted once."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.db import transaction
from django.db.models import F

from blacklist.law.obligations import OBLIGATIONS
from blacklist.models import ConsumptionOrder, Listing, RedressNumber, Task, TaskKind, TaskState
from blacklist.services import exemptions

EventKind = Literal["name_mismatch", "emergency", "listing_without_order", "minor_on_file"]


@dataclass(frozen=True)
class Misuse:
    """A redress number shown with another name or birth date than its holder's; ``reference`` is the check's."""

    redress_id: uuid.UUID
    reference: str
    activity: str
    occurred_at: datetime


@dataclass(frozen=True)
class Event:
    """One observation of the check side; ``reference`` is the check's reference."""

    kind: EventKind
    subject_id: uuid.UUID
    reference: str
    activity: str
    occurred_at: datetime


def use_exemption(subject_id: uuid.UUID, *, activity: str, on: date, reference: uuid.UUID, at: datetime) -> None:
    """Use up what the subject was permitted once, because a check has led to a booking; often there is nothing."""
    exemptions.use(subject_id, activity=activity, on=on, reference=reference, at=at)


def receive(events: Sequence[Event]) -> int:
    """Put events into the inbox of each court that has a measure on the subject; return how many tasks opened.

    Idempotent: while a task of one kind about one subject is open, further reports only count on it, and the report
    that opened or last counted is not counted again, nor does it open a new task when that one was done meanwhile.
    """
    with transaction.atomic():
        return sum(_receive(event, court_code) for event in events for court_code in _courts_of(event.subject_id))


def report_misuse(misuses: Sequence[Misuse]) -> None:
    """Put into its court's inbox that a redress number was shown by another than its holder, once while that is open.

    The number itself is not touched: whether it was lent or mistyped, an officer finds out, who may revoke it. Call it
    in the transaction that ships the checks, so that none is counted twice.
    """
    for misuse in sorted(misuses, key=lambda one: one.redress_id):
        if RedressNumber.objects.filter(pk=misuse.redress_id).update(misuses=F("misuses") + 1):
            _open_misuse(RedressNumber.objects.get(pk=misuse.redress_id), misuse)


def _open_misuse(number: RedressNumber, misuse: Misuse) -> None:
    """The task is about one of the records that the number says its holder is not: whose bearer may have shown it."""
    obligation = OBLIGATIONS[TaskKind.REDRESS_MISUSED]
    open_ones = Task.objects.filter(kind=obligation.kind, matter_id=number.pk, state=TaskState.OPEN)
    if open_ones.update(reports=F("reports") + 1, reference=misuse.reference):
        return
    Task.objects.create(
        kind=obligation.kind,
        court_id=number.court_id,
        subject_id=number.not_persons[0],
        matter_id=number.pk,
        article=obligation.article,
        holder=obligation.holder,
        reference=misuse.reference,
        activity=misuse.activity,
        opened_at=misuse.occurred_at,
    )


def _courts_of(subject_id: uuid.UUID) -> list[str]:
    listings = Listing.objects.filter(debtor_id=subject_id).values_list("case__court_id", flat=True)
    orders = ConsumptionOrder.objects.filter(restricted_persons__person_id=subject_id).values_list(
        "case__court_id", flat=True
    )
    return sorted({*listings, *orders})


def _receive(event: Event, court_code: str) -> int:
    about = Task.objects.filter(
        kind=event.kind, subject_id=event.subject_id, court_id=court_code, measure_id=None, matter_id=None
    )
    if about.filter(reference=event.reference).exists():
        return 0
    _, is_new = Task.objects.get_or_create(
        kind=TaskKind(event.kind),
        subject_id=event.subject_id,
        court_id=court_code,
        state=TaskState.OPEN,
        measure_id=None,
        matter_id=None,
        defaults={
            "article": OBLIGATIONS[event.kind].article,
            "holder": OBLIGATIONS[event.kind].holder,
            "reference": event.reference,
            "activity": event.activity,
            "opened_at": event.occurred_at,
        },
    )
    if not is_new:
        about.filter(state=TaskState.OPEN).update(reports=F("reports") + 1, reference=event.reference)
    return int(is_new)
