from collections.abc import Callable
from datetime import date

import pytest

from blacklist.law.deadlines import years_after
from blacklist.law.grounds import (
    ENDED_REASONS,
    FACTORS,
    GROUNDS,
    LIFT_REASONS,
    NEGATIVES,
    REMOVAL_REASONS,
    REVOCATION_REASONS,
    check_factors,
    check_hold,
    check_negatives,
    check_notice,
    check_term,
    has_term,
    read_grounds,
    reason_from,
    removal_reason,
)
from blacklist.law.refusals import Refusal

DECIDED = date(2024, 3, 15)


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code


class TestGrounds:
    @pytest.mark.law("L1", "L2")
    def test_are_six_of_which_the_first_has_no_term(self) -> None:
        """L1, L2."""
        assert list(GROUNDS) == [1, 2, 3, 4, 5, 6]
        assert [number for number, ground in GROUNDS.items() if not ground.has_term] == [1]


class TestReasons:
    def test_let_the_import_know_every_reason_of_the_closed_lists(self) -> None:
        assert REMOVAL_REASONS.keys() | REVOCATION_REASONS.keys() | LIFT_REASONS.keys() == ENDED_REASONS
        assert "performed" in ENDED_REASONS

    def test_rest_each_on_an_article(self) -> None:
        for table in (REMOVAL_REASONS, REVOCATION_REASONS, LIFT_REASONS):
            assert all(reason.article and reason.zh and reason.code == code for code, reason in table.items())

    @pytest.mark.law("G18", "L9")
    def test_call_an_order_issued_in_error_revoked_not_lifted(self) -> None:
        """G18, L9 by analogy: what should never have been is undone, not ended."""
        assert REVOCATION_REASONS["issued_in_error"].article == "G18"
        assert "issued_in_error" not in LIFT_REASONS

    @pytest.mark.law("L2", "L10-1", "C9")
    def test_leave_the_court_a_choice_only_where_the_law_says_may(self) -> None:
        """L2 ¶2, L10 ¶1 item 3, C9; an order also when enforcement is suspended or its need is reviewed."""
        free = {reason.code for reason in (*REMOVAL_REASONS.values(), *LIFT_REASONS.values()) if not reason.is_duty}
        of_orders = {"security_given", "applicant_consent", "enforcement_suspended", "no_longer_necessary"}
        assert free == {"applicant_request", "early_removal", *of_orders}


class TestReadGrounds:
    @pytest.mark.parametrize(("numbers", "grounds"), [(["1"], {1}), ([1, "3", "3"], {1, 3}), (["6", "2"], {2, 6})])
    def test_reads_numbers_once_each(self, numbers: list[str | int], grounds: set[int]) -> None:
        assert read_grounds(numbers) == grounds

    @pytest.mark.law("L1")
    def test_needs_one(self) -> None:
        """L1: non-payment alone is no ground."""
        assert code_of(lambda: read_grounds([])) == "ground-required"

    @pytest.mark.law("L1")
    @pytest.mark.parametrize("number", ["0", "7", "", "x", "１", "²", "-1", "1.0", " "])
    def test_knows_no_other(self, number: str) -> None:
        assert code_of(lambda: read_grounds(["1", number])) == "unknown-ground"


class TestHasTerm:
    @pytest.mark.law("L2")
    @pytest.mark.parametrize(("grounds", "expected"), [({1}, False), ({3}, True), ({1, 4}, True)])
    def test_is_true_as_soon_as_one_ground_has_one(self, grounds: set[int], expected: bool) -> None:
        """L2."""
        assert has_term(grounds) is expected


class TestCheckTerm:
    @pytest.mark.law("L2", "11.5")
    @pytest.mark.parametrize("last_day", [date(2026, 3, 15), date(2027, 3, 15), date(2029, 3, 15)])
    def test_allows_two_years_and_an_extension_to_five(self, last_day: date) -> None:
        """L2."""
        check_term({3}, decided_on=DECIDED, term_until=last_day)

    @pytest.mark.law("L2")
    def test_allows_none_on_ground_1_alone(self) -> None:
        check_term({1}, decided_on=DECIDED, term_until=None)

    @pytest.mark.law("L2", "11.5")
    @pytest.mark.parametrize(
        ("grounds", "last_day", "code"),
        [
            ({3}, None, "term-required"),
            ({1, 3}, None, "term-required"),
            ({1}, date(2026, 3, 15), "term-forbidden"),
            ({3}, date(2029, 3, 16), "term-too-long"),
            ({3}, date(2024, 3, 14), "date"),
        ],
    )
    def test_refuses(self, grounds: set[int], last_day: date | None, code: str) -> None:
        """L2."""
        assert code_of(lambda: check_term(grounds, decided_on=DECIDED, term_until=last_day)) == code

    @pytest.mark.law("T3")
    def test_ends_five_years_from_a_leap_day_on_28_february(self) -> None:
        """T3."""
        check_term({2}, decided_on=date(2024, 2, 29), term_until=date(2029, 2, 28))
        late = date(2029, 3, 1)
        assert code_of(lambda: check_term({2}, decided_on=date(2024, 2, 29), term_until=late)) == "term-too-long"


class TestSameDayIn:
    def test_gives_the_month_s_last_day_where_there_is_none(self) -> None:
        assert years_after(date(2024, 2, 29), 2) == date(2026, 2, 28)


class TestCheckNegatives:
    ANSWERS = dict.fromkeys(NEGATIVES, False)

    @pytest.mark.law("L3")
    def test_lets_ground_1_pass_when_all_four_are_denied(self) -> None:
        check_negatives({1}, self.ANSWERS)

    @pytest.mark.law("L3")
    @pytest.mark.parametrize(("question", "code"), NEGATIVES.items())
    def test_refuses_ground_1_for_each_that_is_so(self, question: str, code: str) -> None:
        """L3."""
        assert code_of(lambda: check_negatives({1, 2}, {**self.ANSWERS, question: True})) == code

    @pytest.mark.law("L3")
    @pytest.mark.parametrize("question", NEGATIVES)
    def test_needs_an_answer_to_each(self, question: str) -> None:
        answers = {asked: False for asked in NEGATIVES if asked != question}
        assert code_of(lambda: check_negatives({1}, answers)) == "answer-required"

    @pytest.mark.law("L3")
    def test_asks_nothing_on_the_other_grounds(self) -> None:
        """L3 applies to ground 1 only."""
        check_negatives({2}, {"assets_controlled": True})


class TestCheckNotice:
    SERVED, PERFORM_BY = date(2026, 3, 2), date(2026, 3, 12)

    @pytest.mark.law("L5-1")
    def test_lets_a_listing_begin_the_day_after_the_period(self) -> None:
        """L5 ¶1."""
        check_notice(served_on=self.SERVED, perform_by=self.PERFORM_BY, has_risk_warning=True, on=date(2026, 3, 13))

    @pytest.mark.law("L5-1")
    @pytest.mark.parametrize(
        ("served_on", "perform_by", "has_risk_warning", "on", "code"),
        [
            (SERVED, PERFORM_BY, True, date(2026, 3, 12), "period-running"),
            (SERVED, PERFORM_BY, False, date(2026, 3, 13), "risk-warning-missing"),
            (SERVED, PERFORM_BY, None, date(2026, 3, 13), "risk-warning-missing"),
            (None, PERFORM_BY, True, date(2026, 3, 13), "not-served"),
            (SERVED, None, True, date(2026, 3, 13), "not-served"),
        ],
    )
    def test_refuses_before(
        self, served_on: date | None, perform_by: date | None, has_risk_warning: bool | None, on: date, code: str
    ) -> None:
        """L5 ¶1."""
        found = code_of(
            lambda: check_notice(served_on=served_on, perform_by=perform_by, has_risk_warning=has_risk_warning, on=on)
        )
        assert found == code


class TestCheckHold:
    @pytest.mark.law("G16-1")
    @pytest.mark.parametrize("grounds", [{1}, {6}, {1, 3}, set()])
    def test_refuses_grounds_1_and_6_and_an_order_at_discretion(self, grounds: set[int]) -> None:
        """G16-1."""
        assert code_of(lambda: check_hold(grounds, hold_requested_on=date(2026, 3, 1))) == "creditor-hold"

    @pytest.mark.law("G16-1")
    def test_does_not_stand_in_the_way_of_other_grounds(self) -> None:
        check_hold({2, 3}, hold_requested_on=date(2026, 3, 1))

    def test_asks_nothing_when_nobody_asked_to_hold_off(self) -> None:
        check_hold({1}, hold_requested_on=None)


class TestCheckFactors:
    REASONS = dict.fromkeys(FACTORS, "已查明")

    def test_passes_with_reasons_for_all_four(self) -> None:
        check_factors(self.REASONS)

    @pytest.mark.law("C2")
    @pytest.mark.parametrize("factor", FACTORS)
    @pytest.mark.parametrize("text", ["", "  "])
    def test_needs_reasons_for_each(self, factor: str, text: str) -> None:
        """C2."""
        assert code_of(lambda: check_factors({**self.REASONS, factor: text})) == "factors-required"


class TestRemovalReason:
    @pytest.mark.law("L10-1")
    def test_ends_a_listing_without_term_for_each_item(self) -> None:
        """L10 ¶1."""
        assert all(removal_reason(code, {1}).code == code for code in REMOVAL_REASONS)

    @pytest.mark.law("L10-2")
    @pytest.mark.parametrize("code", ["performed", "applicant_request", "enforcement_terminated"])
    def test_does_not_end_a_term(self, code: str) -> None:
        """L10 ¶2."""
        assert code_of(lambda: removal_reason(code, {1, 3})) == "wrong-state"

    @pytest.mark.law("L2", "L10-2", "P243")
    @pytest.mark.parametrize("code", ["early_removal", "term_expired", "death"])
    def test_ends_a_term_by_itself_early_or_with_the_person(self, code: str) -> None:
        """L2 ¶2, L10 ¶2, P268."""
        assert removal_reason(code, {3}).code == code

    def test_knows_no_other(self) -> None:
        assert code_of(lambda: removal_reason("clemency", {1})) == "unknown-value"


class TestReasonFrom:
    def test_finds_the_reason_of_a_table(self) -> None:
        assert reason_from(LIFT_REASONS, "security_given").article == "C9"

    def test_knows_no_other(self) -> None:
        assert code_of(lambda: reason_from(LIFT_REASONS, "listed_in_error")) == "unknown-value"
