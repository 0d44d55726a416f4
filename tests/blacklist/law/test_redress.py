"""Redress numbers: random symbols, a check symbol, read as people write them; and how long they are taken."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blacklist.law.redress import (
    BITS,
    CHECKS,
    SYMBOLS,
    check_symbol,
    read_redress_number,
    valid_until,
    written,
)
from blacklist.law.refusals import Refusal


class TestWritten:
    @pytest.mark.parametrize(
        ("random", "number"),
        [
            (0, "RDX-0000-0000-0000"),
            (1, "RDX-0000-0000-0011"),
            (36, "RDX-0000-0000-014U"),
            (2**BITS - 1, "RDX-ZZZZ-ZZZZ-ZZZ$"),
        ],
    )
    def test_has_eleven_symbols_and_a_check_symbol(self, random: int, number: str) -> None:
        assert written(random) == number

    @given(st.integers(min_value=0, max_value=2**BITS - 1))
    def test_is_read_again(self, random: int) -> None:
        assert read_redress_number(written(random)) == written(random)


class TestRead:
    @pytest.mark.parametrize(
        "typed", ["RDX-0000-0000-0011", "rdx-0000-0000-0011", "RDXOOOOOOOOOO1I", " RDX 0000 0000 00L1 "]
    )
    def test_takes_what_people_write(self, typed: str) -> None:
        assert read_redress_number(typed) == "RDX-0000-0000-0011"

    @pytest.mark.parametrize(
        "typed", ["", "RDX", "RDX-1", "RDX-0000-0000-001", "ABC-0000-0000-0011", "RDX-0000-0000-0012", "RDX" + "0" * 99]
    )
    def test_refuses_another_form_or_check_symbol(self, typed: str) -> None:
        with pytest.raises(Refusal) as caught:
            read_redress_number(typed)
        assert caught.value.code == "unknown-value"

    @given(st.text(SYMBOLS, min_size=11, max_size=11), st.integers(0, 10), st.sampled_from(SYMBOLS))
    def test_notices_every_single_symbol_misread(self, symbols: str, at: int, other: str) -> None:
        changed = symbols[:at] + other + symbols[at + 1 :]
        assert (check_symbol(changed) == check_symbol(symbols)) is (changed == symbols)

    def test_knows_thirty_seven_check_symbols(self) -> None:
        assert len(set(CHECKS)) == 37


class TestValidUntil:
    def test_is_the_same_day_years_later(self) -> None:
        assert valid_until(date(2026, 11, 16), 3) == date(2029, 11, 16)
        assert valid_until(date(2024, 2, 29), 1) == date(2025, 2, 28)

    @pytest.mark.parametrize("years", [0, 6])
    def test_is_within_five_years(self, years: int) -> None:
        with pytest.raises(Refusal) as caught:
            valid_until(date(2026, 11, 16), years)
        assert caught.value.code == "window-too-long"
