"""A new order on the same person, in the same case and capacity, takes the place of the older one when it is served.

One case, one order in force on a person: a second one never stands beside the first as if it weighed more (K3).
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.law.grounds import LIFT_REASONS
from blacklist.law.lifecycle import Act, OrderState, Transition
from blacklist.models import ConsumptionOrder, Officer, Person, RestrictedPerson
from blacklist.services import order_duties
from blacklist.services.decisions import Done, conclude

BINDING = (OrderState.IN_FORCE, OrderState.PAUSED)
REASON = LIFT_REASONS["replaced_by_new_order"]


@dataclass(frozen=True)
class Older:
    """An order whose place a new one takes, and for which of those it restricts."""

    order: ConsumptionOrder
    rows: Sequence[RestrictedPerson]


def older_than(order_id: uuid.UUID) -> list[uuid.UUID]:
    """Return the orders in force in the same case that restrict somebody whom this one restricts, in one capacity."""
    named = RestrictedPerson.objects.filter(
        order_id=order_id,
        person_id=OuterRef("person_id"),
        capacity=OuterRef("capacity"),
        order__case_id=OuterRef("order__case_id"),
    )
    found = RestrictedPerson.objects.filter(Exists(named), ended_on__isnull=True, order__state__in=BINDING)
    return sorted(set(found.exclude(order_id=order_id).values_list("order_id", flat=True)))


def replaced(older: Sequence[ConsumptionOrder], served: Sequence[RestrictedPerson]) -> list[Older]:
    """Return what the service on these persons replaces of the older orders, which are locked."""
    taken = {(row.person_id, row.capacity) for row in served}
    found = []
    for order in older:
        running = [row for row in order.restricted_persons.all() if row.ended_on is None]
        rows = [row for row in running if (row.person_id, row.capacity) in taken]
        if rows and order.state in BINDING:
            found.append(Older(order, rows))
    return found


def end(older: Older, persons: Sequence[Person], *, by: Officer, at: datetime) -> None:
    """End an older order for whom the new one restricts from now; an act and an entry of its own.

    No unit is told: whoever asks is answered by the new order.
    """
    order = older.order
    for row in older.rows:
        row.ended_on, row.ended_reason = legal_day(at), REASON.code
        row.save()
    is_over = all(row.ended_on for row in order.restricted_persons.all())
    order_duties.settle_done(order, by=by, at=at)
    step = Transition(OrderState.LIFTED if is_over else OrderState(order.state), Duty.SERVE, REASON.article)
    done = Done(Act.LIFT, step, by, at, REASON.article, REASON.code, persons=older.rows)
    restricted = restricted_by(order)
    conclude(order, done, subjects=[person for person in persons if person.pk in restricted])


def restricted_by(order: ConsumptionOrder) -> set[uuid.UUID]:
    """Return whom the order names."""
    return {row.person_id for row in order.restricted_persons.all()}
