"""The guides, and the pages that only they picture: a desk with work on it, and a loan officer's list."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.models import Task
from config.guides.words import GUIDES
from restrictions.models import Institution
from restrictions.web.desk import open_desk
from tests.browser.staff import sign_in
from tests.browser.walking import Walk
from tests.factories import people, tasks
from tests.restrictions.check.laboratory import CREDENTIAL, LISTED_ONLY, NAME, OTHER_NUMBER, Laboratory
from tests.restrictions.web.standing_by import enrolled

pytestmark = pytest.mark.django_db(transaction=True)
LATE = (9, 2, -1, -6)


@pytest.fixture
def laboratory(tmp_path: Path) -> Iterator[Laboratory]:
    """A node that answers the counter of this process, now."""
    made = Laboratory(tmp_path, now=timezone.now())
    open_desk(made.node.check)
    yield made
    open_desk(None)
    made.close()


class TestGuides:
    def test_are_reached_from_every_page_by_keyboard(self, walk: Walk) -> None:
        walk.open("/guides/")
        walk.page.goto("/redress")
        walk.press_button("footer a[href='/guides/']")
        walk.press_button(f"main a[href='/guides/{next(iter(GUIDES))}']")
        assert walk.page.locator("h2").count() == len(next(iter(GUIDES.values())).steps)

    @pytest.mark.parametrize("who", sorted(GUIDES))
    def test_are_whole(self, walk: Walk, who: str) -> None:
        walk.open(f"/guides/{who}")
        for picture in walk.page.locator("main img").all():
            picture.scroll_into_view_if_needed()
            expect(picture).to_have_js_property("complete", value=True)
        assert walk.page.evaluate("[...document.images].every(image => image.naturalWidth > 0)")


class TestPictured:
    def test_desk_of_a_guide(self, walk: Walk) -> None:
        for days in LATE:
            task = tasks.open_task()
            due_on = legal_day(timezone.now()) - timedelta(days=days)
            Task.objects.filter(pk=task.pk).update(due_on=due_on, holder=Duty.REGISTER)
        sign_in(walk, people.clerk())
        walk.look("guide-desk")

    @pytest.mark.usefixtures("laboratory")
    def test_list_of_a_guide(self, walk: Walk) -> None:
        _sign_in_at_the_counter(walk, "示范银行", "credit.loan", "credit.card")
        walk.press_button('nav a[href="/counter/many"]')
        walk.look("guide-loan-list")
        walk.type_into("people", f"{NAME} {LISTED_ONLY}")
        walk.page.keyboard.press("Enter")
        walk.page.keyboard.type(f"{NAME} {OTHER_NUMBER}")
        walk.page.keyboard.press("Enter")
        walk.page.keyboard.type(NAME)
        walk.choose("activity", "credit.loan")
        walk.press_button("main form button")
        walk.look("guide-loan-answers")
        walk.press_button("main td a")
        walk.look("guide-loan-review")
        assert walk.say("从严审核", "examine strictly") in walk.page.locator("h1").inner_text()

    @pytest.mark.usefixtures("laboratory")
    def test_phone_of_a_guide(self, walk: Walk) -> None:
        _sign_in_at_the_counter(walk, "示范酒店", "hotel.star_rated")
        walk.type_into("person", f"{NAME} {OTHER_NUMBER}")
        walk.press_button("main form button")
        walk.look("guide-permitted")
        assert walk.page.locator(".frame-answer--permitted").is_visible()


def _sign_in_at_the_counter(walk: Walk, institution: str, *activities: str) -> None:
    enrolled(*activities)
    Institution.objects.update(name=institution)
    walk.open("/counter/sign-in")
    walk.type_into("credential", CREDENTIAL)
    walk.press_button("main button")
