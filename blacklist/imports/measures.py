"""Build the measure that an imported ruling states, in the state it has reached by now."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from blacklist.copying import fresh
from blacklist.imports.ruling import ONE_DAY, Ruling
from blacklist.law import grounds as law_of_grounds
from blacklist.law.lifecycle import ListingState, OrderState
from blacklist.models import (
    ConsumptionOrder,
    EnforcementCase,
    Listing,
    OrderKind,
    Person,
    RestrictedPerson,
)
from blacklist.models.listing import LIVE_LISTING_STATES
from blacklist.register import listing_payload, order_payload


@dataclass(frozen=True)
class Measure:
    """The rows of one imported measure, in the order in which they are written, and its part of the payload."""

    measure_id: uuid.UUID
    court_code: str
    article: str
    rows: tuple[Model, ...]
    payload: dict[str, Any]


def build(ruling: Ruling, *, person: Person, case: EnforcementCase, at: datetime) -> Measure:
    """Return the unsaved measure of a ruling on ``person`` in ``case``."""
    if ruling.measure == "listing":
        return _listing(ruling, person=person, case=case, at=at)
    return _order(ruling, person=person, case=case, at=at)


def is_live_listing(ruling: Ruling) -> bool:
    """Say whether the ruling puts its debtor on the list now; of those there is one in a case."""
    return ruling.measure == "listing" and _listing_state(ruling) in LIVE_LISTING_STATES


def _listing(ruling: Ruling, *, person: Person, case: EnforcementCase, at: datetime) -> Measure:
    row = fresh(
        Listing,
        debtor_id=person.pk,
        state=_listing_state(ruling),
        grounds=list(ruling.grounds),
        published_on=ruling.days["published_on"],
        in_force_from=ruling.days["published_on"],
        **_decision(ruling, case=case, at=at),
        **_effect(ruling),
    )
    row.case = case
    row.seal_particulars(dict(ruling.texts))
    return Measure(
        measure_id=row.pk,
        court_code=ruling.court_code,
        article="L7",
        rows=(row,),
        payload=listing_payload(row),
    )


def _order(ruling: Ruling, *, person: Person, case: EnforcementCase, at: datetime) -> Measure:
    order = fresh(
        ConsumptionOrder,
        kind=OrderKind.DISCRETIONARY,
        state=_order_state(ruling),
        activities=list(ruling.activities),
        period_until=ruling.day("period_until") + ONE_DAY,
        **_decision(ruling, case=case, at=at),
    )
    order.seal_particulars({**ruling.texts, "unit_credit_code": ruling.unit_number})
    restricted = fresh(
        RestrictedPerson,
        order_id=order.pk,
        person_id=person.pk,
        capacity=ruling.capacity,
        in_force_from=ruling.days["served_on"],
        **_effect(ruling),
    )
    restricted.order, order.case = order, case
    return Measure(
        measure_id=order.pk,
        court_code=ruling.court_code,
        article="C5",
        rows=(order, restricted),
        payload=order_payload(restricted),
    )


def _decision(ruling: Ruling, *, case: EnforcementCase, at: datetime) -> dict[str, Any]:
    return {
        "case_id": case.pk,
        "court_id": ruling.court_code,
        "decision_number": ruling.decision_number,
        "drafted_by_name": ruling.drafted_by,
        "signed_by_name": ruling.signed_by,
        "proposed_at": at,
        "decided_on": ruling.days["decided_on"],
    }


def _effect(ruling: Ruling) -> dict[str, Any]:
    return {
        "served_on": ruling.days["served_on"],
        "service_method": ruling.service_method,
        "in_force_until": ruling.in_force_until,
        "ended_on": ruling.days["ended_on"],
        "ended_reason": ruling.ended_reason,
    }


def _listing_state(ruling: Ruling) -> ListingState:
    """Without a day of publication a listing is signed, not active."""
    if not ruling.ended_reason:
        return ListingState.ACTIVE if ruling.days["published_on"] else ListingState.SIGNED
    if ruling.ended_reason in law_of_grounds.REVOCATION_REASONS:
        return ListingState.REVOKED
    return ListingState.EXPIRED if ruling.ended_reason == "term_expired" else ListingState.REMOVED


def _order_state(ruling: Ruling) -> OrderState:
    if not ruling.ended_reason:
        return OrderState.IN_FORCE
    if ruling.ended_reason in law_of_grounds.REVOCATION_REASONS:
        return OrderState.REVOKED
    return OrderState.EXPIRED if ruling.ended_reason == "term_expired" else OrderState.LIFTED
