"""What is published of a month: figures of both sides, by court, ground or sector, protected before they are stored."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from blacklist import figures
from blacklist.law.assistance import SECTORS
from blacklist.law.days import legal_day
from blacklist.law.grounds import GROUNDS
from blacklist.law.small_cells import is_small, protected
from blacklist.models import Court, PublishedFigure, PublishedMonth
from restrictions import selectors
from restrictions.months import after

PUBLISHED_ON = 5  # the day of the next month: until then nodes may bring what they have recorded
MONTHS = 12
DECISIONS = ("restricted", "permitted", "undetermined")


@dataclass(frozen=True, slots=True)
class Part:
    """A figure by court, ground or sector. ``is_whole``: its sum is the figure's total, published beside it."""

    figure: str
    by: str
    numbers: Mapping[str, int]
    is_whole: bool = True


def publish(*, at: datetime) -> list[date]:
    """Publish each of the last twelve months that has ended and is not published yet; return which."""
    on = legal_day(at)
    last = after(on, -1 if on.day >= PUBLISHED_ON else -2)
    months = [after(last, -back) for back in range(MONTHS)]
    known = set(PublishedMonth.objects.filter(month__in=months).values_list("month", flat=True))
    missing = [month for month in reversed(months) if month not in known]
    for month in missing:
        _publish(month, at=at)
    return missing


@transaction.atomic
def _publish(month: date, *, at: datetime) -> None:
    published = PublishedMonth.objects.create(month=month, published_at=at)
    rows = [row for part in _parts(month) for row in _rows(published, part)]
    PublishedFigure.objects.bulk_create(rows, batch_size=2000)


def _parts(month: date) -> Iterator[Part]:
    until, courts = after(month, 1), list(Court.objects.values_list("code", flat=True).order_by("code"))
    for name in figures.PUBLISHED:
        found = figures.counts(name, since=month, until=until)
        yield Part(name, "court", {court: found[court] for court in courts})
    on_each = figures.grounds(since=month, until=until).values()
    sums = [sum(numbers) for numbers in zip(*on_each, strict=True)] or [0] * (len(GROUNDS) + 1)
    by_ground = {str(number): sums[number] for number in GROUNDS}
    yield Part("listings_by_ground", "ground", by_ground, is_whole=False)
    checks: Counter[tuple[str, str]] = Counter()
    for row in selectors.answered(since=month, until=until):
        checks[row.decision, row.sector] += row.checks
    for decision in DECISIONS:
        yield Part(f"checks_{decision}", "sector", {sector: checks[decision, sector] for sector in SECTORS})


def _rows(month: PublishedMonth, part: Part) -> Iterator[PublishedFigure]:
    """Yield what is published of a part: no row for a zero, and nothing but an empty total where all is small."""
    total = sum(part.numbers.values())
    shown = None if is_small(total) else protected(part.numbers)
    if part.is_whole or shown is None:
        yield PublishedFigure(month=month, figure=part.figure, number=None if shown is None else total)
    for key, number in (shown or {}).items():
        if number != 0:
            yield PublishedFigure(month=month, figure=part.figure, by=part.by, key=key, number=number)
