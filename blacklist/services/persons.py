"""Persons: found by their document, entered once, never doubled."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from blacklist.law.assurance import assurance_after
from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.law.identity import Document, DocumentType, read_document
from blacklist.law.lifecycle import Act
from blacklist.law.names import Name, read_name
from blacklist.law.refusals import Refusal
from blacklist.models import (
    IdentityDocument,
    Officer,
    Person,
    PersonAccess,
    PersonKind,
    PersonName,
    Purpose,
    Sex,
    blind_of,
    organisation_blind_of,
)
from blacklist.register import Deed, append, lock_subjects
from blacklist.services import relation

UNIT_DOCUMENTS = {DocumentType.CREDIT_CODE, DocumentType.ORGANISATION_CODE}


@dataclass(frozen=True)
class Particulars:
    """Who is meant, as an officer enters it."""

    name: str
    document_type: str
    document_number: str
    issuer: str | None = None
    birth_date: date | None = None
    sex: str = ""


def register(particulars: Particulars, *, by: Officer, at: datetime) -> Person:
    """Return the person with this document, entering it when it is new.

    A known document under another name gains that name as a further one, a unit known by its organisation code gains
    the credit code that holds it: an act of its own in the register, so that every check node hears of it.

    :raises Refusal: ``duty-required``; the ``identity-*`` and ``name-*`` codes; ``birth-date-contradicts-number``;
        ``field-required`` for a natural person whose birth date nobody states (L4).
    """
    if not by.may(Duty.REGISTER) or by.court_id is None:
        raise Refusal("duty-required", "Entering persons needs the duty “register” at a court.")
    name, document = _read(particulars, on=legal_day(at))
    birth_date = agreed_birth_date(document, stated=particulars.birth_date)
    with transaction.atomic():
        relation.hold(by)
        known = find(document)
        if known is None:
            _require_birth_date(kind_of(document), birth_date)
            return _enter(name, document, birth_date=birth_date, sex=particulars.sex, at=at)
        [person] = lock_subjects([known.pk])
        if birth_date and person.birth_date and birth_date != person.birth_date:
            raise Refusal("birth-date-contradicts-number", "The file has another birth date.", pointer="birth_date")
        if any([add_name(person, name), _add_unit_number(person, document)]):
            done = Deed(Act.IDENTIFY, by.court_id, at, "D8", by.username, by.pk)
            append(done, subjects=[person])
        return person


def look_up(
    *, document_type: str, number: str, issuer: str | None, purpose: Purpose, by: Officer, at: datetime
) -> Person:
    """Return the person who holds a document. Each look-up is recorded with its purpose, also one that finds nobody.

    :raises Refusal: ``duty-required``; the ``identity-*`` codes; ``not-found``.
    """
    if not by.may(Duty.READ) or by.court_id is None:
        raise Refusal("duty-required", "Looking somebody up needs the duty “read” at a court.")
    document = document_from(document_type, number, issuer, on=legal_day(at))
    found = find(document)
    PersonAccess.objects.create(officer=by, court_id=by.court_id, person=found, purpose=purpose, at=at)
    if found is None:
        raise Refusal("not-found", "Nobody on file holds this document.")
    return found


def _require_birth_date(kind: PersonKind, birth_date: date | None) -> None:
    if kind == PersonKind.NATURAL and birth_date is None:
        raise Refusal("field-required", "Whose age is unknown may be a minor.", pointer="birth_date", article="L4")


def _read(particulars: Particulars, *, on: date) -> tuple[Name, Document]:
    """Return the name and document as read."""
    name = name_from(particulars.name)
    number, issuer = particulars.document_number, particulars.issuer
    return name, document_from(particulars.document_type, number, issuer, on=on)


def name_from(raw: str) -> Name:
    """Return a name as an officer entered it.

    :raises Refusal: the ``name-*`` codes.
    """
    with _pointing_here():
        return read_name(raw)


def document_from(type: str, number: str, issuer: str | None, *, on: date) -> Document:
    """Return a document as an officer entered it.

    :raises Refusal: the ``identity-*`` codes.
    """
    with _pointing_here():
        return read_document(type=type, number=number, issuer=issuer, on=on).document


@contextmanager
def _pointing_here() -> Iterator[None]:
    """Let a refusal point into what an officer sent, not into a check's question."""
    try:
        yield
    except Refusal as refusal:
        pointer = (refusal.pointer or "").removeprefix("subject.") or None
        raise Refusal(refusal.code, refusal.detail, pointer=pointer, article=refusal.article) from None


def find(document: Document) -> Person | None:
    """Return who holds ``document``, or None; a unit is found by the organisation code in its credit code, too."""
    held = Person.objects.filter(documents__number_blind=blind_of(document)).first()
    organisation = organisation_blind_of(document)
    if held is not None or organisation is None:
        return held
    return Person.objects.filter(documents__organisation_blind=organisation).order_by("registered_at").first()


def agreed_birth_date(document: Document, *, stated: date | None) -> date | None:
    """Return the birth date, read from the number where it holds one.

    :raises Refusal: ``birth-date-contradicts-number``.
    """
    if stated and document.birth_date and stated != document.birth_date:
        raise Refusal("birth-date-contradicts-number", pointer="birth_date")
    return document.birth_date or stated


def kind_of(document: Document) -> PersonKind:
    """Return whether the document is a natural person's or a unit's."""
    return PersonKind.UNIT if document.type in UNIT_DOCUMENTS else PersonKind.NATURAL


def new_person(
    name: Name, document: Document, *, birth_date: date | None, sex: str, at: datetime
) -> tuple[Person, IdentityDocument]:
    """Return an unsaved person of assurance A2 (number and name read from a document) with its document."""
    person = Person.sealed(
        kind=kind_of(document),
        name=name.text,
        birth_date=birth_date,
        sex=document.sex or (sex if sex in Sex.values else ""),
        assurance=assurance_after(Act.IDENTIFY, is_unit=kind_of(document) == PersonKind.UNIT),
        registered_at=at,
    )
    return person, IdentityDocument.sealed(person=person, document=document)


def _enter(name: Name, document: Document, *, birth_date: date | None, sex: str, at: datetime) -> Person:
    person, row = new_person(name, document, birth_date=birth_date, sex=sex, at=at)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
            row.save(force_insert=True)
    except IntegrityError:
        known = find(document)
        if known is None:
            raise
        return known
    return person


def _add_unit_number(person: Person, document: Document) -> bool:
    """Put the other code of a unit on file, which the two hold in common; return whether it was new."""
    if person.documents.filter(number_blind=blind_of(document)).exists():
        return False
    IdentityDocument.sealed(person=person, document=document).save(force_insert=True)
    return True


def add_name(person: Person, name: Name, **link: object) -> bool:
    """Put a further name on file, with its kind and what links it to the person; return whether it was new."""
    on_file = {read_name(person.name).key, *(read_name(other.name).key for other in person.other_names.all())}
    if name.key in on_file:
        return False
    PersonName.sealed(person=person, name=name.text, key=name.key, **link).save(force_insert=True)
    return True
