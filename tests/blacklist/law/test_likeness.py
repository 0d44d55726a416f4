"""Names that are the same or nearly the same share a form; others do not."""

from datetime import date

import pytest

from blacklist.law.likeness import forms_of, whole, with_birth_date

BORN = date(1980, 1, 1)


def share(one: str, other: str, *, born: date = BORN) -> bool:
    """Say whether two names of people born on these days have a form in common."""
    return bool(set(forms_of(one, BORN)) & set(forms_of(other, born)))


class TestFormsOf:
    @pytest.mark.law("F8.4")
    @pytest.mark.parametrize(
        ("one", "other", "is_near"),
        [
            ("张三", "张三", True),
            ("欧阳小明", "欧阳小朋", True),
            ("欧阳小明", "欧杨小明", True),
            ("张三", "张四", True),
            ("张三", "李四", False),
            ("欧阳小明", "欧阳大海", False),
        ],
    )
    def test_meet_where_one_character_differs(self, one: str, other: str, is_near: bool) -> None:
        assert share(one, other) is is_near

    def test_meet_by_the_year_of_birth_where_the_name_is_long(self) -> None:
        assert share("欧阳小明", "欧阳小朋", born=date(1980, 5, 5))
        assert not share("欧阳小明", "欧阳小朋", born=date(1981, 1, 1))

    def test_of_two_characters_meet_by_the_whole_birth_date(self) -> None:
        """Half a million people have one surname."""
        assert not share("张三", "张四", born=date(1980, 5, 5))

    def test_without_a_birth_date_is_the_name_alone(self) -> None:
        assert list(forms_of("张三", None)) == [whole("张三")]

    def test_with_one_has_that_of_namesakes(self) -> None:
        assert with_birth_date("张三", BORN) in set(forms_of("张三", BORN))
