"""By how much and why a term may be extended (L2, Q15)."""

from datetime import date
from itertools import product

import pytest

from blacklist.law.deadlines import ONE_DAY, term_until
from blacklist.law.duties import Duty
from blacklist.law.extensions import ENDS, EXTENSION, ExtensionState, check_reason, extended_until
from blacklist.law.lifecycle import Act, Transition, move
from blacklist.law.refusals import Refusal

E = ExtensionState
ROWS = {
    (None, Act.PROPOSE): (E.PROPOSED, Duty.PROPOSE),
    (E.PROPOSED, Act.SIGN): (E.SIGNED, Duty.SIGN),
    (E.PROPOSED, Act.REFUSE): (E.REFUSED, Duty.SIGN),
    (E.SIGNED, Act.SERVE): (E.EFFECTIVE, Duty.SERVE),
    (E.PROPOSED, Act.EXPIRE): (E.VOID, None),
    (E.SIGNED, Act.EXPIRE): (E.VOID, None),
}
DONE = {
    (E.SIGNED, Act.SIGN),
    (E.REFUSED, Act.REFUSE),
    (E.EFFECTIVE, Act.SERVE),
    (E.VOID, Act.EXPIRE),
}


class TestLife:
    @pytest.mark.law("L2", "Q15")
    @pytest.mark.parametrize(("state", "act"), list(product([None, *ExtensionState], Act)))
    def test_goes_as_the_table_says_and_no_other_way(self, state: ExtensionState | None, act: Act) -> None:
        expected = ROWS.get((state, act))
        if expected is not None:
            assert move(EXTENSION, state, act, ends=ENDS) == Transition(*expected, "L2")
            return
        with pytest.raises(Refusal) as caught:
            move(EXTENSION, state, act, ends=ENDS)
        assert caught.value.code == ("already-done" if (state, act) in DONE else "wrong-state")


class TestExtendedUntil:
    """Decision 2024-03-15, ground 3: the term ends on 2026-03-15."""

    TERM_FROM = date(2024, 3, 15)

    def last_day(self, *months: int, term_from: date = TERM_FROM) -> date:
        until = term_until(term_from) + ONE_DAY
        for each in months:
            until = extended_until(until, months=each, term_from=term_from)
        return until - ONE_DAY

    @pytest.mark.law("L2")
    def test_adds_one_to_three_years(self) -> None:
        assert self.last_day(12) == date(2027, 3, 15)
        assert self.last_day(36) == date(2029, 3, 15)

    @pytest.mark.law("L2")
    @pytest.mark.parametrize(("months", "code"), [(6, "term-too-short"), (11, "term-too-short"), (48, "term-too-long")])
    def test_adds_neither_less_nor_more(self, months: int, code: str) -> None:
        with pytest.raises(Refusal) as caught:
            self.last_day(months)
        assert caught.value.code == code

    @pytest.mark.law("Q15", "11.5")
    def test_never_goes_beyond_five_years_in_all(self) -> None:
        assert self.last_day(12, 24) == date(2029, 3, 15)
        with pytest.raises(Refusal) as caught:
            self.last_day(12, 25)
        assert caught.value.code == "term-too-long"

    @pytest.mark.law("T3")
    def test_ends_with_the_month_where_the_day_is_missing(self) -> None:
        """Decision 2024-02-29."""
        assert self.last_day(term_from=date(2024, 2, 29)) == date(2026, 2, 28)
        assert self.last_day(36, term_from=date(2024, 2, 29)) == date(2029, 2, 28)


class TestCheckReason:
    @pytest.mark.law("L2")
    def test_takes_one_act_of_serious_violence_or_two_acts(self) -> None:
        check_reason("violence_serious", evidenced=[True])
        check_reason("multiple_acts", evidenced=[True, True])

    @pytest.mark.law("L2")
    @pytest.mark.parametrize(
        ("reason", "evidenced", "code"),
        [
            ("multiple_acts", [True], "extension-reason-required"),
            ("violence_serious", [], "extension-reason-required"),
            ("not_paid", [True, True], "extension-reason-required"),
            ("multiple_acts", [True, False], "evidence-required"),
        ],
    )
    def test_refuses_anything_less(self, reason: str, evidenced: list[bool], code: str) -> None:
        with pytest.raises(Refusal) as caught:
            check_reason(reason, evidenced=evidenced)
        assert caught.value.code == code
