"""Tell every unit served that an order has ended, in the scope of its notice; each acknowledges (C6, C9)."""

import uuid
from datetime import date, datetime

from django.db import transaction

from blacklist.law.days import legal_day
from blacklist.law.deadlines import lift_notices_due
from blacklist.law.duties import Duty
from blacklist.law.lifecycle import NoticeState
from blacklist.law.refusals import Refusal
from blacklist.models import AssistanceNotice, ConsumptionOrder, LiftNotice, Officer, TaskKind
from blacklist.selectors import calendar
from blacklist.services import relation, tasks


def send(order: ConsumptionOrder, *, at: datetime) -> list[LiftNotice]:
    """Write a notice for each unit of the court whose scope the order touches; part of the act that ends the order."""
    served = AssistanceNotice.objects.filter(
        court_id=order.case.court_id, state=NoticeState.SERVED, activities__overlap=order.activities
    )
    notices, on = list(served.order_by("pk")), legal_day(at)
    if not notices:
        return []
    due = lift_notices_due(on, calendar())
    return LiftNotice.objects.bulk_create(
        LiftNotice(
            order=order,
            assistance_notice=notice,
            sent_at=at,
            counted_from=on,
            due_on=due.due_on,
            is_provisional=due.provisional,
        )
        for notice in notices
    )


def acknowledge(notice_id: uuid.UUID, *, on: date, by: Officer, at: datetime) -> LiftNotice:
    """Record that a unit has acknowledged the end of an order; with the last one the court's duty is done.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``already-done``, ``date-in-future``, ``date``.
    """
    with transaction.atomic():
        rows = LiftNotice.objects.select_for_update(of=("self",)).select_related("order__case")
        notice = rows.filter(pk=notice_id).first()
        if notice is None:
            raise Refusal("not-found", "There is no such notice.")
        relation.require(by, Duty.SERVE, court_code=notice.order.case.court_id)
        if notice.acknowledged_on is not None:
            raise Refusal("already-done", "It has been acknowledged.")
        if on > legal_day(at):
            raise Refusal("date-in-future", pointer="acknowledged_on")
        if on < notice.counted_from:
            raise Refusal("date", "It was not sent before that day.", pointer="acknowledged_on")
        notice.acknowledged_on = on
        notice.save()
        if not notice.order.lift_notices.filter(acknowledged_on=None).exists():
            tasks.settle(TaskKind.LIFT_NOTICES, measure_id=notice.order_id, by=by, at=at)
    return notice
