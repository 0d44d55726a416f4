"""What may be wrong with who is meant: a table, and what one record shows by itself."""

from dataclasses import replace
from datetime import date

import pytest

from blacklist.law.activities import ACTIVITIES
from blacklist.law.entry_gate import (
    GATE,
    Conflict,
    Known,
    Weight,
    activities_of_a_listing,
    conflicts_of,
    proposed_number,
)
from blacklist.law.identity import Assurance, Document
from tests.law.rules import RULES

ON = date(2026, 11, 16)
GOOD = Known(False, ("张三",), date(1990, 1, 1), "M", (Document("resident_id", "110000199001010013"),))
PASSPORT = Document("passport", "E12345678", "CHN")


class TestGate:
    def test_has_a_row_for_every_conflict_with_a_rule(self) -> None:
        assert set(GATE) == set(Conflict)
        assert {row.article for row in GATE.values()} <= set(RULES)

    @pytest.mark.law("D8", "F8.2", "L4")
    def test_blocks_what_is_put_right_first(self) -> None:
        blocking = {conflict for conflict, row in GATE.items() if row.weight is Weight.BLOCKS}
        assert blocking == {"number_faulty", "name_faulty", "birth_date_conflict", "in_doubt", "minor"}


class TestConflictsOf:
    def test_finds_none_in_a_good_record(self) -> None:
        assert list(conflicts_of(GOOD, on=ON)) == []

    @pytest.mark.law("F8.2", "F8.3", "D8", "L4")
    @pytest.mark.parametrize(
        ("changed", "conflict"),
        [
            ({"documents": (Document("resident_id", "110000199001010014"),)}, "number_faulty"),
            ({"birth_date": date(1990, 1, 2)}, "birth_date_conflict"),
            ({"sex": "F"}, "sex_conflict"),
            ({"assurance": Assurance.A1}, "in_doubt"),
            ({"documents": (PASSPORT,)}, "no_own_number"),
            ({"documents": (PASSPORT,), "birth_date": date(2008, 11, 16)}, "minor"),
        ],
    )
    def test_finds(self, changed: dict[str, object], conflict: str) -> None:
        assert conflict in list(conflicts_of(replace(GOOD, **changed), on=ON))  # type: ignore[arg-type]

    @pytest.mark.law("L4")
    def test_lets_a_person_pass_from_the_day_after_the_18th_birthday(self) -> None:
        grown = replace(GOOD, documents=(PASSPORT,), birth_date=date(2008, 11, 15))
        assert Conflict.MINOR not in list(conflicts_of(grown, on=ON))

    def test_asks_no_age_of_a_unit(self) -> None:
        unit = Known(True, ("示范贸易有限公司",), None, "", (Document("credit_code", "91350100M000100Y43"),))
        assert list(conflicts_of(unit, on=ON)) == []


class TestProposedNumber:
    @pytest.mark.law("F8.2")
    @pytest.mark.parametrize(
        ("typed", "proposed"),
        [
            ("110105491231002", "11010519491231002X"),
            ("110105 19491231 002X", "11010519491231002X"),
            ("110000-19900101-0013", "110000199001010013"),
            ("110000199001010014", None),
            ("110000199001010013", None),
        ],
    )
    def test_is_what_an_officer_compares(self, typed: str, proposed: str | None) -> None:
        assert proposed_number("resident_id", typed, on=ON) == proposed


class TestActivitiesOfAListing:
    @pytest.mark.law("K5")
    def test_are_those_of_lenders(self) -> None:
        assert {ACTIVITIES[code].sector for code in activities_of_a_listing()} == {"bank"}
