"""Forms of a name by which a court finds its namesakes and those whose names are nearly the same. Never for checks.

Two names that share a form are candidates, no more: they are compared by ``law.forms``, then by a person (§11, 7).
"""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum

from blacklist.law import forms
from blacklist.law.forms import Level
from blacklist.law.names import Name

FEWEST = 3  # parts of a name: of fewer, one less is shared by too many of one year, so it goes with the birth date


class Likeness(StrEnum):
    """How near a name on file is to the one sought. There is no score: it is one of these, or nobody is shown."""

    SAME_NAME = "same_name"
    SAME_SOUND = "same_sound"
    NEAR_NAME = "near_name"


_LIKENESS = {
    Level.SAME: Likeness.SAME_NAME,
    Level.VARIANT: Likeness.SAME_NAME,
    Level.SOUND: Likeness.SAME_SOUND,
    Level.NEAR: Likeness.NEAR_NAME,
}


def forms_of(name: Name, birth_date: date | None) -> Iterator[str]:
    """Yield the forms under which a name is kept, with the birth date where there is one."""
    yield from whole(name)
    if birth_date is not None:
        yield from with_birth_date(name, birth_date)
        yield from near(name, birth_date=birth_date, birth_year=birth_date.year)


def forms_sought(name: Name, *, birth_date: date | None, birth_year: int | None) -> Iterator[str]:
    """Yield the forms by which a name is sought: with a year or day of birth, near ones too."""
    yield from whole(name)
    if birth_year is not None:
        yield from near(name, birth_date=birth_date, birth_year=birth_year)


def whole(name: Name) -> Iterator[str]:
    """Yield the form that all with this name have, however its characters are written."""
    yield f"whole|{forms.fold(name.key)}"


def with_birth_date(name: Name, birth_date: date) -> Iterator[str]:
    """Yield the forms that all with this name, or its sound, and this birth date have."""
    for form in dict.fromkeys((forms.fold(name.key), *forms.sounds_of(name).pinyin)):
        yield f"born|{form}|{birth_date}"


def near(name: Name, *, birth_date: date | None, birth_year: int) -> Iterator[str]:
    """Yield the forms of which near names share one, with the day of birth, and with the year where they are long."""
    found = forms.near_of(name)
    if birth_date is not None:
        yield from (f"near|{form}|{birth_date}" for form in found)
    parts = len(name.key) if forms.is_han(name.key) else len(found) - 1
    of_a_year = found if parts >= FEWEST else forms.sounds_of(name).pinyin
    yield from (f"near|{form}|{birth_year}" for form in of_a_year)


def likeness(one: Name, other: Name) -> Likeness | None:
    """Return how near two names are; None for names that are not near."""
    return _LIKENESS.get(forms.level(forms.forms_of(one), forms.forms_of(other)))


def nearest(found: Iterable[Likeness | None]) -> Likeness | None:
    """Return the nearest of several, as a person has several names."""
    known = set(found)
    return next((one for one in Likeness if one in known), None)
