"""Forms of a name by which a court finds its namesakes and those whose names are nearly the same. Never for checks.

Two names that share a form are candidates, no more: a person compares them (F8.4, §11, 7).
"""

from collections.abc import Iterator, Sequence
from datetime import date

FEWEST = 3  # of two characters, one left out leaves only a surname: half a million people a form


def forms_of(key: str, birth_date: date | None) -> Iterator[str]:
    """Yield the forms of a name (``law.names.Name.key``) with the birth date, where there is one."""
    yield whole(key)
    if birth_date is None:
        return
    yield with_birth_date(key, birth_date)
    for shorter in _without_one(key):
        yield f"near|{shorter}|{birth_date.year if len(key) >= FEWEST else birth_date}"


def whole(key: str) -> str:
    """Return the form that all with this name have."""
    return f"whole|{key}"


def with_birth_date(key: str, birth_date: date) -> str:
    """Return the form that all with this name and birth date have."""
    return f"born|{key}|{birth_date}"


def _without_one(parts: Sequence[str]) -> Iterator[str]:
    """Yield the name with each of its characters left out: two names that differ in one share one of these."""
    for index in range(len(parts)):
        yield "".join([*parts[:index], "_", *parts[index + 1 :]])
