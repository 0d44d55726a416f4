"""What is shown to others, in a browser: the public list, and a code by which a person shows one answer."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from blacklist.services import record_codes
from restrictions.web.desk import open_desk
from tests.browser.walking import Walk
from tests.factories import listings, people
from tests.restrictions.check.laboratory import CREDENTIAL, Laboratory
from tests.restrictions.web.standing_by import enrolled

UNLISTED = "110000199001010013"
pytestmark = pytest.mark.django_db(transaction=True)


class TestPublicList:
    def test_is_looked_up_by_name_and_number(self, walk: Walk) -> None:
        listing = listings.active()
        walk.open("/public-list/")
        walk.type_into("name", listing.debtor.name)
        walk.press_button("main form button")
        walk.look("public-list-error")
        walk.type_into("number", listing.debtor.documents.get().number)
        walk.press_button("main form button")
        walk.look("public-list-found")
        assert walk.page.get_by_text(listing.case.case_number).is_visible()
        walk.press_button('h2 a[href^="/public-list/"]')
        walk.look("public-list-record")
        assert walk.page.get_by_text(listing.case.case_number).is_visible()


@pytest.fixture
def laboratory(tmp_path: Path) -> Iterator[Laboratory]:
    """A node that answers the counter of this process."""
    made = Laboratory(tmp_path)
    open_desk(made.node.check)
    yield made
    open_desk(None)
    made.close()


@pytest.mark.usefixtures("laboratory")
class TestShareCode:
    def test_goes_from_the_own_record_to_a_counter_and_is_used_up(self, walk: Walk) -> None:
        document = people.person(birth_date=date(1979, 1, 1), name="测试甲").documents.get()
        enrolled("flight.business", "hotel.star_rated")
        issued = record_codes.issue(
            document_type=document.type, number=document.number, issuer=None, by=people.clerk(), at=timezone.now()
        )
        walk.open("/my-record/code")
        walk.type_into("code", issued.code)
        walk.press_button("main form button")
        walk.press_button('a[href="/share/mine"]')
        walk.look("share")
        walk.press_button("main form button")
        walk.look("share-error")
        walk.page.locator('[name="activity"]').select_option("hotel.star_rated")
        walk.press_button("main form button")
        walk.look("share-made")
        code = walk.page.locator("main code").inner_text()
        walk.open("/share/mine")
        walk.open("/counter/sign-in")
        walk.type_into("credential", CREDENTIAL)
        walk.press_button("main button")
        walk.press_button('a[href="/share/"]')
        walk.look("share-open")
        walk.type_into("code", code)
        walk.press_button("main form button")
        walk.look("share-answer")
        assert walk.page.locator(".frame-answer--permitted").is_visible()
        walk.press_button("[data-next]")
        walk.type_into("code", code)
        walk.press_button("main form button")
        walk.look("share-no-good")
        assert walk.page.locator(".govuk-error-summary").is_visible()

    def test_is_made_by_who_is_on_no_file_with_name_and_number(self, walk: Walk) -> None:
        issued = record_codes.issue(
            document_type="resident_id", number=UNLISTED, issuer=None, by=people.clerk(), at=timezone.now()
        )
        walk.open("/my-record/code")
        walk.type_into("code", issued.code)
        walk.press_button("main form button")
        walk.press_button('a[href="/share/mine"]')
        walk.look("share-on-no-file")
        walk.type_into("name", "测试乙")
        walk.type_into("number", UNLISTED)
        walk.choose("activity", "hotel.star_rated")
        walk.press_button("main form button")
        walk.look("share-made-on-no-file")
        assert walk.page.locator("main code").is_visible()
