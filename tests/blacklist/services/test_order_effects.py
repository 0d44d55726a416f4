"""A new order takes the place of the older one on the same person when it is served, not before (K3, C12)."""

import uuid
from datetime import date

import pytest

from blacklist.models import ConsumptionOrder, RegisterEntry, Task
from blacklist.services import orders
from blacklist.verification import faults
from tests.blacklist.services.drafts import (
    DIRECT,
    case,
    instant,
    is_restricted,
    order_in_force,
    signed_order,
)
from tests.factories import people
from tests.factories.cases import debtor_of

pytestmark = pytest.mark.django_db
ON, LATER = date(2024, 3, 15), date(2024, 6, 3)


def serve(order: ConsumptionOrder, *, person_id: uuid.UUID | None = None) -> None:
    clerk, at = people.clerk(), instant(LATER)
    orders.serve(order.pk, served_on=LATER, service_method=DIRECT, person_id=person_id, by=clerk, at=at)


class TestReplaced:
    @pytest.mark.law("K3", "C12", "9.2")
    def test_ends_the_older_order_when_the_new_one_is_served(self) -> None:
        of = case()
        older = order_in_force(on=ON, of=of)
        new = signed_order(on=LATER, of=of, activities=("hotel.star_rated",))
        older.refresh_from_db()
        assert older.state == "in_force"
        serve(new)
        older.refresh_from_db()
        [row] = older.restricted_persons.all()
        assert (older.state, row.ended_reason, row.until) == ("lifted", "replaced_by_new_order", LATER)
        assert is_restricted(debtor_of(of), on=LATER)
        acts = [(entry.act, entry.measure_id) for entry in RegisterEntry.objects.order_by("-version")[:2]]
        assert acts == [("serve", new.pk), ("lift", older.pk)]
        assert not Task.objects.filter(kind="lift_notices").exists()
        assert list(faults()) == []

    @pytest.mark.law("C3-2")
    def test_leaves_it_to_the_others_it_restricts(self) -> None:
        of, officer = case(debtor=people.unit()), people.person()
        both = [orders.Named(debtor_of(of).pk), orders.Named(officer.pk, "legal_representative", ("登记-1",))]
        older = order_in_force(on=ON, of=of, persons=both)
        new = signed_order(on=LATER, of=of, persons=both)
        serve(new, person_id=officer.pk)
        older.refresh_from_db()
        ended = dict(older.restricted_persons.values_list("person_id", "ended_reason"))
        assert (older.state, ended) == (
            "in_force",
            {officer.pk: "replaced_by_new_order", debtor_of(of).pk: ""},
        )
        serve(new)
        older.refresh_from_db()
        assert older.state == "lifted"
        assert list(faults()) == []

    @pytest.mark.law("Q14", "F8.7")
    @pytest.mark.parametrize("what", ["another case", "another capacity", "another person"])
    def test_leaves_every_other_order_alone(self, what: str) -> None:
        officer, unit = people.person(), people.unit()
        of = case(debtor=unit)
        older = order_in_force(on=ON, of=of, persons=[orders.Named(officer.pk, "legal_representative", ("登记-1",))])
        capacity = "actual_controller" if what == "another capacity" else "legal_representative"
        who = people.person() if what == "another person" else officer
        elsewhere = case(debtor=unit) if what == "another case" else of
        serve(signed_order(on=LATER, of=elsewhere, persons=[orders.Named(who.pk, capacity, ("登记-2",))]))
        older.refresh_from_db()
        assert (older.state, older.restricted_persons.get().ended_on) == ("in_force", None)
