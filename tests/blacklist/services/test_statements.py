"""How many statements an act sends: a hundred acts a second are promised, and each statement is paid for by all.

Whoever adds one raises the number, and says in the commit why the act needs it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blacklist.models import Person
from blacklist.services import listings, orders
from blacklist.services.orders import Named
from tests.blacklist.services.drafts import (
    DIRECT,
    active_listing,
    case,
    instant,
    listing_proposal,
    order_in_force,
    order_proposal,
    unit_proposal,
)
from tests.factories import people

pytestmark = pytest.mark.django_db
ON = date(2024, 3, 15)
AT = instant(ON)
OFFICERS = ("legal_representative", "principal_officer", "directly_responsible", "actual_controller")

# The transaction's own two are among them; the wake-up of the followers, after it, is not.
MOST: Mapping[str, int] = {
    "propose a listing": 14,
    "sign a listing": 16,
    "serve a listing": 13,
    "publish a listing": 12,
    "propose an order": 15,
    "sign an order": 18,
    "serve an order": 20,
    "lift an order": 22,
}


def listing_acts(proposal: listings.Proposal) -> dict[str, int]:
    """List somebody, and return how many statements each act sent."""
    drafted, proposing = counted(partial(listings.propose, proposal), by=people.judge())
    _, signing = counted(partial(listings.sign, drafted.pk), by=people.president())
    serve = partial(listings.serve, drafted.pk, served_on=ON, service_method=DIRECT)
    _, serving = counted(serve, by=people.clerk())
    _, publishing = counted(partial(listings.publish, drafted.pk), by=people.judge())
    return dict(zip(list(MOST)[:4], (proposing, signing, serving, publishing), strict=True))


def order_acts(proposal: orders.Proposal) -> dict[str, int]:
    """Restrict somebody and lift it, and return how many statements each act sent."""
    drafted, proposing = counted(partial(orders.propose, proposal), by=people.judge())
    _, signing = counted(partial(orders.sign, drafted.pk), by=people.president())
    serve = partial(orders.serve, drafted.pk, served_on=ON, service_method=DIRECT)
    _, serving = counted(serve, by=people.clerk())
    _, lifting = counted(partial(orders.lift, drafted.pk, reason="performed", note=""), by=people.judge())
    return dict(zip(list(MOST)[4:], (proposing, signing, serving, lifting), strict=True))


def counted(act: Callable[..., Any], *, by: Any) -> tuple[Any, int]:
    with CaptureQueriesContext(connection) as sent:
        done = act(by=by, at=AT)
    return done, len(sent)


def too_many(sent: Mapping[str, int]) -> dict[str, int]:
    return {act: count for act, count in sent.items() if count > MOST[act]}


def known() -> Person:
    """Return a person on whom two courts' cases have put a listing and an order already."""
    debtor = people.person()
    active_listing(3, on=ON, debtor=debtor)
    order_in_force(on=ON, of=case(debtor=debtor))
    return debtor


class TestActs:
    def test_send_no_more_statements_than_they_need(self) -> None:
        """Issue 3: at 100 acts a second from eight threads, p99 ≤ 500 ms."""
        sent = listing_acts(listing_proposal(case(), 3)) | order_acts(order_proposal(case()))
        assert too_many(sent) == {}

    def test_send_no_more_of_them_however_much_is_on_file_of_the_debtor(self) -> None:
        debtor = known()
        sent = listing_acts(listing_proposal(case(debtor=debtor), 3))
        assert too_many(sent | order_acts(order_proposal(case(debtor=debtor)))) == {}

    def test_send_no_more_to_propose_and_sign_however_many_an_order_names(self) -> None:
        """C3 ¶2: a unit and four officers; each is served and freed by a statement of its own."""
        named: Sequence[Named] = [Named(people.person().pk, capacity, ("登记-1",)) for capacity in OFFICERS]
        of_unit = unit_proposal()
        sent = order_acts(unit_proposal(case_id=of_unit.case_id, persons=[of_unit.persons[0], *named]))
        assert too_many({act: sent[act] for act in ("propose an order", "sign an order")}) == {}
