"""What may be put before the president: whom an order restricts, from what, until when, and why (C1–C5, G16)."""

import uuid
from datetime import date
from typing import Any

import pytest

from blacklist.law.duties import Duty
from blacklist.law.grounds import FACTORS
from blacklist.models import (
    ConsumptionOrder,
    EnforcementCase,
    Party,
    PartyRole,
)
from blacklist.services import listings, orders
from tests.blacklist.services.drafts import (
    active_listing,
    assert_whole_set,
    case,
    code_of,
    entry_of,
    instant,
    order_proposal,
)
from tests.factories import people
from tests.factories.cases import debtor_of

pytestmark = pytest.mark.django_db
ON = date(2024, 3, 15)
OFFICER = "legal_representative"


def propose(of: EnforcementCase, *, on: date = ON, **changes: Any) -> ConsumptionOrder:
    return orders.propose(order_proposal(of, **changes), by=people.judge(), at=instant(on))


class TestPropose:
    @pytest.mark.law("C4", "L13")
    def test_drafts_with_one_entry_that_holds_the_whole_set_of_everyone_named(self) -> None:
        """C4, L13."""
        of, officer = case(debtor=people.unit()), people.person()
        named = [orders.Named(debtor_of(of).pk), orders.Named(officer.pk, OFFICER, ("登记-1",))]
        order = propose(of, persons=named)
        assert (order.state, order.kind, order.period_until) == ("drafted", "discretionary", date(2027, 3, 16))
        entry = entry_of(order.pk, "propose")
        assert entry.article == "C4"
        assert_whole_set(entry, [debtor_of(of), officer])

    @pytest.mark.law("J15")
    def test_needs_the_duty_then_the_court_of_the_case(self) -> None:
        """J15."""
        proposal = order_proposal(case(), activities=())
        lacking = people.officer(duties=set(Duty) - {Duty.PROPOSE}, court_code=people.OTHER_COURT)
        elsewhere = people.judge(people.OTHER_COURT)
        assert code_of(lambda: orders.propose(proposal, by=lacking, at=instant(ON))) == "duty-required"
        assert code_of(lambda: orders.propose(proposal, by=elsewhere, at=instant(ON))) == "other-court"

    def test_needs_a_case_on_file(self) -> None:
        assert code_of(lambda: propose(case(), case_id=uuid.UUID(int=0))) == "unknown-case"

    def test_restricts_someone(self) -> None:
        assert code_of(lambda: propose(case(), persons=[])) == "field-required"

    @pytest.mark.law("Q5", "T7")
    def test_restricts_no_minor(self) -> None:
        """Q5, T7: born 2008-03-15; from 2026-03-16."""
        of = case(debtor=people.person(birth_date=date(2008, 3, 15)))
        assert code_of(lambda: propose(of, on=date(2026, 3, 15))) == "minor"
        assert propose(of, on=date(2026, 3, 16)).state == "drafted"

    @pytest.mark.law("C3-2")
    def test_restricts_only_debtors_and_named_officers(self) -> None:
        """C3 ¶2: shareholder Mr B is not named, and nobody is added from the company register."""
        of = case(debtor=people.unit())
        shareholder = people.person().pk
        assert code_of(lambda: propose(of, persons=[orders.Named(shareholder)])) == "not-a-debtor"
        assert code_of(lambda: propose(of, persons=[orders.Named(shareholder, "shareholder", ("1",))])) == (
            "unknown-value"
        )

    @pytest.mark.law("C3-2")
    def test_asks_the_evidence_of_a_capacity(self) -> None:
        """C3 ¶2."""
        of = case(debtor=people.unit())
        named = [orders.Named(people.person().pk, OFFICER)]
        assert code_of(lambda: propose(of, persons=named)) == "evidence-required"

    @pytest.mark.law("C3-2", "11.3")
    def test_knows_no_officers_of_a_natural_debtor(self) -> None:
        """C3 ¶2, §11, 3: officers answer for a unit; nobody answers for a relative."""
        named = [orders.Named(people.person().pk, "actual_controller", ("1",))]
        assert code_of(lambda: propose(case(), persons=named)) == "not-a-debtor"

    def test_needs_everyone_on_file(self) -> None:
        of = case(debtor=people.unit())
        named = [orders.Named(uuid.UUID(int=0), OFFICER, ("1",))]
        assert code_of(lambda: propose(of, persons=named)) == "not-found"

    def test_restricts_once_who_is_named_twice(self) -> None:
        of = case()
        twice = [orders.Named(debtor_of(of).pk), orders.Named(debtor_of(of).pk)]
        assert propose(of, persons=twice).restricted_persons.count() == 1


class TestContent:
    @pytest.mark.law("C2")
    @pytest.mark.parametrize("factor", FACTORS)
    def test_weighs_each_of_the_four_factors(self, factor: str) -> None:
        """C2."""
        factors = {**dict.fromkeys(FACTORS, "已查明。"), factor: " "}
        assert code_of(lambda: propose(case(), factors=factors)) == "factors-required"

    @pytest.mark.law("C5")
    def test_names_its_items(self) -> None:
        """C5."""
        assert code_of(lambda: propose(case(), activities=())) == "items-required"

    @pytest.mark.law("C5", "K5")
    @pytest.mark.parametrize("activity", ["credit.loan", "bus.any"])
    def test_names_only_activities_an_order_may_cover(self, activity: str) -> None:
        """C5, K5: never a loan."""
        assert code_of(lambda: propose(case(), activities=(activity,))) == "unknown-activity"

    @pytest.mark.law("C5", "Q6")
    @pytest.mark.parametrize("period_until", [None, date(2024, 3, 14)])
    def test_states_a_period_to_come(self, period_until: date | None) -> None:
        """C5, Q6."""
        assert code_of(lambda: propose(case(), period_until=period_until)) == "period-required"

    @pytest.mark.law("Q6")
    def test_may_last_until_performance_when_it_is_reviewed_within_six_months(self) -> None:
        """Q6: drafted on 2024-03-15, to be reviewed by 2024-09-15 at the latest."""
        order = propose(case(), period_until=None, review_on=date(2024, 9, 15))
        assert (order.period_until, order.review_on) == (None, date(2024, 9, 15))

    @pytest.mark.law("Q6")
    @pytest.mark.parametrize("review_on", [date(2024, 9, 16), date(2024, 3, 15), date(2024, 3, 14)])
    @pytest.mark.parametrize("period_until", [None, date(2025, 3, 14)])
    def test_is_not_reviewed_later_or_at_once(self, review_on: date, period_until: date | None) -> None:
        assert code_of(lambda: propose(case(), period_until=period_until, review_on=review_on)) == "period-required"

    @pytest.mark.law("C3-1", "11.9")
    def test_names_its_open_tail_in_words_only(self) -> None:
        """C3 ¶1 item 9: never inferred; only what the order names."""
        tail = ("flight.first", "other.named")
        assert code_of(lambda: propose(case(), activities=tail, other=" ")) == "items-required"
        assert code_of(lambda: propose(case(), other="珠宝")) == "unknown-activity"
        assert propose(case(), activities=tail, other="购买珠宝").particulars["other"] == "购买珠宝"

    @pytest.mark.law("G20")
    def test_names_a_school_only_by_the_courts_decision_on_it(self) -> None:
        """G20: strict review, one school; nothing about a child is asked or kept."""
        decided = orders.SchoolDecision("示范国际学校", "（2024）示范1号")
        named = ("school.high_fee",)
        assert code_of(lambda: propose(case(), activities=named)) == "school-decision-required"
        assert code_of(lambda: propose(case(), school=decided)) == "unknown-activity"
        order = propose(case(), activities=named, school=decided)
        assert order.particulars["school"] == {"school": "示范国际学校", "decision_number": "（2024）示范1号"}

    @pytest.mark.law("P253")
    @pytest.mark.parametrize("necessity", ["hospital", "school.public", "housing.home", "phone", "rail.hard_seat"])
    def test_never_names_a_necessity(self, necessity: str) -> None:
        """P253–255: what debtor and dependants need to live is not in the catalogue."""
        assert code_of(lambda: propose(case(), activities=("flight.first", necessity))) == "unknown-activity"

    @pytest.mark.law("C5")
    @pytest.mark.parametrize("part", ["consequences", "remedy"])
    def test_always_says_what_follows_and_how_to_contest_it(self, part: str) -> None:
        """C5: left out, the document's standard words stand alone; an empty text is none."""
        empty: dict[str, Any] = {part: " "}
        own: dict[str, Any] = {part: "另行告知。"}
        assert code_of(lambda: propose(case(), **empty)) == f"{part}-required"
        assert part not in propose(case()).particulars
        assert propose(case(), **own).particulars[part] == "另行告知。"

    @pytest.mark.law("C5")
    def test_gives_reasons(self) -> None:
        """C5."""
        assert code_of(lambda: propose(case(), reasons="")) == "reasons-required"

    @pytest.mark.law("G21")
    def test_may_name_a_subset(self) -> None:
        """G21: tiered discipline."""
        assert propose(case(), activities=("hotel.star_rated",)).activities == ["hotel.star_rated"]


class TestNotice:
    @pytest.mark.law("C1")
    def test_lets_the_period_of_the_notice_run_out(self) -> None:
        """C1: to perform by 2026-03-12; from the 13th."""
        of = case(served_on=date(2026, 3, 2), perform_by=date(2026, 3, 12))
        assert code_of(lambda: propose(of, on=date(2026, 3, 12))) == "period-running"
        assert propose(of, on=date(2026, 3, 13)).state == "drafted"

    @pytest.mark.law("C1")
    def test_needs_its_service(self) -> None:
        """C1."""
        of = case()
        EnforcementCase.objects.filter(pk=of.pk).update(notice_served_on=None, notice_perform_by=None)
        assert code_of(lambda: propose(of)) == "not-served"

    @pytest.mark.law("L5-1")
    def test_needs_no_risk_warning(self) -> None:
        """L5 ¶1 asks the warning for a listing; C1 does not."""
        assert propose(case(has_risk_warning=False)).state == "drafted"


class TestHold:
    @pytest.mark.law("G16-1")
    def test_holds_off_when_the_applicant_asks(self) -> None:
        """G16-1: asked on 2026-03-01; an order at discretion is neither proposed on 2026-03-05 nor signed."""
        drafted = propose(case(), on=date(2026, 2, 20))
        EnforcementCase.objects.update(hold_requested_on=date(2026, 3, 1))
        on = date(2026, 3, 5)
        assert code_of(lambda: propose(drafted.case, on=on)) == "creditor-hold"
        assert code_of(lambda: orders.sign(drafted.pk, by=people.president(), at=instant(on))) == "creditor-hold"


class TestBecauseListed:
    @pytest.mark.law("C1")
    def test_needs_no_factors_and_stands_against_a_hold(self) -> None:
        """C1, second sentence: against the listed the court shall."""
        listing = active_listing(2, on=ON)
        EnforcementCase.objects.update(hold_requested_on=ON)
        order = propose(listing.case, listing_id=listing.pk, factors={})
        assert (order.kind, order.listing_id) == ("because_listed", listing.pk)

    @pytest.mark.law("C1")
    def test_needs_an_active_listing_of_the_same_case(self) -> None:
        """C1."""
        listing, other = active_listing(2, on=ON), case()
        assert code_of(lambda: propose(other, listing_id=listing.pk)) == "not-found"
        listings.remove(listing.pk, reason="early_removal", note="…", by=people.judge(), at=instant(ON))
        assert code_of(lambda: propose(listing.case, listing_id=listing.pk)) == "not-found"

    @pytest.mark.law("C1", "C2")
    def test_restricts_the_listed_and_no_other_debtor_of_the_case(self) -> None:
        """C1, C2: against a debtor who is not listed the court weighs the four factors."""
        listing, other = active_listing(2, on=ON), people.person()
        named = [orders.Named(listing.debtor_id), orders.Named(other.pk)]
        proposal = order_proposal(listing.case, listing_id=listing.pk, factors={}, persons=named)
        Party.objects.create(case=listing.case, person=other, role=PartyRole.JUDGMENT_DEBTOR)
        assert code_of(lambda: orders.propose(proposal, by=people.judge(), at=instant(ON))) == "not-a-debtor"

    @pytest.mark.law("C3-2")
    def test_restricts_officers_of_a_listed_unit_only(self) -> None:
        """C3 ¶2: the officers of another debtor unit do not follow the listing of a person."""
        listing, officer = active_listing(2, on=ON), people.person()
        unit = active_listing(2, on=ON, debtor=people.unit())
        named = [orders.Named(officer.pk, OFFICER, ("登记-1",))]
        proposal = order_proposal(listing.case, listing_id=listing.pk, persons=named)
        Party.objects.create(case=listing.case, person=unit.debtor, role=PartyRole.JUDGMENT_DEBTOR)
        assert code_of(lambda: orders.propose(proposal, by=people.judge(), at=instant(ON))) == "not-a-debtor"
        assert propose(unit.case, listing_id=unit.pk, persons=named).state == "drafted"

    @pytest.mark.law("C1")
    def test_is_not_signed_once_the_listing_has_ended(self) -> None:
        """C1: without the listing the court has discretion, and the draft weighed nothing."""
        listing = active_listing(1, on=ON)
        drafted = propose(listing.case, listing_id=listing.pk, factors={})
        listings.remove(listing.pk, reason="performed", note="", by=people.judge(), at=instant(ON))
        assert code_of(lambda: orders.sign(drafted.pk, by=people.president(), at=instant(ON))) == "wrong-state"
