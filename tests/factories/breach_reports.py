"""Reports of breaches, one factory for each state."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from blacklist.models import BreachReport, ConsumptionOrder
from blacklist.services import breach_reports
from tests.factories import orders, people
from tests.factories.clock import AT, TODAY

TIPSTER = "举报人王某"


def tip(order: ConsumptionOrder, **changes: Any) -> breach_reports.Tip:
    """Return a report that the debtor flew."""
    whole = breach_reports.Tip(
        order_id=order.pk,
        person_id=order.restricted_persons.all()[0].person_id,
        activity="flight.business",
        conduct_on=TODAY,
        channel="hotline",
        facts="当日乘坐公务舱。",
        tipster=TIPSTER,
    )
    return replace(whole, **changes)


def received(**changes: Any) -> BreachReport:
    """Return a report that nobody has examined."""
    return breach_reports.receive(tip(orders.in_force(), **changes), by=people.clerk(), at=AT)


def found(**changes: Any) -> BreachReport:
    """Return a breach that a judge has found."""
    return breach_reports.find(received(**changes).pk, findings="经查属实。", by=people.judge(), at=AT)


def rejected() -> BreachReport:
    """Return a report that nothing has shown to be true."""
    return breach_reports.reject(received().pk, findings="查无实据。", by=people.judge(), at=AT)


def penalised() -> BreachReport:
    """Return a breach for which the president has decided on a fine."""
    return breach_reports.penalise(found().pk, fine=Decimal(5000), detention_days=None, by=people.president(), at=AT)
