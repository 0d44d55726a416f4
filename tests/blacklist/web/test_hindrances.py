"""What a page offers can be done now; what it does not offer, or offers no longer, the act refuses too."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from types import ModuleType
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.models import ConsumptionOrder, Officer
from blacklist.web import acts, hindrances, places
from tests.blacklist.web.filling import Filled
from tests.blacklist.web.staff import Desk
from tests.factories import (
    applications,
    assistance_notices,
    breach_reports,
    cases,
    corrections,
    exemptions,
    extensions,
    listings,
    orders,
    people,
    reconsiderations,
    relief,
    transfers,
)

pytestmark = pytest.mark.django_db

STATES: dict[ModuleType, str] = {
    applications: "received granted refused withdrawn",
    assistance_notices: "drafted signed served withdrawn",
    breach_reports: "received found rejected penalised",
    cases: "opened with_notice",
    corrections: "received misdirected incomplete under_review upheld rejected served corrected withdrawn",
    exemptions: "submitted incomplete approved rejected withdrawn used expired voided",
    extensions: "proposed signed refused effective void",
    listings: "proposed signed refused in_grace closed served active removed revoked under_review",
    orders: "drafted signed refused in_grace served_in_grace after_grace closed in_force revoked lifted under_review",
    reconsiderations: "rejected filed forwarded received dismissed overturned",
    relief: "disputed_listing disputed_order paused_listing paused_order",
    transfers: "handed_over taken_over",
}
MAKERS = {
    f"{module.__name__.rpartition('.')[2]}-{state}": getattr(module, state)
    for module, states in STATES.items()
    for state in states.split()
}
# Refused for where, when and by whom; everything else is about what was typed.
NOT_NOW = {403, 404, 409}
EVERY_STATE = pytest.mark.parametrize("make", [MAKERS[name] for name in sorted(MAKERS)], ids=sorted(MAKERS))


def readers(record: Any) -> list[Officer]:
    """Return officers with every duty who may read a record: here, in the court above, in another court."""
    people.courts_above()
    courts = dict.fromkeys([hindrances.court_of(record), people.COURT_ABOVE, people.OTHER_COURT])
    officers = [people.officer(duties=Duty, court_code=code) for code in courts]
    return [each for each in officers if Desk(each).get(places.address_of(record) or "").status_code == 200]


def links_for(record: Any, officer: Officer) -> list[acts.Link]:
    return acts.possible(record, by=officer, on=legal_day(timezone.now()))


@contextmanager
def undone() -> Iterator[None]:
    """Let nothing remain of what is done inside."""
    before = transaction.savepoint()
    yield
    transaction.savepoint_rollback(before)


def send(desk: Desk, address: str) -> int:
    """Fill in the form at an address, send it, and return how that was answered."""
    page = desk.get(address)
    if page.status_code != 200:
        return int(page.status_code)
    with undone():
        return int(
            desk.client.post(address, Filled(page.content.decode()).typed, headers={"host": "localhost"}).status_code
        )


class TestOffered:
    @EVERY_STATE
    def test_acts_are_not_refused_for_where_when_and_by_whom(self, make: Callable[[], Any]) -> None:
        record = make()
        for officer in readers(record):
            desk = Desk(officer)
            answers = {
                (each.name, officer.court_id): send(desk, each.address)
                for each in links_for(record, officer)
                if each.hindrance is None
            }
            assert {act: answer for act, answer in answers.items() if answer in NOT_NOW} == {}


class TestNotOffered:
    @EVERY_STATE
    def test_acts_are_not_done(self, make: Callable[[], Any]) -> None:
        record = make()
        for officer in readers(record):
            offered = {each.name for each in links_for(record, officer) if each.hindrance is None}
            names = {each for each in acts.names_for(record) if each in acts.PAGES} - offered
            desk = Desk(officer)
            answers = {name: send(desk, acts.link(name, record).address) for name in sorted(names)}
            assert {name: answer for name, answer in answers.items() if answer in (200, 302)} == {}


class TestSaid:
    @pytest.mark.parametrize(
        ("make", "act", "why"),
        [
            (listings.signed, "publish_listing", "not served yet"),
            (listings.active, "pause_listing", "nobody’s request to correct it is open"),
            (orders.in_grace, "apply_order", "grace lasts until"),
            (cases.with_notice, "certify_performance", "nothing is recorded as performed"),
            (corrections.misdirected, "assign_correction", "another court handles the case"),
            (corrections.under_review, "uphold_correction", "it is not assigned to you"),
        ],
    )
    def test_stands_on_the_page_in_place_of_a_link(self, make: Callable[[], Any], act: str, why: str) -> None:
        record = make()
        officer = people.officer(duties=Duty, court_code=hindrances.court_of(record))
        page = Desk(officer).text(places.address_of(record) or "")
        assert f"{acts.PAGES[act].title.en}: {why}" in unescape(page)
        assert f"/court/do/{act}/" not in page

    @pytest.mark.law("G14")
    def test_tells_who_drafted_it_that_somebody_else_signs(self) -> None:
        drafter = people.officer(duties=Duty)
        order = orders.drafted()
        ConsumptionOrder.objects.update(drafted_by=drafter, drafted_by_name=drafter.username)
        for address in ("/court/signing", f"/court/orders/{order.pk}"):
            page = Desk(drafter).text(address)
            assert "you drafted it; somebody else signs it" in page
            assert f"/court/do/sign_order/{order.pk}" not in page
            assert f"/court/do/refuse_order/{order.pk}" in page

    def test_of_what_nothing_stands_in_the_way_of_is_nothing(self) -> None:
        record = listings.served()
        [link] = [each for each in links_for(record, people.officer(duties=Duty)) if each.name == "publish_listing"]
        assert link.hindrance is None
