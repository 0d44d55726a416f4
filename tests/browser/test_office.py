"""What a court keeps besides its cases, and what checks have shown it."""

import uuid
from typing import get_args

import pytest

from blacklist.inbox import Event, EventKind, receive
from blacklist.law.duties import Duty
from blacklist.services import officers
from tests.browser.staff import sign_in
from tests.browser.walking import Walk
from tests.factories import delegations, facts, ledger, listings, orders, people
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db(transaction=True)


class TestInbox:
    def test_says_what_to_do_about_each_report(self, walk: Walk) -> None:
        for person in (orders.in_force().restricted_persons.get().person, listings.active().debtor):
            receive([Event(kind, person.pk, uuid.uuid4().hex, "flight.business", AT) for kind in get_args(EventKind)])
        sign_in(walk, people.judge())
        walk.page.goto("/court/inbox")
        walk.look("inbox")
        walk.press_button("a[href*='close_task']")
        walk.look("close-a-report")


class TestOffice:
    def test_is_whole(self, walk: Walk) -> None:
        delegations.in_force()
        ledger.recipient()
        keeper = people.officer(duties=[Duty.ADMINISTER, Duty.SIGN, Duty.ENROL, Duty.EXPORT, Duty.READ])
        clerk = people.officer(duties=[Duty.READ])
        officers.grant(clerk.pk, duties=[Duty.SIGN], note="任副院长。", by=people.administrator(), at=AT)
        sign_in(walk, keeper)
        for address in (
            "/court/accounts",
            "/court/delegations",
            "/court/recipients",
            "/court/exports",
            f"/court/do/suspend_officer/{clerk.pk}",
            "/court/do/invite_officer",
            "/court/do/authorise_export",
        ):
            walk.page.goto(address)
            walk.look(address.removeprefix("/court/").partition("/1")[0].replace("/", "-"))


class TestCase:
    def test_shows_what_hangs_on_it(self, walk: Walk) -> None:
        report = facts.asset_report()
        sign_in(walk, people.judge())
        walk.page.goto(f"/court/cases/{report.case_id}")
        walk.look("case-with-facts")
