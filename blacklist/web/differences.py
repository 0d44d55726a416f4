"""A draft held against its source: the amounts, numbers and days it names that the source does not have.

It reads what people wrote, so it points and never refuses: whoever signs looks.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from pages.words import Words

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS: Mapping[str, int] = MappingProxyType({"十": 10, "百": 100, "千": 1000})
_TIMES: Mapping[str, Decimal] = MappingProxyType({"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)})

_NUMBERS = re.compile(r"[（(〔]\s*\d{4}\s*[）)〕][^\s，,。；;、（(]{2,40}?号")
_AMOUNTS = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百千]+)\s*(万|亿)?\s*元")
_DAYS = re.compile(r"(\d{4})\s*(?:年|-)\s*(\d{1,2})\s*(?:月|-)\s*(\d{1,2})\s*日?")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)} | {ord("，"): ",", ord("．"): "."}

AMOUNT, NUMBER, DAY = (Words("金额", "Amounts"), Words("文书号、案号", "Numbers"), Words("日期", "Days"))


@dataclass(frozen=True)
class Difference:
    """What of one kind the draft names, what the source has, and what of the draft the source lacks."""

    kind: Words
    source: tuple[str, ...]
    draft: tuple[str, ...]
    only_in_draft: tuple[str, ...]


def differences(draft: Any, source: Any) -> list[Difference]:
    """Return, for each kind of thing that the draft names, how it stands to the source.

    Both are texts, in whatever lists and mappings they come.
    """
    said, known = "\n".join(_texts(draft)), "\n".join(_texts(source))
    rows = [
        (AMOUNT, [f"{amount:,.2f} 元" for amount in amounts(known)], [f"{amount:,.2f} 元" for amount in amounts(said)]),
        (NUMBER, numbers(known), numbers(said)),
        (DAY, [str(day) for day in days(known)], [str(day) for day in days(said)]),
    ]
    return [
        Difference(kind, tuple(there), tuple(here), tuple(each for each in here if each not in there))
        for kind, there, here in rows
        if here
    ]


def amounts(text: str) -> list[Decimal]:
    """Return the amounts in yuan that a text names, each once, in order: ``10万元``, ``100,000元``, ``十万元``."""
    found = (_number(digits) * _TIMES[unit] for digits, unit in _AMOUNTS.findall(text.translate(_FULL_WIDTH)) if digits)
    return list(dict.fromkeys(found))


def numbers(text: str) -> list[str]:
    """Return the numbers of cases and documents that a text names, each once, with brackets of one kind."""
    found = ("".join(each.split()) for each in _NUMBERS.findall(text.translate(_FULL_WIDTH)))
    return list(dict.fromkeys(re.sub(r"[)〕]", "）", re.sub(r"[(〔]", "（", each)) for each in found))


def days(text: str) -> list[date]:
    """Return the days that a text names, each once; an impossible one is none."""
    found = (_day(*map(int, parts)) for parts in _DAYS.findall(text.translate(_FULL_WIDTH)))
    return list(dict.fromkeys(day for day in found if day is not None))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(digits: str) -> Decimal:
    if digits[0].isascii():
        return Decimal(digits.replace(",", ""))
    total, current = 0, 0
    for character in digits:
        if character in _DIGITS:
            current = _DIGITS[character]
        else:
            total, current = total + (current or 1) * _UNITS[character], 0
    return Decimal(total + current)


def _texts(said: Any) -> Iterator[str]:
    if isinstance(said, Mapping):
        said = said.values()
    if isinstance(said, str):
        yield said
    elif isinstance(said, Iterable):
        for each in said:
            yield from _texts(each)
    elif isinstance(said, date | Decimal):
        yield f"{said}元" if isinstance(said, Decimal) else str(said)
