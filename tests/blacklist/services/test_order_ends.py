"""How an order ends by an act: lifted because the law says so, revoked because it was wrong (C9, G17, G18)."""

import uuid
from datetime import date
from functools import partial

import pytest

from blacklist.law.duties import Duty
from blacklist.models import (
    ConsumptionOrder,
    RestrictedPerson,
    Task,
)
from blacklist.services import orders
from tests.blacklist.services.drafts import (
    DIRECT,
    active_listing,
    applied,
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

pytestmark = pytest.mark.django_db
ON = date(2024, 3, 15)


class TestLift:
    @pytest.mark.law("C9")
    def test_ends_the_effect_on_everyone_the_same_day(self) -> None:
        """C9: paid 2026-03-12 14:00 → no effect that very day; unpaid costs do not matter (C7)."""
        order = signed_unit_order(on=ON)
        orders.serve(order.pk, served_on=ON, service_method=DIRECT, by=people.clerk(), at=instant(ON))
        at = instant(date(2026, 3, 12))
        lifted = orders.lift(order.pk, reason="performed", note="", by=people.judge(), at=at)
        assert lifted.state == "lifted"
        assert {row.until for row in lifted.restricted_persons.all()} == {date(2026, 3, 12)}
        entry = entry_of(order.pk, "lift")
        assert (entry.article, entry.reason) == ("C9", "performed")

    @pytest.mark.law("C9")
    def test_opens_the_task_of_telling_every_unit_served(self) -> None:
        """C9: paid 2026-03-12, so all served units have acknowledged by 2026-03-17."""
        order = order_in_force(on=ON)
        at = instant(date(2026, 3, 12))
        orders.lift(order.pk, reason="performed", note="", by=people.judge(), at=at)
        task = Task.objects.get(kind="lift_notices", measure_id=order.pk)
        assert (task.due_on, task.article, task.state) == (date(2026, 3, 17), "C9", "open")

    @pytest.mark.law("C9")
    def test_tells_nobody_of_an_order_that_bound_nobody(self) -> None:
        order = signed_order(on=ON)
        orders.lift(order.pk, reason="performed", note="", by=people.judge(), at=instant(ON))
        assert not Task.objects.filter(kind="lift_notices").exists()
        assert Task.objects.get(kind="service", measure_id=order.pk).state == "done"

    @pytest.mark.law("C9")
    @pytest.mark.parametrize("reason", ["security_given", "applicant_consent"])
    def test_asks_why_the_court_lifts_where_it_may(self, reason: str) -> None:
        """C9: on security or consent the court may."""
        order, judge = order_in_force(on=ON), people.judge()
        assert code_of(lambda: orders.lift(order.pk, reason=reason, note=" ", by=judge, at=instant(ON))) == (
            "reasons-required"
        )
        assert orders.lift(order.pk, reason=reason, note="担保属实。", by=judge, at=instant(ON)).state == "lifted"

    @pytest.mark.law("C9")
    def test_answers_the_application_of_whom_it_frees(self) -> None:
        """C9: applied for on 2024-03-15, to be decided by 2024-04-01; granted with the lift."""
        order, other = order_in_force(on=ON), order_in_force(on=ON)
        debtor = order.restricted_persons.get().person
        application = applied("lift", order, debtor, on=ON)
        foreign = applied("lift", other, other.restricted_persons.get().person, on=ON)
        assert application.task.due_on == date(2024, 4, 1)

        def lift(application_id: uuid.UUID, reason: str = "security_given") -> ConsumptionOrder:
            judge, at, note = people.judge(), instant(ON), "担保属实。"
            return orders.lift(order.pk, reason=reason, note=note, application_id=application_id, by=judge, at=at)

        assert code_of(lambda: lift(foreign.pk)) == "not-found"
        assert code_of(lambda: lift(application.pk, "performed")) == "application-mismatch"
        assert lift(application.pk).state == "lifted"
        application.refresh_from_db()
        application.task.refresh_from_db()
        assert (application.state, application.task.state) == ("granted", "done")

    @pytest.mark.law("C9")
    def test_is_never_for_a_reason_that_only_follows_from_another_act(self) -> None:
        order, judge = order_in_force(on=ON), people.judge()
        lift = partial(orders.lift, order.pk, reason="replaced_by_new_order", note="", by=judge, at=instant(ON))
        assert code_of(lift) == "unknown-value"

    @pytest.mark.law("P243")
    def test_frees_one_person_and_leaves_the_order_to_the_others(self) -> None:
        """A death frees who died and nobody else; the last one ends the order."""
        order, judge, at = signed_unit_order(on=ON), people.judge(), instant(ON)
        officer = order.restricted_persons.exclude(capacity="").get()
        unit = order.restricted_persons.get(capacity="")

        def lift(row: RestrictedPerson) -> str:
            return orders.lift(order.pk, reason="death", note="", person_id=row.person_id, by=judge, at=at).state

        state = order.state
        assert lift(officer) == state
        officer.refresh_from_db()
        unit.refresh_from_db()
        assert (officer.ended_on, unit.ended_on) == (ON, None)
        assert code_of(lambda: lift(officer)) == "already-done"
        assert lift(unit) == "lifted"

    @pytest.mark.law("C9")
    def test_frees_nobody_the_order_does_not_name(self) -> None:
        """C9."""
        order, stranger = order_in_force(on=ON), people.person()
        lift = partial(orders.lift, order.pk, reason="performed", note="", by=people.judge(), at=instant(ON))
        assert code_of(lambda: lift(person_id=stranger.pk)) == "not-found"

    @pytest.mark.law("P243", "G17-2")
    def test_frees_nobody_for_a_reason_that_lies_in_another(self) -> None:
        """Such a reason names whom it frees."""
        several, one = signed_unit_order(on=ON), order_in_force(on=ON)
        judge, at = people.judge(), instant(ON)
        for reason in ("officer_replaced", "death"):
            lift = partial(orders.lift, several.pk, reason=reason, note="", by=judge, at=at)
            assert code_of(lift) == "field-required"
        assert orders.lift(one.pk, reason="death", note="", by=judge, at=at).state == "lifted"

    @pytest.mark.law("C9")
    def test_ends_a_signed_order_before_anyone_was_served(self) -> None:
        """C9."""
        order = signed_order(on=ON)
        assert orders.lift(order.pk, reason="performed", note="", by=people.judge(), at=instant(ON)).state == "lifted"

    @pytest.mark.law("Q14")
    def test_leaves_the_listing_and_the_debtors_other_orders_alone(self) -> None:
        """Finding 1, Q14: two measures, two ends; each case ends separately."""
        debtor = people.person()
        listing = active_listing(1, on=ON, debtor=debtor)
        order, other = order_in_force(on=ON, of=listing.case), order_in_force(on=ON, of=case(debtor=debtor))
        orders.lift(order.pk, reason="performed", note="", by=people.judge(), at=instant(ON))
        listing.refresh_from_db()
        other.refresh_from_db()
        assert (listing.state, other.state) == ("active", "in_force")


class TestRevoke:
    @pytest.mark.law("G18", "L9")
    @pytest.mark.parametrize("state", ["drafted", "signed", "in_force"])
    def test_undoes_an_order_that_should_never_have_been(self, state: str) -> None:
        """G18, L9 by analogy: from every live state, with the reason of a revocation and a note."""
        reach = {
            "drafted": lambda: orders.propose(order_proposal(case()), by=people.judge(), at=instant(ON)),
            "signed": lambda: signed_order(on=ON),
        }
        order = reach.get(state, lambda: order_in_force(on=ON))()
        at = instant(date(2024, 4, 1))
        panel = people.officer(duties=[Duty.READ, Duty.REVOKE])
        revoked = orders.revoke(order.pk, reason="issued_in_error", note="复核。", by=panel, at=at)
        assert revoked.state == "revoked"
        assert {row.ended_reason for row in revoked.restricted_persons.all()} == {"issued_in_error"}
        assert {row.until for row in revoked.restricted_persons.all()} == {date(2024, 4, 1)}
        entry = entry_of(order.pk, "revoke")
        assert (entry.article, entry.reason) == ("G18", "issued_in_error")

    @pytest.mark.law("G18")
    def test_needs_a_note(self) -> None:
        """G18."""
        order, judge = order_in_force(on=ON), people.judge()
        code = code_of(lambda: orders.revoke(order.pk, reason="basis_quashed", note="", by=judge, at=instant(ON)))
        assert code == "reasons-required"
