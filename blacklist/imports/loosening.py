"""What an imported ruling says of grace (宽限期, G15) and of exemptions its court approved (C3 ¶2, C8, G17-3).

These columns may be left out of a file. Several exemptions of one order stand in one row, in each column in the same
order and with ``|`` between.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from blacklist.law import exemptions as law_of_exemptions
from blacklist.law.deadlines import LONGEST_GRACE_MONTHS
from blacklist.law.deadlines import grace_until as last_day_of_grace
from blacklist.law.exemptions import ExemptionKind
from blacklist.law.refusals import Refusal

GRACE_UNTIL = "grace_until"
KIND, ACTIVITIES, FIRST_DAY, LAST_DAY, SINGLE_USE = EXEMPTION = (
    "exemption_kind",
    "exemption_activities",
    "exemption_from",
    "exemption_until",
    "exemption_single_use",
)
OPTIONAL = (GRACE_UNTIL, *EXEMPTION)
CLOSED_LISTS = {KIND: frozenset(ExemptionKind), SINGLE_USE: frozenset({"", "no", "yes"})}
SEVERAL = "|"

Days = Mapping[str, date | None]
T = TypeVar("T")


@dataclass(frozen=True)
class Granted:
    """One exemption as a court approved it; ``last_day`` is its last day."""

    kind: ExemptionKind
    activities: tuple[str, ...]
    first_day: date
    last_day: date
    is_single_use: bool


def require_closed_values(row: Mapping[str, str]) -> None:
    """Let a row pass whose exemptions have one value in each column, those of closed lists a value of theirs.

    :raises Refusal: ``unknown-value``.
    """
    if not any(row[column] for column in EXEMPTION):
        return
    if row["measure"] != "order":
        raise Refusal("unknown-value", "Only an order is loosened by an exemption.", pointer=KIND)
    count = len(_parts(row, KIND))
    for column in EXEMPTION:
        parts = _parts(row, column) or [""] * count
        if len(parts) != count:
            raise Refusal("unknown-value", "Each exemption has one value in each of its columns.", pointer=column)
        if not set(parts) <= CLOSED_LISTS.get(column, set(parts)):
            raise Refusal("unknown-value", pointer=column)


def dates(row: Mapping[str, str], read: Callable[[str, str], date | None]) -> dict[str, date | None]:
    """Return the last day of grace, and the days of each exemption under its column and number.

    :raises Refusal: ``date``.
    """
    days = {GRACE_UNTIL: read(row[GRACE_UNTIL], GRACE_UNTIL)}
    for number in range(len(_parts(row, KIND))):
        for column in (FIRST_DAY, LAST_DAY):
            parts = _parts(row, column)
            day = read(parts[number], column) if parts else None
            if day is None:
                raise Refusal("date", "An exemption has a first and a last day.", pointer=column)
            days[f"{column} {number}"] = day
    return days


def check_grace(days: Days) -> None:
    """Let grace pass that lasts one to three months from the decision, and in which nothing was published (G15).

    :raises Refusal: ``grace-length``, ``published-in-grace``.
    """
    decided_on, until, published_on = days["decided_on"], days[GRACE_UNTIL], days["published_on"]
    if decided_on is None or until is None:
        return
    shortest = last_day_of_grace(decided_on, months=1)
    longest = last_day_of_grace(decided_on, months=LONGEST_GRACE_MONTHS)
    if not shortest <= until <= longest:
        raise Refusal("grace-length", pointer=GRACE_UNTIL, article="G15")
    if published_on is not None and published_on <= until:
        raise Refusal("published-in-grace", pointer="published_on", article="G15")


def exemptions(row: Mapping[str, str], days: Days, *, ordered: Sequence[str]) -> tuple[Granted, ...]:
    """Return the exemptions a row states from an order that covers ``ordered``.

    :raises Refusal: ``exemption-kind``, ``unknown-activity``, ``activity-not-exemptible``, ``not-restricted``,
        ``date``, ``window-too-long``, each pointing at its column.
    """
    kinds = [ExemptionKind(kind) for kind in _parts(row, KIND)]
    return tuple(_granted(row, days, kind, number, ordered) for number, kind in enumerate(kinds))


def _granted(row: Mapping[str, str], days: Days, kind: ExemptionKind, number: int, ordered: Sequence[str]) -> Granted:
    first_day, last_day = days[f"{FIRST_DAY} {number}"], days[f"{LAST_DAY} {number}"]
    assert first_day is not None
    assert last_day is not None
    rule = law_of_exemptions.EXEMPTIONS[kind]
    if not (rule.is_for_officer if row["capacity"] else rule.is_for_debtor):
        raise Refusal("exemption-kind", pointer=KIND, article=rule.article)
    named = [code.strip() for code in _part(row, ACTIVITIES, number).split(";") if code.strip()]
    activities = _at(ACTIVITIES, lambda: law_of_exemptions.check_activities(kind, named, ordered=ordered))
    _at(LAST_DAY, lambda: law_of_exemptions.check_window(kind, first_day=first_day, last_day=last_day))
    return Granted(kind, activities, first_day, last_day, is_single_use=_part(row, SINGLE_USE, number) == "yes")


def _at(column: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.detail, pointer=column, article=refusal.article) from None


def _parts(row: Mapping[str, str], column: str) -> list[str]:
    """Return the values of a cell, one for each exemption; none for an empty cell."""
    return [part.strip() for part in row[column].split(SEVERAL)] if row[column] else []


def _part(row: Mapping[str, str], column: str, number: int) -> str:
    parts = _parts(row, column)
    return parts[number] if parts else ""
