"""What stands on a subject: every measure on it, as the register states it.

Each act states the whole of it anew, so its columns are read in one query, not through the models: that took a third
of the time of an act.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from blacklist.law.activities import covered
from blacklist.law.exemptions import ExemptionState
from blacklist.models import Exemption, Listing, Person, RestrictedPerson

LISTING, ORDER = "listing", "order"


class OnFile(NamedTuple):
    """One measure on one subject, as the tables have it: the columns of ``_ON_FILE``.

    ``until`` is the first day without effect. An order has a capacity and activities, a listing has grounds.
    """

    kind: str
    id: uuid.UUID
    state: str
    court_code: str
    case_number: str
    decision_number: str
    decided_on: date | None
    served_on: date | None
    in_force_from: date | None
    until: date | None
    grounds: Sequence[int]
    activities: Sequence[str]
    capacity: str


_ON_FILE = """
SELECT l.debtor_id, NULL, 'listing', l.id, l.state, c.court_id, c.case_number, l.decision_number, l.decided_on,
    l.served_on, l.in_force_from, LEAST(l.in_force_until, l.ended_on), l.grounds, '{}'::varchar[], ''
FROM blacklist_listing l JOIN blacklist_enforcementcase c ON c.id = l.case_id
WHERE l.debtor_id = ANY(%(persons)s)
UNION ALL
SELECT p.person_id, CASE WHEN EXISTS (SELECT FROM blacklist_exemption e WHERE e.order_id = o.id) THEN o.id END,
    'order', p.id, o.state, c.court_id, c.case_number, o.decision_number, o.decided_on,
    p.served_on, p.in_force_from, LEAST(p.in_force_until, p.ended_on), '{}'::smallint[], o.activities, p.capacity
FROM blacklist_restrictedperson p JOIN blacklist_consumptionorder o ON o.id = p.order_id
    JOIN blacklist_enforcementcase c ON c.id = o.case_id
WHERE p.person_id = ANY(%(persons)s)
"""


def standing_payload(person: Person) -> dict[str, Any]:
    """Return the subject's whole set of measures as plain JSON values; days are ISO dates, periods half-open."""
    [payload] = standing_payloads([person])
    return payload


def standing_payloads(persons: Sequence[Person]) -> list[dict[str, Any]]:
    """Return that of several subjects, read together."""
    on_file = measures_of([person.pk for person in persons])
    return [subject_payload(person.pk, on_file[person.pk]) for person in persons]


def subject_payload(person_id: uuid.UUID, measures: list[dict[str, Any]]) -> dict[str, Any]:
    """Return one subject's part of a payload, its measures in a fixed order."""
    return {"subject": str(person_id), "measures": sorted(measures, key=lambda measure: measure["id"])}


def measures_of(person_ids: Collection[uuid.UUID]) -> defaultdict[uuid.UUID, list[dict[str, Any]]]:
    """Return the measures of several subjects; a subject without any has an empty list.

    One query, and a second one where an exemption from an order was ever asked for.
    """
    found: defaultdict[uuid.UUID, list[dict[str, Any]]] = defaultdict(list)
    if not person_ids:
        return found
    with connection.cursor() as cursor:
        cursor.execute(_ON_FILE, {"persons": list(person_ids)})
        rows = cursor.fetchall()
    exempted = _exemptions_of({order_id for _, order_id, *_ in rows if order_id is not None})
    for person_id, order_id, *columns in rows:
        found[person_id].append(_stated(OnFile(*columns), exemptions=exempted[order_id, person_id]))
    return found


def listing_payload(row: Listing) -> dict[str, Any]:
    """Return a listing as the register states it."""
    return _stated(_on_file(LISTING, row, row, grounds=row.grounds))


def order_payload(row: RestrictedPerson, *, exemptions: Sequence[Exemption] = ()) -> dict[str, Any]:
    """Return an order, as far as it restricts this one person, as the register states it."""
    on_file = _on_file(ORDER, row.order, row, activities=row.order.activities, capacity=row.capacity)
    return _stated(on_file, exemptions=exemptions)


def exemption_payload(row: Exemption) -> dict[str, Any]:
    """Return an approved exemption as the register states it: never why, for that may speak of health."""
    return {
        "id": str(row.pk),
        "activities": list(row.activities),
        "from": row.from_on.isoformat(),
        "until": row.until_on.isoformat(),
    }


def _exemptions_of(order_ids: Collection[uuid.UUID]) -> defaultdict[tuple[uuid.UUID, uuid.UUID], list[Exemption]]:
    """Return what may be done under these orders all the same, by order and person; windows passed do no harm."""
    found: defaultdict[tuple[uuid.UUID, uuid.UUID], list[Exemption]] = defaultdict(list)
    if not order_ids:
        return found
    rows = Exemption.objects.filter(order_id__in=order_ids, state=ExemptionState.APPROVED)
    for row in rows.order_by("pk"):
        found[row.order_id, row.person_id].append(row)
    return found


def _on_file(
    kind: str,
    decision: Any,
    effect: Any,
    *,
    grounds: Sequence[int] = (),
    activities: Sequence[str] = (),
    capacity: str = "",
) -> OnFile:
    return OnFile(
        kind,
        effect.pk,
        decision.state,
        decision.case.court_id,
        decision.case.case_number,
        decision.decision_number,
        decision.decided_on,
        effect.served_on,
        effect.in_force_from,
        effect.until,
        grounds,
        activities,
        capacity,
    )


def _stated(row: OnFile, *, exemptions: Sequence[Exemption] = ()) -> dict[str, Any]:
    """An order's activities are those that the text of its day lets it cover (C12)."""
    stated: dict[str, Any] = {
        "id": str(row.id),
        "kind": row.kind,
        "state": str(row.state),
        "court": row.court_code,
        "case_number": row.case_number,
        "decision_number": row.decision_number,
        "decided_on": _day(row.decided_on),
        "served_on": _day(row.served_on),
        "from": _day(row.in_force_from),
        "until": _day(row.until),
        "activities": list(covered(row.activities, decided_on=row.decided_on)),
    }
    stated |= {"grounds": list(row.grounds)} if row.kind == LISTING else {"capacity": row.capacity}
    if exemptions:
        stated["exemptions"] = [exemption_payload(exemption) for exemption in exemptions]
    return stated


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
