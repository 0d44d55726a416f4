"""What has been published, as it is read: no number is computed here, so that nothing left out can come back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from blacklist.models import Court, PublishedFigure, PublishedMonth
from config.oversight.tables import NOTHING, Column
from config.statistics.words import FIGURES, GROUPS, KEYS
from pages.words import Words

MONTHS_SHOWN = 12
COLUMNS = ("month", "figure", "by", "key", "number")
LEFT_OUT = Words("少于10，不公布", "left out")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])").fullmatch


@dataclass(frozen=True)
class Shown:
    """A table of a page: its heading, columns, and rows of what they show."""

    title: Words
    columns: Sequence[Column]
    rows: Sequence[Sequence[tuple[Column, object]]]


def months() -> list[date]:
    """Return the published months, the newest first."""
    return list(PublishedMonth.objects.order_by("-month").values_list("month", flat=True)[:MONTHS_SHOWN])


def month_named(text: str) -> date | None:
    """Return the published month that is meant, without a text the newest; None when there is none."""
    if not text:
        return next(iter(months()), None)
    if not text.isascii() or not _MONTH(text):
        return None
    return PublishedMonth.objects.filter(month=f"{text}-01").values_list("month", flat=True).first()


def rows_of(month: date | None) -> list[dict[str, Any]]:
    """Return every published number of a month; null is one that is left out."""
    rows = PublishedFigure.objects.filter(month=month).order_by("figure", "by", "key")
    return [dict(zip(COLUMNS[1:], row, strict=True)) for row in rows.values_list(*COLUMNS[1:])]


def totals() -> Shown:
    """Return the figures of all by month: one row a figure, one column a month."""
    shown = sorted(months())
    rows_by = PublishedFigure.objects.filter(by="", month__in=shown).values_list("figure", "month_id", "number")
    found = {(figure, month): number for figure, month, number in rows_by}
    figure, by_month = (
        Column("figure", Words("项目", "Figure"), "text"),
        {month: _month_column(month) for month in shown},
    )
    rows = [
        [(figure, words), *((column, _total(found, name, month)) for month, column in by_month.items())]
        for name, words in FIGURES.items()
        if any(known == name for known, _ in found)
    ]
    return Shown(Words("各月总数", "All, by month"), (figure, *by_month.values()), rows)


def groups(month: date) -> list[Shown]:
    """Return the numbers of a month by court, by ground and by sector."""
    return [_by(by, title, month) for by, title in GROUPS.items()]


def _by(by: str, title: Words, month: date) -> Shown:
    found: dict[str, dict[str, int | None]] = {}
    rows_by = PublishedFigure.objects.filter(month=month, by=by)
    for key, figure, number in rows_by.values_list("key", "figure", "number"):
        found.setdefault(key, {})[figure] = number
    names = [name for name in FIGURES if any(name in numbers for numbers in found.values())]
    words = _words(by, found)
    group = Column("key", title, "court" if by == "court" else "text")
    columns = [Column(name, FIGURES[name]) for name in names]
    rows = [
        [(group, words.get(key, key)), *((column, _number(numbers.get(column.code, 0))) for column in columns)]
        for key, numbers in sorted(found.items())
    ]
    return Shown(Words(f"按{title.zh}", f"By {title.en.lower()}"), (group, *columns), rows)


def _total(found: Mapping[tuple[str, date], int | None], name: str, month: date) -> object:
    return _number(found[name, month]) if (name, month) in found else NOTHING


def _words(by: str, found: Mapping[str, Any]) -> Mapping[str, object]:
    if by == "court":
        return dict(Court.objects.filter(pk__in=found).values_list("code", "name"))
    return KEYS[by]


def _month_column(month: date) -> Column:
    text = f"{month:%Y-%m}"
    return Column(text, Words(text, text))


def _number(number: int | None) -> object:
    return LEFT_OUT if number is None else f"{number:,}"
