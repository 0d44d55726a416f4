"""What of a listing everybody may see, and nothing else of it (L6)."""

from dataclasses import asdict
from datetime import date

import pytest
from django.db import models

from blacklist.law.events import EventKind
from blacklist.models import BasisDocument, Listing, Person
from blacklist.particulars import published
from blacklist.services import events, listings, orders
from tests.blacklist.services.drafts import (
    DIRECT,
    active_listing,
    case,
    code_of,
    instant,
    listing_proposal,
    order_in_force,
    signed_listing,
)
from tests.factories import listings as listing_factory
from tests.factories import people

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 20)


def listed(debtor: Person | None = None) -> Listing:
    """Return a listing published on 20 March 2026."""
    return active_listing(3, on=ON, debtor=debtor)


class TestPublished:
    @pytest.mark.law("L6", "F8.5")
    def test_says_who_owes_what_to_whose_judgment_and_what_was_done(self) -> None:
        person = people.person(name="测试甲", birth_date=date(1990, 1, 1))
        listing = listed(person)
        number = person.documents.get().number
        assert asdict(published(listing, on=ON)) == {
            "name": "测试甲",
            "sex": person.sex,
            "age": 36,
            "masked_number": f"110000**********{number[-2:]}",
            "legal_representative": None,
            "court": "示范法院兵9901",
            "province": "新疆",
            "basis_number": "（2023）示范裁字第1号",
            "basis_issuer": "示范仲裁委员会",
            "filed_on": date(2024, 1, 2),
            "case_number": listing.case.case_number,
            "obligation": "支付货款。",
            "performance": "全部未履行",
            "conduct": "以虚假诉讼、虚假仲裁或隐匿、转移财产等方法规避执行",
            "published_on": ON,
        }

    @pytest.mark.law("L6", "11.10")
    def test_does_not_change_with_the_model(self) -> None:
        """An address put on the listing is not published by that."""
        listing = listed()
        before = published(listing, on=ON)
        listing.address = listing.debtor.address = "示范路1号"  # type: ignore[attr-defined]
        assert published(listing, on=ON) == before
        assert not {field.name for field in Listing._meta.concrete_fields} <= set(asdict(before))

    @pytest.mark.law("L6", "F8.5", "K4")
    def test_repeats_no_number_of_an_obligation_and_no_fact_found(self) -> None:
        listing = listed()
        basis = BasisDocument.objects.get(case=listing.case)
        basis.seal_obligation("向账号6222000011112222333支付货款。")
        models.Model.save(basis)
        said = published(listing, on=ON)
        assert said.obligation == "向账号*******************支付货款。"
        assert "拒不履行的具体情形" not in str(asdict(said))

    @pytest.mark.law("L6", "F8.7")
    def test_names_a_units_legal_representative_as_an_order_in_force_does(self) -> None:
        unit, officer = people.unit(), people.person(name="测试乙")
        of = case(debtor=unit)
        drafted = listings.propose(listing_proposal(of, 3), by=people.judge(), at=instant(ON))
        listings.sign(drafted.pk, by=people.president(), at=instant(ON))
        listing = listed_of(drafted)
        said = published(listing, on=ON)
        assert (said.sex, said.age, said.legal_representative) == (None, None, None)
        assert said.masked_number == unit.documents.get().number
        named = orders.Named(officer.pk, "legal_representative", ("卷宗-3",))
        order_in_force(on=ON, of=of, persons=[named])
        assert published(listing, on=ON).legal_representative == "测试乙"

    @pytest.mark.law("L6", "Q7")
    def test_says_that_it_was_performed_while_the_term_is_reviewed(self) -> None:
        listing = listed()
        happened = events.Happened(listing.case_id, EventKind.PERFORMED, ON, "见卷宗。", evidence=("卷宗-40",))
        events.record(happened, by=people.judge(), at=instant(ON))
        listing.refresh_from_db()
        assert published(listing, on=ON).performance == "全部已履行"

    @pytest.mark.law("L6")
    @pytest.mark.parametrize(
        ("stated", "published_as"), [("partly_performed", "部分未履行"), ("已履行3000元", "已履行3000元"), ("", None)]
    )
    def test_says_what_the_decision_states_of_performance(self, stated: str, published_as: str | None) -> None:
        listing = listed()
        listing.seal_particulars({**listing.particulars, "performance": stated})
        assert published(listing, on=ON).performance == published_as

    @pytest.mark.law("G15", "11.4", "11.10")
    def test_says_nothing_before_publication_and_after_the_end(self) -> None:
        for listing in (signed_listing(3, on=ON), listing_factory.removed(), listing_factory.revoked()):
            assert code_of(lambda row=listing: published(row, on=ON)) == "wrong-state"  # type: ignore[misc]


def listed_of(signed: Listing) -> Listing:
    """Serve and publish a signed listing."""
    listings.serve(signed.pk, served_on=ON, service_method=DIRECT, by=people.clerk(), at=instant(ON))
    return listings.publish(signed.pk, by=people.judge(), at=instant(ON))
