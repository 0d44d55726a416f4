from decimal import Decimal

import pytest

from blacklist.law.breaches import check_penalty
from blacklist.law.refusals import Refusal


class TestCheckPenalty:
    @pytest.mark.law("P114")
    @pytest.mark.parametrize(
        ("fine", "days", "is_unit"),
        [
            ("100000.00", None, False),
            ("0.01", None, False),
            (None, 15, False),
            ("100000", 15, False),
            ("50000", None, True),
            ("1000000.00", None, True),
        ],
    )
    def test_lets_pass_what_the_law_allows(self, fine: str | None, days: int | None, is_unit: bool) -> None:
        check_penalty(fine=Decimal(fine) if fine else None, detention_days=days, is_unit=is_unit)

    @pytest.mark.law("P114")
    @pytest.mark.parametrize(
        ("fine", "days", "is_unit", "pointer"),
        [
            ("100000.01", None, False, "fine"),
            ("0", None, False, "fine"),
            (None, 16, False, "detention_days"),
            (None, 0, False, "detention_days"),
            ("49999.99", None, True, "fine"),
            ("1000000.01", None, True, "fine"),
            (None, 1, True, "detention_days"),
            (None, None, False, None),
        ],
    )
    def test_refuses_what_goes_beyond(
        self, fine: str | None, days: int | None, is_unit: bool, pointer: str | None
    ) -> None:
        """P118: a fine of a person of 100 000.01 is refused."""
        with pytest.raises(Refusal) as caught:
            check_penalty(fine=Decimal(fine) if fine else None, detention_days=days, is_unit=is_unit)
        assert (caught.value.code, caught.value.pointer) == ("penalty-limits", pointer)
