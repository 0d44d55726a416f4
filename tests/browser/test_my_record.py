"""My record in a browser."""

import pytest
from django.utils import timezone

from blacklist.models import CorrectionRequest, Exemption, Person
from blacklist.services import record_codes
from tests.browser.walking import Walk
from tests.factories import listings, orders, people

pytestmark = pytest.mark.django_db(transaction=True)


def enter(walk: Walk, person: Person) -> None:
    """Get a code at the court, and enter with it."""
    document = person.documents.get()
    issued = record_codes.issue(
        document_type=document.type, number=document.number, issuer=None, by=people.clerk(), at=timezone.now()
    )
    walk.open("/my-record/code")
    walk.type_into("code", issued.code)
    walk.press_button("main form button")


class TestMyRecord:
    def test_is_shown_for_a_code(self, walk: Walk) -> None:
        enter(walk, listings.active().debtor)
        walk.look("my-record")
        assert walk.page.locator(".govuk-tag--red").is_visible()

    def test_says_that_nothing_is_recorded(self, walk: Walk) -> None:
        issued = record_codes.issue(
            document_type="resident_id",
            number="110000199001010013",
            issuer=None,
            by=people.clerk(),
            at=timezone.now(),
        )
        walk.open("/my-record/code")
        walk.type_into("code", issued.code)
        walk.press_button("main form button")
        walk.look("my-record-empty")
        assert walk.page.locator(".frame-answer--permitted").is_visible()

    @pytest.mark.law("L11", "L12")
    def test_is_where_a_mistake_is_contested_by_keyboard_alone(self, walk: Walk) -> None:
        listing = listings.active()
        enter(walk, listing.debtor)
        walk.press_button("a[href*='/apply/correction/']")
        walk.press_button("main form button")
        walk.look("my-record-correction-errors")
        wrong = walk.page.locator(".govuk-error-summary a").inner_text()
        assert wrong.startswith(walk.say("哪里不对", "What is wrong"))
        walk.tab_to("[name=reason]")
        walk.page.keyboard.press("Space")
        walk.type_into("statement", "我在开庭前已经履行完毕。")
        walk.type_into("evidence", "转账凭证")
        walk.press_button("main form button")
        walk.look("my-record-application")
        request = CorrectionRequest.objects.get(person=listing.debtor)
        assert walk.page.locator("dd", has_text=request.receipt_number).is_visible()
        assert walk.page.locator("dd", has_text=f"{request.decide_by:%F}").is_visible()
        walk.open("/my-record/")
        assert walk.page.locator("a", has_text=walk.say("纠正申请", "Request for correction")).is_visible()

    @pytest.mark.law("G17-3", "G17-4")
    def test_asks_for_urgent_travel_with_an_undertaking(self, walk: Walk) -> None:
        order = orders.in_force()
        enter(walk, order.restricted_persons.get().person)
        walk.press_button("a[href*='/apply/travel_lift/']")
        walk.look("my-record-travel")
        walk.page.locator("[name=travel_reason]").select_option("illness")
        walk.tab_to("[name=activities]")
        walk.page.keyboard.press("Space")
        walk.page.locator("[name=first_day]").fill("2026-12-01")
        walk.page.locator("[name=last_day]").fill("2026-12-05")
        walk.type_into("purpose", "父亲在外地手术，乘飞机往返。")
        walk.press_button("main form button")
        assert walk.page.locator("#id_has_undertaking-error").is_visible()
        assert walk.page.locator("[name=purpose]").input_value() == "父亲在外地手术，乘飞机往返。"
        walk.tab_to("[name=has_undertaking]")
        walk.page.keyboard.press("Space")
        walk.press_button("main form button")
        walk.look("my-record-travel-filed")
        assert Exemption.objects.get().has_undertaking
