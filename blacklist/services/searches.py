"""Whom may a name mean? A court's own search for people of like names, for a stated purpose; checks never do this.

Candidates are found by blind forms of names, a bounded number of them is opened and compared; everybody shown may see
who looked, and each officer may ask so much an hour.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from rapidfuzz.distance import OSA

from blacklist.law.duties import Duty
from blacklist.law.likeness import Likeness, forms_sought, likeness, near, nearest
from blacklist.law.names import Name, read_name
from blacklist.law.refusals import Refusal
from blacklist.models import Officer, Person, PersonAccess, PersonSearch, Purpose, digests_of
from blacklist.services import persons, relation

MOST_OPENED = 200
MOST_SHOWN = 20
AN_HOUR = timedelta(hours=1)
MOST_AN_HOUR = 30


@dataclass(frozen=True)
class Sought:
    """Whom an officer looks for, and in which case or matter (``reason``).

    Without a year of birth only the very name is found.
    """

    name: str
    purpose: Purpose
    reason: str
    birth_date: date | None = None
    birth_year: int | None = None
    sex: str = ""

    @property
    def year(self) -> int | None:
        """Return the year of birth, as stated or as the birth date says it."""
        return self.birth_date.year if self.birth_date else self.birth_year


@dataclass(frozen=True)
class Like:
    """Somebody on file whose name is the one sought, or near it."""

    person: Person
    likeness: Likeness
    has_birth_date: bool


@dataclass(frozen=True)
class Shown:
    """Who was found, the nearest first; ``has_more``: state more about whom you look for."""

    people: tuple[Like, ...]
    has_more: bool


def search(sought: Sought, *, by: Officer, at: datetime) -> Shown:
    """Return people on file of that name or a near one, and record that they were shown.

    :raises Refusal: ``duty-required``, ``other-court`` for who serves no court; the ``name-*`` codes,
        ``reasons-required``; ``quota-exceeded`` after thirty in an hour.
    """
    with transaction.atomic():
        relation.require_at_some_court(by, Duty.READ)
        name = persons.name_from(sought.name)
        if not sought.reason.strip():
            raise Refusal("reasons-required", "Say in which case or matter you search.", pointer="reason", article="D5")
        _require_quota(by, at=at)
        opened = _candidates(name, sought)
        found = sorted(_like(opened, name, sought), key=partial(_place, name))
        shown = Shown(tuple(found[:MOST_SHOWN]), len(found) > MOST_SHOWN or len(opened) == MOST_OPENED)
        _record(sought, shown, by=by, at=at)
        return shown


def _require_quota(by: Officer, *, at: datetime) -> None:
    if PersonSearch.objects.filter(officer=by, at__gt=at - AN_HOUR, at__lte=at).count() >= MOST_AN_HOUR:
        raise Refusal(
            "quota-exceeded", f"At most {MOST_AN_HOUR} searches an hour are made by one officer.", article="D10"
        )


def _candidates(name: Name, sought: Sought) -> list[Person]:
    """Return whom to look at: those of that very name before all others, so that these crowd none of them out."""
    wanted = [forms_sought(name, birth_date=None, birth_year=None)]
    if sought.year is not None:
        wanted.append(near(name, birth_date=sought.birth_date, birth_year=sought.year))
    opened: dict[uuid.UUID, Person] = {}
    for forms in wanted:
        digests = digests_of(forms)
        rows = Person.objects.filter(Q(forms__overlap=digests) | Q(other_names__forms__overlap=digests))
        rows = rows.filter(sex__in=(sought.sex, "")) if sought.sex else rows
        rows = rows.exclude(pk__in=list(opened)).prefetch_related("documents", "other_names").distinct()
        opened |= {person.pk: person for person in rows.order_by("pk")[: MOST_OPENED - len(opened)]}
    return list(opened.values())


def _like(opened: Sequence[Person], name: Name, sought: Sought) -> Iterator[Like]:
    for person in opened:
        names = [person.name, *(other.name for other in person.other_names.all())]
        found = nearest(likeness(name, read_name(own)) for own in names)
        birth_date = person.birth_date
        if found is not None and (sought.year is None or birth_date is None or birth_date.year == sought.year):
            yield Like(person, found, sought.birth_date is not None and birth_date == sought.birth_date)


def _place(name: Name, like: Like) -> tuple[int, bool, int, str]:
    """Return the place of somebody found: nearest first, born on the day stated, then by the characters that differ."""
    distance = OSA.distance(name.key, read_name(like.person.name).key)
    return list(Likeness).index(like.likeness), not like.has_birth_date, distance, str(like.person.pk)


def _record(sought: Sought, shown: Shown, *, by: Officer, at: datetime) -> None:
    assert by.court_id is not None
    text = f"{sought.name} {sought.birth_date or sought.birth_year or ''} {sought.reason.strip()}"
    fields = {"officer_id": by.pk, "court_id": by.court_id, "purpose": sought.purpose, "at": at}
    made = PersonSearch.sealed(text, shown=len(shown.people), **fields)
    made.save(force_insert=True)
    accesses = [PersonAccess(person=like.person, search=made, **fields) for like in shown.people]
    PersonAccess.objects.bulk_create(accesses)
