"""What a decision says in words, as rows: the sealed particulars, whatever they hold, labelled and flat."""

from collections.abc import Iterator
from typing import Any

from django.utils.dateparse import parse_datetime

from blacklist.web.labels import label
from pages.times import clock
from pages.words import Words

MOST = 60
_WORDS = {True: Words("是", "yes"), False: Words("否", "no")}
Row = tuple[Words, object]


def rows(said: Any) -> list[Row]:
    """Return each thing said with what it is called; ids of records and empty values are left out."""
    return list(_rows(said, Words("", "")))[:MOST]


def _rows(said: Any, title: Words) -> Iterator[Row]:
    if isinstance(said, dict):
        for name, value in said.items():
            if not name.endswith("_id") and name != "id":
                yield from _rows(_read(name, value), label("", name))
    elif isinstance(said, list) and all(isinstance(each, str) for each in said):
        if said:
            yield title, "；".join(said)
    elif isinstance(said, list):
        for each in said:
            yield from _rows(each, title)
    elif isinstance(said, bool):
        yield title, _WORDS[said]
    elif said not in (None, ""):
        yield title, said


def _read(name: str, value: Any) -> Any:
    """Return an instant as a clock shows it; anything else as it is."""
    return clock(parse_datetime(value)) if name.endswith("_at") and isinstance(value, str) else value
