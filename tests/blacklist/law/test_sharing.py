"""What a share code looks like, how long it is good, and how much of a name it shows."""

import secrets
from datetime import UTC, date, datetime, timedelta

import pytest

from blacklist.law.sharing import BITS, LONGEST, TERMS, good_until, masked_name, may_be_shown, read_code, written

AT = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)


class TestWritten:
    def test_has_more_bits_than_can_be_tried_out(self) -> None:
        assert BITS >= 60

    def test_is_in_four_groups_of_four(self) -> None:
        assert written(0) == "0000-0000-0000-0000"
        assert written((1 << BITS) - 1) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ"


class TestReadCode:
    def test_undoes_what_hands_and_eyes_change(self) -> None:
        code = written(secrets.randbits(BITS))
        typed = f"  {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} "
        assert read_code(typed) == read_code(code) == code.replace("-", "")


class TestGoodUntil:
    def test_is_a_week_at_most(self) -> None:
        assert timedelta(days=7) == LONGEST
        assert [good_until(AT, term, None) - AT for term in TERMS] == [timedelta(days=days) for days in (1, 3, 7)]

    def test_ends_with_the_day_that_it_is_about(self) -> None:
        """The day ends at midnight in China, which is 16 o'clock in UTC."""
        assert good_until(AT, "week", date(2026, 11, 17)) == datetime(2026, 11, 17, 16, 0, tzinfo=UTC)
        assert good_until(AT, "day", date(2026, 12, 24)) == AT + timedelta(hours=24)


class TestMaskedName:
    @pytest.mark.parametrize(
        ("name", "masked"),
        [("张三", "张*"), ("欧阳小明", "欧***"), ("WANG XIAOMING", "W*** X*******"), ("买买提·艾力", "买** 艾*")],
    )
    def test_keeps_the_first_character_of_each_word(self, name: str, masked: str) -> None:
        assert masked_name(name) == masked


class TestMayBeShown:
    def test_is_what_a_check_answers(self) -> None:
        codes = {row.code for row in may_be_shown()}
        assert "flight.business" in codes
        assert "school.high_fee" not in codes
