"""Each act on a measure that issues a document seals it, and the register's entry holds its digest."""

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import orjson
import pytest

from blacklist import selectors
from blacklist.documents.rendering import render
from blacklist.law.court_documents import DocumentKind
from blacklist.law.duties import OFFICES
from blacklist.law.events import EventKind
from blacklist.law.refusals import Refusal
from blacklist.models import (
    ConsumptionOrder,
    IssuedDocument,
    Listing,
    PartyRole,
    Person,
    RegisterEntry,
    ServiceMethod,
)
from blacklist.services import events, listings, orders, persons
from tests.blacklist.documents.contents import text_of
from tests.blacklist.services.drafts import (
    DIRECT,
    case,
    code_of,
    found,
    freed_officer,
    instant,
    listing_proposal,
    order_proposal,
    signed_order,
)
from tests.factories import cases as case_factory
from tests.factories import delegations, people
from tests.factories import listings as listing_factory
from tests.factories import orders as order_factory
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db
K = DocumentKind
ON = date(2024, 3, 15)
GAP = "\U0002a6d0"  # no sign of the font


def issued(measure: Listing | ConsumptionOrder) -> list[str]:
    """Return the kinds of documents about a measure, as they were issued."""
    rows = IssuedDocument.objects.filter(measure_id=measure.pk).order_by("issued_at", "kind")
    return list(rows.values_list("kind", flat=True))


def said(measure: Listing | ConsumptionOrder, kind: DocumentKind) -> dict[str, Any]:
    """Return what the newest document of a kind about a measure says."""
    row = IssuedDocument.objects.filter(measure_id=measure.pk, kind=kind).latest("issued_at")
    opened: dict[str, Any] = orjson.loads(row.content)
    return opened


def order_on_unit(*officers: Person) -> ConsumptionOrder:
    """Return an order of 15 March 2024 on a unit and its officers, signed."""
    unit = people.unit()
    of = case(debtor=unit)
    named = [orders.Named(unit.pk), *(orders.Named(who.pk, "legal_representative", ("工商登记",)) for who in officers)]
    return signed_order(on=ON, of=of, persons=named)


class TestIssuedBy:
    @pytest.mark.law("L5-3", "C5", "G14")
    @pytest.mark.parametrize(
        ("make", "kinds"),
        [
            (listing_factory.proposed, []),
            (listing_factory.signed, [K.LISTING_DECISION]),
            (listing_factory.served, [K.LISTING_DECISION, K.SERVICE_RECORD]),
            (listing_factory.active, [K.LISTING_DECISION, K.SERVICE_RECORD]),
            (listing_factory.in_grace, [K.LISTING_DECISION, K.GRACE_DECISION]),
            (listing_factory.removed, [K.LISTING_DECISION, K.REMOVAL_NOTICE, K.SERVICE_RECORD]),
            (listing_factory.revoked, [K.LISTING_DECISION, K.REVOCATION_DECISION, K.SERVICE_RECORD]),
            (order_factory.drafted, []),
            (order_factory.signed, [K.CONSUMPTION_ORDER]),
            (order_factory.in_force, [K.CONSUMPTION_ORDER, K.SERVICE_RECORD]),
            (order_factory.lifted, [K.CONSUMPTION_ORDER, K.LIFT_NOTICE, K.SERVICE_RECORD]),
            (order_factory.revoked, [K.CONSUMPTION_ORDER, K.REVOCATION_DECISION, K.SERVICE_RECORD]),
        ],
    )
    def test_issues_what_each_act_owes(
        self, make: Callable[[], Listing | ConsumptionOrder], kinds: list[DocumentKind]
    ) -> None:
        measure = make()
        assert sorted(issued(measure)) == sorted(kinds)
        for row in IssuedDocument.objects.filter(measure_id=measure.pk):
            assert "（院印）" in text_of(render(row.content))

    @pytest.mark.law("L13")
    def test_puts_the_digest_into_the_entry_of_the_act(self) -> None:
        listing = listing_factory.removed()
        entries = RegisterEntry.objects.filter(measure_id=listing.pk)
        digests = {entry.act: bytes(entry.document_digest) for entry in entries if entry.document_digest}
        assert set(digests) == {"sign", "serve", "remove"}
        rows = {bytes(row.content_digest): row for row in IssuedDocument.objects.filter(measure_id=listing.pk)}
        assert set(digests.values()) == set(rows)
        assert all(hashlib.sha256(row.content).digest() == digest for digest, row in rows.items())

    def test_seals_the_words(self) -> None:
        """D9: the table holds no name."""
        listing = listing_factory.signed()
        row = IssuedDocument.objects.get(measure_id=listing.pk)
        assert "张三".encode() not in bytes(row.content_sealed)
        assert "张三".encode() in row.content

    @pytest.mark.law("L5-3", "L2")
    def test_says_what_was_decided(self) -> None:
        """L2: decision 2024-03-15, ground 3 → term ends 2026-03-15."""
        president = people.president()
        proposal = listing_proposal(case(), 3)
        drafted = listings.propose(proposal, by=people.judge(), at=instant(ON))
        listing = listings.sign(drafted.pk, by=president, at=instant(ON))
        text = said(listing, K.LISTING_DECISION)
        assert text["term_until"] == "2026-03-15"
        assert text["heading"]["number"] == listing.decision_number
        assert text["heading"]["signer"] == president.name
        assert text["origin"]["perform_by"] == "2024-01-15"
        [ground] = text["grounds"]
        assert (ground["words"], ground["conduct_on"]) == (
            "以虚假诉讼、虚假仲裁或隐匿、转移财产等方法规避执行",
            "2024-01-20",
        )
        assert text["law"]["basis"].startswith("《中华人民共和国民事诉讼法》（以下简称《民事诉讼法》）第二百六十六条")

    @pytest.mark.law("C5", "G21")
    def test_says_what_was_ordered(self) -> None:
        order = signed_order(on=ON, activities=("flight.economy", "hotel.star_rated"))
        text = said(order, K.CONSUMPTION_ORDER)
        assert text["items"] == ["乘坐飞机（经济舱）", "星级以上宾馆、酒店"]
        assert text["period_until"] == "2027-03-15"
        assert [factor["words"] for factor in text["factors"]] == ["消极履行", "规避执行", "抗拒执行", "履行能力"]
        assert text["persons"][0]["number"].startswith("110000")
        assert "*" not in text["persons"][0]["number"]

    @pytest.mark.law("C3-1", "G20")
    def test_says_what_only_this_order_names(self) -> None:
        decided = orders.SchoolDecision("示范国际学校", "（2024）示范1号")
        named = ("school.high_fee", "other.named")
        text = said(signed_order(on=ON, activities=named, other="购买珠宝", school=decided), K.CONSUMPTION_ORDER)
        assert text["items"] == [
            "子女就读高收费私立学校：示范国际学校（依据（2024）示范1号）",
            "限制消费令列明的其他非生活和工作必需的消费：购买珠宝",
        ]

    @pytest.mark.law("C1")
    def test_names_the_listing_an_order_follows(self) -> None:
        listing = listing_factory.active()
        of = orders.Proposal(
            case_id=listing.case_id,
            persons=[orders.Named(listing.debtor_id)],
            activities=["flight.economy"],
            period_until=date(2027, 11, 15),
            factors={},
            reasons="已被纳入失信名单。",
            listing_id=listing.pk,
        )
        drafted = orders.propose(of, by=people.judge(), at=AT)
        order = orders.sign(drafted.pk, by=people.president(), at=AT)
        assert said(order, K.CONSUMPTION_ORDER)["listing"]["number"] == listing.decision_number

    @pytest.mark.law("C3-2")
    def test_masks_numbers_that_several_will_read(self) -> None:
        officer = people.person(name="李四")
        [unit, named] = said(order_on_unit(officer), K.CONSUMPTION_ORDER)["persons"]
        assert "*" not in unit["number"]
        assert named["capacity"] == "法定代表人"
        assert named["number"].startswith("110000**********")
        assert named["born_on"] is None

    @pytest.mark.law("G14")
    def test_records_each_service_for_those_it_reached(self) -> None:
        officer = people.person(name="李四")
        order = order_on_unit(officer)
        by, later = people.clerk(), instant(ON + timedelta(days=2))
        orders.serve(order.pk, served_on=ON, service_method=DIRECT, person_id=officer.pk, by=by, at=instant(ON))
        assert [who["name"] for who in said(order, K.SERVICE_RECORD)["persons"]] == ["李四"]
        orders.serve(order.pk, served_on=ON, service_method=ServiceMethod.POST, by=by, at=later)
        record = said(order, K.SERVICE_RECORD)
        assert [who["name"] for who in record["persons"]] == ["示范贸易有限公司"]
        assert (record["method"], record["recorded_by"]) == ("邮寄送达", by.name)
        assert record["heading"]["number"] == order.decision_number

    @pytest.mark.law("P88")
    def test_records_the_day_on_which_a_public_notice_counts(self) -> None:
        """Public notice issued 2026-03-02 → served 2026-04-01."""
        issued_on = date(2026, 3, 2)
        order = signed_order(on=issued_on)
        notice = ServiceMethod.PUBLIC_NOTICE
        at = instant(date(2026, 4, 1))
        orders.serve(order.pk, served_on=issued_on, service_method=notice, by=people.clerk(), at=at)
        assert said(order, K.SERVICE_RECORD)["served_on"] == "2026-04-01"

    @pytest.mark.law("G17-2")
    def test_frees_one_person_by_name_and_says_who_stays_restricted(self) -> None:
        officer, other = people.person(name="李四"), people.person(name="王五")
        order = order_on_unit(officer, other)
        note = "已变更，且不是实际控制人。"
        freed_officer(order, officer, on=ON, note=note)
        notice = said(order, K.LIFT_NOTICE)
        assert [who["name"] for who in notice["persons"]] == ["李四"]
        assert set(notice["remaining"]) == {"示范贸易有限公司", "王五"}
        assert notice["note"] == note
        assert "第十七条" in notice["law"]["reason"]

    @pytest.mark.law("G15")
    def test_says_until_when_a_measure_is_held_back(self) -> None:
        listing = listing_factory.in_grace(ground=3)
        decision = said(listing, K.GRACE_DECISION)
        assert (decision["grace_until"], decision["term_until"]) == ("2027-02-16", "2029-02-17")
        assert decision["reasons"] == "正在筹款。"

    @pytest.mark.law("G19", "L2")
    def test_gives_reasons_for_a_term_that_goes_on_after_performance(self) -> None:
        listing = listing_factory.active(ground=3)
        paid = events.Happened(listing.case_id, EventKind.PERFORMED, date(2026, 11, 12), "已到账。", listing.debtor_id)
        events.record(paid, by=people.judge(), at=AT)
        president = people.president()
        listings.keep(listing.pk, note="多次转移财产。", by=president, at=AT)
        decision = said(listing, K.RETENTION_DECISION)
        assert (decision["reasons"], decision["term_until"]) == ("多次转移财产。", "2028-11-16")
        assert decision["heading"]["signer"] == president.name

    @pytest.mark.law("P243")
    def test_speaks_to_nobody_who_died(self) -> None:
        listing = listing_factory.active()
        listings.remove(listing.pk, reason="death", note="户籍注销证明。", by=people.judge(), at=AT)
        assert said(listing, K.REMOVAL_NOTICE)["is_addressed"] is False

    def test_issues_nothing_when_a_draft_is_revoked(self) -> None:
        drafted = order_factory.drafted()
        revoked = orders.revoke(drafted.pk, reason="issued_in_error", note="误拟。", by=people.judge(), at=AT)
        assert issued(revoked) == []
        assert RegisterEntry.objects.latest("version").document_digest is None

    def test_numbers_notices_after_the_decisions_of_the_case(self) -> None:
        listing = listing_factory.removed()
        number = IssuedDocument.objects.get(kind=K.REMOVAL_NOTICE).number
        assert number == f"{listing.case.case_number}之二"

    def test_addresses_one_person_or_nobody(self) -> None:
        listing, order = listing_factory.signed(), order_on_unit(people.person(name="李四"))
        assert IssuedDocument.objects.get(measure_id=listing.pk).person_id == listing.debtor_id
        assert IssuedDocument.objects.get(measure_id=order.pk).person_id is None


class TestMissingGlyph:
    def test_stops_a_draft_that_could_not_be_printed(self) -> None:
        """A missing glyph is an error: told when it is drafted, before anybody is bound."""
        of = case()
        proposal = listing_proposal(of, grounds=[found(1, facts=f"转移至{GAP}某处。")])
        assert code_of(lambda: listings.propose(proposal, by=people.judge(), at=instant(ON))) == "glyph-missing"
        ordered = order_proposal(of, reasons=f"{GAP}")
        assert code_of(lambda: orders.propose(ordered, by=people.judge(), at=instant(ON))) == "glyph-missing"

    def test_stops_a_signature(self) -> None:
        """Whoever signs bears a name, too."""
        president = people.president()
        president.name = GAP
        president.save()
        drafted = order_factory.drafted()
        assert code_of(lambda: orders.sign(drafted.pk, by=president, at=AT)) == "glyph-missing"

    @pytest.mark.law("C9", "L10-1")
    def test_never_stops_an_end(self) -> None:
        """The notice is issued all the same, and printed once the font can."""
        order = order_factory.in_force()
        orders.lift(order.pk, reason="applicant_consent", note=GAP, by=people.judge(), at=AT)
        notice = IssuedDocument.objects.get(measure_id=order.pk, kind=K.LIFT_NOTICE)
        with pytest.raises(Refusal) as caught:
            render(notice.content)
        assert caught.value.code == "glyph-missing"


class TestDelegatedSignature:
    @pytest.mark.law("L5-3")
    def test_says_in_whose_place_it_was_signed(self) -> None:
        president, deputy = people.president(), people.judge()
        president.name, deputy.name = "示范院长", "示范副院长"
        for officer in (president, deputy):
            officer.save()
        delegations.in_force(principal=president, deputy=deputy)
        order = orders.sign(order_factory.drafted().pk, by=deputy, at=AT)
        row = IssuedDocument.objects.get(measure_id=order.pk)
        assert "经院长示范院长授权示范副院长" in text_of(render(row.content))


class TestOfAnotherCourtsCase:
    @pytest.mark.law("G18")
    def test_names_the_court_above_that_corrects_directly(self) -> None:
        listing = listing_factory.active()
        people.courts_above()
        above = people.officer(duties=OFFICES["superior_court"], court_code=people.COURT_ABOVE)
        listings.revoke(listing.pk, reason="listed_in_error", note="不应纳入。", by=above, at=AT)
        row = IssuedDocument.objects.get(measure_id=listing.pk, kind=K.REVOCATION_DECISION)
        assert said(listing, K.REVOCATION_DECISION)["heading"]["court"] == people.court(people.COURT_ABOVE).name
        assert row.court_id == people.COURT_ABOVE
        assert selectors.documents_of(people.clerk()).filter(pk=row.pk).exists()

    def test_bears_the_court_that_handles_the_case(self) -> None:
        """J15: a case entrusted to another court."""
        drafted = order_factory.drafted()
        other = people.court(people.OTHER_COURT)
        drafted.case.court = other
        drafted.case.save()
        order = orders.sign(drafted.pk, by=people.president(people.OTHER_COURT), at=AT)
        assert said(order, K.CONSUMPTION_ORDER)["heading"]["court"] == other.name
        assert IssuedDocument.objects.get(measure_id=order.pk).court_id == people.OTHER_COURT


class TestParties:
    def test_names_the_number_a_foreigner_bears(self) -> None:
        passport = persons.Particulars("JOHN SMITH", "passport", "X1234567", issuer="GBR", birth_date=date(1980, 1, 1))
        foreigner = persons.register(passport, by=people.clerk(), at=AT)
        of = case_factory.with_notice(debtor=foreigner)
        assert of.parties.get(role=PartyRole.JUDGMENT_DEBTOR).person_id == foreigner.pk
        drafted = orders.propose(order_proposal(of, period_until=date(2027, 11, 15)), by=people.judge(), at=AT)
        order = orders.sign(drafted.pk, by=people.president(), at=AT)
        [party] = said(order, K.CONSUMPTION_ORDER)["persons"]
        assert (party["number_name"], party["number"]) == ("护照号码", "X1234567")
        assert (party["sex"], party["born_on"]) == ("", "1980-01-01")
