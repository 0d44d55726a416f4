"""Who is meant: documents and names that a court links to a person on evidence, or unlinks; how sure the record is.

Each is an act of its own in the register, so that every check node hears of it. So a passport bypasses no order, and a
namesake is not hit (F8.3). A number typed wrong is put right by ``identities.rectify``.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from blacklist import selectors
from blacklist.law.assurance import assurance_after
from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.law.identity import Assurance, Document
from blacklist.law.lifecycle import Act
from blacklist.law.refusals import Refusal
from blacklist.models import Court, DocumentUse, IdentityDocument, NameKind, Officer, Person, PersonKind
from blacklist.register import Deed, append, lock_subjects
from blacklist.services import history, persons, relation
from blacklist.services.decisions import require_note


@dataclass(frozen=True)
class FurtherDocument:
    """A further document of somebody on file, with the evidence, by its file ids, that it is that person's."""

    type: str
    number: str
    evidence: tuple[str, ...]
    issuer: str | None = None
    use: DocumentUse = DocumentUse.CURRENT


@dataclass(frozen=True)
class FurtherName:
    """A further name of somebody on file, and by its file ids what shows that it is that person's."""

    name: str
    kind: NameKind
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Linked:
    """One document or one name on file, by its id."""

    document_id: uuid.UUID | None = None
    name_id: uuid.UUID | None = None


def identify(person_id: uuid.UUID, further: FurtherDocument, *, by: Officer, at: datetime) -> Person:
    """Link a further document to a person, a former one too, as a court finds on evidence (F8.3).

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court`` for who is in no case of the officer's court; the
        ``identity-*`` codes; ``identity-type-mismatch``, ``birth-date-contradicts-number``, ``evidence-required``;
        ``already-done``; ``duplicate`` for a document of somebody else on file.
    """
    with transaction.atomic():
        person = _concerned(person_id, by=by)
        document = _further_document(person, further, on=legal_day(at))
        link = {"evidence": _evidence(further.evidence), "linked_at": at, "linked_by": by.username}
        IdentityDocument.sealed(person=person, document=document, use=further.use, **link).save(force_insert=True)
        return _record(Act.IDENTIFY, person, by=by, at=at, note="；".join(further.evidence))


def name(person_id: uuid.UUID, further: FurtherName, *, by: Officer, at: datetime) -> Person:
    """Link a former name or an alias to a person, as a court finds on evidence.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``; the ``name-*`` codes, ``evidence-required``;
        ``already-done``.
    """
    with transaction.atomic():
        person = _concerned(person_id, by=by)
        read = persons.name_from(further.name)
        link = {"evidence": _evidence(further.evidence), "linked_at": at, "linked_by": by.username}
        if not persons.add_name(person, read, kind=further.kind, **link):
            raise Refusal("already-done", "This name is on file as this person's.")
        return _record(Act.IDENTIFY, person, by=by, at=at, note="；".join(further.evidence))


def unlink(person_id: uuid.UUID, linked: Linked, *, note: str, by: Officer, at: datetime) -> Person:
    """Take a document or name off a person to whom it was linked wrongly; what it was is kept, sealed (L9, L13).

    Checks by it no longer lead here, as soon as nodes have followed.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``reasons-required``; ``wrong-state`` for the
        only document on file, whose number can be put right or doubted.
    """
    with transaction.atomic():
        person = _locked(person_id)
        relation.require_concern(by, Duty.RECTIFY, person.pk)
        require_note(note, article="L9")
        history.remember(person.pk, _take_off(person, linked), by=by, at=at)
        return _record(Act.UNLINK, person, by=by, at=at, note=note.strip())


def verify(person_id: uuid.UUID, *, evidence: Sequence[str], by: Officer, at: datetime) -> Person:
    """Record that the authority that issued a person's document has confirmed the number: assurance A3.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``; ``evidence-required``; ``already-done``.
    """
    with transaction.atomic():
        person = _concerned(person_id, by=by)
        _evidence(evidence)
        return _assure(Act.VERIFY, person, by=by, at=at, note="；".join(evidence))


def doubt(person_id: uuid.UUID, *, note: str, by: Officer, at: datetime) -> Person:
    """Record that a person's number on file may be somebody else's: until it is settled the record confirms nobody.

    Verifying the number settles it, or putting it right.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``; ``reasons-required``; ``already-done``.
    """
    with transaction.atomic():
        person = _locked(person_id)
        relation.require_concern(by, Duty.RECTIFY, person.pk)
        require_note(note, article="D8")
        return _assure(Act.DOUBT, person, by=by, at=at, note=note.strip())


def _locked(person_id: uuid.UUID) -> Person:
    found = lock_subjects([person_id])
    if not found:
        raise Refusal("not-found", "There is no such person.")
    return found[0]


def _concerned(person_id: uuid.UUID, *, by: Officer) -> Person:
    """Lock and return a person about whom a judge of a court with a case on that person finds something."""
    person = _locked(person_id)
    relation.require_duty(by, Duty.PROPOSE)
    relation.hold(by)
    own = Court.objects.filter(pk=by.court_id)
    if not selectors.persons_in(own).filter(pk=person_id).exists():
        raise Refusal("other-court", "No case of your court concerns this person.", article="J15")
    return person


def _further_document(person: Person, further: FurtherDocument, *, on: date) -> Document:
    read = persons.document_from(further.type, further.number, further.issuer, on=on)
    if persons.kind_of(read) != person.kind:
        raise Refusal("identity-type-mismatch", pointer="document.type")
    if read.birth_date and person.birth_date and read.birth_date != person.birth_date:
        raise Refusal("birth-date-contradicts-number", "The file has another birth date.", pointer="document.number")
    holder = persons.find(read)
    if holder is not None and holder.pk == person.pk:
        raise Refusal("already-done", "This document is on file as this person's.")
    if holder is not None:
        raise Refusal("duplicate", "This document is on file as somebody else's.", pointer="document.number")
    return read


def _evidence(said: Sequence[str]) -> list[str]:
    kept = [text.strip() for text in said if text.strip()]
    if not kept:
        raise Refusal("evidence-required", "Name what shows that it is this person's.", pointer="evidence")
    return kept


def _take_off(person: Person, linked: Linked) -> dict[str, str]:
    """Delete the row that is meant and return what it said."""
    if linked.document_id is not None:
        return _take_document_off(person, linked.document_id)
    row = next((row for row in person.other_names.all() if row.pk == linked.name_id), None)
    if row is None:
        raise Refusal("not-found", "This person has no such document or further name.")
    said = {f"name.{row.pk}": row.name}
    row.delete()
    return said


def _take_document_off(person: Person, document_id: uuid.UUID) -> dict[str, str]:
    rows = {row.pk: row for row in person.documents.all()}
    if document_id not in rows:
        raise Refusal("not-found", "This person has no such document or further name.")
    if len(rows) == 1:
        raise Refusal("wrong-state", "It is the only document on file: put its number right, or doubt it.")
    row = rows[document_id]
    said = {f"document.{row.type}.{row.pk}": row.number}
    row.delete()
    return said


def _assure(act: Act, person: Person, *, by: Officer, at: datetime, note: str) -> Person:
    level = assurance_after(act, is_unit=person.kind == PersonKind.UNIT)
    if person.assurance == level:
        raise Refusal("already-done", f"The record stands at {level.name}.")
    history.remember(person.pk, {"assurance": Assurance(person.assurance).name}, by=by, at=at)
    person.assurance = level
    person.save(update_fields=["assurance"])
    return _record(act, person, by=by, at=at, note=note)


def _record(act: Act, person: Person, *, by: Officer, at: datetime, note: str) -> Person:
    done = Deed(act, by.court_id, at, "D8", by.username, by.pk, note=note, measure_id=person.pk)
    append(done, subjects=[person])
    return person
