"""Proposals as a judge types them, at any day: the acts' tests change one thing in a good one."""

import itertools
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from blacklist.law.grounds import FACTORS
from blacklist.law.refusals import Refusal
from blacklist.law.replacements import PROOFS
from blacklist.models import (
    Application,
    ConsumptionOrder,
    EnforcementCase,
    Listing,
    PartyRole,
    Person,
    RegisterEntry,
    ServiceMethod,
)
from blacklist.register import open_payload, standing_payload
from blacklist.services import applications, cases, listings, orders
from tests.factories import facts, people
from tests.factories.cases import debtor_of
from tests.factories.listings import DENIED, SHOWN

_serials = itertools.count(1)
DIRECT = ServiceMethod.DIRECT


def instant(day: date) -> datetime:
    """Return ten o'clock in China on that day."""
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


def code_of(act: Callable[[], object]) -> str:
    """Return the code with which ``act`` is refused, having shown that it left the register alone."""
    before = RegisterEntry.objects.count()
    with pytest.raises(Refusal) as caught:
        act()
    assert RegisterEntry.objects.count() == before
    return caught.value.code


def case(
    *,
    debtor: Person | None = None,
    court_code: str = people.COURT,
    served_on: date = date(2024, 1, 3),
    perform_by: date = date(2024, 1, 15),
    has_risk_warning: bool = True,
) -> EnforcementCase:
    """Return a case of 2024 with one debtor, its enforcement notice served."""
    clerk = people.clerk(court_code)
    opened = cases.open_case(
        case_number=f"（2024）{court_code}执{next(_serials)}号",
        filed_on=date(2024, 1, 2),
        basis=cases.Basis("示范仲裁委员会", "（2023）示范裁字第1号", "支付货款。"),
        parties=[cases.PartyNamed((debtor or people.person()).pk, PartyRole.JUDGMENT_DEBTOR)],
        by=clerk,
        at=instant(date(2024, 1, 2)),
    )
    return cases.record_notice(
        opened.pk,
        served_on=served_on,
        service_method=DIRECT,
        perform_by=perform_by,
        has_risk_warning=has_risk_warning,
        by=clerk,
        at=instant(served_on),
    )


def found(number: int, **changes: Any) -> listings.GroundFound:
    """Return a ground as a judge finds it."""
    whole = listings.GroundFound(number, "拒不履行的具体情形。", ("卷宗-12",), date(2024, 1, 20))
    return replace(whole, **changes)


def grounded(of: EnforcementCase, number: int, **changes: Any) -> listings.GroundFound:
    """Return a ground as a judge finds it, with the facts in the case that it rests on."""
    served_on = of.notice_served_on or of.filed_on
    if number == 4:
        changes = {"asset_report_id": facts.breached(of, served_on=served_on).pk, **changes}
    if number == 6:
        changes = {"settlement_id": facts.settlement(of, agreed_on=served_on).pk, **changes}
    return found(number, **changes)


def listing_proposal(of: EnforcementCase, *numbers: int, **changes: Any) -> listings.Proposal:
    """Return a good proposal to list the debtor of the case on these grounds (else 1)."""
    whole = listings.Proposal(
        case_id=of.pk,
        debtor_id=debtor_of(of).pk,
        grounds=[grounded(of, number) for number in numbers or (1,)],
        negatives=DENIED,
        reasons="符合规定情形。",
        negatives_evidence=SHOWN,
    )
    return replace(whole, **changes)


def order_proposal(of: EnforcementCase, **changes: Any) -> orders.Proposal:
    """Return a good proposal of a discretionary order against the debtor of the case."""
    whole = orders.Proposal(
        case_id=of.pk,
        persons=[orders.Named(debtor_of(of).pk)],
        activities=("flight.business", "hotel.star_rated"),
        period_until=date(2027, 3, 15),
        factors=dict.fromkeys(FACTORS, "已查明。"),
        reasons="未按期履行。",
        own_motion="被执行人正在转移财产，情况紧急。",
    )
    return replace(whole, **changes)


def signed_listing(*numbers: int, on: date, debtor: Person | None = None) -> Listing:
    """Return a listing signed on that day."""
    drafted = listings.propose(listing_proposal(case(debtor=debtor), *numbers), by=people.judge(), at=instant(on))
    return listings.sign(drafted.pk, by=people.president(), at=instant(on))


def active_listing(*numbers: int, on: date, debtor: Person | None = None) -> Listing:
    """Return a listing signed, served and published on that day."""
    signed = signed_listing(*numbers, on=on, debtor=debtor)
    listings.serve(signed.pk, served_on=on, service_method=DIRECT, by=people.clerk(), at=instant(on))
    return listings.publish(signed.pk, by=people.judge(), at=instant(on))


def unit_proposal(**changes: Any) -> orders.Proposal:
    """Return a good proposal of an order on a company and, with evidence, its legal representative."""
    of = case(debtor=people.unit())
    officer = orders.Named(people.person().pk, "legal_representative", ("登记-1",))
    return order_proposal(of, **{"persons": [orders.Named(debtor_of(of).pk), officer], **changes})


def signed_unit_order(*, on: date, **changes: Any) -> ConsumptionOrder:
    """Return such an order signed on that day."""
    drafted = orders.propose(unit_proposal(**changes), by=people.judge(), at=instant(on))
    return orders.sign(drafted.pk, by=people.president(), at=instant(on))


def signed_order(*, on: date, of: EnforcementCase | None = None, **changes: Any) -> ConsumptionOrder:
    """Return an order signed on that day."""
    drafted = orders.propose(order_proposal(of or case(), **changes), by=people.judge(), at=instant(on))
    return orders.sign(drafted.pk, by=people.president(), at=instant(on))


def order_in_force(*, on: date, of: EnforcementCase | None = None, **changes: Any) -> ConsumptionOrder:
    """Return an order signed and served on everyone that day."""
    signed = signed_order(on=on, of=of, **changes)
    return orders.serve(signed.pk, served_on=on, service_method=DIRECT, by=people.clerk(), at=instant(on))


def applied(kind: str, order: ConsumptionOrder, person: Person, *, on: date) -> Application:
    """Return what somebody restricted by the order applied for that day, in the own matter."""
    filing = applications.Filing(kind, order.case_id, person.pk, person.pk, on, "请求解除。", measure_id=order.pk)
    return applications.receive(filing, by=people.clerk(), at=instant(on))


def proof(*, changed_on: date, **changes: Any) -> orders.Replacement:
    """Return what a former officer proves, each fact with its evidence (G17-2)."""
    whole = orders.Replacement(changed_on, dict.fromkeys(PROOFS, ("登记-2",)))
    return replace(whole, **changes)


def freed_officer(order: ConsumptionOrder, person: Person, *, on: date, note: str = "") -> ConsumptionOrder:
    """Return the order after a former officer whom it restricted was freed on application."""
    return orders.lift(
        order.pk,
        reason="officer_replaced",
        note=note,
        person_id=person.pk,
        application_id=applied("replacement", order, person, on=on).pk,
        replacement=proof(changed_on=on),
        by=people.judge(),
        at=instant(on),
    )


def is_restricted(person: Person, *, on: date) -> bool:
    """Say whether an order restricts the person that day, by what the register tells followers."""
    return any(
        measure["state"] == "in_force"
        and measure["from"] is not None
        and measure["from"] <= on.isoformat()
        and (measure["until"] is None or on.isoformat() < measure["until"])
        for measure in standing_payload(person)["measures"]
        if measure["kind"] == "order"
    )


def entry_of(measure_id: uuid.UUID, act: str) -> RegisterEntry:
    """Return the newest register entry, which is this act on this measure."""
    entry = RegisterEntry.objects.latest("version")
    assert (entry.act, entry.measure_id) == (act, measure_id)
    return entry


def assert_whole_set(entry: RegisterEntry, subjects: Sequence[Person]) -> None:
    """Assert that the entry's payload is the whole set of measures of exactly these subjects."""
    payload = open_payload(entry)
    assert payload is not None
    assert {part["subject"] for part in payload["subjects"]} == {str(subject.pk) for subject in subjects}
    assert sorted(entry.subjects) == sorted(subject.pk for subject in subjects)
    for subject in subjects:
        assert standing_payload(subject) in payload["subjects"]
