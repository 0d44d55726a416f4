"""What bears on a person now is what a check would hold against them."""

import pytest

from restrictions.bearing import barred
from tests.factories import listings, orders, people
from tests.factories.clock import TODAY

pytestmark = pytest.mark.django_db


class TestBarred:
    def test_is_nothing_of_somebody_without_a_measure(self) -> None:
        assert barred(people.person().pk, on=TODAY) == frozenset()

    def test_is_credit_of_whoever_is_listed(self) -> None:
        assert barred(listings.active().debtor_id, on=TODAY) == {"credit.loan", "credit.card"}

    def test_is_what_an_order_covers_and_no_more(self) -> None:
        order = orders.in_force()
        found = barred(order.restricted_persons.get().person_id, on=TODAY)
        assert "flight.business" in found
        assert found.isdisjoint({"credit.loan", "credit.card"})

    @pytest.mark.parametrize("state", ["lifted", "revoked"])
    def test_is_nothing_after_the_end(self, state: str) -> None:
        order = getattr(orders, state)()
        assert barred(order.restricted_persons.get().person_id, on=TODAY) == frozenset()
