"""The signing desk: one draft, its source beside it, what differs marked, and nothing signed at once."""

from datetime import timedelta

import pytest

from blacklist.models import BasisDocument, NameKind, Party
from blacklist.services import links
from tests.blacklist.web.staff import Desk
from tests.factories import listings, orders, people
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db


class TestSigning:
    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_holds_the_draft_against_its_source(self, language: str) -> None:
        listings.proposed()
        assert 'id="differences"' in Desk(people.president(), language=language).text("/court/signing")

    def test_marks_an_amount_that_the_source_does_not_have(self) -> None:
        order = orders.drafted(reasons="尚欠货款999万元。")
        page = Desk(people.president()).text(f"/court/signing?measure={order.pk}")
        assert "9,990,000.00 元</span> · not in the source" in page

    def test_marks_nothing_that_the_source_has(self) -> None:
        order = orders.drafted(reasons="尚欠货款999万元。")
        basis = BasisDocument.objects.get(case=order.case)
        basis.seal_obligation("支付货款9990000元。")
        basis.save()
        assert "not in the source" not in Desk(people.president()).text(f"/court/signing?measure={order.pk}")

    def test_names_who_is_no_debtor_in_the_case(self) -> None:
        listing = listings.proposed()
        Party.objects.filter(case=listing.case, person=listing.debtor).update(role="applicant")
        assert "No debtor in this case" in Desk(people.president()).text("/court/signing")

    def test_shows_what_became_of_the_person_since(self) -> None:
        listing = listings.proposed()
        page = Desk(people.president()).text("/court/signing")
        assert "since it was drafted" not in page
        further = links.FurtherName("前用名", NameKind.FORMER, ("卷宗-31",))
        links.name(listing.debtor_id, further, by=people.judge(), at=AT + timedelta(hours=1))
        page = Desk(people.president()).text("/court/signing")
        assert "since it was drafted" in page

    def test_shows_one_and_lets_the_others_wait(self) -> None:
        first, second = orders.drafted(), orders.drafted(at=AT + timedelta(minutes=1))
        page = Desk(people.president()).text("/court/signing")
        assert page.count("/court/do/sign_order/") == 1
        assert f"/court/do/sign_order/{first.pk}" in page
        assert f"?measure={second.pk}" in page

    def test_shows_identity_also_to_who_drafts(self) -> None:
        order = orders.drafted()
        assert 'id="gate"' in Desk(people.judge()).text(f"/court/orders/{order.pk}")
        assert 'id="gate"' not in Desk(people.clerk()).text(f"/court/orders/{order.pk}")
        assert 'id="gate"' not in Desk(people.judge()).text(f"/court/orders/{orders.in_force().pk}")
