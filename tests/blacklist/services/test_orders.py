"""A consumption order signed and served on each person; its end by time (C5, G14)."""

from datetime import date
from functools import partial

import pytest

from blacklist.models import (
    RegisterEntry,
    ServiceMethod,
    Task,
)
from blacklist.register import open_payload
from blacklist.sealing import seal
from blacklist.selectors import orders_run_out
from blacklist.services import orders
from tests.blacklist.services.drafts import (
    DIRECT,
    active_listing,
    case,
    code_of,
    entry_of,
    instant,
    order_in_force,
    order_proposal,
    signed_order,
    signed_unit_order,
)
from tests.factories import people
from tests.factories.cases import debtor_of

pytestmark = pytest.mark.django_db
ON = date(2024, 3, 15)


class TestSign:
    @pytest.mark.law("C5", "G14")
    def test_binds_nobody_before_service(self) -> None:
        """C5, G14."""
        order = signed_order(on=ON)
        assert (order.state, order.decided_on) == ("signed", ON)
        assert order.restricted_persons.get().in_force_from is None
        assert order.decision_number == f"{order.case.case_number}之一"

    @pytest.mark.law("C5")
    def test_refuses_an_order_whose_period_has_run_out(self) -> None:
        """C5."""
        drafted = orders.propose(
            order_proposal(case(), period_until=date(2024, 3, 31)), by=people.judge(), at=instant(ON)
        )
        late = instant(date(2024, 4, 1))
        assert code_of(lambda: orders.sign(drafted.pk, by=people.president(), at=late)) == "wrong-state"

    @pytest.mark.law("G14")
    def test_opens_the_task_of_serving_it_which_becomes_an_alarm(self) -> None:
        """G14: signed on 2026-03-20 and served on nobody, it is overdue after 2026-03-25."""
        order = signed_unit_order(on=date(2026, 3, 20))
        task = Task.objects.get(kind="service", measure_id=order.pk)
        assert (task.due_on, task.holder, task.state) == (date(2026, 3, 25), "serve", "open")
        assert task.subject_id == order.restricted_persons.get(capacity="").person_id


class TestMinor:
    @pytest.mark.law("Q5", "11.1")
    @pytest.mark.parametrize("act", ["sign", "serve"])
    def test_is_restricted_at_no_step_once_the_particulars_say_so(self, act: str) -> None:
        """Q5: no president overrides it; a birth date put right after the draft counts."""
        of = case()
        order = orders.propose(order_proposal(of), by=people.judge(), at=instant(ON))
        if act == "serve":
            orders.sign(order.pk, by=people.president(), at=instant(ON))
        person = debtor_of(of)
        person.birth_date_sealed = seal("2008-03-15", record=f"person:{person.pk}:birth_date")
        person.save()
        president, clerk, at = people.president(), people.clerk(), instant(date(2024, 3, 18))

        def do() -> object:
            if act == "sign":
                return orders.sign(order.pk, by=president, at=at)
            return orders.serve(order.pk, served_on=date(2024, 3, 18), service_method=DIRECT, by=clerk, at=at)

        assert code_of(do) == "minor"


class TestServe:
    @pytest.mark.law("G14", "9.2")
    def test_closes_the_task_of_serving_with_the_last_person(self) -> None:
        """G14: each restricted person is served; until the last one is, serving stays due."""
        order, clerk, at = signed_unit_order(on=ON), people.clerk(), instant(ON)
        states = []
        for row in order.restricted_persons.all():
            orders.serve(order.pk, served_on=ON, service_method=DIRECT, person_id=row.person_id, by=clerk, at=at)
            states.append(Task.objects.get(kind="service", measure_id=order.pk).state)
        assert states == ["open", "done"]

    @pytest.mark.law("C1")
    def test_closes_the_task_of_issuing_one_because_of_a_listing(self) -> None:
        """C1: listing active 2026-04-10 without an order; done when an order is served, not before."""
        listing, clerk = active_listing(1, on=date(2026, 4, 10)), people.clerk()
        order = signed_order(on=date(2026, 4, 13), of=listing.case, listing_id=listing.pk, factors={})
        task = Task.objects.get(kind="order_missing", measure_id=listing.pk)
        assert task.state == "open"
        at = instant(date(2026, 4, 14))
        orders.serve(order.pk, served_on=date(2026, 4, 14), service_method=DIRECT, by=clerk, at=at)
        task.refresh_from_db()
        assert (task.state, task.closed_by) == ("done", clerk)

    @pytest.mark.law("G14", "C3-2")
    def test_puts_the_order_in_force_for_each_person_from_that_persons_service(self) -> None:
        """G14, C3 ¶2: each gets the own notice; the other stays free until served."""
        order, clerk = signed_unit_order(on=ON), people.clerk()
        unit, officer = order.restricted_persons.order_by("capacity")
        later = date(2024, 3, 20)
        orders.serve(
            order.pk, served_on=ON, service_method=DIRECT, person_id=unit.person_id, by=clerk, at=instant(later)
        )
        payload = open_payload(entry_of(order.pk, "serve"))
        assert payload is not None
        assert {part["subject"]: part["measures"][0]["from"] for part in payload["subjects"]} == {
            str(unit.person_id): "2024-03-15",
            str(officer.person_id): None,
        }
        orders.serve(
            order.pk, served_on=later, service_method=DIRECT, person_id=officer.person_id, by=clerk, at=instant(later)
        )
        officer.refresh_from_db()
        assert (officer.in_force_from, officer.in_force_until) == (later, date(2027, 3, 16))

    @pytest.mark.law("P88")
    def test_counts_a_public_notice_thirty_days_after_its_issue(self) -> None:
        """P88–95: issued on 2024-03-15, it counts as service on 2024-04-14 and not a day before."""
        order, clerk = signed_unit_order(on=ON), people.clerk()
        serve = partial(orders.serve, order.pk, served_on=ON, service_method=ServiceMethod.PUBLIC_NOTICE, by=clerk)
        assert code_of(lambda: serve(at=instant(date(2024, 4, 13)))) == "not-served"
        serve(at=instant(date(2024, 4, 14)))
        assert set(order.restricted_persons.values_list("in_force_from", flat=True)) == {date(2024, 4, 14)}

    def test_serves_all_who_were_not_served_yet(self) -> None:
        order = signed_unit_order(on=ON)
        served = orders.serve(order.pk, served_on=ON, service_method=DIRECT, by=people.clerk(), at=instant(ON))
        assert served.state == "in_force"
        assert served.restricted_persons.filter(in_force_from=ON, service_method="direct").count() == 2

    def test_happens_once_for_each_person(self) -> None:
        order, clerk = signed_unit_order(on=ON), people.clerk()
        first = order.restricted_persons.order_by("capacity")[0].person_id

        def serve() -> object:
            return orders.serve(
                order.pk, served_on=ON, service_method=DIRECT, person_id=first, by=clerk, at=instant(ON)
            )

        serve()
        assert code_of(serve) == "already-done"

    @pytest.mark.law("C3-2")
    def test_knows_only_who_is_named(self) -> None:
        """C3 ¶2."""
        order, stranger, clerk = signed_unit_order(on=ON), people.person().pk, people.clerk()
        assert (
            code_of(
                lambda: orders.serve(
                    order.pk, served_on=ON, service_method=DIRECT, person_id=stranger, by=clerk, at=instant(ON)
                )
            )
            == "not-found"
        )

    @pytest.mark.law("G14")
    @pytest.mark.parametrize(
        ("served_on", "code"), [(date(2024, 3, 14), "served-before-signed"), (date(2024, 3, 16), "date-in-future")]
    )
    def test_refuses_a_day_outside_decision_and_today(self, served_on: date, code: str) -> None:
        """G14."""
        order, clerk = signed_unit_order(on=ON), people.clerk()
        assert code == code_of(
            lambda: orders.serve(order.pk, served_on=served_on, service_method=DIRECT, by=clerk, at=instant(ON))
        )


class TestReviewDay:
    @pytest.mark.law("Q6")
    def test_is_a_duty_once_the_order_is_in_force(self) -> None:
        review_on = date(2024, 9, 13)
        order = signed_unit_order(on=ON, period_until=None, review_on=review_on)
        assert not Task.objects.filter(kind="order_review").exists()
        for row in order.restricted_persons.all():
            orders.serve(
                order.pk,
                served_on=ON,
                service_method=DIRECT,
                person_id=row.person_id,
                by=people.clerk(),
                at=instant(ON),
            )
        task = Task.objects.get(kind="order_review")
        assert (task.measure_id, task.due_on, task.holder, task.article) == (order.pk, review_on, "lift", "Q6")

    @pytest.mark.law("Q6")
    def test_leaves_the_order_in_force_until_it_is_ended(self) -> None:
        order = order_in_force(on=ON, period_until=None, review_on=date(2024, 9, 13))
        late = instant(date(2030, 1, 1))
        assert order.restricted_persons.get().until is None
        assert orders_run_out(at=late) == []
        assert code_of(lambda: orders.expire(order.pk, at=late)) == "wrong-state"
        lifted = orders.lift(order.pk, reason="performed", note="", by=people.judge(), at=late)
        assert lifted.restricted_persons.get().until == date(2030, 1, 1)


class TestExpire:
    @pytest.mark.law("C5", "T5")
    def test_waits_for_the_end_of_the_last_day(self) -> None:
        """C5, T5: 24:00 of the last day, no roll-over."""
        order = order_in_force(on=ON, period_until=date(2026, 3, 15))
        assert code_of(lambda: orders.expire(order.pk, at=instant(date(2026, 3, 15)))) == "wrong-state"
        assert orders_run_out(at=instant(date(2026, 3, 15))) == []
        assert orders_run_out(at=instant(date(2026, 3, 16))) == [order.pk]

    @pytest.mark.law("C5")
    def test_settles_the_record_as_the_systems_deed_without_a_task(self) -> None:
        """C5: the effect ended at midnight by itself."""
        order = order_in_force(on=ON, period_until=date(2026, 3, 15))
        expired = orders.expire(order.pk, at=instant(date(2026, 3, 16)))
        assert expired.state == "expired"
        assert expired.restricted_persons.get().until == date(2026, 3, 16)
        entry = entry_of(order.pk, "expire")
        assert (entry.actor_id, entry.actor_name, entry.article) == (None, "system", "C5")
        assert not Task.objects.filter(state="open").exists()

    def test_happens_once(self) -> None:
        order = order_in_force(on=ON, period_until=date(2026, 3, 15))
        at = instant(date(2026, 3, 16))
        orders.expire(order.pk, at=at)
        assert code_of(lambda: orders.expire(order.pk, at=at)) == "already-done"
        assert RegisterEntry.objects.filter(act="expire").count() == 1
