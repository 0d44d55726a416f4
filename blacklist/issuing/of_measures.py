"""Which act on a measure issues which document, and what it says: a table with one builder for each row."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from blacklist.documents.decisions import ConsumptionOrder as OrderContent
from blacklist.documents.decisions import Factor, GroundSaid, ListingDecision, RevocationDecision
from blacklist.documents.notices import LiftNotice, RemovalNotice, ServiceRecord
from blacklist.documents.parts import Content, Heading, Party
from blacklist.documents.terms import GraceDecision, RetentionDecision
from blacklist.issuing.doing import Builders, Doing
from blacklist.issuing.numbers import next_decision_number
from blacklist.issuing.parts import heading, measure, origin, parties, signed
from blacklist.law.activities import ACTIVITIES
from blacklist.law.grounds import FACTORS, GROUNDS, LIFT_REASONS, REMOVAL_REASONS, REVOCATION_REASONS
from blacklist.law.lifecycle import Act
from blacklist.models import (
    Capacity,
    ConsumptionOrder,
    EnforcementCase,
    Listing,
    Person,
    RestrictedPerson,
    ServiceMethod,
)

ONE_DAY = timedelta(days=1)
DEATH = "death"


def listing_decision(listing: Listing, doing: Doing) -> Content:
    """Say what the decision to list says, as drafted or as signed (L5 ¶3)."""
    said = listing.particulars
    last_day = listing.in_force_until
    return ListingDecision(
        _signed(listing, doing),
        debtor=_one(doing.person),
        origin=origin(listing.case),
        grounds=tuple(_ground(found) for found in said["grounds"]),
        reasons=said["reasons"],
        term_until=last_day - ONE_DAY if last_day else None,
    )


def consumption_order(order: ConsumptionOrder, doing: Doing) -> Content:
    """Say what the order says, as drafted or as signed (C5)."""
    said = order.particulars
    return OrderContent(
        _signed(order, doing),
        persons=_restricted(doing.rows, doing),
        origin=origin(order.case),
        listing=measure(order.listing) if order.listing else None,
        factors=tuple(Factor(FACTORS[code], said["factors"][code]) for code in FACTORS if code in said["factors"]),
        reasons=said["reasons"],
        items=tuple(_item(code, said) for code in order.activities),
        period_until=order.period_until - ONE_DAY if order.period_until else None,
        review_on=order.review_on,
        consequences=said.get("consequences", ""),
        remedy=said.get("remedy", ""),
    )


def _item(code: str, said: Mapping[str, Any]) -> str:
    """Return an item in the words of the catalogue, with those that only this order has (C3-9, G20)."""
    if code == "other.named":
        return f"{ACTIVITIES[code].zh}：{said.get('other', '')}"
    if code == "school.high_fee":
        return "{}：{school}（依据{decision_number}）".format(ACTIVITIES[code].zh, **said["school"])
    return ACTIVITIES[code].zh


def listing_service(listing: Listing, doing: Doing) -> Content:
    """Say how the decision was served on the debtor (G14)."""
    assert listing.served_on is not None
    return _service(listing, doing, (_one(doing.person),), ServiceMethod(listing.service_method), listing.served_on)


def order_service(order: ConsumptionOrder, doing: Doing) -> Content:
    """Say how the order was served on those whom this act concerns (G14)."""
    row = doing.rows[0]
    assert row.served_on is not None
    return _service(order, doing, _restricted(doing.rows, doing), ServiceMethod(row.service_method), row.served_on)


def grace(decision: Listing | ConsumptionOrder, doing: Doing) -> Content:
    """Say until when a signed measure is held back, and why (G15)."""
    assert decision.grace_until is not None
    last_day = decision.in_force_until if isinstance(decision, Listing) else None
    return GraceDecision(
        _signing(decision.case, doing),
        persons=parties(doing.persons.values()),
        measure=measure(decision),
        reasons=doing.note,
        grace_until=decision.grace_until - ONE_DAY,
        term_until=last_day - ONE_DAY if last_day else None,
    )


def retention(listing: Listing, doing: Doing) -> Content:
    """Say why a term goes on although the debtor has performed (L2 ¶2, G19)."""
    assert listing.in_force_until is not None
    return RetentionDecision(
        _signing(listing.case, doing),
        debtor=_one(doing.person),
        measure=measure(listing),
        reasons=doing.note,
        term_until=listing.in_force_until - ONE_DAY,
    )


def removal(listing: Listing, doing: Doing) -> Content:
    """Say why and since when the listing has ended (L10)."""
    reason = REMOVAL_REASONS[doing.reason]
    assert listing.ended_on is not None
    return RemovalNotice(
        _numbered(listing.case, doing),
        persons=(_one(doing.person),),
        measure=measure(listing),
        reason=reason.zh,
        rule=reason.article,
        note=doing.note,
        ended_on=listing.ended_on,
        is_addressed=reason.code != DEATH,
    )


def lift(order: ConsumptionOrder, doing: Doing) -> Content:
    """Say why, since when and for whom the order has ended, and for whom not (C9, G17-2)."""
    reason = LIFT_REASONS[doing.reason]
    [ended_on] = {row.ended_on for row in doing.rows}
    assert ended_on is not None
    going_on = [row for row in order.restricted_persons.all() if row.ended_on is None]
    return LiftNotice(
        _numbered(order.case, doing),
        persons=_restricted(doing.rows, doing),
        measure=measure(order),
        reason=reason.zh,
        rule=reason.article,
        note=doing.note,
        ended_on=ended_on,
        is_addressed=reason.code != DEATH,
        remaining=tuple(dict.fromkeys(doing.persons[row.person_id].name for row in going_on)),
    )


def listing_revocation(listing: Listing, doing: Doing) -> Content | None:
    """Say why the listing should never have been (L9); a draft was never issued, so there is nothing to revoke."""
    if listing.decided_on is None:
        return None
    return _revocation(listing, doing, (_one(doing.person),), rules=(REVOCATION_REASONS[doing.reason].article,))


def order_revocation(order: ConsumptionOrder, doing: Doing) -> Content | None:
    """Say why the order should never have been (G18, L9 by analogy); nothing of a draft."""
    if order.decided_on is None:
        return None
    return _revocation(order, doing, _restricted(doing.rows, doing), rules=("G18", "L9"))


ISSUED: Builders = MappingProxyType(
    {
        (Listing, Act.SIGN): listing_decision,
        (Listing, Act.SERVE): listing_service,
        (Listing, Act.GRACE): grace,
        (Listing, Act.KEEP): retention,
        (Listing, Act.REMOVE): removal,
        (Listing, Act.REVOKE): listing_revocation,
        (ConsumptionOrder, Act.SIGN): consumption_order,
        (ConsumptionOrder, Act.SERVE): order_service,
        (ConsumptionOrder, Act.GRACE): grace,
        (ConsumptionOrder, Act.LIFT): lift,
        (ConsumptionOrder, Act.REVOKE): order_revocation,
    }
)


def _signed(decision: Listing | ConsumptionOrder, doing: Doing) -> Heading:
    """A draft, which is only tried, has nobody's name under it yet."""
    case = decision.case
    of = heading(case.court_id, number=decision.decision_number, at=doing.at, case=case)
    return of if doing.act is Act.PROPOSE else signed(of, doing.by)


def _signing(case: EnforcementCase, doing: Doing) -> Heading:
    """The heading of a further decision that the president signs."""
    return signed(_numbered(case, doing), doing.by)


def _numbered(case: EnforcementCase, doing: Doing) -> Heading:
    """The court is the officer's: one above may correct directly (G18)."""
    return heading(doing.by.court_id or case.court_id, number=next_decision_number(case), at=doing.at, case=case)


def _one(person: Person) -> Party:
    [party] = parties([person])
    return party


def _restricted(rows: Iterable[RestrictedPerson], doing: Doing) -> tuple[Party, ...]:
    capacities: dict[uuid.UUID, list[str]] = {}
    for row in sorted(rows, key=lambda row: (row.capacity, row.pk)):  # the debtor before any officer
        capacities.setdefault(row.person_id, []).extend([Capacity(row.capacity).label] if row.capacity else [])
    words = {person_id: "、".join(labels) for person_id, labels in capacities.items()}
    return parties([doing.persons[person_id] for person_id in capacities], capacities=words)


def _ground(found: Mapping[str, Any]) -> GroundSaid:
    words = GROUNDS[found["number"]].zh
    return GroundSaid(words, found["facts"], tuple(found["evidence"]), date.fromisoformat(found["conduct_on"]))


def _service(
    decision: Listing | ConsumptionOrder, doing: Doing, persons: tuple[Party, ...], method: ServiceMethod, on: date
) -> Content:
    """A record of service bears the number of what was served."""
    case = decision.case
    of = heading(case.court_id, number=decision.decision_number, at=doing.at, case=case)
    return ServiceRecord(of, measure(decision), persons, method.label, on, doing.by.name)


def _revocation(
    decision: Listing | ConsumptionOrder, doing: Doing, persons: tuple[Party, ...], *, rules: tuple[str, ...]
) -> Content:
    reason = REVOCATION_REASONS[doing.reason].zh
    of = _numbered(decision.case, doing)
    return RevocationDecision(of, persons, measure(decision), rules, reason, doing.note)
