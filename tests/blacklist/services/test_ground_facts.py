"""What grounds rest on, as the file of the case has it; and what makes a measure needless (L1, L3, G16, P242, P252)."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from blacklist.models import AssetReportOrder, EnforcementCase, Listing, Settlement
from blacklist.services import asset_reports, cases, listings, orders, properties, settlements
from tests.blacklist.services.drafts import (
    DIRECT,
    case,
    code_of,
    found,
    instant,
    listing_proposal,
    order_proposal,
    signed_listing,
)
from tests.factories import facts, people
from tests.factories.cases import debtor_of

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 20)


def propose(of: EnforcementCase, *grounds: listings.GroundFound, on: date = ON, **changes: Any) -> Listing:
    proposal = listing_proposal(of, grounds=list(grounds), **changes)
    return listings.propose(proposal, by=people.judge(), at=instant(on))


class TestAssetReporting:
    """Ground 4: the order served 2026-03-02, to report by 2026-03-12."""

    def ground(self, report: AssetReportOrder | None, **changes: Any) -> listings.GroundFound:
        said = {"asset_report_id": report.pk if report else None, "conduct_on": date(2026, 3, 13), **changes}
        return found(4, **said)

    def served(self, of: EnforcementCase) -> AssetReportOrder:
        return facts.asset_report(of, served_on=date(2026, 3, 2))

    @pytest.mark.law("L1", "P252")
    def test_stands_on_an_order_served_and_a_judges_finding(self) -> None:
        of = case()
        report = facts.breached(of, served_on=date(2026, 3, 2))
        listing = propose(of, self.ground(report))
        assert listing.particulars["grounds"][0]["asset_report_id"] == str(report.pk)

    @pytest.mark.law("P252")
    def test_waits_while_more_time_is_asked_for(self) -> None:
        """The request is pending on 2026-03-20: ground 4 is blocked."""
        of, on = case(), date(2026, 3, 20)
        report = self.served(of)
        asset_reports.ask_for_time(report.pk, asked_on=date(2026, 3, 11), by=people.clerk(), at=instant(on))
        assert code_of(lambda: propose(of, self.ground(report), on=on)) == "extension-pending"
        by, at = people.judge(), instant(on)
        asset_reports.decide_on_time(report.pk, report_by=None, note="无正当理由。", by=by, at=at)
        asset_reports.find(report.pk, finding="refused", note="至今未报告。", by=by, at=at)  # type: ignore[arg-type]
        assert propose(of, self.ground(report), on=on).state == "proposed"

    @pytest.mark.law("P252")
    def test_waits_for_the_end_of_the_time_and_for_a_finding(self) -> None:
        of = case()
        report = self.served(of)
        assert code_of(lambda: propose(of, self.ground(report, conduct_on=ON), on=ON)) == "finding-required"
        early = self.ground(report, conduct_on=date(2026, 3, 5))
        assert code_of(lambda: propose(of, early, on=date(2026, 3, 12))) == "not-due"

    @pytest.mark.law("P252", "L1")
    def test_needs_an_order_on_this_debtor_in_this_case_served_before_the_conduct(self) -> None:
        of = case()
        elsewhere = facts.breached(case(), served_on=date(2026, 3, 2))
        assert code_of(lambda: propose(of, self.ground(None))) == "asset-report-required"
        assert code_of(lambda: propose(of, self.ground(elsewhere))) == "asset-report-required"
        report = facts.breached(of, served_on=date(2026, 3, 2))
        before = self.ground(report, conduct_on=date(2026, 3, 1))
        assert code_of(lambda: propose(of, before)) == "order-not-served-at-conduct-date"


class TestSettlement:
    """Ground 6: an instalment due 2026-04-30."""

    def ground(self, settlement: Settlement | None) -> listings.GroundFound:
        return found(6, settlement_id=settlement.pk if settlement else None, conduct_on=ON)

    def agreed(self, of: EnforcementCase) -> Settlement:
        return facts.settlement(of, agreed_on=date(2026, 3, 2), due_on=(date(2026, 4, 30), date(2026, 5, 31)))

    @pytest.mark.law("P241", "L1")
    def test_waits_until_an_instalment_is_overdue(self) -> None:
        """Proposed 2026-04-20: not due."""
        of = case()
        ground = self.ground(self.agreed(of))
        assert code_of(lambda: propose(of, ground, on=date(2026, 4, 20))) == "not-due"
        assert code_of(lambda: propose(of, ground, on=date(2026, 4, 30))) == "not-due"
        assert propose(of, ground, on=date(2026, 5, 1)).grounds == [6]

    @pytest.mark.law("P241")
    def test_falls_away_while_the_debtor_performs(self) -> None:
        of = case()
        settlement = self.agreed(of)
        day, on = date(2026, 4, 30), date(2026, 5, 1)
        settlements.perform(settlement.pk, due_on=day, performed_on=day, by=people.clerk(), at=instant(on))
        assert code_of(lambda: propose(of, self.ground(settlement), on=on)) == "not-due"
        assert propose(of, self.ground(settlement), on=date(2026, 6, 1)).state == "proposed"

    @pytest.mark.law("L1")
    @pytest.mark.parametrize(("answers", "code"), [({}, "answer-required"), ({"good_reason": True}, "good-reason")])
    def test_asks_whether_there_is_a_good_reason(self, answers: dict[str, bool], code: str) -> None:
        of, on = case(), date(2026, 5, 1)
        ground = self.ground(self.agreed(of))
        assert code_of(lambda: propose(of, ground, on=on, negatives=answers)) == code

    @pytest.mark.law("L1")
    def test_needs_a_settlement_of_this_debtor_in_this_case(self) -> None:
        of, elsewhere = case(), self.agreed(case())
        assert code_of(lambda: propose(of, self.ground(None))) == "settlement-required"
        assert code_of(lambda: propose(of, self.ground(elsewhere))) == "settlement-required"


class TestControlledProperty:
    """L3: debt 500,000.00, frozen deposits 520,000.00."""

    def of(self, *, owed: str = "500000.00", held: str = "520000.00") -> EnforcementCase:
        of, at = case(), instant(ON)
        cases.record_outstanding(of.pk, amount=Decimal(owed), stated_on=ON, by=people.clerk(), at=at)
        facts.held(of, amount=held)
        return of

    @pytest.mark.law("L3", "G16-1")
    def test_excludes_ground_1_and_ground_6(self) -> None:
        of = self.of()
        assert code_of(lambda: propose(of, found(1))) == "assets-sufficient"
        settlement = facts.settlement(of, agreed_on=date(2026, 3, 2))
        assert code_of(lambda: propose(of, found(6, settlement_id=settlement.pk))) == "assets-sufficient"

    @pytest.mark.law("L3")
    def test_does_not_excuse_threats(self) -> None:
        assert propose(self.of(), found(2)).grounds == [2]

    @pytest.mark.law("G16-1")
    def test_excludes_an_order_at_discretion(self) -> None:
        of = self.of()
        by, at = people.judge(), instant(ON)
        assert code_of(lambda: orders.propose(order_proposal(of), by=by, at=at)) == "assets-sufficient"

    @pytest.mark.law("L3")
    @pytest.mark.parametrize(("held", "is_enough"), [("499999.99", False), ("500000.00", True)])
    def test_is_enough_to_the_fen(self, held: str, is_enough: bool) -> None:
        of = self.of(held=held)
        if is_enough:
            assert code_of(lambda: propose(of, found(1))) == "assets-sufficient"
        else:
            assert propose(of, found(1)).state == "proposed"

    @pytest.mark.law("L3")
    def test_adds_up_and_counts_what_is_released_no_more(self) -> None:
        of = self.of(held="300000.00")
        second = facts.held(of, amount="200000.00")
        assert code_of(lambda: propose(of, found(1))) == "assets-sufficient"
        properties.release(second.pk, released_on=ON, by=people.clerk(), at=instant(ON))
        assert propose(of, found(1)).state == "proposed"

    @pytest.mark.law("L3", "G16-1")
    def test_is_looked_at_again_before_the_signature_and_before_publication(self) -> None:
        drafted = propose(case(), found(1))
        self.held_meanwhile(drafted.case)
        assert code_of(lambda: listings.sign(drafted.pk, by=people.president(), at=instant(ON))) == "assets-sufficient"
        signed = signed_listing(1, on=ON)
        listings.serve(signed.pk, served_on=ON, service_method=DIRECT, by=people.clerk(), at=instant(ON))
        self.held_meanwhile(signed.case)
        assert code_of(lambda: listings.publish(signed.pk, by=people.judge(), at=instant(ON))) == "assets-sufficient"

    def held_meanwhile(self, of: EnforcementCase) -> None:
        at = instant(ON)
        cases.record_outstanding(of.pk, amount=Decimal("500000.00"), stated_on=ON, by=people.clerk(), at=at)
        facts.held(of)


class TestCampusLoan:
    """G16-3: generally no measure; the judge gives reasons, the president's own decide."""

    def of(self) -> EnforcementCase:
        of = case()
        return cases.record_campus_loan(of.pk, students=[debtor_of(of).pk], by=people.clerk(), at=instant(ON))

    @pytest.mark.law("G16-3")
    def test_spares_a_full_time_student(self) -> None:
        of = self.of()
        assert code_of(lambda: propose(of, found(2))) == "student-campus-loan"

    @pytest.mark.law("G16-3")
    def test_is_overridden_by_the_president_with_written_reasons_never_by_a_judge_alone(self) -> None:
        drafted = propose(self.of(), found(2), exception="以暴力抗拒执行，情节严重。")
        by, at = people.president(), instant(ON)
        assert code_of(lambda: listings.sign(drafted.pk, by=by, at=at)) == "student-campus-loan"
        assert code_of(lambda: listings.sign(drafted.pk, exception=" ", by=by, at=at)) == "student-campus-loan"
        signed = listings.sign(drafted.pk, exception="同意，暴力情节严重。", by=by, at=at)
        assert signed.particulars["exception"] == "以暴力抗拒执行，情节严重。"
        assert signed.particulars["president_exception"] == "同意，暴力情节严重。"

    @pytest.mark.law("G16-3")
    def test_spares_nobody_else_and_no_longer_when_it_is_withdrawn(self) -> None:
        of = self.of()
        cases.record_campus_loan(of.pk, students=[], by=people.clerk(), at=instant(ON))
        assert propose(of, found(2)).state == "proposed"
        by, at = people.clerk(), instant(ON)
        stranger = uuid.UUID(int=0)
        assert code_of(lambda: cases.record_campus_loan(of.pk, students=[stranger], by=by, at=at)) == "not-a-debtor"

    @pytest.mark.law("G16-3")
    def test_spares_from_an_order_at_discretion_too(self) -> None:
        of, by, at = self.of(), people.judge(), instant(ON)
        assert code_of(lambda: orders.propose(order_proposal(of), by=by, at=at)) == "student-campus-loan"
        drafted = orders.propose(order_proposal(of, exception="高消费明显。"), by=by, at=at)
        president = people.president()
        assert code_of(lambda: orders.sign(drafted.pk, by=president, at=at)) == "student-campus-loan"
        assert orders.sign(drafted.pk, exception="同意。", by=president, at=at).state == "signed"
