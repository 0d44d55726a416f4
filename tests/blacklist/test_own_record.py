"""What the person concerned sees of the register: what was served, nothing that the court may still drop."""

from collections.abc import Callable
from typing import Any

import pytest

from blacklist.own_record import own_document, own_record
from tests.factories import listings, orders, people

pytestmark = pytest.mark.django_db


def states(person_id: Any) -> list[tuple[str, str, bool]]:
    return [(row.kind, row.state, row.has_effect) for row in own_record(person_id).measures]


class TestOwnRecord:
    @pytest.mark.parametrize("make", [listings.proposed, listings.signed, listings.refused])
    def test_shows_nothing_that_was_not_served(self, make: Callable[[], Any]) -> None:
        assert states(make().debtor_id) == []

    @pytest.mark.law("11.8")
    @pytest.mark.parametrize(
        ("make", "state", "has_effect"),
        [(listings.active, "active", True), (listings.removed, "removed", False), (listings.revoked, "revoked", False)],
    )
    def test_shows_a_listing_with_its_grounds(self, make: Callable[[], Any], state: str, has_effect: bool) -> None:
        listing = make()
        assert states(listing.debtor_id) == [("listing", state, has_effect)]
        [row] = own_record(listing.debtor_id).measures
        assert (row.grounds, row.case_number) == (tuple(listing.grounds), listing.case.case_number)

    @pytest.mark.parametrize(
        ("make", "has_effect"), [(orders.in_force, True), (orders.lifted, False), (orders.revoked, False)]
    )
    def test_shows_an_order_with_what_it_covers(self, make: Callable[[], Any], has_effect: bool) -> None:
        order = make()
        [restricted] = order.restricted_persons.all()
        [row] = own_record(restricted.person_id).measures
        assert (row.kind, row.has_effect, row.activities) == ("order", has_effect, tuple(order.activities))

    def test_shows_nobody_elses(self) -> None:
        listings.active()
        assert own_record(people.person().pk).measures == ()


class TestOwnDocument:
    def test_is_given_to_whom_it_was_addressed(self) -> None:
        listing = listings.active()
        documents = own_record(listing.debtor_id).documents
        assert documents
        pdf = own_document(listing.debtor_id, documents[0].id)
        assert pdf is not None
        assert pdf.startswith(b"%PDF")
        assert own_document(people.person().pk, documents[0].id) is None
