"""Consumption orders, one factory for each state."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from blacklist.law.days import legal_day
from blacklist.law.grounds import FACTORS
from blacklist.models import ConsumptionOrder, ServiceMethod
from blacklist.services import order_grace, orders
from tests.factories import cases, people
from tests.factories.clock import AT, TODAY

LAST_DAY = date(2027, 11, 15)
SIX_WEEKS_BEFORE = AT - timedelta(weeks=6)


def drafted(*, at: datetime = AT, **changes: Any) -> ConsumptionOrder:
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
    return orders.propose(replace(proposal, **changes), by=people.judge(), at=at)


def signed(*, at: datetime = AT, **changes: Any) -> ConsumptionOrder:
    """Return an order the president signed."""
    return orders.sign(drafted(at=at, **changes).pk, by=people.president(), at=at)


def refused() -> ConsumptionOrder:
    """Return a draft that the president declined."""
    return orders.refuse(drafted().pk, note="理由不足。", by=people.president(), at=AT)


def in_grace(**changes: Any) -> ConsumptionOrder:
    """Return a signed order held back for three months."""
    return order_grace.grace(signed(**changes).pk, months=3, note="正在筹款。", by=people.president(), at=AT)


def served_in_grace() -> ConsumptionOrder:
    """Return such an order served on its debtor, whom it does not bind yet."""
    row, method = in_grace(), ServiceMethod.DIRECT
    return orders.serve(row.pk, served_on=TODAY, service_method=method, by=people.clerk(), at=AT)


def after_grace() -> ConsumptionOrder:
    """Return a served order whose month of grace ended two weeks ago."""
    row = signed(at=SIX_WEEKS_BEFORE)
    order_grace.grace(row.pk, months=1, note="正在筹款。", by=people.president(), at=SIX_WEEKS_BEFORE)
    on, method = legal_day(SIX_WEEKS_BEFORE), ServiceMethod.DIRECT
    return orders.serve(row.pk, served_on=on, service_method=method, by=people.clerk(), at=SIX_WEEKS_BEFORE)


def closed() -> ConsumptionOrder:
    """Return an order whose debtor performed in grace."""
    return order_grace.close(in_grace().pk, reason="performed_in_grace", note="", by=people.judge(), at=AT)


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
