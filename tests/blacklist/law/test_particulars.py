from dataclasses import fields
from datetime import date

import pytest

from blacklist.law.case_numbers import PROVINCES as COURTS
from blacklist.law.identity import Document
from blacklist.law.ledger import FIELDS
from blacklist.law.particulars import (
    PROVINCES,
    Published,
    age_on,
    conduct_of,
    province_of,
    published_number,
    without_numbers,
)

WHITELIST = """
name sex age masked_number legal_representative court province basis_number basis_issuer filed_on case_number obligation
performance conduct published_on
"""


class TestPublished:
    @pytest.mark.law("L6", "F8.5", "K4", "11.10")
    def test_is_a_closed_list(self) -> None:
        """No address, photo, telephone, family, applicant, evidence or fact found."""
        assert [field.name for field in fields(Published)] == WHITELIST.split()

    @pytest.mark.law("L6", "L8")
    def test_has_all_that_a_recipient_may_be_told(self) -> None:
        told = {"masked_number" if field == "document_number" else field for field in FIELDS}
        assert told <= set(WHITELIST.split())


class TestProvinceOf:
    def test_reads_the_courts_code(self) -> None:
        assert [province_of(code) for code in ("京0105", "兵9901", "新4001", "军01")] == ["北京", "新疆", "新疆", None]
        assert set(COURTS) - set(PROVINCES) == {"军"}


class TestAgeOn:
    @pytest.mark.law("T7", "L6")
    @pytest.mark.parametrize(
        ("on", "age"), [("2026-03-14", 17), ("2026-03-15", 18), ("2027-03-14", 18), ("2027-03-15", 19)]
    )
    def test_is_a_year_more_on_the_birthday(self, on: str, age: int) -> None:
        assert age_on(date(2008, 3, 15), date.fromisoformat(on)) == age

    def test_waits_for_1_march_where_there_is_no_29_february(self) -> None:
        assert [age_on(date(2008, 2, 29), date(2026, 2, 28)), age_on(date(2008, 2, 29), date(2026, 3, 1))] == [17, 18]


class TestConductOf:
    @pytest.mark.law("L6", "F8.5")
    def test_is_in_the_words_of_the_law(self) -> None:
        assert conduct_of([5, 1]) == "有履行能力而拒不履行；违反限制消费令"


class TestPublishedNumber:
    @pytest.mark.law("L6", "F8.5", "Q11")
    def test_is_the_citizens_or_the_units_before_a_passports(self) -> None:
        passport, citizen = Document("passport", "E12345678", "CHN"), Document("resident_id", "110000199001010013")
        assert published_number([passport, citizen]) == "110000**********13"
        assert published_number([passport]) == "E1*****78"
        assert published_number([Document("credit_code", "91350100M000100Y43")]) == "91350100M000100Y43"


class TestWithoutNumbers:
    @pytest.mark.law("F8.5", "K4")
    @pytest.mark.parametrize(
        ("text", "published"),
        [
            ("向张三（110000199001010013）支付", "向张三（******************）支付"),
            ("账号6222 0000 1111 2222 333", "账号******************* 333"),
            ("账号6222000011112222333", "账号*******************"),
            ("电话13800000000", "电话***********"),
            ("支付1234567890.50元及利息", "支付1234567890.50元及利息"),
            ("于2026年3月2日前", "于2026年3月2日前"),
        ],
    )
    def test_leaves_sums_and_days_and_masks_what_could_be_somebodys(self, text: str, published: str) -> None:
        assert without_numbers(text) == published
