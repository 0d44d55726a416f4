"""What goes wrong in a browser: a double submit, the back button, two windows, a stale page, a session that ended."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from blacklist.models import ConsumptionOrder, Officer, OfficerSession, RegisterEntry
from blacklist.services import orders as services
from tests.browser.looking import PROBE
from tests.browser.staff import sign_in, sign_in_here
from tests.browser.walking import Walk
from tests.factories import orders, people

pytestmark = pytest.mark.django_db(transaction=True)
SEND = "main form > .frame-buttons button"


def lift_form(walk: Walk, *, by: Officer | None = None) -> ConsumptionOrder:
    """Open the form to lift an order, filled in."""
    order = orders.in_force()
    sign_in(walk, by or people.judge())
    walk.page.goto(f"/court/do/lift_order/{order.pk}")
    walk.choose("reason", "performed")
    walk.type_into("note", f"已履行完毕。{PROBE}")
    return order


def lifts(order: ConsumptionOrder) -> int:
    return RegisterEntry.objects.filter(measure_id=order.pk, act="lift").count()


class TestDoubleSubmit:
    def test_lifts_once(self, walk: Walk) -> None:
        order = lift_form(walk)
        walk.tab_to(SEND)
        with walk.page.expect_navigation():
            walk.page.evaluate("() => { for (const _ of [1, 2]) document.activeElement.click(); }")
        walk.look("lifted")
        assert lifts(order) == 1


class TestBackButton:
    def test_leads_to_a_form_that_does_nothing_again(self, walk: Walk) -> None:
        order = lift_form(walk)
        walk.press_button(SEND)
        walk.page.go_back()
        walk.choose("reason", "performed")
        walk.press_button(SEND)
        walk.look("sent-again")
        assert lifts(order) == 1


class TestTwoWindows:
    def test_show_the_later_one_what_has_changed_and_keep_what_was_typed(self, walk: Walk) -> None:
        order = lift_form(walk)
        services.lift(order.pk, reason="performed", note="", by=people.judge(), at=timezone.now())
        walk.press_button(SEND)
        walk.look("stale")
        assert PROBE in walk.page.locator("[name=note]").input_value()
        assert lifts(order) == 1


class TestSessionThatEnded:
    def test_loses_nothing_typed(self, walk: Walk) -> None:
        judge = people.judge()
        order = lift_form(walk, by=judge)
        OfficerSession.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        walk.press_button(SEND)
        walk.look("signed-out")
        assert lifts(order) == 0
        sign_in_here(walk, judge)
        walk.look("signed-in-again")
        assert walk.page.locator("[name=note]").input_value() == f"已履行完毕。{PROBE}"
        assert walk.page.locator("[name=reason]").first.evaluate("each => new FormData(each.form).get('reason')")


class TestEnter:
    """Enter sends a form; it neither drops what was kept nor adds a row."""

    def test_sends_a_form_with_a_draft_above_it(self, walk: Walk) -> None:
        sign_in(walk, people.clerk())
        walk.open("/court/ruling")
        with walk.page.expect_response("**/court/drafts"):
            walk.type_into("name", "王宁")
        walk.open("/court/ruling")
        walk.tab_to("[name=name]")
        with walk.page.expect_navigation():
            walk.page.keyboard.press("Enter")
        walk.look("entered-with-faults")
        assert walk.page.locator("[name=name]").input_value() == "王宁"
        assert walk.page.locator(".govuk-error-summary").is_visible()
        walk.open("/court/ruling")
        walk.press_button("[name=discard]")
        assert walk.page.locator("[name=name]").input_value() == ""


class TestForgedForm:
    def test_is_refused_with_a_page_that_says_why(self, walk: Walk) -> None:
        order = lift_form(walk)
        walk.page.evaluate("() => document.querySelector('main [name=csrfmiddlewaretoken]').value = 'x'.repeat(64)")
        walk.tab_to(SEND)
        with walk.page.expect_navigation():
            walk.page.keyboard.press("Enter")
        walk.look("forged")
        assert lifts(order) == 0


class TestTextOfAnyKind:
    def test_is_text_wherever_it_comes_back(self, walk: Walk) -> None:
        """Typed into every field of a form that is refused, and shown again."""
        sign_in(walk, people.clerk())
        walk.open("/court/ruling")
        walk.type_into("name", PROBE)
        walk.type_into("document.number", PROBE)
        walk.type_into("last_six_again", people.resident_number(date(1980, 1, 1))[-6:])
        walk.press_button(SEND)
        walk.look("ruling-probed")
        assert walk.page.locator("[name='name']").input_value() == PROBE
        walk.page.goto("/court/cases")
        walk.type_into("number", PROBE)
        walk.press_button("main form button")
        walk.look("cases-probed")
        walk.page.goto(f"/my-record/code?next={PROBE}")
        walk.look("code-probed")
