"""Exemptions, one factory for each state."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from blacklist.law.exemptions import ExemptionKind
from blacklist.models import ConsumptionOrder, Exemption
from blacklist.services import exemptions
from tests.factories import orders, people
from tests.factories.clock import AT, TODAY

HOTEL, FLIGHT = "hotel.star_rated", "flight.business"
LONG_AFTER = AT.replace(year=2027)


def wish(*activities: str, first_day: date = TODAY, last_day: date = date(2026, 11, 18), **changes: Any) -> Any:
    """Return what is applied for."""
    return exemptions.Wish(activities or (HOTEL,), first_day, last_day, **changes)


def request(
    order: ConsumptionOrder | None = None,
    *,
    person_id: uuid.UUID | None = None,
    kind: ExemptionKind = ExemptionKind.NECESSITY,
    wish: Any = None,
    evidence: Sequence[str] = ("卷宗-21",),
    **changes: Any,
) -> exemptions.Request:
    """Return an application of the (first) person an order restricts."""
    order = order or orders.in_force()
    person = person_id or order.restricted_persons.get().person_id
    made = exemptions.Wish((HOTEL,), TODAY, date(2026, 11, 18)) if wish is None else wish
    return exemptions.Request(order.pk, person, kind, made, "赴西安出席债权人会议。", evidence, **changes)


def submitted(order: ConsumptionOrder | None = None, **changes: Any) -> Exemption:
    """Return an application just taken in."""
    return exemptions.receive(request(order, **changes), by=people.clerk(), at=AT)


def incomplete() -> Exemption:
    """Return an application whose applicant was told what is missing."""
    return exemptions.send_back(submitted(evidence=()).pk, note="缺少费用证明。", by=people.judge(), at=AT)


def approved(order: ConsumptionOrder | None = None, **changes: Any) -> Exemption:
    """Return what a judge permitted."""
    return exemptions.approve(submitted(order, **changes).pk, by=people.judge(), at=AT)


def rejected() -> Exemption:
    """Return an application that was rejected."""
    return exemptions.reject(submitted().pk, reason="not_necessary", note="可视频参会。", by=people.judge(), at=AT)


def withdrawn() -> Exemption:
    """Return an application that was withdrawn."""
    return exemptions.withdraw(submitted().pk, by=people.clerk(), at=AT)


def used() -> Exemption:
    """Return what was permitted once and has been used."""
    made = approved(wish=wish(is_single_use=True))
    exemptions.use(made.person_id, activity=HOTEL, on=TODAY, reference=uuid.uuid4(), at=AT)
    made.refresh_from_db()
    return made


def expired() -> Exemption:
    """Return an exemption whose window has passed."""
    return exemptions.expire(approved().pk, at=LONG_AFTER)


def voided() -> Exemption:
    """Return an exemption that was got by false evidence."""
    return exemptions.void(approved().pk, reason="false_evidence", note="会议通知系伪造。", by=people.judge(), at=AT)
