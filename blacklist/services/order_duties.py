"""What an order obliges the court to: serve it on everyone, and tell every unit served when it ends (G14, C9)."""

from collections.abc import Sequence
from datetime import datetime

from blacklist.law.deadlines import ONE_DAY
from blacklist.law.lifecycle import ListingState, OrderState
from blacklist.models import ConsumptionOrder, Listing, Officer, OrderKind, RestrictedPerson, Task, TaskKind, TaskState
from blacklist.services import lift_notices, tasks
from blacklist.services.tasks import Concern


def open_service(order: ConsumptionOrder, *, at: datetime) -> None:
    """Open the task of serving a signed order; after its day it is an alarm (G14)."""
    tasks.open_task(TaskKind.SERVICE, concern_of(order), at=at)


def settle_done(order: ConsumptionOrder, *, by: Officer | None, at: datetime) -> None:
    """Close that task when nobody is left to be served, and the review when nobody is left who is restricted."""
    running = [row for row in order.restricted_persons.all() if row.ended_on is None]
    if not running:
        tasks.settle(TaskKind.SERVICE, TaskKind.ORDER_REVIEW, TaskKind.GRACE_ENDED, measure_id=order.pk, by=by, at=at)
    elif all(row.served_on for row in running):
        tasks.settle(TaskKind.SERVICE, measure_id=order.pk, by=by, at=at)


def open_grace_ended(order: ConsumptionOrder, *, at: datetime) -> None:
    """Open the task of confirming, on the last day of grace, what follows it: nothing is automatic (G15)."""
    assert order.grace_until is not None
    tasks.open_task(TaskKind.GRACE_ENDED, concern_of(order), due_on=order.grace_until - ONE_DAY, at=at)


def settle_grace(order: ConsumptionOrder, *, by: Officer, at: datetime) -> None:
    """Close that task, for the order is applied."""
    tasks.settle(TaskKind.GRACE_ENDED, measure_id=order.pk, by=by, at=at)


def settle_order_missing(rows: Sequence[RestrictedPerson], *, by: Officer, at: datetime) -> None:
    """Close the task of issuing an order for each listing whose debtor is under one now (C1)."""
    debtors = [row.person_id for row in rows if not row.capacity]
    listings = Listing.objects.filter(debtor_id__in=debtors, state=ListingState.ACTIVE)
    tasks.settle(TaskKind.ORDER_MISSING, measure_id__in=listings.values("pk"), by=by, at=at)


def open_review(order: ConsumptionOrder, *, at: datetime) -> None:
    """Open the task of reviewing an order on the day it names (Q6), or at once when its listing has ended (C1)."""
    if is_under_review(order):
        return
    if has_lost_its_listing(order):
        tasks.open_task(TaskKind.ORDER_REVIEW, concern_of(order), at=at)
    elif order.review_on is not None:
        tasks.open_task(TaskKind.ORDER_REVIEW, concern_of(order), due_on=order.review_on, article="Q6", at=at)


def open_reviews_after(listing: Listing, *, at: datetime) -> None:
    """Open the review of each order in force that followed a listing now ended: is it still needed (C1 ¶1)?

    The order stays until a judge has decided.
    """
    for order in listing.orders.filter(state__in=[OrderState.IN_FORCE, OrderState.PAUSED]).select_related("case"):
        if not is_under_review(order):
            tasks.open_task(TaskKind.ORDER_REVIEW, concern_of(order), at=at)


def has_lost_its_listing(order: ConsumptionOrder) -> bool:
    """Say whether the order was made because of a listing that has ended since."""
    if order.kind != OrderKind.BECAUSE_LISTED or order.listing is None:
        return False
    return order.listing.state not in (ListingState.ACTIVE, ListingState.PAUSED)


def is_under_review(order: ConsumptionOrder) -> bool:
    """Say whether it is to be decided whether the order stays."""
    return Task.objects.filter(kind=TaskKind.ORDER_REVIEW, measure_id=order.pk, state=TaskState.OPEN).exists()


def open_lift_notices(order: ConsumptionOrder, rows: Sequence[RestrictedPerson], *, at: datetime) -> None:
    """Open the task of telling every unit served that the order has ended for these persons, if it ever bound one."""
    bound = [row for row in rows if row.in_force_from is not None]
    if bound:
        concern = Concern(order.case.court_id, bound[0].person_id, measure_id=order.pk)
        tasks.open_task(TaskKind.LIFT_NOTICES, concern, at=at)
        lift_notices.send(order, at=at)


def concern_of(order: ConsumptionOrder) -> Concern:
    """Return whom and what a duty about an order concerns: the debtor before any officer."""
    first = min(order.restricted_persons.all(), key=lambda row: (row.capacity, row.pk))
    return Concern(order.case.court_id, first.person_id, measure_id=order.pk)
