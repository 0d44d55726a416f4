"""Names that are the same or nearly the same share a form; others do not."""

from datetime import date

import pytest

from blacklist.law.likeness import Likeness, forms_of, forms_sought, likeness, nearest, whole, with_birth_date

BORN = date(1980, 1, 1)


def meet(sought: str, on_file: str, *, born: date | None = BORN, year: int | None = 1980) -> bool:
    """Say whether a search for a name and a birth finds, as a candidate, somebody born on the first of January 1980."""
    return bool(set(forms_sought(sought, birth_date=born, birth_year=year)) & set(forms_of(on_file, BORN)))


class TestForms:
    @pytest.mark.law("F8.4")
    @pytest.mark.parametrize(
        ("sought", "on_file", "is_near"),
        [
            ("张三", "张三", True),
            ("张三", "张四", True),
            ("张三", "张三丰", True),
            ("欧阳小明", "欧阳小朋", True),
            ("欧杨小明", "欧阳小明", True),
            ("欧阳明小", "欧阳小明", True),
            ("欧阳小", "欧阳小明", True),
            ("张三", "李四", False),
            ("欧阳小明", "欧阳大海", False),
        ],
    )
    def test_meet_where_one_character_differs_is_missing_or_swapped(
        self, sought: str, on_file: str, is_near: bool
    ) -> None:
        assert meet(sought, on_file) is is_near

    def test_meet_by_the_year_of_birth_where_more_than_one_character_is_left(self) -> None:
        assert meet("欧阳小明", "欧阳小朋", born=None)
        assert not meet("欧阳小明", "欧阳小朋", born=None, year=1981)

    def test_meet_by_the_whole_birth_date_where_one_character_is_left(self) -> None:
        """Half a million people have one surname."""
        assert not meet("张三", "张四", born=None)
        assert not meet("张三", "张四", born=date(1980, 5, 5))

    def test_without_a_birth_meet_by_the_very_name(self) -> None:
        assert list(forms_sought("张三", birth_date=None, birth_year=None)) == [whole("张三")]
        assert list(forms_of("张三", None)) == [whole("张三")]

    def test_hold_that_of_namesakes(self) -> None:
        assert with_birth_date("张三", BORN) in set(forms_of("张三", BORN))


class TestLikeness:
    @pytest.mark.law("11.8")
    def test_is_the_same_or_near_or_nobody(self) -> None:
        """There is no score."""
        assert [likeness(distance) for distance in range(3)] == [Likeness.SAME_NAME, Likeness.NEAR_NAME, None]
        assert nearest([None, Likeness.NEAR_NAME, Likeness.SAME_NAME]) is Likeness.SAME_NAME
        assert nearest([None]) is None
