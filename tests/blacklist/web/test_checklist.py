"""The checklist of law says beforehand what the act will check."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from blacklist.law.days import legal_day
from blacklist.models import CaseCause, EnforcementCase
from blacklist.web.checklist import CONDITIONS, Outcome, points
from tests.blacklist.web.staff import Desk
from tests.factories import cases, facts, people

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 16)


def outcomes(act: str, case: EnforcementCase, *, on: date = ON) -> dict[str, Outcome]:
    """Return how each condition stands, by its article and English words."""
    return {point.condition.words.en: point.outcome for point in points(act, case, by=people.clerk(), on=on)}


class TestConditions:
    @pytest.mark.parametrize("act", sorted(CONDITIONS))
    def test_are_in_both_languages_with_their_article(self, act: str) -> None:
        assert all(each.words.zh and each.words.en and each.article for each in CONDITIONS[act])


class TestPoints:
    @pytest.mark.law("L5-1")
    def test_of_a_case_whose_notice_has_run_are_met(self) -> None:
        found = outcomes("propose_listing", cases.with_notice())
        assert Outcome.MISSING not in found.values()
        assert found["The enforcement notice was served"] is Outcome.MET

    @pytest.mark.law("L5-1")
    def test_of_a_new_case_miss_the_notice_and_lead_to_entering_it(self) -> None:
        case = cases.opened()
        found = points("propose_listing", case, by=people.clerk(), on=ON)
        missing = [point for point in found if point.outcome is Outcome.MISSING]
        assert len(missing) == 3
        assert {point.mend for point in missing} == {f"/court/do/record_notice/{case.pk}"}

    @pytest.mark.law("L5-1")
    def test_miss_the_end_of_the_period_until_its_last_day_is_over(self) -> None:
        case = cases.with_notice()
        last_day = case.notice_perform_by
        assert last_day is not None
        words = "The period of the notice is over"
        assert outcomes("propose_order", case, on=last_day)[words] is Outcome.MISSING
        assert outcomes("propose_order", case, on=last_day + timedelta(days=1))[words] is Outcome.MET

    @pytest.mark.law("G16-1")
    def test_miss_that_the_applicant_does_not_hold_off(self) -> None:
        case = cases.with_notice()
        EnforcementCase.objects.update(hold_requested_on=ON)
        case.refresh_from_db()
        assert outcomes("propose_order", case)["The applicant does not hold off (grounds 1 and 6)"] is Outcome.MISSING

    @pytest.mark.law("L3")
    @pytest.mark.parametrize(("owed", "outcome"), [("520000.00", Outcome.MISSING), ("520000.01", Outcome.MET)])
    def test_compare_the_property_held_with_what_is_owed(self, owed: str, outcome: Outcome) -> None:
        case = facts.held(amount="520000.00").case
        case.outstanding, case.outstanding_on = Decimal(owed), ON
        case.save()
        assert outcomes("propose_order", case)["Property under control is not enough to pay"] is outcome

    @pytest.mark.law("G16-3")
    def test_ask_for_reasons_for_a_student_with_a_campus_loan(self) -> None:
        case = cases.with_notice()
        case.parties.update(is_full_time_student=True)
        case.cause = CaseCause.CAMPUS_LOAN
        case.save()
        words = "No student with a campus loan, or reasons are given"
        assert outcomes("propose_listing", case)[words] is Outcome.ASKED

    @pytest.mark.law("L4")
    def test_miss_the_age_of_a_minor(self) -> None:
        case = cases.with_notice(debtor=people.minor())
        assert outcomes("propose_listing", case)["Every debtor is of age"] is Outcome.MISSING

    @pytest.mark.law("P252")
    def test_miss_a_decision_on_more_time(self) -> None:
        case = facts.time_asked().case
        words = "Requests for more time to report are decided (ground 4)"
        assert outcomes("propose_listing", case)[words] is Outcome.MISSING

    def test_of_another_act_are_none(self) -> None:
        assert points("record_event", cases.with_notice(), by=people.clerk(), on=ON) == []


class TestPage:
    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    @pytest.mark.parametrize("act", sorted(CONDITIONS))
    def test_shows_them_above_the_form(self, act: str, language: str) -> None:
        page = Desk(people.judge(), language=language).text(f"/court/do/{act}?case={cases.opened().pk}")
        assert page.index('id="checklist"') < page.index('id="form"')
        assert "frame-point--missing" in page

    def test_is_of_today(self) -> None:
        case = cases.with_notice()
        EnforcementCase.objects.update(notice_perform_by=legal_day(timezone.now()))
        page = Desk(people.judge()).text(f"/court/do/propose_order?case={case.pk}")
        assert "frame-point--missing" in page
