"""Who may be listed, and on what: the judge's proposal (L1, L3–L5, G16)."""

import uuid
from datetime import date
from typing import Any

import pytest

from blacklist.law.duties import Duty
from blacklist.models import EnforcementCase, Listing, Party, PartyRole
from blacklist.services import listings, orders
from tests.blacklist.services.drafts import (
    DIRECT,
    active_listing,
    assert_whole_set,
    case,
    code_of,
    entry_of,
    found,
    instant,
    listing_proposal,
    order_in_force,
    order_proposal,
    signed_order,
)
from tests.factories import people
from tests.factories.cases import debtor_of
from tests.factories.listings import DENIED, SHOWN

pytestmark = pytest.mark.django_db
ON = date(2024, 3, 15)


def propose(of: EnforcementCase, *numbers: int, on: date = ON, **changes: Any) -> Listing:
    return listings.propose(listing_proposal(of, *numbers, **changes), by=people.judge(), at=instant(on))


def refused(of: EnforcementCase, *numbers: int, on: date = ON, **changes: Any) -> str:
    """Return the code with which a proposal is refused, the facts it names being on file."""
    proposal = listing_proposal(of, *numbers, **changes)
    return code_of(lambda: listings.propose(proposal, by=people.judge(), at=instant(on)))


class TestPropose:
    @pytest.mark.law("L13", "L5-3")
    def test_drafts_with_one_entry_that_holds_the_subjects_whole_set(self) -> None:
        """L1, L13."""
        of, judge = case(), people.judge()
        listing = listings.propose(listing_proposal(of, 3, 1), by=judge, at=instant(ON))
        assert (listing.state, listing.grounds, listing.court_id) == ("proposed", [1, 3], of.court_id)
        assert (listing.drafted_by, listing.decision_number, listing.decided_on) == (judge, "", None)
        assert Listing.objects.get().particulars["grounds"][0]["conduct_on"] == "2024-01-20"
        entry = entry_of(listing.pk, "propose")
        assert (entry.article, entry.actor_id) == ("L1", judge.pk)
        assert_whole_set(entry, [debtor_of(of)])

    @pytest.mark.law("9.0")
    def test_needs_the_duty_to_propose_first(self) -> None:
        """L5 ¶2: the enforcement judge drafts; nobody else does, wherever."""
        proposal = listing_proposal(case(), 7)
        officer = people.officer(duties=set(Duty) - {Duty.PROPOSE}, court_code=people.OTHER_COURT)
        assert code_of(lambda: listings.propose(proposal, by=officer, at=instant(ON))) == "duty-required"

    @pytest.mark.law("J15", "11.12")
    def test_belongs_to_the_court_of_the_case(self) -> None:
        """J15: court B cannot list a debtor of court A's case."""
        proposal = listing_proposal(case(), 7)
        judge = people.judge(people.OTHER_COURT)
        assert code_of(lambda: listings.propose(proposal, by=judge, at=instant(ON))) == "other-court"

    @pytest.mark.law("11.2")
    def test_needs_a_case_on_file(self) -> None:
        assert code_of(lambda: propose(case(), case_id=uuid.UUID(int=0))) == "unknown-case"

    def test_refuses_a_second_live_listing_of_the_debtor_in_the_case(self) -> None:
        of = case()
        propose(of)
        assert refused(of, 4) == "duplicate"

    @pytest.mark.law("L10-3", "11.6")
    def test_lists_the_debtor_again_after_a_removal_by_a_new_decision(self) -> None:
        """L10 ¶3."""
        first = active_listing(1, on=ON)
        listings.remove(first.pk, reason="performed", note="", by=people.judge(), at=instant(ON))
        again = propose(first.case, 1)
        assert again.pk != first.pk


class TestWhoMayBeListed:
    @pytest.mark.law("F8.7", "11.3")
    def test_refuses_who_is_no_debtor_of_the_case(self) -> None:
        """L1, §11, 3."""
        assert code_of(lambda: propose(case(), debtor_id=people.person().pk)) == "not-a-debtor"

    @pytest.mark.law("11.3")
    def test_refuses_the_applicant(self) -> None:
        """L1: a role in the case is not enough; it must be the debtor's."""
        of, applicant = case(), people.person()
        Party.objects.create(case=of, person=applicant, role=PartyRole.APPLICANT)
        assert code_of(lambda: propose(of, debtor_id=applicant.pk)) == "not-a-debtor"

    @pytest.mark.law("G16-2", "F8.7", "11.3")
    def test_refuses_an_officer_of_the_debtor_unit(self) -> None:
        """G16-2: Ms A, legal representative of the debtor company, is not a debtor."""
        of, officer = case(debtor=people.unit()), people.person()
        named = orders.Named(officer.pk, "legal_representative", ("登记-1",))
        signed_order(on=ON, of=of, persons=[named])
        assert code_of(lambda: propose(of, debtor_id=officer.pk)) == "officer-not-listable"

    @pytest.mark.law("G16-2", "F8.7")
    def test_lists_an_officer_who_is_a_debtor_as_well(self) -> None:
        """G16-2: as a guarantor and debtor of the case she answers for herself."""
        of, officer = case(debtor=people.unit()), people.person()
        signed_order(on=ON, of=of, persons=[orders.Named(officer.pk, "legal_representative", ("登记-1",))])
        own = listing_proposal(of, debtor_id=officer.pk)
        Party.objects.create(case=of, person=officer, role=PartyRole.JUDGMENT_DEBTOR)
        assert listings.propose(own, by=people.judge(), at=instant(ON)).debtor_id == officer.pk

    @pytest.mark.law("L4", "T7", "11.1")
    @pytest.mark.parametrize("on", [date(2026, 3, 14), date(2026, 3, 15)])
    def test_never_lists_a_minor(self, on: date) -> None:
        """L4, T7: born 2008-03-15, whatever the ground; the birthday itself is still protected."""
        of = case(debtor=people.person(birth_date=date(2008, 3, 15)))
        for number in (1, 2, 3, 4, 6):
            assert refused(of, number, on=on) == "minor"

    @pytest.mark.law("L4", "T7")
    def test_lists_an_adult_from_the_day_after_the_birthday(self) -> None:
        """L4, T7: born 2008-03-15, admissible from 2026-03-16."""
        of = case(debtor=people.person(birth_date=date(2008, 3, 15)))
        on = date(2026, 3, 16)
        assert propose(of, grounds=[found(1, conduct_on=on)], on=on).state == "proposed"

    @pytest.mark.law("L4")
    def test_takes_nothing_a_minor_did_as_a_ground(self) -> None:
        """Born 2008-03-15, an adult since 2026-03-16: the birthday's conduct is still a minor's."""
        of = case(debtor=people.person(birth_date=date(2008, 3, 15)))
        early, late = [found(2, conduct_on=date(2026, 3, 15))], [found(2, conduct_on=date(2026, 3, 16))]
        assert refused(of, grounds=early, on=date(2026, 4, 1)) == "minor"
        assert propose(of, grounds=late, on=date(2026, 4, 1)).state == "proposed"

    @pytest.mark.law("L4")
    def test_lists_a_unit_which_has_no_age(self) -> None:
        """L4 speaks of natural persons."""
        assert propose(case(debtor=people.unit())).state == "proposed"


class TestGrounds:
    @pytest.mark.law("L1", "11.2")
    def test_needs_one(self) -> None:
        """L1: non-payment alone is no ground."""
        assert code_of(lambda: propose(case(), grounds=[])) == "ground-required"

    @pytest.mark.law("L1")
    def test_knows_six(self) -> None:
        """L1."""
        assert code_of(lambda: propose(case(), 7)) == "unknown-ground"

    @pytest.mark.law("L5-3", "11.2")
    def test_needs_reasons(self) -> None:
        """L5 ¶3: a written decision with reasons."""
        assert code_of(lambda: propose(case(), reasons=" ")) == "reasons-required"

    @pytest.mark.law("L1")
    @pytest.mark.parametrize("changes", [{"facts": " "}, {"evidence": ()}])
    def test_needs_facts_and_evidence_for_each(self, changes: dict[str, Any]) -> None:
        """L1: each ground with its facts, its evidence and the day of the conduct."""
        grounds = [found(1), found(2, **changes)]
        assert code_of(lambda: propose(case(), grounds=grounds)) == "evidence-required"

    @pytest.mark.law("L1", "L6")
    def test_lists_nobody_who_has_performed_the_whole(self) -> None:
        """Non-performance is a fact of its own, and is published."""
        assert code_of(lambda: propose(case(), performance="wholly_performed")) == "unknown-value"
        part = propose(case(), performance="partly_performed")
        assert part.particulars["performance"] == "partly_performed"

    def test_refuses_conduct_to_come(self) -> None:
        """L1."""
        grounds = [found(2, conduct_on=date(2024, 3, 16))]
        assert code_of(lambda: propose(case(), grounds=grounds)) == "date-in-future"

    @pytest.mark.law("L3")
    @pytest.mark.parametrize(
        ("fact", "code"),
        [
            ("security_given", "security-sufficient"),
            ("assets_controlled", "assets-sufficient"),
            ("turn_later", "turn-later"),
            ("other_than_refusal", "not-refusal"),
        ],
    )
    def test_refuses_ground_1_for_each_fact_that_excludes_it(self, fact: str, code: str) -> None:
        """L3."""
        assert code_of(lambda: propose(case(), 1, negatives={**DENIED, fact: True})) == code

    @pytest.mark.law("L3")
    def test_asks_an_answer_to_each_of_the_four_questions(self) -> None:
        """L3: yes or no, never silence."""
        assert code_of(lambda: propose(case(), 1, negatives={})) == "answer-required"

    @pytest.mark.law("L3")
    @pytest.mark.parametrize("question", SHOWN)
    def test_asks_on_what_each_answer_rests(self, question: str) -> None:
        shown = {key: files for key, files in SHOWN.items() if key != question}
        assert code_of(lambda: propose(case(), 1, negatives_evidence=shown)) == "evidence-required"
        drafted = propose(case(), 1)
        assert drafted.particulars["negatives_evidence"][question] == ["查询反馈-1"]

    @pytest.mark.law("L3")
    def test_does_not_ask_them_of_threats(self) -> None:
        """L3 holds for ground 1 only."""
        assert propose(case(), 2, negatives={"assets_controlled": True}).grounds == [2]

    @pytest.mark.law("G16-1")
    def test_refuses_a_broken_settlement_while_assets_are_controlled(self) -> None:
        """G16-1: property under control excludes ground 6 too."""
        assert refused(case(), 6, negatives={**DENIED, "assets_controlled": True}) == "assets-sufficient"

    @pytest.mark.law("G16-1")
    @pytest.mark.parametrize(("numbers", "is_held"), [((1,), True), ((6,), True), ((1, 2), True), ((2,), False)])
    def test_holds_off_when_the_applicant_asks(self, numbers: tuple[int, ...], is_held: bool) -> None:
        """G16-1: for grounds 1 and 6."""
        of = case()
        EnforcementCase.objects.filter(pk=of.pk).update(hold_requested_on=date(2024, 3, 1))
        if is_held:
            assert refused(of, *numbers) == "creditor-hold"
        else:
            assert propose(of, *numbers).grounds == [2]


class TestBreachOfAnOrder:
    """Ground 5: the order was served on this debtor and in force on the day of the conduct (L1)."""

    def propose(self, of: EnforcementCase, order_id: uuid.UUID | None, conduct_on: date) -> Listing:
        grounds = [found(5, conduct_on=conduct_on, order_id=order_id)]
        return propose(of, grounds=grounds, on=date(2026, 4, 1))

    @pytest.mark.law("L1")
    @pytest.mark.parametrize(
        ("conduct_on", "is_breach"),
        [(date(2026, 3, 5), False), (date(2026, 3, 9), False), (date(2026, 3, 10), True), (date(2026, 3, 20), True)],
    )
    def test_counts_from_the_day_of_service(self, conduct_on: date, is_breach: bool) -> None:
        """L1: served 2026-03-10; conduct on 2026-03-05 came too early."""
        of = case()
        order = order_in_force(on=date(2026, 3, 10), of=of)
        if is_breach:
            assert self.propose(of, order.pk, conduct_on).grounds == [5]
        else:
            assert code_of(lambda: self.propose(of, order.pk, conduct_on)) == "order-not-served-at-conduct-date"

    @pytest.mark.law("L1", "G14")
    def test_refuses_an_order_never_served(self) -> None:
        """L1, G14."""
        of = case()
        order = signed_order(on=date(2026, 3, 10), of=of)
        code = code_of(lambda: self.propose(of, order.pk, date(2026, 3, 20)))
        assert code == "order-not-served-at-conduct-date"

    @pytest.mark.law("L1")
    def test_refuses_without_an_order(self) -> None:
        """L1."""
        assert code_of(lambda: self.propose(case(), None, date(2026, 3, 20))) == "order-not-served-at-conduct-date"

    @pytest.mark.law("L1")
    @pytest.mark.parametrize("end", ["lift", "revoke"])
    def test_refuses_conduct_after_a_lift_and_any_conduct_after_a_revocation(self, end: str) -> None:
        """C9: a lifted order binds nobody from that day; L9: a revoked one never should have bound anybody."""
        of, judge = case(), people.judge()
        order = order_in_force(on=date(2026, 3, 10), of=of)
        at = instant(date(2026, 3, 15))
        if end == "lift":
            orders.lift(order.pk, reason="performed", note="", by=judge, at=at)
            conduct_on = date(2026, 3, 15)
        else:
            orders.revoke(order.pk, reason="issued_in_error", note="复核。", by=judge, at=at)
            conduct_on = date(2026, 3, 12)
        assert code_of(lambda: self.propose(of, order.pk, conduct_on)) == "order-not-served-at-conduct-date"

    @pytest.mark.law("L1")
    def test_refuses_an_order_served_on_another_person_only(self) -> None:
        """L1: each person is served; an order served on the unit's officer does not bind the unit."""
        of, officer = case(debtor=people.unit()), people.person()
        named = [orders.Named(debtor_of(of).pk), orders.Named(officer.pk, "legal_representative", ("登记-1",))]
        judge, clerk, day = people.judge(), people.clerk(), date(2026, 3, 10)
        drafted = orders.propose(order_proposal(of, persons=named), by=judge, at=instant(day))
        orders.sign(drafted.pk, by=people.president(), at=instant(day))
        orders.serve(drafted.pk, served_on=day, service_method=DIRECT, person_id=officer.pk, by=clerk, at=instant(day))
        code = code_of(lambda: self.propose(of, drafted.pk, date(2026, 3, 20)))
        assert code == "order-not-served-at-conduct-date"


class TestNotice:
    """L5 ¶1: served 2026-03-02, to perform by 2026-03-12."""

    def of(self, *, has_risk_warning: bool = True) -> EnforcementCase:
        return case(served_on=date(2026, 3, 2), perform_by=date(2026, 3, 12), has_risk_warning=has_risk_warning)

    @pytest.mark.law("L5-1")
    def test_lets_the_period_run_out(self) -> None:
        of = self.of()
        assert code_of(lambda: propose(of, on=date(2026, 3, 12))) == "period-running"
        assert propose(of, on=date(2026, 3, 13)).state == "proposed"

    @pytest.mark.law("L5-1", "11.2")
    def test_needs_the_risk_warning(self) -> None:
        of = self.of(has_risk_warning=False)
        assert code_of(lambda: propose(of, on=date(2026, 3, 13))) == "risk-warning-missing"

    @pytest.mark.law("L5-1", "11.2")
    def test_needs_the_service(self) -> None:
        of = self.of()
        unserved = {"notice_served_on": None, "notice_perform_by": None}
        EnforcementCase.objects.filter(pk=of.pk).update(**unserved)
        assert code_of(lambda: propose(of, on=date(2026, 3, 13))) == "not-served"

    def test_comes_after_the_grounds(self) -> None:
        """Who and why are judged before when."""
        of = self.of()
        assert code_of(lambda: propose(of, 7, on=date(2026, 3, 12))) == "unknown-ground"
