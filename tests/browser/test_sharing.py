"""What is shown to others, in a browser: the public list, and a code by which a person shows one answer."""

import pytest

from tests.browser.walking import Walk
from tests.factories import listings

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
