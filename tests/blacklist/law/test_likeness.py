"""Names that are the same or nearly the same share a form; others do not."""

from datetime import date

import pytest

from blacklist.law.likeness import Likeness, forms_of, forms_sought, likeness, nearest, with_birth_date
from blacklist.law.names import read_name

BORN = date(1980, 1, 1)


def meet(sought: str, on_file: str, *, born: date | None = BORN, year: int | None = 1980) -> bool:
    """Say whether a search for a name and a birth finds, as a candidate, somebody born on the first of January 1980."""
    wanted = forms_sought(read_name(sought), birth_date=born, birth_year=year)
    return not set(wanted).isdisjoint(forms_of(read_name(on_file), BORN))


class TestForms:
    @pytest.mark.law("F8.4")
    @pytest.mark.parametrize(
        ("sought", "on_file", "is_near"),
        [
            ("张三", "张三", True),
            ("張三", "张三", True),
            ("ZHANG/SANMR", "张三", True),
            ("张三", "ZHANG SAN", True),
            ("张三", "张四", True),
            ("张三", "张三丰", True),
            ("王伟", "汪伟", True),
            ("欧阳小明", "欧阳小朋", True),
            ("欧阳小", "欧阳小明", True),
            ("张三", "李四", False),
            ("欧阳小明", "欧阳大海", False),
        ],
    )
    def test_meet_where_one_part_differs_or_only_the_script(self, sought: str, on_file: str, is_near: bool) -> None:
        assert meet(sought, on_file) is is_near

    def test_meet_by_the_year_of_birth_where_the_name_is_long_or_sounds_the_same(self) -> None:
        assert meet("欧阳小明", "欧阳小朋", born=None)
        assert meet("ZHANG SAN", "张三", born=None)
        assert not meet("欧阳小明", "欧阳小朋", born=None, year=1981)

    def test_meet_by_the_whole_birth_date_where_the_name_is_short(self) -> None:
        """Half a million people have one surname."""
        assert not meet("张三", "张四", born=None)
        assert not meet("张三", "张四", born=date(1980, 5, 5))

    def test_without_a_birth_meet_by_the_very_name(self) -> None:
        assert meet("張三", "张三", born=None, year=None)
        assert not meet("张三", "张三丰", born=None, year=None)
        assert len(list(forms_of(read_name("张三"), None))) == 1

    def test_hold_those_of_namesakes(self) -> None:
        name = read_name("张三")
        assert set(with_birth_date(name, BORN)) <= set(forms_of(name, BORN))


class TestLikeness:
    @pytest.mark.law("11.8")
    @pytest.mark.parametrize(
        ("one", "other", "found"),
        [
            ("张三", "张 三", Likeness.SAME_NAME),
            ("张三", "張三", Likeness.SAME_NAME),
            ("张三", "ZHANG SAN", Likeness.SAME_SOUND),
            ("王小明", "王晓明", Likeness.NEAR_NAME),
            ("张三", "李四", None),
        ],
    )
    def test_is_one_of_three_or_nobody(self, one: str, other: str, found: Likeness | None) -> None:
        """There is no score."""
        assert likeness(read_name(one), read_name(other)) is found

    def test_of_several_names_is_the_nearest(self) -> None:
        assert nearest([None, Likeness.NEAR_NAME, Likeness.SAME_NAME]) is Likeness.SAME_NAME
        assert nearest([None]) is None
