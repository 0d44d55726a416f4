from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blacklist.law.case_numbers import (
    CaseNumber,
    ordinal_suffix,
    read_case_number,
    read_decision_number,
    read_enforcement_case_number,
)
from blacklist.law.refusals import Refusal

TODAY = date(2026, 11, 22)

VARIANTS = [
    "（2024）京0105执1234号",
    "(2024)京0105执1234号",
    "〔2024〕京0105执1234号",
    "[2024]京0105执1234号",
    "【2024】京0105执1234号",
    "（2024)京0105执1234号",
    "（ 2024 ）京 0105 执 1234 号",
    " （2024）京0105 执 1234号\u3000",
    "\ufeff（2024）京0105执1234号\r\n",
    "（２０２４）京０１０５执１２３４号",
    "（2024）京0105执1234号之一",
    "（2024）京0105执1234号之十二",
    "（2024）京0105执1234号之2",
]

VALID = [
    ("（2023）京0105执12345号", CaseNumber(2023, "京0105", "", "执", 12345)),
    ("(2024)沪01执恢7号", CaseNumber(2024, "沪01", "", "执恢", 7)),
    ("（2026）最高法执监3号", CaseNumber(2026, "最高法", "", "执监", 3)),
    ("（2026）兵0101执1号", CaseNumber(2026, "兵0101", "", "执", 1)),
    ("（2026）京执1号", CaseNumber(2026, "京", "", "执", 1)),
    ("（2026）京0105知民初5号", CaseNumber(2026, "京0105", "知", "民初", 5)),
    ("（2016）新4001执他99999999号", CaseNumber(2016, "新4001", "", "执他", 99999999)),
]

INVALID = [
    "（2015）京0105执1号",
    "（2026）京105执1号",
    "（2026）京01050执1号",
    "（2026）京0105执01号",
    "（2026）京0105执0号",
    "（2026）京0105执123456789号",
    "2026京0105执1号",
    "（2027）京0105执1号",
    "（26）京0105执1号",
    "（2026）京0105执1",
    "（2026）京0105执号",
    "（2026）京0105执字第1号",
    "（2026）域0105执1号",
    "（2026）京0105拍1号",
    "（2026）京0105执1号之",
    "（2026）京0105执1号附件",
    "(2012)曲中法执字第66号",
    "（２０２６）京0105执一号",
    "（2026）京٠١٠٥执1号",
    "（2026）京①105执1号",
    "",
    "执",
    "{{7*7}}",
    "' OR 1=1--",
]


def code_of(raw: str) -> str:
    with pytest.raises(Refusal) as caught:
        read_case_number(raw, on=TODAY)
    assert caught.value.pointer == "case_number"
    return caught.value.code


class TestReadCaseNumber:
    @pytest.mark.law("F8.1")
    @pytest.mark.parametrize("raw", VARIANTS)
    def test_reads_every_way_of_typing_as_one_number(self, raw: str) -> None:
        number = read_case_number(raw, on=TODAY)
        assert number == CaseNumber(2024, "京0105", "", "执", 1234)
        assert number.text == "（2024）京0105执1234号"

    @pytest.mark.law("F8.1")
    @pytest.mark.parametrize(("raw", "number"), VALID)
    def test_reads_the_parts(self, raw: str, number: CaseNumber) -> None:
        assert read_case_number(raw, on=TODAY) == number

    @pytest.mark.law("F8.1")
    @pytest.mark.parametrize("raw", INVALID)
    def test_refuses_any_other_form(self, raw: str) -> None:
        assert code_of(raw) == "case-number"

    @pytest.mark.parametrize("raw", ["（2024）京0105执\u00001号", "（2024）京0105\x1b执1号"])
    def test_refuses_control_characters(self, raw: str) -> None:
        assert code_of(raw) == "control-characters"

    @pytest.mark.law("F8.1")
    def test_takes_the_year_from_the_day_it_is_told(self) -> None:
        assert read_case_number("（2027）京0105执1号", on=date(2027, 1, 1)).year == 2027

    @given(st.sampled_from(VALID), st.sampled_from(["", " ", "\u3000", "\n"]))
    def test_reads_what_it_wrote(self, row: tuple[str, CaseNumber], blank: str) -> None:
        _, number = row
        assert read_case_number(blank.join(number.text), on=TODAY) == number

    @given(st.text(alphabet="（）()2024京0105执恢民初号之一 ０", max_size=20))
    def test_answers_any_text_with_a_number_or_a_refusal(self, raw: str) -> None:
        try:
            number = read_case_number(raw, on=TODAY)
        except Refusal:
            return
        assert read_case_number(number.text, on=TODAY) == number


class TestReadEnforcementCaseNumber:
    @pytest.mark.law("F8.1")
    @pytest.mark.parametrize("raw", ["（2026）京0105执5号", "（2026）京0105执恢5号", "（2026）京0105执他5号"])
    def test_reads_cases_in_which_measures_are_taken(self, raw: str) -> None:
        assert read_enforcement_case_number(raw, on=TODAY).is_enforcement

    @pytest.mark.law("F8.1")
    @pytest.mark.parametrize(
        "raw",
        ["（2026）京0105民初5号", "（2026）京0105执异5号", "（2026）最高法执监3号", "（2026）京01执复1号"],
    )
    def test_refuses_every_other_type(self, raw: str) -> None:
        with pytest.raises(Refusal) as caught:
            read_enforcement_case_number(raw, on=TODAY)
        assert caught.value.code == "case-number"


class TestReadDecisionNumber:
    def test_keeps_the_suffix_that_tells_decisions_of_one_case_apart(self) -> None:
        assert read_decision_number(" (2024)京0105 执1234号之一\n") == "（2024）京0105执1234号之一"

    def test_leaves_numbers_of_other_bodies_as_they_are(self) -> None:
        assert read_decision_number("(2012)曲中法执字第66号") == "（2012）曲中法执字第66号"

    @pytest.mark.parametrize(
        ("raw", "code"),
        [("", "field-required"), ("\u3000", "field-required"), ("a\u0000", "control-characters")],
    )
    def test_refuses_nothing_and_control_characters(self, raw: str, code: str) -> None:
        with pytest.raises(Refusal) as caught:
            read_decision_number(raw)
        assert caught.value.code == code


class TestOrdinalSuffix:
    @pytest.mark.parametrize(
        ("number", "suffix"),
        [
            (1, "之一"),
            (9, "之九"),
            (10, "之十"),
            (12, "之十二"),
            (20, "之二十"),
            (21, "之二十一"),
            (99, "之九十九"),
            (1001, "之一千零一"),
        ],
    )
    def test_counts_as_courts_do(self, number: int, suffix: str) -> None:
        assert ordinal_suffix(number) == suffix
        assert read_case_number(f"（2024）京0105执1号{suffix}", on=TODAY).serial == 1
