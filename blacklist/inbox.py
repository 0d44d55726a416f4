"""The door in: what the check side noticed and a court must look at. Each event becomes a task, never a measure;
a booking on a permitted check uses up what was permitted once."""

import uuid
from collections import Counter
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


def report_misuse(redress_ids: Sequence[uuid.UUID]) -> None:
    """Count on redress numbers that they were shown by others than their holders, for their court to look at."""
    for redress_id, times in Counter(redress_ids).items():
        RedressNumber.objects.filter(pk=redress_id).update(misuses=F("misuses") + times)


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
