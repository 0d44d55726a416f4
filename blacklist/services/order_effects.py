"""How an order takes effect on a person: from the own service, in place of an older order in the same case.

One case, one order in force on a person in one capacity: a second never stands beside the first as if it weighed more
(K3). What the older one leaves is its record.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.law.grounds import LIFT_REASONS
from blacklist.law.lifecycle import Act, OrderState, Transition
from blacklist.law.refusals import Refusal
from blacklist.models import BreachReport, ConsumptionOrder, Officer, Person, RestrictedPerson
from blacklist.services import decisions, measures, officer_replacements, order_duties
from blacklist.services.decisions import Done, conclude

BINDING = (OrderState.IN_FORCE, OrderState.PAUSED)
REPLACED = LIFT_REASONS["replaced_by_new_order"]


@dataclass(frozen=True)
class Locked:
    """An order, those whose place it may take, and everyone whom one of them names, all locked."""

    order: ConsumptionOrder
    older: Sequence[ConsumptionOrder]
    everyone: Sequence[Person]

    def named_in(self, order: ConsumptionOrder) -> list[Person]:
        """Return whom one of these orders names."""
        ids = {row.person_id for row in order.restricted_persons.all()}
        return [person for person in self.everyone if person.pk in ids]


def locked(order_id: uuid.UUID) -> Locked:
    """Lock what an act touches that may put an order in force: orders first, then their case, then persons.

    :raises Refusal: ``not-found``.
    """
    ids = [order_id, *_older_than(order_id)]
    rows = ConsumptionOrder.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    orders = {row.pk: row for row in rows}
    if order_id not in orders:
        raise Refusal("not-found", "There is no such order.")
    case = decisions.locked_case(orders[order_id].case_id)
    for order in orders.values():
        order.case = case
    everyone = measures.locked_named(list(orders.values()))
    return Locked(orders.pop(order_id), tuple(orders.values()), everyone)


def await_effect(order: ConsumptionOrder, rows: Sequence[RestrictedPerson], *, by: Officer, at: datetime) -> None:
    """Keep that these persons were served with an order that binds nobody yet."""
    for row in rows:
        row.save()
    order_duties.settle_done(order, by=by, at=at)


def take_effect(held: Locked, rows: Sequence[RestrictedPerson], *, on: date, by: Officer, at: datetime) -> None:
    """Put the order in force for these persons, each served, from ``on``; what that settles is settled.

    :raises Refusal: ``minor``: particulars put right meanwhile may say so (Q5).
    """
    order, bound = held.order, {row.person_id for row in rows}
    for person in held.everyone:
        if person.pk in bound:
            decisions.require_adult(person, on=on, article="Q5", pointer="persons")
    for row in rows:
        row.in_force_from, row.in_force_until = on, order.period_until
        row.save()
    order_duties.settle_done(order, by=by, at=at)
    order_duties.settle_order_missing(rows, by=by, at=at)
    officer_replacements.settle_successor(order, rows, by=by, at=at)
    order_duties.open_review(order, at=at)
    taken = {(row.person_id, row.capacity) for row in rows}
    for older in held.older:
        running = [row for row in older.restricted_persons.all() if row.ended_on is None]
        ended = [row for row in running if (row.person_id, row.capacity) in taken]
        if ended and older.state in BINDING:
            _replace(older, ended, held.named_in(older), by=by, at=at)


def _older_than(order_id: uuid.UUID) -> list[uuid.UUID]:
    """Return the orders in force in the same case that restrict somebody whom this one names, in one capacity."""
    named = RestrictedPerson.objects.filter(
        order_id=order_id,
        person_id=OuterRef("person_id"),
        capacity=OuterRef("capacity"),
        order__case_id=OuterRef("order__case_id"),
    )
    found = RestrictedPerson.objects.filter(Exists(named), ended_on__isnull=True, order__state__in=BINDING)
    return sorted(set(found.exclude(order_id=order_id).values_list("order_id", flat=True)))


def _replace(
    order: ConsumptionOrder, rows: Sequence[RestrictedPerson], persons: Sequence[Person], *, by: Officer, at: datetime
) -> None:
    """End an older order for whom the new one restricts from now; an act and an entry of its own.

    No unit is told: whoever asks is answered by the new order.
    """
    for row in rows:
        row.ended_on, row.ended_reason = legal_day(at), REPLACED.code
        row.save()
    is_over = all(row.ended_on for row in order.restricted_persons.all())
    order_duties.settle_done(order, by=by, at=at)
    step = Transition(OrderState.LIFTED if is_over else OrderState(order.state), Duty.SERVE, REPLACED.article)
    conclude(order, Done(Act.LIFT, step, by, at, REPLACED.article, REPLACED.code, persons=rows), subjects=persons)


def was_bound(report: BreachReport) -> bool:
    """Say whether the order bound the person in this on the day of the conduct (C11)."""
    rows = report.order.restricted_persons.filter(person_id=report.person_id, in_force_from__lte=report.conduct_on)
    ends = [row.until for row in rows]
    is_in_force = any(end is None or report.conduct_on < end for end in ends)
    return is_in_force and report.order.state != OrderState.REVOKED and report.activity in report.order.activities
