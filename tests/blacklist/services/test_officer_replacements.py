"""A unit's officer who really left it is freed on proof; the successor is restricted by an own order only (G17-2)."""

import uuid
from datetime import date
from typing import Any

import pytest

from blacklist.law.replacements import PROOFS
from blacklist.models import Capacity, ConsumptionOrder, Person, Task
from blacklist.services import orders
from tests.blacklist.services.drafts import (
    DIRECT,
    applied,
    case,
    code_of,
    entry_of,
    freed_officer,
    instant,
    is_restricted,
    order_in_force,
    order_proposal,
    proof,
    signed_order,
)
from tests.factories import people
from tests.factories.cases import debtor_of

pytestmark = pytest.mark.django_db
ON = date(2026, 1, 15)
CHANGED_ON, GRANTED_ON = date(2026, 2, 10), date(2026, 3, 20)


def order_on(officer: Person, *capacities: str) -> ConsumptionOrder:
    """Return an order in force on a unit and on this officer of it."""
    of = case(debtor=people.unit())
    named = [orders.Named(officer.pk, capacity, ("登记-1",)) for capacity in capacities or ("legal_representative",)]
    return order_in_force(
        on=ON, of=of, persons=[orders.Named(debtor_of(of).pk), *named], period_until=date(2027, 3, 15)
    )


def free(order: ConsumptionOrder, officer: Person, **changes: Any) -> ConsumptionOrder:
    application = applied("replacement", order, officer, on=GRANTED_ON)
    given: dict[str, Any] = {
        "reason": "officer_replaced",
        "note": "",
        "person_id": officer.pk,
        "application_id": application.pk,
        "replacement": proof(changed_on=CHANGED_ON),
        **changes,
    }
    return orders.lift(order.pk, **given, by=people.judge(), at=instant(GRANTED_ON))


class TestFreedBy:
    @pytest.mark.law("G17-2", "F8.7")
    def test_frees_on_application_and_restricts_the_successor_by_an_own_order(self) -> None:
        """Register changed 2026-02-10: nothing. Granted 2026-03-20: Ms A free at once. Mr C: when served himself."""
        ms_a, mr_c = people.person(name="陈甲"), people.person(name="周丙")
        order = order_on(ms_a)
        unit = debtor_of(order.case)
        assert (is_restricted(ms_a, on=CHANGED_ON), is_restricted(mr_c, on=CHANGED_ON)) == (True, False)
        free(order, ms_a, replacement=proof(changed_on=CHANGED_ON, successor_id=mr_c.pk))
        assert (is_restricted(ms_a, on=GRANTED_ON), is_restricted(mr_c, on=GRANTED_ON)) == (False, False)
        assert is_restricted(unit, on=GRANTED_ON)
        task = Task.objects.get(kind="successor_order")
        assert (task.subject_id, task.measure_id, task.holder, task.state) == (mr_c.pk, order.pk, "propose", "open")
        named = [orders.Named(mr_c.pk, "legal_representative", ("登记-2",))]
        own = signed_order(on=date(2026, 3, 23), of=order.case, persons=named)
        assert not is_restricted(mr_c, on=date(2026, 3, 23))
        served_on = date(2026, 3, 25)
        orders.serve(own.pk, served_on=served_on, service_method=DIRECT, by=people.clerk(), at=instant(served_on))
        task.refresh_from_db()
        assert (is_restricted(mr_c, on=served_on), task.state) == (True, "done")
        assert is_restricted(unit, on=served_on)

    @pytest.mark.law("G17-2")
    def test_keeps_the_proof_with_the_application(self) -> None:
        officer = people.person()
        order = order_on(officer)
        free(order, officer)
        [application] = order.applications.all()
        assert application.state == "granted"
        assert application.particulars["replacement"]["changed_on"] == "2026-02-10"
        assert set(application.particulars["replacement"]["evidence"]) == set(PROOFS)
        entry = entry_of(order.pk, "lift")
        assert (entry.article, entry.reason) == ("G17-2", "officer_replaced")

    @pytest.mark.law("G17-2")
    def test_needs_an_application_of_that_very_person(self) -> None:
        officer, other = people.person(), people.person()
        of = case(debtor=people.unit())
        named = [orders.Named(who.pk, "legal_representative", ("登记-1",)) for who in (officer, other)]
        order = order_in_force(on=ON, of=of, persons=named, period_until=date(2027, 3, 15))
        foreign = applied("replacement", order, other, on=GRANTED_ON)
        proved, at, judge = proof(changed_on=CHANGED_ON), instant(GRANTED_ON), people.judge()

        def lift(application_id: uuid.UUID | None) -> ConsumptionOrder:
            return orders.lift(
                order.pk,
                reason="officer_replaced",
                note="",
                person_id=officer.pk,
                application_id=application_id,
                replacement=proved,
                by=judge,
                at=at,
            )

        assert code_of(lambda: lift(foreign.pk)) == "application-mismatch"
        assert code_of(lambda: lift(None)) == "application-required"

    @pytest.mark.law("G17-2")
    @pytest.mark.parametrize("unproved", PROOFS)
    def test_puts_the_burden_of_each_fact_on_the_applicant(self, unproved: str) -> None:
        officer = people.person()
        order = order_on(officer)
        given = applied("replacement", order, officer, on=GRANTED_ON)
        lacking = proof(changed_on=CHANGED_ON, evidence={**dict.fromkeys(PROOFS, ("登记-2",)), unproved: (" ",)})

        def lift(replacement: orders.Replacement | None) -> ConsumptionOrder:
            return orders.lift(
                order.pk,
                reason="officer_replaced",
                note="",
                person_id=officer.pk,
                application_id=given.pk,
                replacement=replacement,
                by=people.judge(),
                at=instant(GRANTED_ON),
            )

        assert code_of(lambda: lift(lacking)) == "evidence-required"
        assert code_of(lambda: lift(None)) == "evidence-required"
        assert code_of(lambda: lift(proof(changed_on=date(2026, 3, 21)))) == "date-in-future"
        assert code_of(lambda: lift(proof(changed_on=CHANGED_ON, successor_id=order.pk))) == "not-found"
        assert is_restricted(officer, on=GRANTED_ON)

    @pytest.mark.law("G17-2", "F8.7")
    def test_leaves_what_else_the_order_says_of_the_person(self) -> None:
        """Freed as legal representative, still restricted as who is directly responsible."""
        officer = people.person()
        order = order_on(officer, Capacity.LEGAL_REPRESENTATIVE, Capacity.DIRECTLY_RESPONSIBLE)
        freed_officer(order, officer, on=GRANTED_ON)
        rows = dict(order.restricted_persons.filter(person=officer).values_list("capacity", "ended_reason"))
        assert rows == {"legal_representative": "officer_replaced", "directly_responsible": ""}
        assert is_restricted(officer, on=GRANTED_ON)


class TestUnitWithFourOfficers:
    @pytest.mark.law("C3-2", "G14", "F8.7")
    def test_restricts_each_from_own_service_and_nobody_else(self) -> None:
        """One order, four officers: each has an own notice; shareholder Mr B is not named and stays free."""
        of = case(debtor=people.unit())
        officers = {capacity: people.person() for capacity in Capacity}
        shareholder = people.person(name="股东乙")
        named = [orders.Named(who.pk, capacity, ("登记-1",)) for capacity, who in officers.items()]
        drafted = orders.propose(order_proposal(of, persons=named), by=people.judge(), at=instant(ON))
        order = orders.sign(drafted.pk, by=people.president(), at=instant(ON))
        for day, who in enumerate(officers.values(), start=16):
            served_on = date(2026, 1, day)
            clerk, at = people.clerk(), instant(served_on)
            orders.serve(order.pk, served_on=served_on, service_method=DIRECT, person_id=who.pk, by=clerk, at=at)
            bound = [is_restricted(each, on=served_on) for each in officers.values()]
            assert bound == [True] * (day - 15) + [False] * (19 - day)
        assert not is_restricted(shareholder, on=date(2026, 2, 1))
        assert not is_restricted(debtor_of(of), on=date(2026, 2, 1))
        assert Task.objects.get(kind="service", measure_id=order.pk).state == "done"
