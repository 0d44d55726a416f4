"""The counter in a browser, by keyboard, in both languages, on a phone and on a wide screen."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session

from restrictions.web import keeping
from restrictions.web.desk import open_desk
from tests.browser.walking import Walk
from tests.restrictions.check.laboratory import CREDENTIAL, NAME, NUMBER, OTHER_NUMBER, Laboratory
from tests.restrictions.web.standing_by import enrolled

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def counter(walk: Walk, tmp_path: Path) -> Iterator[Walk]:
    """A receptionist who has signed in by keyboard."""
    laboratory = Laboratory(tmp_path)
    open_desk(laboratory.node.check)
    enrolled("flight.business", "hotel.star_rated")
    walk.open("/counter/sign-in")
    walk.type_into("credential", CREDENTIAL)
    walk.press_button("main button")
    yield walk
    open_desk(None)
    laboratory.close()


class TestCounter:
    def test_answers_and_prints_a_slip(self, counter: Walk) -> None:
        counter.look("counter")
        counter.type_into("person", f"{NAME} {NUMBER}")
        counter.tab_to('[name="activity"]')
        counter.page.keyboard.press("Space")
        counter.press_button("main form button")
        counter.look("counter-restricted")
        assert counter.page.locator(".frame-answer--restricted").is_visible()
        counter.press_button('a[href$="/slip"]')
        counter.look("counter-slip")
        assert counter.page.locator("[data-print]").is_visible()

    def test_permits_and_goes_on_to_the_next(self, counter: Walk) -> None:
        counter.type_into("person", f"{NAME} {OTHER_NUMBER}")
        counter.tab_to('[name="activity"]')
        counter.page.keyboard.press("Space")
        counter.press_button("main form button")
        counter.look("counter-permitted")
        counter.press_button("[data-next]")
        assert counter.page.locator('[name="person"]').input_value() == ""

    def test_shows_an_error_at_its_field(self, counter: Walk) -> None:
        counter.type_into("person", f"{NAME} {NUMBER[:-1]}4")
        counter.tab_to('[name="activity"]')
        counter.page.keyboard.press("Space")
        counter.press_button("main form button")
        counter.look("counter-error")
        counter.page.locator(".govuk-error-summary a").click()
        assert counter.page.evaluate("document.activeElement.name") == "person"

    def test_keeps_what_was_typed_when_its_session_has_ended(self, counter: Walk) -> None:
        counter.type_into("person", f"{NAME} {OTHER_NUMBER}")
        counter.choose("activity", "hotel.star_rated")
        Session.objects.all().delete()
        counter.press_button("main form button")
        counter.look("counter-signed-out")
        counter.type_into("credential", CREDENTIAL)
        counter.press_button("main form button")
        counter.look("counter-signed-in-again")
        assert counter.page.locator('[name="person"]').input_value() == f"{NAME} {OTHER_NUMBER}"
        counter.press_button("main form[data-keep] button")
        assert counter.page.locator(".frame-answer--permitted").is_visible()

    def test_keeps_what_was_typed_when_the_browser_crashes(self, counter: Walk) -> None:
        with counter.page.expect_response("**/counter/typed") as kept:
            counter.type_into("person", f"{NAME} {OTHER_NUMBER}")
        assert kept.value.status == 204
        counter.page.goto("about:blank")
        counter.open("/counter/")
        assert counter.page.locator('[name="person"]').input_value() == f"{NAME} {OTHER_NUMBER}"
        counter.press_button("[name=discard]")
        assert counter.page.locator('[name="person"]').input_value() == ""
        stored = counter.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
        assert OTHER_NUMBER not in stored
        assert keeping.COOKIE not in stored

    def test_checks_by_one_stroke_in_the_box(self, counter: Walk) -> None:
        counter.choose("activity", "hotel.star_rated")
        counter.page.keyboard.press("Shift+Tab")
        counter.page.keyboard.type(f"{NAME} {OTHER_NUMBER}")
        with counter.page.expect_navigation():
            counter.page.keyboard.press("Control+Enter")
        assert counter.page.locator(".frame-answer--permitted").is_visible()

    def test_says_where_an_answer_is_that_is_kept_no_longer(self, counter: Walk) -> None:
        counter.open(f"/counter/answers/{uuid.UUID(int=0)}")
        counter.press_button("[data-next]")
        assert counter.page.locator('[name="person"]').is_visible()

    def test_checks_a_list(self, counter: Walk) -> None:
        counter.open("/counter/many")
        counter.page.locator('[name="people"]').fill(f"{NAME} {NUMBER}\n{NAME} {OTHER_NUMBER}\n{NAME}")
        counter.page.locator('[name="activity"]').first.check()
        counter.press_button("main form button")
        counter.look("counter-many-answered")
        counter.open("/counter/history")
