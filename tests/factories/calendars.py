"""A notice for 2027 as the State Council might give it; the real one is not out at the time of the stories."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from blacklist.law.workdays import Notice


def days(first: str, last: str | None = None) -> list[date]:
    """Return the days from the first to the last."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last or first)
    return [begin + timedelta(days=offset) for offset in range((end - begin).days + 1)]


REST_DAYS = (
    *days("2027-01-01", "2027-01-03"),
    *days("2027-02-05", "2027-02-11"),
    *days("2027-04-03", "2027-04-05"),
    *days("2027-05-01", "2027-05-05"),
    *days("2027-06-09"),
    *days("2027-09-15"),
    *days("2027-10-01", "2027-10-07"),
)
MAKE_UP_DAYS = (*days("2027-02-14"), *days("2027-05-08"), *days("2027-09-26"), *days("2027-10-09"))
NOTICE = Notice(2027, "示范〔2026〕1号", frozenset(REST_DAYS), frozenset(MAKE_UP_DAYS))


def notice(**changes: Any) -> Notice:
    """Return the notice with something else in it."""
    return replace(NOTICE, **changes)
