"""Who is meant, looked at before a person is entered and before a measure is signed: what conflicts, and who else fits.

Nothing is decided here. What blocks is refused by the act itself; the rest is for whoever signs to look at.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from blacklist.law import likeness
from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.law.entry_gate import (
    GATE,
    Conflict,
    Known,
    Sought,
    Weight,
    activities_of_a_listing,
    conflicts_of,
    proposed_number,
)
from blacklist.law.identity import Assurance, Document
from blacklist.law.lifecycle import OrderState
from blacklist.law.likeness import Likeness
from blacklist.law.names import Name, read_name
from blacklist.law.refusals import Refusal
from blacklist.models import (
    ConsumptionOrder,
    Listing,
    NameKind,
    Officer,
    Person,
    PersonAccess,
    PersonKind,
    Purpose,
    RestrictedPerson,
    Task,
    TaskKind,
    TaskState,
    digests_of,
)
from blacklist.models.listing import LIVE_LISTING_STATES
from blacklist.services import persons, relation
from blacklist.services.persons import Particulars

MOST_NAMESAKES = 10
SAME = (Likeness.SAME_NAME, Likeness.SAME_SOUND)
ENDED = (OrderState.LIFTED, OrderState.REVOKED, OrderState.EXPIRED, OrderState.CLOSED, OrderState.REFUSED)


@dataclass(frozen=True)
class Found:
    """One conflict; ``problem`` is the code by which reading the number or the name was refused."""

    conflict: Conflict
    problem: str | None = None

    @property
    def weight(self) -> Weight:
        """Return whether it blocks."""
        return GATE[self.conflict].weight

    @property
    def article(self) -> str:
        """Return the rule behind it."""
        return GATE[self.conflict].article

    @property
    def sentence(self) -> str:
        """Return what to do about it."""
        return GATE[self.conflict].sentence


@dataclass(frozen=True)
class Seen:
    """What the gate shows of one person. Of recent checks it knows a count, neither day nor institution (§11, 15)."""

    person: Person | None
    birth_date: date | None
    sex: str
    found: tuple[Found, ...]
    namesakes: tuple[Person, ...] = ()
    checks_by_other_documents: int | None = None
    proposed_number: str | None = None

    @property
    def is_blocked(self) -> bool:
        """Say whether a measure on this person cannot be signed as it stands."""
        return any(found.weight is Weight.BLOCKS for found in self.found)


@dataclass(frozen=True)
class Aim:
    """What a measure is to bear on, and the measures of its kind that stand in its case already."""

    activities: tuple[str, ...]
    on_file: frozenset[uuid.UUID] = field(default_factory=frozenset)


def of_entry(said: Particulars, *, by: Officer, at: datetime) -> Seen:
    """Return what there is to see about a person as an officer is about to enter it, whatever was typed.

    Who is shown as a namesake, or holds the document, may learn of it.

    :raises Refusal: ``duty-required``, ``other-court`` for who serves none.
    """
    relation.require_at_some_court(by, Duty.READ)
    on = legal_day(at)
    name, document, faults = _read(said, on=on)
    if document is None:
        proposed = proposed_number(said.document_type, said.document_number, on=on)
        return Seen(None, said.birth_date, said.sex, tuple(faults), proposed_number=proposed)
    holder = persons.find(document)
    birth_date = said.birth_date or document.birth_date
    names = () if name is None else (name.text,)
    known = Known(document.type in persons.UNIT_DOCUMENTS, names, birth_date, said.sex, (document,))
    namesakes = _namesakes(known, but=holder)
    conflicts = [*conflicts_of(known, on=on), *_of_holder(holder, name), *_of_namesakes(known, namesakes)]
    _record([*namesakes, *([holder] if holder else [])], by=by, at=at)
    sex = document.sex or said.sex
    return Seen(holder, birth_date, sex, (*faults, *map(Found, conflicts)), tuple(namesakes))


def of_listing(listing: Listing, *, by: Officer, at: datetime) -> list[Seen]:
    """Return what there is to see about the debtor of a listing before it is signed."""
    live = Listing.objects.filter(case=listing.case_id, state__in=LIVE_LISTING_STATES).exclude(pk=listing.pk)
    aim = Aim(activities_of_a_listing(), frozenset(live.values_list("debtor_id", flat=True)))
    return [_of_person(listing.debtor, aim, by=by, at=at)]


def of_order(order: ConsumptionOrder, *, by: Officer, at: datetime) -> list[Seen]:
    """Return what there is to see about each person whom an order names, before it is signed."""
    others = RestrictedPerson.objects.filter(order__case=order.case_id, ended_on=None).exclude(order=order)
    live = others.exclude(order__state__in=ENDED).values_list("person_id", flat=True)
    aim = Aim(tuple(order.activities), frozenset(live))
    named = {row.person_id: row.person for row in order.restricted_persons.select_related("person")}
    return [_of_person(person, aim, by=by, at=at) for person in named.values()]


def _of_person(person: Person, aim: Aim, *, by: Officer, at: datetime) -> Seen:
    others = list(person.other_names.all())
    known = Known(
        is_unit=person.kind == PersonKind.UNIT,
        names=(person.name, *(other.name for other in others)),
        birth_date=person.birth_date,
        sex=person.sex,
        documents=_documents(person),
        assurance=Assurance(person.assurance),
    )
    namesakes = _namesakes(known, but=person)
    count = _checks_by_other_documents(known, aim)
    conflicts = [*conflicts_of(known, on=legal_day(at)), *_of_namesakes(known, namesakes)]
    if person.pk in aim.on_file:
        conflicts.append(Conflict.DUPLICATE)
    if any(other.kind == NameKind.AS_ENTERED for other in others):
        conflicts.append(Conflict.OTHER_NAME)
    if Task.objects.filter(subject_id=person.pk, kind=TaskKind.NAME_MISMATCH, state=TaskState.OPEN).exists():
        conflicts.append(Conflict.MISMATCH_REPORTED)
    if count:
        conflicts.append(Conflict.OTHER_DOCUMENTS)
    _record(namesakes, by=by, at=at)
    return Seen(person, known.birth_date, person.sex, tuple(map(Found, conflicts)), tuple(namesakes), count)


def _read(said: Particulars, *, on: date) -> tuple[Name | None, Document | None, list[Found]]:
    """Read name and document as far as they can be read."""
    name, document, faults = None, None, []
    try:
        document = persons.document_from(said.document_type, said.document_number, said.issuer, on=on)
    except Refusal as refusal:
        faults.append(Found(Conflict.NUMBER_FAULTY, refusal.code))
    try:
        name = persons.name_from(said.name)
    except Refusal as refusal:
        faults.append(Found(Conflict.NAME_FAULTY, refusal.code))
    return name, document, faults


def _of_holder(holder: Person | None, name: Name | None) -> Iterator[Conflict]:
    if holder is None:
        return
    if name is not None and not _is_named(holder, [name]):
        yield Conflict.OTHER_NAME
    if holder.assurance < Assurance.A2:
        yield Conflict.IN_DOUBT


def _namesakes(known: Known, *, but: Person | None) -> list[Person]:
    """Return others on file who bear one of the names and were born on that day, a handful of them."""
    if known.birth_date is None:
        return []
    named = [read_name(name) for name in known.names]
    digests = digests_of(form for name in named for form in likeness.with_birth_date(name, known.birth_date))
    rows = Person.objects.filter(Q(forms__overlap=digests) | Q(other_names__forms__overlap=digests))
    rows = rows.exclude(pk=but.pk) if but else rows
    found = rows.prefetch_related("documents", "other_names").distinct().order_by("pk")[:MOST_NAMESAKES]
    return [other for other in found if other.birth_date == known.birth_date and _is_named(other, named)]


def _is_named(person: Person, named: Sequence[Name]) -> bool:
    """Say whether one of these names is one of the person's, in whatever script it is written."""
    return any(likeness.likeness(name, own) in SAME for name in named for own in _names(person))


def _names(person: Person) -> list[Name]:
    return [read_name(name) for name in (person.name, *(other.name for other in person.other_names.all()))]


def _of_namesakes(known: Known, namesakes: Sequence[Person]) -> Iterator[Conflict]:
    """Yield that there are namesakes, and that one of them may be the same person: only one has a citizen's number."""
    if namesakes:
        yield Conflict.NAMESAKE
    has_number = _has_citizen_number(known.documents)
    if any(_has_citizen_number(_documents(other)) is not has_number for other in namesakes):
        yield Conflict.SAME_PERSON


def _has_citizen_number(documents: Iterable[Document]) -> bool:
    return any(document.is_citizen_number for document in documents)


def _documents(person: Person) -> tuple[Document, ...]:
    return tuple(Document(row.type, row.number, row.issuer or None) for row in person.documents.all())


def _checks_by_other_documents(known: Known, aim: Aim) -> int | None:
    """Return how many recent checks by other documents would have been asked for more; None where nobody counts."""
    if not settings.CHECKS_BY_OTHER_DOCUMENTS or known.is_unit or known.birth_date is None:
        return None
    count: Callable[[Sought], int] = import_string(settings.CHECKS_BY_OTHER_DOCUMENTS)
    return count(Sought(known.names, known.birth_date, known.documents, aim.activities))


def _record(shown: Iterable[Person], *, by: Officer, at: datetime) -> None:
    """Keep whose particulars were shown, for them to see."""
    assert by.court_id is not None
    PersonAccess.objects.bulk_create(
        [
            PersonAccess(officer=by, court_id=by.court_id, person=person, purpose=Purpose.ENFORCEMENT, at=at)
            for person in shown
        ]
    )
