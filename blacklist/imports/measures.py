"""Build the measure that an imported ruling states, in the state it has reached by now."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from blacklist.copying import fresh
from blacklist.imports.loosening import Granted
from blacklist.imports.ruling import ONE_DAY, Ruling
from blacklist.law import grounds as law_of_grounds
from blacklist.law.days import legal_day
from blacklist.law.exemptions import ExemptionState
from blacklist.law.lifecycle import ListingState, OrderState
from blacklist.law.obligations import OBLIGATIONS
from blacklist.models import (
    ConsumptionOrder,
    EnforcementCase,
    Exemption,
    Listing,
    OrderKind,
    Person,
    RestrictedPerson,
    Task,
    TaskKind,
)
from blacklist.models.listing import LIVE_LISTING_STATES
from blacklist.standings import listing_payload, order_payload

PERFORMED = frozenset({"performed", "settlement_performed"})


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
        rows=(row, *_duties(row, person=person, at=at)),
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
    order.case = case
    restricted = fresh(
        RestrictedPerson,
        order_id=order.pk,
        person_id=person.pk,
        capacity=ruling.capacity,
        in_force_from=_in_force_from(ruling),
        **_effect(ruling),
    )
    restricted.order = order
    exemptions = [_exemption(granted, restricted, on=legal_day(at)) for granted in ruling.exemptions]
    approved = [row for row in exemptions if row.state == ExemptionState.APPROVED]
    return Measure(
        measure_id=order.pk,
        court_code=ruling.court_code,
        article="C5",
        rows=(order, restricted, *exemptions, *_duties(order, person=person, at=at)),
        payload=order_payload(restricted, exemptions=sorted(approved, key=lambda row: row.pk)),
    )


def _exemption(granted: Granted, restricted: RestrictedPerson, *, on: date) -> Exemption:
    """Return an exemption as approved; one whose window has passed, or whose order has ended, is on record only."""
    is_live = granted.last_day >= on and restricted.ended_on is None
    row = fresh(
        Exemption,
        kind=granted.kind,
        order_id=restricted.order_id,
        person_id=restricted.person_id,
        state=ExemptionState.APPROVED if is_live else ExemptionState.EXPIRED,
        activities=list(granted.activities),
        from_on=granted.first_day,
        until_on=granted.last_day + ONE_DAY,
        is_single_use=granted.is_single_use,
        received_on=min(granted.first_day, on),
        decided_on=min(granted.first_day, on),
    )
    row.receipt_number = f"LW{on:%Y%m%d}{row.pk.hex[:12].upper()}"
    row.seal_particulars({"purpose": ""})
    return row


def _duties(measure: Listing | ConsumptionOrder, *, person: Person, at: datetime) -> tuple[Task, ...]:
    """Return the duty to confirm, on the last day of grace, what follows it (G15)."""
    if measure.state not in (ListingState.GRACE, OrderState.GRACE) or measure.grace_until is None:
        return ()
    obligation = OBLIGATIONS[TaskKind.GRACE_ENDED]
    task = fresh(
        Task,
        kind=TaskKind.GRACE_ENDED,
        court_id=measure.case.court_id,
        holder=obligation.holder,
        subject_id=person.pk,
        measure_id=measure.pk,
        article=obligation.article,
        opened_at=at,
        due_on=measure.grace_until - ONE_DAY,
    )
    return (task,)


def _decision(ruling: Ruling, *, case: EnforcementCase, at: datetime) -> dict[str, Any]:
    return {
        "case_id": case.pk,
        "court_id": ruling.court_code,
        "decision_number": ruling.decision_number,
        "drafted_by_name": ruling.drafted_by,
        "signed_by_name": ruling.signed_by,
        "proposed_at": at,
        "decided_on": ruling.days["decided_on"],
        "grace_until": ruling.grace_until,
    }


def _effect(ruling: Ruling) -> dict[str, Any]:
    return {
        "served_on": ruling.days["served_on"],
        "service_method": ruling.service_method,
        "in_force_until": ruling.in_force_until,
        "ended_on": ruling.days["ended_on"],
        "ended_reason": _ended_reason(ruling),
    }


def _ended_reason(ruling: Ruling) -> str:
    """Return why it ended; what closes a listing in its grace is performance of its own kind (G15)."""
    if ruling.measure == "listing" and ruling.ended_reason in PERFORMED and _ended_in_grace(ruling):
        return law_of_grounds.closure_reason(ruling.ended_reason, is_in_grace=True).code
    return ruling.ended_reason


def _in_force_from(ruling: Ruling) -> date | None:
    """Return the day of service or, where grace was given, the day after it; none if it never came to that."""
    if ruling.grace_until is None:
        return ruling.days["served_on"]
    if ruling.is_in_grace or _ended_in_grace(ruling):
        return None
    return max(ruling.day("served_on"), ruling.grace_until)


def _ended_in_grace(ruling: Ruling) -> bool:
    ended_on = ruling.days["ended_on"]
    return ruling.grace_until is not None and ended_on is not None and ended_on <= ruling.grace_until


def _listing_state(ruling: Ruling) -> ListingState:
    """Without a day of publication a listing is signed, not active; in grace, until somebody has confirmed it (G15)."""
    if not ruling.ended_reason:
        if ruling.days["published_on"]:
            return ListingState.ACTIVE
        return ListingState.GRACE if ruling.grace_until else ListingState.SIGNED
    if ruling.ended_reason in law_of_grounds.REVOCATION_REASONS:
        return ListingState.REVOKED
    if _ended_in_grace(ruling):
        return ListingState.CLOSED
    return ListingState.EXPIRED if ruling.ended_reason == "term_expired" else ListingState.REMOVED


def _order_state(ruling: Ruling) -> OrderState:
    if not ruling.ended_reason:
        return OrderState.GRACE if ruling.is_in_grace else OrderState.IN_FORCE
    if ruling.ended_reason in law_of_grounds.REVOCATION_REASONS:
        return OrderState.REVOKED
    if _ended_in_grace(ruling):
        return OrderState.CLOSED
    return OrderState.EXPIRED if ruling.ended_reason == "term_expired" else OrderState.LIFTED
