"""Put the particulars of a person right (L9, D8): a name misspelt, a number, a birth date or a sex typed wrong.

The keys by which checks find somebody follow at once: the wrong number stops matching, the right one matches. A further
document or name is no correction (``links.identify``, ``persons.register``).
"""

import uuid
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from blacklist import selectors
from blacklist.law.assurance import assurance_after
from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.law.identity import Assurance, Document, is_adult
from blacklist.law.lifecycle import Act, ListingState, OrderState
from blacklist.law.refusals import Refusal
from blacklist.models import (
    ConsumptionOrder,
    IdentityDocument,
    Listing,
    Officer,
    Person,
    PersonKind,
    TaskKind,
    form_digests,
)
from blacklist.register import Deed, append, lock_subjects
from blacklist.services import history, matters, persons, relation, settlement, tasks
from blacklist.services.decisions import require_note
from blacklist.services.matters import Matter
from blacklist.services.tasks import Concern

UNDONE = (ListingState.REVOKED, OrderState.REVOKED)


@dataclass(frozen=True)
class Number:
    """The right form of a document on file; ``document_id`` None means the only one."""

    type: str
    number: str
    issuer: str | None = None
    document_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Right:
    """What the record should say; None leaves a field as it is."""

    name: str | None = None
    sex: str | None = None
    birth_date: date | None = None
    document: Number | None = None


def rectify(
    person_id: uuid.UUID,
    *,
    right: Right,
    note: str,
    correction_id: uuid.UUID | None = None,
    by: Officer,
    at: datetime,
) -> Person:
    """Put a person's particulars right; what they were is kept, sealed.

    A person who turns out to have been a minor at a decision gives the court three working days to revoke it (L4, L9).

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``; ``reasons-required``; the ``identity-*`` and
        ``name-*`` codes, ``identity-type-mismatch``, ``birth-date-contradicts-number``, ``sex-contradicts-number``,
        ``duplicate`` for somebody else's document; ``correction-not-met``; ``already-done``.
    """
    on = legal_day(at)
    with transaction.atomic():
        matter = matters.locked(correction_id) if correction_id is not None else None
        person = _locked(person_id)
        relation.require_concern(by, Duty.RECTIFY, person.pk)
        require_note(note, article="L9")
        old = dict(_put_right(person, right, on=on))
        history.remember(person.pk, old, by=by, at=at)
        _find_again(person)
        person.save()
        _settle(person, matter, by=by, at=at)
        _find_minor(person, at=at)
        done = Deed(Act.RECTIFY, by.court_id, at, "L9", by.username, by.pk, note=note.strip(), measure_id=person.pk)
        append(done, subjects=[person])
        return person


def _locked(person_id: uuid.UUID) -> Person:
    found = lock_subjects([person_id])
    if not found:
        raise Refusal("not-found", "There is no such person.")
    return found[0]


def _put_right(person: Person, right: Right, *, on: date) -> Iterator[tuple[str, str]]:
    """Change what is to be changed and yield each field with what it said."""
    if person.kind == PersonKind.UNIT and (right.sex or right.birth_date):
        raise Refusal("unknown-value", "A unit has neither sex nor birth date.", pointer="sex")
    if right.name is not None:
        yield from _rename(person, right.name)
    if right.document is not None:
        yield from _renumber(person, *_document(person, right.document, on=on))
    documents = [Document(row.type, row.number, row.issuer or None) for row in person.documents.all()]
    yield from _resex(person, right.sex, told={document.sex for document in documents} - {None})
    yield from _redate(person, right.birth_date, told={document.birth_date for document in documents} - {None})


def _rename(person: Person, raw: str) -> Iterator[tuple[str, str]]:
    name = persons.name_from(raw).text
    if name != person.name:
        yield "name", person.name
        person.seal_name(name)


def _document(person: Person, said: Number, *, on: date) -> tuple[IdentityDocument, Document]:
    """Return the document on file that is meant, and what it should say."""
    rows = [row for row in person.documents.all() if said.document_id in (None, row.pk)]
    if len(rows) != 1:
        raise Refusal("field-required", "Name which document is meant.", pointer="document.id")
    read = persons.document_from(said.type, said.number, said.issuer, on=on)
    if persons.kind_of(read) != person.kind:
        raise Refusal("identity-type-mismatch", pointer="document.type")
    holder = persons.find(read)
    if holder is not None and holder.pk != person.pk:
        raise Refusal("duplicate", "This document is on file as somebody else's.", pointer="document.number")
    return rows[0], read


def _renumber(person: Person, row: IdentityDocument, right: Document) -> Iterator[tuple[str, str]]:
    if (row.type, row.number, row.issuer) == (right.type, right.number, right.issuer or ""):
        return
    yield f"document.{row.type}.{row.pk}", row.number
    yield from _reassure(person)
    row.become(right)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refusal("duplicate", "This document is on file already.", pointer="document.number") from None


def _find_again(person: Person) -> None:
    """Let a court's search find the person by what the record says now."""
    birth_date = person.birth_date
    person.forms = form_digests(person.name, birth_date)
    for other in person.other_names.all():
        other.forms = form_digests(other.name, birth_date)
        other.save(update_fields=["forms"])


def _reassure(person: Person) -> Iterator[tuple[str, str]]:
    """Take the new number as read: no source has verified this one, and what was doubted is settled."""
    level = assurance_after(Act.RECTIFY, is_unit=person.kind == PersonKind.UNIT)
    if person.assurance != level:
        yield "assurance", Assurance(person.assurance).name
        person.assurance = level


def _resex(person: Person, stated: str | None, *, told: AbstractSet[str | None]) -> Iterator[tuple[str, str]]:
    """Put the sex right; where a number holds it, the number says it."""
    if len(said := told | ({stated} - {None})) > 1:
        raise Refusal("sex-contradicts-number", pointer="sex")
    sex = next(iter(said), None) or person.sex
    if sex != person.sex:
        yield "sex", person.sex
        person.sex = sex


def _redate(person: Person, stated: date | None, *, told: AbstractSet[date | None]) -> Iterator[tuple[str, str]]:
    """Put the birth date right; where a number holds it, the number says it."""
    if len(said := told | ({stated} - {None})) > 1:
        raise Refusal("birth-date-contradicts-number", pointer="birth_date")
    right = next(iter(said), None) or person.birth_date
    if right is not None and right != person.birth_date:
        yield "birth_date", person.birth_date.isoformat() if person.birth_date else ""
        person.seal_birth_date(right)


def _settle(person: Person, matter: Matter | None, *, by: Officer, at: datetime) -> None:
    """Close what asked to put this person's particulars right: the duties of every court, and the request."""
    for kind in (TaskKind.PARTICULARS_WRONG, TaskKind.NAME_MISMATCH):
        tasks.settle_about(person.pk, kind, by=by, at=at)
    if matter is None:
        return
    if matter.person.pk != person.pk:
        raise Refusal("not-found", "That request is somebody else's.", pointer="correction")
    settlement.fulfil(matter.request, act=Act.RECTIFY, by=by, at=at)


def _find_minor(person: Person, *, at: datetime) -> None:
    """Open the duty to revoke each measure that was decided on a minor (L4, Q5)."""
    birth_date = person.birth_date
    if birth_date is None:
        return
    ordered = ConsumptionOrder.objects.filter(pk__in=selectors.orders_on(person.pk))
    decided: list[Listing | ConsumptionOrder] = [*Listing.objects.filter(debtor=person), *ordered]
    for measure in decided:
        if measure.decided_on and measure.state not in UNDONE and not is_adult(birth_date, measure.decided_on):
            concern = Concern(measure.case.court_id, person.pk, measure_id=measure.pk)
            tasks.open_task(TaskKind.ERROR_FOUND, concern, article="L4", at=at)
