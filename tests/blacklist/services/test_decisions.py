"""The numbers of decisions: the case number and 之一, 之二, one after another."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blacklist.models import Listing
from blacklist.services import decisions, listings, orders
from tests.blacklist.services.drafts import case, instant, listing_proposal, order_in_force, order_proposal
from tests.blacklist.services.drafts import signed_listing as signed
from tests.factories import people

pytestmark = pytest.mark.django_db
ON = date(2024, 3, 15)


class TestNextDecisionNumber:
    def test_counts_listings_and_orders_of_the_case_together(self) -> None:
        """F: （2024）兵9901执1号之一, 之二."""
        listing = signed(1, on=ON)
        order = order_in_force(on=ON, of=listing.case)
        assert listing.decision_number == f"{listing.case.case_number}之一"
        assert order.decision_number == f"{listing.case.case_number}之二"
        assert decisions.next_decision_number(listing.case) == f"{listing.case.case_number}之三"

    def test_counts_no_draft(self) -> None:
        drafted = listings.propose(listing_proposal(case()), by=people.judge(), at=instant(ON))
        assert decisions.next_decision_number(drafted.case).endswith("号之一")

    def test_skips_a_number_taken_by_an_imported_decision(self) -> None:
        listing = signed(1, on=ON)
        Listing.objects.update(decision_number=f"{listing.case.case_number}之二")
        assert decisions.next_decision_number(listing.case) == f"{listing.case.case_number}之三"

    def test_begins_anew_in_another_case(self) -> None:
        signed(1, on=ON)
        assert decisions.next_decision_number(case()).endswith("号之一")


class TestLocks:
    """Every act locks measure, case, subjects, head in this order, so that no two wait for each other in a ring."""

    ORDER = ("listing", "consumptionorder", "enforcementcase", "person", "listhead")

    def locks_of(self, queries: CaptureQueriesContext) -> list[str]:
        sent = [str(query["sql"]) for query in queries.captured_queries]
        locks = [sql for sql in sent if re.search(r"FOR (NO KEY )?UPDATE", sql)]
        return [table for sql in locks for table in self.locked_by(sql) if table in self.ORDER]

    def locked_by(self, sql: str) -> list[str]:
        """Return the tables named after ``OF``, in whose order the rows are locked, else the only one read from."""
        within = sql.partition("UPDATE OF ")[2] or re.split(r"\bFROM ", sql)[1].split()[0]
        return re.findall(r"\bblacklist_(\w+)", within)

    def test_come_in_one_order_in_every_act_of_a_listing_and_an_order(self) -> None:
        of, judge, president = case(), people.judge(), people.president()
        with CaptureQueriesContext(connection) as proposing:
            drafted = listings.propose(listing_proposal(of), by=judge, at=instant(ON))
        with CaptureQueriesContext(connection) as signing:
            listings.sign(drafted.pk, by=president, at=instant(ON))
        with CaptureQueriesContext(connection) as ordering:
            order = orders.propose(order_proposal(of), by=judge, at=instant(ON))
        with CaptureQueriesContext(connection) as signing_order:
            orders.sign(order.pk, by=president, at=instant(ON))
        assert self.locks_of(proposing) == ["enforcementcase", "person", "listhead"]
        assert self.locks_of(signing) == ["listing", "enforcementcase", "person", "listhead"]
        assert self.locks_of(ordering) == ["enforcementcase", "person", "listhead"]
        assert self.locks_of(signing_order) == ["consumptionorder", "enforcementcase", "person", "listhead"]
