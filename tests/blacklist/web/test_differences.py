"""What a draft names is read as people write it, and held against what its source has."""

from datetime import date
from decimal import Decimal

import pytest

from blacklist.web.differences import AMOUNT, DAY, NUMBER, amounts, days, differences, numbers


class TestAmounts:
    @pytest.mark.parametrize(
        ("text", "yuan"),
        [
            ("支付货款人民币10万元", "100000"),
            ("支付100,000元", "100000"),
            ("支付１０００００元", "100000"),
            ("支付十万元", "100000"),
            ("支付二十五万元", "250000"),
            ("利息一千二百零五元", "1205"),
            ("合计10.5万元", "105000"),
            ("债权3亿元", "300000000"),
            ("违约金0.50元", "0.50"),
        ],
    )
    def test_reads_an_amount_as_it_is_written(self, text: str, yuan: str) -> None:
        assert amounts(text) == [Decimal(yuan)]

    @pytest.mark.parametrize("text", ["", "支付货款", "元旦", "单元", "2026年1月1日", "公元2026年"])
    def test_reads_none_where_there_is_none(self, text: str) -> None:
        assert amounts(text) == []

    def test_names_each_once(self) -> None:
        assert amounts("10万元，即100000元") == [Decimal(100000)]


class TestNumbers:
    def test_reads_numbers_in_any_brackets(self) -> None:
        written = "（2026）兵9901民初1号、(2026)兵9901民初1号、〔2026〕 兵9901民初1号"
        assert numbers(written) == ["（2026）兵9901民初1号"]


class TestDays:
    def test_reads_days_in_any_form_and_no_impossible_one(self) -> None:
        assert days("2026年11月3日、2026-11-03、2026-02-30") == [date(2026, 11, 3)]


class TestDifferences:
    SOURCE = (["示范法院", "（2026）兵9901民初1号", "支付货款人民币10万元"], date(2026, 10, 1), Decimal("90000.00"))

    def test_are_none_where_the_draft_says_what_the_source_says(self) -> None:
        said = {"reasons": "（2026）兵9901民初1号判决支付100000元，尚欠九万元，期限2026年10月1日。"}
        found = differences(said, self.SOURCE)
        assert [row.kind for row in found] == [AMOUNT, NUMBER, DAY]
        assert all(row.only_in_draft == () for row in found)

    def test_point_at_what_only_the_draft_has(self) -> None:
        found = differences({"grounds": [{"facts": "应支付100万元，2026年10月11日届满"}]}, self.SOURCE)
        assert [row.only_in_draft for row in found] == [("1,000,000.00 元",), ("2026-10-11",)]

    def test_are_of_nothing_where_the_draft_names_nothing(self) -> None:
        assert differences({"reasons": "未履行。", "acts": None}, self.SOURCE) == []
