from datetime import date
from itertools import product

import pytest

from blacklist.law.duties import Duty
from blacklist.law.lifecycle import LISTING, ORDER, Act, Table, Transition
from blacklist.law.refusals import Refusal
from blacklist.law.remedies import (
    CONTENTIONS,
    CORRECTION,
    FULFILS,
    PENDING,
    RECONSIDERATION,
    REMEDIES,
    CorrectionState,
    MeasureKind,
    check_filing,
    remedy_for,
    step_of,
)
from blacklist.models import CorrectionReason
from tests.blacklist.law.test_lifecycle import table_of

CORRECTION_ROWS = """
-            receive   received     register L11
received     transfer  received     register L11
incomplete   transfer  received     register L11
under_review transfer  received     register L11
received     send_back incomplete   register P-OBJ-2
incomplete   complete  received     register P-OBJ-2
received     assign    under_review review   P-OBJ-11
incomplete   assign    under_review review   P-OBJ-11
under_review assign    under_review review   P-OBJ-11
under_review uphold    upheld       review   L12
under_review reject    rejected     review   L12
rejected     serve     rejected     serve    L12
received     withdraw  withdrawn    register L11
incomplete   withdraw  withdrawn    register L11
under_review withdraw  withdrawn    register L11
received     escalate  received     -        P-OBJ-3
incomplete   escalate  incomplete   -        P-OBJ-3
under_review escalate  under_review -        P-OBJ-3
"""
RECONSIDERATION_ROWS = """
rejected        file     filed           register   L12
filed           forward  forwarded       register   L12
forwarded       receive  superior_review register   L12
superior_review dismiss  dismissed       reconsider L12
superior_review overturn overturned      reconsider L12
"""
DONE = {
    *[(state, Act.UPHOLD) for state in ("upheld", "corrected")],
    ("rejected", Act.REJECT),
    ("withdrawn", Act.WITHDRAW),
    *[(state, Act.FILE) for state in ("filed", "forwarded", "superior_review", "dismissed", "overturned")],
    *[(state, Act.FORWARD) for state in ("forwarded", "superior_review")],
    ("dismissed", Act.DISMISS),
    ("overturned", Act.OVERTURN),
}
LIVES = (
    (CORRECTION, table_of(CORRECTION_ROWS, CorrectionState)),
    (RECONSIDERATION, table_of(RECONSIDERATION_ROWS, CorrectionState)),
)


class TestTables:
    @pytest.mark.law("9.4")
    @pytest.mark.parametrize(("table", "rows"), LIVES)
    def test_are_the_life_of_a_request(self, table: Table, rows: Table) -> None:
        assert dict(table) == dict(rows)

    @pytest.mark.law("9.4")
    @pytest.mark.parametrize(
        ("table", "state", "act", "expected"),
        [
            pytest.param(table, state, act, rows.get((state, act)), id=f"{number}-{state}-{act}")
            for number, (table, rows) in enumerate(LIVES)
            for state, act in product([None, *CorrectionState], sorted({act for _, act in table}))
        ],
    )
    def test_refuse_every_other_pair(
        self, table: Table, state: CorrectionState | None, act: Act, expected: Transition | None
    ) -> None:
        if expected is not None:
            assert step_of(table, state, act) == expected
            return
        with pytest.raises(Refusal) as caught:
            step_of(table, state, act)
        assert caught.value.code == ("already-done" if (state, act) in DONE else "wrong-state")

    @pytest.mark.law("11.12", "P-OBJ-11")
    def test_leave_every_decision_to_reviewers_and_the_court_above(self) -> None:
        deciding = {Act.UPHOLD: CORRECTION, Act.REJECT: CORRECTION, Act.DISMISS: RECONSIDERATION}
        duties = {step.duty for act, table in deciding.items() for (_, listed), step in table.items() if listed is act}
        assert duties == {Duty.REVIEW, Duty.RECONSIDER}

    @pytest.mark.law("L12")
    def test_know_one_reconsideration_only(self) -> None:
        """From what the court above decided leads no act back to it."""
        assert not [pair for pair in RECONSIDERATION if pair[0] in ("dismissed", "overturned")]


class TestContentions:
    @pytest.mark.law("L11", "G18")
    @pytest.mark.parametrize(
        ("kind", "remedies"),
        [
            (MeasureKind.LISTING, [Act.REVOKE, Act.RECTIFY, Act.REMOVE]),
            (MeasureKind.ORDER, [Act.REVOKE, Act.RECTIFY, Act.LIFT]),
        ],
    )
    def test_are_three_for_each_measure(self, kind: MeasureKind, remedies: list[Act]) -> None:
        """Should not be, inaccurate, should be ended: each with the act that puts it right."""
        assert [row.remedies[kind] for row in CONTENTIONS.values() if kind in row.remedies] == remedies

    def test_are_the_reasons_that_forms_show(self) -> None:
        assert {row.code: row.zh for row in CONTENTIONS.values()} == dict(CorrectionReason.choices)

    @pytest.mark.parametrize(
        ("code", "kind"), [("should_be_nicer", MeasureKind.LISTING), ("should_not_be_listed", MeasureKind.ORDER)]
    )
    def test_refuse_another_reason_and_name_the_three(self, code: str, kind: MeasureKind) -> None:
        with pytest.raises(Refusal) as caught:
            remedy_for(code, kind)
        assert caught.value.code == "unknown-value"
        assert "inaccurate, should_be_ended" in caught.value.detail

    @pytest.mark.law("9.1")
    def test_ask_for_acts_with_the_duty_that_the_acts_need(self) -> None:
        """And to undo a measure does whatever else is asked."""
        tables = {**LISTING, **ORDER}
        duties = {act: step.duty for (_, act), step in tables.items() if act in REMEDIES}
        assert {**REMEDIES, **duties} == REMEDIES
        assert all(Act.REVOKE in acts and remedy in acts for remedy, acts in FULFILS.items())
        assert FULFILS[Act.REVOKE] == {Act.REVOKE}


class TestPending:
    @pytest.mark.law("L12")
    def test_is_whatever_awaits_a_decision_or_its_execution(self) -> None:
        assert set(CorrectionState) - PENDING == {"rejected", "dismissed", "corrected", "withdrawn"}


class TestCheckFiling:
    @pytest.mark.law("T6", "L12")
    @pytest.mark.parametrize(
        ("filed_on", "open_until", "late_until", "code"),
        [
            ("2026-03-27", "2026-03-27", None, None),
            ("2026-03-28", "2026-03-27", None, "filed-late"),
            ("2026-03-27", "2026-03-10", "2026-03-27", None),
            ("2026-03-28", "2026-03-10", "2026-03-27", "filed-late"),
            ("2026-03-20", "2026-03-27", "2026-03-10", None),
            ("2026-03-28", None, None, None),
        ],
    )
    def test_lets_ten_days_or_ten_days_after_an_obstacle(
        self, filed_on: str, open_until: str | None, late_until: str | None, code: str | None
    ) -> None:
        """A flood ends on 2026-03-17: ask by 2026-03-27. Before service no period runs."""
        days = [date.fromisoformat(day) if day else None for day in (filed_on, open_until, late_until)]
        assert days[0] is not None
        if code is None:
            check_filing(days[0], open_until=days[1], late_until=days[2])
            return
        with pytest.raises(Refusal) as caught:
            check_filing(days[0], open_until=days[1], late_until=days[2])
        assert caught.value.code == code
