import pytest

from tests.citizens import could_be_a_citizens


class TestCouldBeACitizens:
    @pytest.mark.parametrize(
        ("number", "could"),
        [
            ("11010519491231002X", True),  # the example of GB 11643
            ("110105194912310021", False),
            ("017955911550666756", False),  # of an instant in nanoseconds: a check digit, and no birth date
        ],
    )
    def test_asks_for_a_check_digit_and_a_birth_date(self, number: str, could: bool) -> None:
        assert could_be_a_citizens(number) is could
