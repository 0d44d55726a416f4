"""Forms of a name by which a court finds its namesakes and those whose names are nearly the same. Never for checks.

Two names that share a form are candidates, no more: a person compares them (F8.4, §11, 7).
"""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum

FEWEST = 2  # half a million people share one character as their surname: it goes with the whole birth date


class Likeness(StrEnum):
    """How near a name on file is to the one sought. There is no score: it is one of these, or nobody is shown."""

    SAME_NAME = "same_name"
    NEAR_NAME = "near_name"


def forms_of(key: str, birth_date: date | None) -> Iterator[str]:
    """Yield the forms under which a name (``law.names.Name.key``) is kept, with the birth date where there is one."""
    yield whole(key)
    if birth_date is not None:
        yield with_birth_date(key, birth_date)
        yield from near(key, birth_date=birth_date, birth_year=birth_date.year)


def forms_sought(key: str, *, birth_date: date | None, birth_year: int | None) -> Iterator[str]:
    """Yield the forms by which a name is sought: with a year or day of birth, near ones too."""
    yield whole(key)
    if birth_year is not None:
        yield from near(key, birth_date=birth_date, birth_year=birth_year)


def whole(key: str) -> str:
    """Return the form that all with this name have."""
    return f"whole|{key}"


def with_birth_date(key: str, birth_date: date) -> str:
    """Return the form that all with this name and birth date have."""
    return f"born|{key}|{birth_date}"


def near(key: str, *, birth_date: date | None, birth_year: int) -> Iterator[str]:
    """Yield the name and the name without each of its characters: two within one change of each other share one.

    A single character left is a form only together with the whole birth date.
    """
    for shorter in dict.fromkeys([key, *(key[:index] + key[index + 1 :] for index in range(len(key)))]):
        if len(shorter) >= FEWEST:
            yield f"near|{shorter}|{birth_year}"
        elif shorter and birth_date is not None:
            yield f"near|{shorter}|{birth_date}"


def likeness(distance: int) -> Likeness | None:
    """Return how near two names are that so many changes of one character part; None for names that are not near."""
    return (Likeness.SAME_NAME, Likeness.NEAR_NAME)[distance] if distance < len(Likeness) else None


def nearest(found: Iterable[Likeness | None]) -> Likeness | None:
    """Return the nearest of several, as a person has several names."""
    known = set(found)
    return next((one for one in Likeness if one in known), None)
