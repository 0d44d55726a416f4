"""Pages of the workbench that the whole path does not pass."""

import uuid
from collections.abc import Callable

import pytest

from blacklist.law.duties import Duty
from blacklist.models import IssuedDocument
from blacklist.services import officers
from blacklist.services.officers import Newcomer
from tests.browser.staff import sign_in
from tests.browser.walking import Walk
from tests.factories import (
    applications,
    assistance_notices,
    breach_reports,
    cases,
    corrections,
    exemptions,
    extensions,
    imports,
    listings,
    orders,
    people,
    reconsiderations,
)
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db(transaction=True)
EVERYTHING = sorted(set(Duty) - {Duty.SUPERVISE})
# Each kind of record that parties bring about, with the first part of its address.
MATTERS: dict[str, Callable[[], object]] = {
    "applications": applications.received,
    "assistance-notices": assistance_notices.served,
    "breach-reports": breach_reports.received,
    "corrections": corrections.received,
    "exemptions": exemptions.submitted,
    "extensions": extensions.proposed,
    "reconsiderations": reconsiderations.filed,
}


class TestMeasures:
    def test_are_whole(self, walk: Walk) -> None:
        listing, order = listings.active(), orders.in_force()
        cases.with_notice()
        sign_in(walk, people.officer(duties=EVERYTHING))
        for address in (
            f"/court/listings/{listing.pk}",
            f"/court/orders/{order.pk}",
            f"/court/cases/{listing.case_id}",
            f"/court/persons/{listing.debtor_id}",
            f"/court/do/propose_listing?case={order.case_id}",
            f"/court/do/lift_order/{order.pk}",
            f"/court/do/receive_exemption?order={order.pk}",
            f"/court/ruling/{listing.debtor_id}",
            f"/court/ruling/{listing.debtor_id}/case",
            f"/court/listings/{uuid.uuid4()}",
        ):
            _look_at(walk, address)


class TestMatters:
    def test_are_whole(self, walk: Walk) -> None:
        made = {name: make() for name, make in MATTERS.items()}
        sign_in(walk, people.officer(duties=EVERYTHING))
        for name, record in made.items():
            _look_at(walk, f"/court/{name}/{record.pk}")  # type: ignore[attr-defined]
        _look_at(walk, f"/court/exemptions/{made['exemptions'].pk}/evidence")  # type: ignore[attr-defined]
        for kind in ("correction", "reconsideration", "exemption", "application", "breach-report"):
            _look_at(walk, f"/court/matters?kind={kind}")


class TestSearches:
    def test_are_whole(self, walk: Walk) -> None:
        person = listings.active().debtor
        sign_in(walk, people.officer(duties=EVERYTHING))
        walk.open("/court/persons/find")
        walk.choose("document.type", "resident_id")
        walk.type_into("document.number", person.documents.get().number)
        walk.choose("purpose", "enquiry")
        walk.press_button("main form button.govuk-button:not([name])")
        walk.look("find-found")
        walk.open("/court/persons/search")
        walk.type_into("name", person.name)
        walk.choose("purpose", "enforcement")
        walk.type_into("reason", "（2026）兵9901执1号")
        walk.press_button("main form button.govuk-button:not([name])")
        walk.look("search-found")
        for address in ("/court/?view=court", "/court/inbox"):
            _look_at(walk, address)


class TestImports:
    def test_are_whole(self, walk: Walk) -> None:
        runs = [imports.received(), imports.previewed(), imports.done()]
        sign_in(walk, people.officer(duties=EVERYTHING))
        walk.open("/court/imports")
        for run in runs:
            _look_at(walk, f"/court/imports/{run.pk}")


class TestOpenToAll:
    def test_shows_whether_a_document_is_the_courts(self, walk: Walk) -> None:
        document = IssuedDocument.objects.get(measure_id=listings.active().pk, kind="listing_decision")
        _look_at(walk, f"/verify/{document.pk}")
        walk.type_into("digest", "0" * 64)
        walk.press_button("form button")
        walk.look("verify-compared")
        _look_at(walk, f"/verify/{uuid.uuid4()}")

    def test_takes_an_invitation(self, walk: Walk) -> None:
        newcomer = Newcomer("clerk77", "示范", people.court().pk, frozenset({Duty.READ}))
        invited = officers.invite(newcomer, note="新到任。", by=people.administrator(), at=AT)
        walk.open("/court/invitation")
        walk.type_into("secret", invited.secret)
        walk.type_into("password", "a rather long pass phrase")
        walk.press_button()
        walk.look("invitation-taken")


def _look_at(walk: Walk, address: str) -> None:
    """Open a page whose address says too little for a name of its picture."""
    walk.page.goto(address)
    walk.look(address.strip("/").replace("/", "-").partition("?")[0][:24])
