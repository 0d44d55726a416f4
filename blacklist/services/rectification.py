"""Put what a listing or an order says wrongly right (L9, G18): its words, or a day of service that was typed wrong.

What was decided is not touched: another ground, person, activity or period is another decision. Particulars of persons
are put right by ``identities``, a basis document by ``cases``.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from blacklist.law.days import legal_day
from blacklist.law.lifecycle import Act
from blacklist.law.refusals import Refusal
from blacklist.law.remedies import MeasureKind
from blacklist.models import Listing, Officer, RestrictedPerson, ServiceMethod
from blacklist.register import lock_subjects
from blacklist.services import decisions, history, measures
from blacklist.services.decisions import Decision, Done, conclude, require_note


@dataclass(frozen=True)
class Right:
    """What the record should say. ``words``: by their place in the particulars, such as ``grounds.0.facts``.

    ``served_on``: on the debtor of a listing, or on ``person_id`` whom an order names.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    served_on: date | None = None
    person_id: uuid.UUID | None = None


def rectify(
    kind: MeasureKind,
    measure_id: uuid.UUID,
    *,
    right: Right,
    note: str,
    correction_id: uuid.UUID | None = None,
    by: Officer,
    at: datetime,
) -> Decision:
    """Put a measure's record right; what it said before is kept, sealed.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``wrong-state``; ``reasons-required``,
        ``unknown-value`` for a place without words, ``field-required``, ``date-in-future``, ``served-before-signed``;
        ``already-done`` when the record says so already.
    """
    with transaction.atomic():
        measure = measures.locked(kind, measure_id)
        step = measures.step_of(measure, Act.RECTIFY, by=by)
        require_note(note, article=step.article)
        subjects = lock_subjects(measures.subject_ids(measure))
        old = {**_reword(measure, right.words), **_serve_on(measure, right, on=legal_day(at))}
        history.remember(measure.pk, old, by=by, at=at)
        done = Done(Act.RECTIFY, step, by, at, note=note, correction_id=correction_id)
        return conclude(measure, done, subjects=subjects)


def _reword(measure: Decision, words: Mapping[str, str]) -> dict[str, str]:
    particulars = measure.particulars
    old = {place: _replace(particulars, place, said) for place, said in words.items()}
    measure.seal_particulars(particulars)
    return {place: said for place, said in old.items() if said != words[place]}


def _replace(particulars: dict[str, Any], place: str, said: str) -> str:
    """Put words in their place and return those that stood there.

    :raises Refusal: ``unknown-value`` where no words stand, ``field-required`` for none.
    """
    if not said.strip():
        raise Refusal("field-required", "Say what it should say.", pointer=f"words.{place}")
    *path, last = place.split(".")
    try:
        holder: Any = particulars
        for step in path:
            holder = holder[int(step) if isinstance(holder, list) else step]
        key: Any = int(last) if isinstance(holder, list) else last
        old = holder[key]
    except (KeyError, IndexError, ValueError, TypeError):
        old = None
    if not isinstance(old, str):
        raise Refusal("unknown-value", "The particulars have no words there.", pointer=f"words.{place}")
    holder[key] = said
    return old


def _serve_on(measure: Decision, right: Right, *, on: date) -> dict[str, str]:
    """Put the day of service right; an order is in force for the person from that day."""
    if right.served_on is None:
        return {}
    row = measure if isinstance(measure, Listing) else _row_of(measure, right.person_id)
    if row.served_on is None:
        raise Refusal("not-served", "No service is on record.", pointer="served_on")
    method = ServiceMethod(row.service_method)
    day = decisions.service_day(right.served_on, method, decided_on=measure.decided_on, on=on)
    old, row.served_on = row.served_on, day
    if isinstance(row, RestrictedPerson):
        row.in_force_from = day
        row.save()
    place = "served_on" if isinstance(row, Listing) else f"served_on.{row.pk}"
    return {place: old.isoformat()} if old != day else {}


def _row_of(order: Any, person_id: uuid.UUID | None) -> RestrictedPerson:
    rows = [row for row in order.restricted_persons.all() if person_id in (None, row.person_id)]
    if len(rows) != 1:
        raise Refusal("field-required", "Name on whom the order was served.", pointer="person")
    found: RestrictedPerson = rows[0]
    return found
