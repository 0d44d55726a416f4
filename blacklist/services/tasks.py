"""The court's inbox: an act opens the clerical duties that follow; who did one reports it done."""

import uuid
from datetime import date, datetime

from django.db import transaction

from blacklist.law.days import legal_day
from blacklist.law.deadlines import removal_due, revocation_due
from blacklist.law.duties import Duty
from blacklist.law.lifecycle import OrderState
from blacklist.law.refusals import Refusal
from blacklist.law.workdays import published_calendar
from blacklist.models import Listing, Officer, RestrictedPerson, Task, TaskKind, TaskState
from blacklist.services import relation


def close(task_id: uuid.UUID, *, by: Officer, at: datetime) -> Task:
    """Record that a task of the officer's own court is done. It changes no measure, so the register has no entry.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``already-done``.
    """
    with transaction.atomic():
        task = Task.objects.select_for_update(of=("self",)).filter(pk=task_id).first()
        if task is None:
            raise Refusal("not-found", "There is no such task.")
        relation.require(by, Duty.REGISTER, court_code=task.court_id)
        if task.state == TaskState.DONE:
            raise Refusal("already-done", "This task is closed.")
        task.state, task.closed_at, task.closed_by = TaskState.DONE, at, by
        task.save()
    return task


def open_take_down(listing: Listing, *, last_day_on: date, at: datetime, article: str = "L10") -> None:
    """Open the task of taking every publication of the listing down within three working days (L9, L10)."""
    if listing.published_on is None:
        return
    due = (revocation_due if article == "L9" else removal_due)(last_day_on, published_calendar())
    Task.objects.create(
        kind=TaskKind.TAKE_DOWN,
        court_id=listing.case.court_id,
        subject_id=listing.debtor_id,
        measure_id=listing.pk,
        article=article,
        opened_at=at,
        due_on=due.due_on,
        is_provisional=due.provisional,
    )


def open_order_missing(listing: Listing, *, at: datetime) -> None:
    """Open the task of issuing a consumption order where none is in force on the debtor (C1)."""
    in_force = RestrictedPerson.objects.filter(
        person_id=listing.debtor_id,
        order__state=OrderState.IN_FORCE,
        in_force_from__isnull=False,
        in_force_until__gt=legal_day(at),
        ended_on__isnull=True,
    )
    if in_force.exists():
        return
    Task.objects.create(
        kind=TaskKind.ORDER_MISSING,
        court_id=listing.case.court_id,
        subject_id=listing.debtor_id,
        measure_id=listing.pk,
        article="C1",
        opened_at=at,
    )
