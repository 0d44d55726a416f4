"""A listing or an order, whichever is meant: locked in the one order of all acts, and what is said of its kind."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db.models import Q, QuerySet, prefetch_related_objects

from blacklist.law.lifecycle import LISTING, ORDER, Act, ListingState, OrderState, Table, Transition, move
from blacklist.law.refusals import Refusal
from blacklist.law.remedies import MeasureKind
from blacklist.models import ConsumptionOrder, Listing, Officer, Person
from blacklist.models.listing import LISTED
from blacklist.register import lock_subjects
from blacklist.services import decisions
from blacklist.services.decisions import Decision

TABLES: Mapping[MeasureKind, Table] = MappingProxyType({MeasureKind.LISTING: LISTING, MeasureKind.ORDER: ORDER})
_NOUNS = {MeasureKind.LISTING: "listing", MeasureKind.ORDER: "order"}


def rows_of(kind: MeasureKind) -> QuerySet[Any]:
    """Return all measures of a kind."""
    return Listing.objects.all() if kind is MeasureKind.LISTING else ConsumptionOrder.objects.all()


def locked(kind: MeasureKind, measure_id: uuid.UUID) -> Decision:
    """Lock and return the measure with its case; lock the subjects next (``register.lock_subjects``).

    :raises Refusal: ``not-found``.
    """
    rows = rows_of(kind).select_related("case").select_for_update(of=("self", "case"), no_key=True)
    measure: Decision
    for measure in rows.filter(pk=measure_id):
        return measure
    raise Refusal("not-found", f"There is no such {_NOUNS[kind]}.")


def locked_listing(listing_id: uuid.UUID) -> tuple[Listing, Person]:
    """Lock and return the listing with its case, and its debtor.

    :raises Refusal: ``not-found``.
    """
    rows = Listing.objects.select_related("case", "debtor")
    for listing in rows.select_for_update(of=("self", "case", "debtor"), no_key=True).filter(pk=listing_id):
        return listing, listing.debtor
    raise Refusal("not-found", "There is no such listing.")


def locked_order(order_id: uuid.UUID) -> tuple[ConsumptionOrder, list[Person]]:
    """Lock and return the order with its case, and everyone it names.

    :raises Refusal: ``not-found``.
    """
    order = locked(MeasureKind.ORDER, order_id)
    assert isinstance(order, ConsumptionOrder)
    return order, locked_named([order])


def locked_named(orders: Sequence[ConsumptionOrder]) -> list[Person]:
    """Read once whom the orders name, which nobody changes while they are locked, and lock these persons."""
    prefetch_related_objects(orders, "restricted_persons")
    return lock_subjects(row.person_id for order in orders for row in order.restricted_persons.all())


def kind_of(measure: Decision) -> MeasureKind:
    """Return which of the two measures it is."""
    return MeasureKind.LISTING if isinstance(measure, Listing) else MeasureKind.ORDER


def step_of(measure: Decision, act: Act, *, by: Officer, on: date | None = None) -> Transition:
    """Return the transition of ``act``, when the officer may do it and the measure stands where it begins.

    ``on``: as for ``relation.require``.

    :raises Refusal: ``duty-required``, ``other-court``; ``already-done``, ``wrong-state``.
    """
    table = TABLES[kind_of(measure)]
    decisions.require_may(by, table, act, court_code=measure.case.court_id, on=on)
    state = ListingState(measure.state) if isinstance(measure, Listing) else OrderState(measure.state)
    return move(table, state, act)


def is_on(kind: MeasureKind, person_id: uuid.UUID) -> Q:
    """Return the condition that a measure of this kind is on this person."""
    return Q(debtor_id=person_id) if kind is MeasureKind.LISTING else Q(restricted_persons__person_id=person_id)


def subject_ids(measure: Decision) -> list[uuid.UUID]:
    """Return whom the measure is on."""
    if isinstance(measure, Listing):
        return [measure.debtor_id]
    return list(measure.restricted_persons.values_list("person_id", flat=True))


def is_running(listing: Listing, *, on: date) -> bool:
    """Say whether a listing has effect and its term, if it has one, still runs."""
    return listing.state in LISTED and (listing.in_force_until is None or on < listing.in_force_until)
