"""A listing or an order, whichever is meant: locked in the one order of all acts, and what is said of its kind."""

import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.db.models import Q, QuerySet

from blacklist.law.lifecycle import LISTING, ORDER, ListingState, OrderState, Table
from blacklist.law.refusals import Refusal
from blacklist.law.remedies import MeasureKind
from blacklist.models import ConsumptionOrder, Listing
from blacklist.services import decisions
from blacklist.services.decisions import Decision

TABLES: Mapping[MeasureKind, Table] = MappingProxyType({MeasureKind.LISTING: LISTING, MeasureKind.ORDER: ORDER})
ENDED = frozenset(
    {
        *(ListingState.REMOVED, ListingState.REVOKED, ListingState.EXPIRED, ListingState.CLOSED),
        *(OrderState.LIFTED, OrderState.REVOKED, OrderState.EXPIRED, OrderState.CLOSED),
    }
)
_NOUNS = {MeasureKind.LISTING: "listing", MeasureKind.ORDER: "order"}


def rows_of(kind: MeasureKind) -> QuerySet[Any]:
    """Return all measures of a kind."""
    return Listing.objects.all() if kind is MeasureKind.LISTING else ConsumptionOrder.objects.all()


def locked(kind: MeasureKind, measure_id: uuid.UUID) -> Decision:
    """Lock and return the measure with its case; lock the subjects next (``register.lock_subjects``).

    :raises Refusal: ``not-found``.
    """
    measure: Decision | None = rows_of(kind).select_for_update(no_key=True).filter(pk=measure_id).first()
    if measure is None:
        raise Refusal("not-found", f"There is no such {_NOUNS[kind]}.")
    measure.case = decisions.locked_case(measure.case_id)
    return measure


def is_on(kind: MeasureKind, person_id: uuid.UUID) -> Q:
    """Return the condition that a measure of this kind is on this person."""
    return Q(debtor_id=person_id) if kind is MeasureKind.LISTING else Q(restricted_persons__person_id=person_id)


def subject_ids(measure: Decision) -> list[uuid.UUID]:
    """Return whom the measure is on."""
    if isinstance(measure, Listing):
        return [measure.debtor_id]
    return list(measure.restricted_persons.values_list("person_id", flat=True))


def has_ended_for(measure: Decision, person_id: uuid.UUID) -> bool:
    """Say whether an act or the calendar has ended the measure for this person."""
    if isinstance(measure, Listing):
        return measure.ended_on is not None or measure.state in ENDED
    rows = measure.restricted_persons.filter(person_id=person_id)
    return measure.state in ENDED or not rows.filter(ended_on__isnull=True).exists()
