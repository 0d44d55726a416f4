"""How courts keep their duties, in numbers. Neither a person nor a case leaves; what a court did, its register tells.

Periods are half-open: from ``since`` on, before ``until``. A measure is counted at the court that handles its case now.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from django.db import connection
from django.db.models import Count, Min, Q, QuerySet

from blacklist.law.deadlines import ONE_DAY, removal_due
from blacklist.law.events import EVENTS, EventKind
from blacklist.law.grounds import GROUNDS
from blacklist.law.lifecycle import ListingState, OrderState
from blacklist.law.remedies import CorrectionState
from blacklist.models import (
    ConsumptionOrder,
    CorrectionRequest,
    Listing,
    Reconsideration,
    RestrictedPerson,
    Task,
    TaskState,
)
from blacklist.selectors import calendar

# Which fact ends a measure for which reason; a court has no choice about these (L9, L10, C9).
FACTS: Mapping[str, str] = MappingProxyType(
    {
        "no_assets_found": EventKind.SEARCH_NEGATIVE.value,
        **{
            reason: fact.kind.value
            for fact in EVENTS.values()
            for reason in (fact.removes, fact.revokes, fact.lifts)
            if reason is not None
        },
    }
)
LONGEST_HOLIDAY = timedelta(days=31)  # what became known longer before a period than this was late in it anyway


@dataclass(frozen=True, slots=True)
class Overdue:
    """The open duties of one kind at one court whose day has passed; ``escalated``: seen so by the courts above."""

    court: str
    kind: str
    overdue: int
    escalated: int
    oldest_due_on: date


@dataclass(frozen=True, slots=True)
class Released:
    """How long one court took from the day of the fact to the day the effect ended, by what it released from.

    ``known``: of how many the file says when the fact was; the days and ``in_time`` (three working days) are of those.
    """

    court: str
    what: str
    released: int
    known: int
    in_time: int
    median_days: int | None
    p90_days: int | None


def overdue(courts: Collection[str], *, on: date) -> list[Overdue]:
    """Return what is overdue at these courts on a day, the oldest first."""
    rows = Task.objects.filter(court__in=courts, state=TaskState.OPEN, due_on__lt=on)
    counted = rows.values_list("court_id", "kind").annotate(
        overdue=Count("pk"), escalated=Count("pk", filter=Q(escalated_at__isnull=False)), oldest=Min("due_on")
    )
    return [Overdue(*row) for row in counted.order_by("oldest", "court_id", "kind")]


_RELEASED = """
WITH follows AS (SELECT * FROM unnest(%(reasons)s::text[], %(facts)s::text[]) AS each(reason, fact)),
released AS (
    SELECT held.court_id AS court, 'listing' AS what, row.ended_on AS released_on, max(event.happened_on) AS known_on
    FROM blacklist_listing row
    JOIN blacklist_enforcementcase held ON held.id = row.case_id
    JOIN follows ON follows.reason = row.ended_reason
    LEFT JOIN blacklist_caseevent event ON event.case_id = row.case_id AND event.kind = follows.fact
        AND event.happened_on <= row.ended_on AND coalesce(event.person_id, row.debtor_id) = row.debtor_id
    WHERE row.ended_on >= %(since)s AND row.ended_on < %(until)s AND row.state <> 'closed'
        AND held.court_id = ANY(%(courts)s)
    GROUP BY row.id, held.court_id
    UNION ALL
    SELECT held.court_id, 'order', row.ended_on, max(event.happened_on)
    FROM blacklist_restrictedperson row
    JOIN blacklist_consumptionorder taken ON taken.id = row.order_id
    JOIN blacklist_enforcementcase held ON held.id = taken.case_id
    JOIN follows ON follows.reason = row.ended_reason
    LEFT JOIN blacklist_caseevent event ON event.case_id = taken.case_id AND event.kind = follows.fact
        AND event.happened_on <= row.ended_on AND coalesce(event.person_id, row.person_id) = row.person_id
    WHERE row.ended_on >= %(since)s AND row.ended_on < %(until)s AND taken.state <> 'closed'
        AND held.court_id = ANY(%(courts)s)
    GROUP BY row.id, held.court_id
    UNION ALL
    SELECT row.court_id, 'correction', row.corrected_on, coalesce(above.decided_on, row.decided_on)
    FROM blacklist_correctionrequest row
    LEFT JOIN blacklist_reconsideration above ON above.request_id = row.id
    WHERE row.corrected_on >= %(since)s AND row.corrected_on < %(until)s AND row.court_id = ANY(%(courts)s)
)
SELECT court, what, count(*), count(known_on), count(*) FILTER (WHERE released_on <= due.until),
    percentile_disc(0.5) WITHIN GROUP (ORDER BY released_on - known_on),
    percentile_disc(0.9) WITHIN GROUP (ORDER BY released_on - known_on)
FROM released LEFT JOIN unnest(%(days)s::date[], %(dues)s::date[]) AS due(day, until) ON due.day = known_on
GROUP BY court, what ORDER BY court, what
"""


def released(courts: Collection[str], *, since: date, until: date) -> list[Released]:
    """Return how long these courts took to release: from listings, from orders, and by an upheld correction (L10, L12).

    The day of the fact is what an officer entered as such; of a correction it is the day of the decision.
    """
    dates, known = calendar(), since - LONGEST_HOLIDAY
    days = [known + timedelta(days=number) for number in range((until - known).days)]
    given: dict[str, Any] = {
        "reasons": list(FACTS),
        "facts": list(FACTS.values()),
        "courts": list(courts),
        "since": since,
        "until": until,
        "days": days,
        "dues": [removal_due(day, dates).due_on for day in days],
    }
    with connection.cursor() as cursor:
        cursor.execute(_RELEASED, given)
        return [Released(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Counted:
    """What is counted of one figure: which rows, at which court, on which day."""

    rows: Callable[[], QuerySet[Any]]
    court: str
    day: str


_C = CorrectionState
_UPHELD = Q(state=_C.UPHELD) | Q(state=_C.CORRECTED, reconsideration__isnull=True)
# A decision that was drafted and refused was never one; whatever has its day was signed.
FIGURES: Mapping[str, Counted] = MappingProxyType(
    {
        "listings": Counted(lambda: Listing.objects.all(), "case__court_id", "decided_on"),
        "orders": Counted(lambda: ConsumptionOrder.objects.all(), "case__court_id", "decided_on"),
        "listings_ended": Counted(
            lambda: Listing.objects.filter(state=ListingState.REMOVED), "case__court_id", "ended_on"
        ),
        "listings_expired": Counted(
            lambda: Listing.objects.filter(state=ListingState.EXPIRED), "case__court_id", "in_force_until"
        ),
        "persons_released": Counted(
            lambda: RestrictedPerson.objects.exclude(order__state__in=(OrderState.CLOSED, OrderState.REVOKED)),
            "order__case__court_id",
            "ended_on",
        ),
        "listings_revoked": Counted(
            lambda: Listing.objects.filter(state=ListingState.REVOKED), "case__court_id", "ended_on"
        ),
        "orders_revoked": Counted(
            lambda: RestrictedPerson.objects.filter(order__state=OrderState.REVOKED),
            "order__case__court_id",
            "ended_on",
        ),
        "corrections": Counted(
            lambda: CorrectionRequest.objects.filter(decided_on__isnull=False), "court_id", "decided_on"
        ),
        "corrections_upheld": Counted(lambda: CorrectionRequest.objects.filter(_UPHELD), "court_id", "decided_on"),
        "corrections_rejected": Counted(
            lambda: CorrectionRequest.objects.filter(decided_on__isnull=False).exclude(_UPHELD),
            "court_id",
            "decided_on",
        ),
        "reconsiderations": Counted(
            lambda: Reconsideration.objects.filter(decided_on__isnull=False), "request__court_id", "decided_on"
        ),
        "reconsiderations_overturned": Counted(
            lambda: Reconsideration.objects.filter(request__state__in=(_C.OVERTURNED, _C.CORRECTED)),
            "request__court_id",
            "decided_on",
        ),
        "reconsiderations_dismissed": Counted(
            lambda: Reconsideration.objects.filter(request__state=_C.DISMISSED), "request__court_id", "decided_on"
        ),
    }
)
# None of these is the sum or the difference of others, so one that is left out is not told by them.
PUBLISHED = tuple(name for name in FIGURES if name not in ("corrections", "reconsiderations"))


def counts(name: str, *, since: date, until: date, courts: Collection[str] | None = None) -> Counter[str]:
    """Return a figure of :data:`FIGURES` by court, of all courts that have any when none is named."""
    counted = FIGURES[name]
    rows = counted.rows().filter(**{f"{counted.day}__gte": since, f"{counted.day}__lt": until})
    if courts is not None:
        rows = rows.filter(**{f"{counted.court}__in": list(courts)})
    return Counter(dict(rows.values_list(counted.court).annotate(Count("pk")).order_by()))


def grounds(*, since: date, until: date) -> dict[str, tuple[int, ...]]:
    """Return of each court with a listing decision in the period how many there were, and how many on each ground."""
    rows = Listing.objects.filter(decided_on__gte=since, decided_on__lt=until).values_list("case__court_id")
    on_each = [Count("pk", filter=Q(grounds__contains=[number])) for number in GROUNDS]
    named = {f"ground_{number}": count for number, count in zip(GROUNDS, on_each, strict=True)}
    return {court: tuple(numbers) for court, *numbers in rows.annotate(Count("pk"), **named).order_by()}


def last_twelve_months(on: date) -> tuple[date, date]:
    """Return the period that ends with a day, as ``since`` and ``until``."""
    return on - timedelta(days=365) + ONE_DAY, on + ONE_DAY
