"""An order held back: nobody is bound and nobody outside learns of it, until a judge confirms (G15, G16-1)."""

from datetime import date

import pytest

from blacklist import publication
from blacklist.law.events import EventKind
from blacklist.models import ConsumptionOrder, EnforcementCase, Task
from blacklist.selectors import orders_run_out
from blacklist.services import events, order_grace, orders
from blacklist.verification import faults
from tests.blacklist.services.drafts import (
    DIRECT,
    active_listing,
    case,
    code_of,
    entry_of,
    instant,
    is_restricted,
    order_in_force,
    order_proposal,
    signed_order,
    signed_unit_order,
)
from tests.factories import people
from tests.factories.cases import debtor_of

pytestmark = pytest.mark.django_db
ON = date(2026, 1, 31)
AFTER = date(2026, 3, 1)


def held_back(order: ConsumptionOrder, *, months: int = 1, on: date = ON) -> ConsumptionOrder:
    return order_grace.grace(order.pk, months=months, note="正在筹款。", by=people.president(), at=instant(on))


def serve(order: ConsumptionOrder, *, on: date = ON) -> ConsumptionOrder:
    return orders.serve(order.pk, served_on=on, service_method=DIRECT, by=people.clerk(), at=instant(on))


def apply(order: ConsumptionOrder, *, on: date = AFTER) -> ConsumptionOrder:
    return order_grace.apply(order.pk, by=people.judge(), at=instant(on))


class TestGrace:
    @pytest.mark.law("G15", "T3")
    @pytest.mark.parametrize(
        ("decided_on", "months", "first_day_after"),
        [(date(2026, 1, 31), 1, date(2026, 3, 1)), (date(2025, 11, 30), 3, date(2026, 3, 1))],
    )
    def test_lasts_one_to_three_months_from_the_decision(
        self, decided_on: date, months: int, first_day_after: date
    ) -> None:
        """G15: decided 2026-01-31 + 1 month, or 2025-11-30 + 3 → ends 2026-02-28."""
        order = held_back(signed_order(on=decided_on), months=months, on=decided_on)
        assert (order.state, order.grace_until) == ("grace", first_day_after)
        task = Task.objects.get(kind="grace_ended")
        assert (task.measure_id, task.due_on, task.holder) == (order.pk, date(2026, 2, 28), "publish")

    @pytest.mark.law("G15")
    @pytest.mark.parametrize("months", [0, 4])
    def test_is_no_shorter_and_no_longer(self, months: int) -> None:
        order = signed_order(on=ON)
        assert code_of(lambda: held_back(order, months=months)) == "grace-length"

    @pytest.mark.law("G15")
    def test_binds_nobody_and_shows_nothing_outside_though_it_is_served(self) -> None:
        order = serve(held_back(signed_order(on=ON)))
        person = debtor_of(order.case)
        assert (order.state, order.restricted_persons.get().in_force_from) == ("grace", None)
        assert not is_restricted(person, on=date(2026, 2, 15))
        [standing] = publication.entries(after=0, after_hash=None).entries[-1].standings
        assert standing.measures == ()
        assert Task.objects.get(kind="service").state == "done"

    @pytest.mark.law("9.2")
    def test_is_not_given_once_the_order_binds(self) -> None:
        order = order_in_force(on=ON)
        assert code_of(lambda: held_back(order)) == "wrong-state"


class TestApply:
    @pytest.mark.law("G15", "9.2")
    def test_puts_the_order_in_force_on_the_day_after_grace_and_not_before(self) -> None:
        """G15: unperformed at the end, so it is applied; a judge confirms, nothing is automatic."""
        order = serve(held_back(signed_order(on=ON)))
        person = debtor_of(order.case)
        assert code_of(lambda: apply(order, on=date(2026, 2, 28))) == "grace-running"
        applied = apply(order)
        row = applied.restricted_persons.get()
        assert (applied.state, row.served_on, row.in_force_from) == ("in_force", ON, AFTER)
        assert (is_restricted(person, on=date(2026, 2, 28)), is_restricted(person, on=AFTER)) == (False, True)
        assert entry_of(order.pk, "apply").article == "G15"
        assert Task.objects.get(kind="grace_ended").state == "done"
        assert list(faults()) == []

    @pytest.mark.law("G14")
    def test_needs_its_service(self) -> None:
        order = held_back(signed_order(on=ON))
        assert code_of(lambda: apply(order)) == "not-served"

    @pytest.mark.law("G16-1")
    def test_looks_again_at_what_keeps_the_court_from_restricting(self) -> None:
        order = serve(held_back(signed_order(on=ON)))
        EnforcementCase.objects.update(hold_requested_on=date(2026, 2, 20))
        assert code_of(lambda: apply(order)) == "creditor-hold"

    @pytest.mark.law("G14", "C3-2")
    def test_binds_whom_it_was_served_on_and_the_others_from_their_service(self) -> None:
        order = held_back(signed_unit_order(on=ON))
        unit = order.restricted_persons.get(capacity="")
        clerk, at = people.clerk(), instant(ON)
        orders.serve(order.pk, served_on=ON, service_method=DIRECT, person_id=unit.person_id, by=clerk, at=at)
        apply(order)
        begun = dict(order.restricted_persons.values_list("capacity", "in_force_from"))
        assert begun == {"": AFTER, "legal_representative": None}
        serve(order, on=date(2026, 3, 4))
        begun = dict(order.restricted_persons.values_list("capacity", "in_force_from"))
        assert begun == {"": AFTER, "legal_representative": date(2026, 3, 4)}

    @pytest.mark.law("K3")
    def test_takes_the_place_of_an_older_order(self) -> None:
        of = case()
        older = order_in_force(on=date(2026, 1, 15), of=of)
        order = serve(held_back(signed_order(on=ON, of=of)))
        older.refresh_from_db()
        assert older.state == "in_force"
        apply(order)
        older.refresh_from_db()
        assert (older.state, older.restricted_persons.get().ended_reason) == ("lifted", "replaced_by_new_order")

    @pytest.mark.law("C5", "T5")
    def test_is_too_late_once_the_period_has_run_out(self) -> None:
        order = serve(held_back(signed_order(on=ON, period_until=date(2026, 3, 15))))
        late = date(2026, 3, 16)
        assert orders_run_out(at=instant(late)) == [order.pk]
        assert code_of(lambda: apply(order, on=late)) == "wrong-state"
        assert orders.expire(order.pk, at=instant(late)).state == "expired"


class TestClose:
    @pytest.mark.law("G15", "9.2")
    def test_ends_an_order_that_never_bound_when_the_debtor_performs(self) -> None:
        """G15: paid 2026-02-27 → closed as performed in grace, never applied, and no unit has anything to lift."""
        order = serve(held_back(signed_order(on=ON)))
        paid_on = date(2026, 2, 27)
        closed = order_grace.close(order.pk, reason="performed", note="", by=people.judge(), at=instant(paid_on))
        assert (closed.state, closed.restricted_persons.get().ended_reason) == ("closed", "performed_in_grace")
        assert not is_restricted(debtor_of(order.case), on=AFTER)
        assert (entry_of(order.pk, "close").article, entry_of(order.pk, "close").reason) == (
            "G15",
            "performed_in_grace",
        )
        assert not Task.objects.filter(state="open").exists()
        assert code_of(lambda: apply(order)) == "wrong-state"

    @pytest.mark.law("G15")
    def test_follows_from_performance_entered_into_the_case(self) -> None:
        order = serve(held_back(signed_order(on=ON)))
        paid_on = date(2026, 2, 27)
        fact = events.Happened(order.case_id, EventKind.PERFORMED, paid_on, "已付清。")
        assert events.record(fact, by=people.judge(), at=instant(paid_on)).ended == (order.pk,)
        order.refresh_from_db()
        assert order.state == "closed"


class TestRefuse:
    @pytest.mark.law("C5", "9.2")
    def test_is_the_presidents_no_with_reasons(self) -> None:
        listing = active_listing(2, on=ON)
        proposal = order_proposal(listing.case, listing_id=listing.pk, factors={})
        order = orders.propose(proposal, by=people.judge(), at=instant(ON))
        refused = orders.refuse(order.pk, note="不符合比例原则。", by=people.president(), at=instant(ON))
        assert (refused.state, refused.decision_number) == ("refused", "")
        assert refused.particulars["refused"] == "不符合比例原则。"
        assert Task.objects.get(kind="order_missing", measure_id=listing.pk).state == "open"
        assert code_of(lambda: orders.sign(order.pk, by=people.president(), at=instant(ON))) == "wrong-state"
