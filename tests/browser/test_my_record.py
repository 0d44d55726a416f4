"""My record in a browser."""

import pytest
from django.utils import timezone

from blacklist.services import record_codes
from tests.browser.walking import Walk
from tests.factories import listings, people

pytestmark = pytest.mark.django_db(transaction=True)


class TestMyRecord:
    def test_is_shown_for_a_code(self, walk: Walk) -> None:
        person = listings.active().debtor
        document = person.documents.get()
        issued = record_codes.issue(
            document_type=document.type, number=document.number, issuer=None, by=people.clerk(), at=timezone.now()
        )
        walk.open("/my-record/code")
        walk.type_into("code", issued.code)
        walk.press_button("main form button")
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
