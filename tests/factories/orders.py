"""Consumption orders, one factory for each state."""

from dataclasses import replace
from datetime import date
from typing import Any

from blacklist.law.grounds import FACTORS
from blacklist.models import ConsumptionOrder, ServiceMethod
from blacklist.services import orders
from tests.factories import cases, people
from tests.factories.clock import AT, TODAY

LAST_DAY = date(2027, 11, 15)


def drafted(**changes: Any) -> ConsumptionOrder:
    """Return a draft against the debtor of a case."""
    case = cases.with_notice()
    proposal = orders.Proposal(
        case_id=case.pk,
        persons=[orders.Named(cases.debtor_of(case).pk)],
        activities=("flight.business", "hotel.star_rated"),
        period_until=LAST_DAY,
        factors=dict.fromkeys(FACTORS, "已查明。"),
        reasons="未按期履行。",
        own_motion="情况紧急。",
    )
    return orders.propose(replace(proposal, **changes), by=people.judge(), at=AT)


def signed(**changes: Any) -> ConsumptionOrder:
    """Return an order the president signed."""
    return orders.sign(drafted(**changes).pk, by=people.president(), at=AT)


def in_force(**changes: Any) -> ConsumptionOrder:
    """Return an order served on everyone it names."""
    method = ServiceMethod.DIRECT
    return orders.serve(signed(**changes).pk, served_on=TODAY, service_method=method, by=people.clerk(), at=AT)


def revoked() -> ConsumptionOrder:
    """Return an order that should never have been."""
    note = "经复核，不应采取限制消费措施。"
    return orders.revoke(in_force().pk, reason="issued_in_error", note=note, by=people.judge(), at=AT)


def lifted() -> ConsumptionOrder:
    """Return an order that ended because the debtor performed."""
    return orders.lift(in_force().pk, reason="performed", note="", by=people.judge(), at=AT)


def under_review() -> ConsumptionOrder:
    """Return an order in force until performance, its review a duty."""
    return in_force(period_until=None, review_on=date(2027, 5, 14))
