import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from blacklist.law.credit_codes import (
    ALPHABET,
    check_character,
    is_credit_code,
    is_organisation_code,
    looks_like_credit_code,
)

CHARACTERS = st.text(ALPHABET, min_size=17, max_size=17)


class TestCheckCharacter:
    @given(CHARACTERS)
    def test_agrees_with_the_library(self, body: str) -> None:
        assert check_character(body) == uscc.calc_check_digit(body)


class TestIsCreditCode:
    @pytest.mark.law("F8.3")
    @pytest.mark.parametrize("code", ["91350100M000100Y43", "91110000600037341L"])
    def test_accepts_the_specimens(self, code: str) -> None:
        """GB 32100-2015."""
        assert is_credit_code(code)

    @pytest.mark.law("F8.3")
    @pytest.mark.parametrize(
        "code", ["91350100M000100Y44", "91350100M000100Y4Z", "91350100M000100Y4", "9135O100M000100Y43"]
    )
    def test_refuses_a_wrong_check_or_form(self, code: str) -> None:
        assert not is_credit_code(code)


class TestLooksLikeCreditCode:
    def test_asks_for_the_inner_organisation_code_too(self) -> None:
        assert looks_like_credit_code("91110000600037341L")
        outer_only = "91110000600037342" + check_character("91110000600037342")
        assert is_credit_code(outer_only)
        assert not looks_like_credit_code(outer_only)


class TestIsOrganisationCode:
    @pytest.mark.law("F8.3")
    @pytest.mark.parametrize("code", ["D2143569X", "600037341"])
    def test_accepts_a_right_check(self, code: str) -> None:
        """GB 11714: the standard's own specimen, and the inner part of a credit code."""
        assert is_organisation_code(code)

    @pytest.mark.law("F8.3")
    @pytest.mark.parametrize("code", ["D21435690", "D2143569", "d2143569X", "D2143569-"])
    def test_refuses_a_wrong_one(self, code: str) -> None:
        assert not is_organisation_code(code)
