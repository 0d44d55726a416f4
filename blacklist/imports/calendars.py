"""Read a file with the calendar of one year, as the State Council's notice for it says (T1).

A JSON object: ``year``, ``source`` (the notice's number), ``rest_days`` and ``make_up_days`` as lists of YYYY-MM-DD;
``extra_days`` where a notice of its own grants days off beyond those of the law.
"""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

from blacklist.imports.reader import FileRefused
from blacklist.law.workdays import Notice

REQUIRED, OPTIONAL = ("year", "source", "rest_days", "make_up_days"), ("extra_days",)
MAX_BYTES = 64 * 1024
LONGEST_SOURCE = 200
YEARS = range(2000, 2100)

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch


def read_notice(path: Path) -> Notice:
    """Return the notice that the file holds; whether its days fit together is the law's question.

    :raises FileRefused: the file is not such an object; the sentence says where.
    """
    said = _object(path)
    missing = [name for name in REQUIRED if name not in said]
    unknown = len(said.keys() - {*REQUIRED, *OPTIONAL})
    if missing or unknown:
        raise FileRefused(f"The file lacks {', '.join(missing) or 'nothing'} and has {unknown} names not known here.")
    return Notice(
        year=_whole(said, "year", YEARS),
        source=_source(said["source"]),
        rest_days=_days(said, "rest_days"),
        make_up_days=_days(said, "make_up_days"),
        extra_days=_whole({"extra_days": 0, **said}, "extra_days", range(31)),
    )


def _object(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise FileRefused(f"The file has more than {MAX_BYTES // 1024} KiB; the days of a year need far less.")
    try:
        said = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise FileRefused(f"The file is not JSON: {error.msg} in line {error.lineno}.") from None
    except (UnicodeDecodeError, RecursionError):
        raise FileRefused("The file is not JSON in UTF-8.") from None
    if not isinstance(said, dict):
        raise FileRefused("The file holds no JSON object.")
    return said


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise FileRefused("The file names something twice.")
    return dict(pairs)


def _whole(said: dict[str, Any], name: str, allowed: range) -> int:
    value = said[name]
    if type(value) is not int or value not in allowed:
        raise FileRefused(f"{name} is a whole number from {allowed.start} to {allowed.stop - 1}.")
    return value


def _source(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_SOURCE or not value.isprintable():
        raise FileRefused(f"source is the notice's number, in up to {LONGEST_SOURCE} printable characters.")
    return value.strip()


def _days(said: dict[str, Any], name: str) -> frozenset[date]:
    if not isinstance(said[name], list):
        raise FileRefused(f"{name} is a list of days.")
    days = [_day(value, f"{name}, entry {number}") for number, value in enumerate(said[name], start=1)]
    if len(set(days)) != len(days):
        raise FileRefused(f"{name} has a day twice.")
    return frozenset(days)


def _day(value: Any, where: str) -> date:
    if isinstance(value, str) and _DATE(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise FileRefused(f"{where}: write a day of the calendar as YYYY-MM-DD.")
