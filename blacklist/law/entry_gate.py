"""What may be wrong with who is meant, before a measure is signed: each conflict, whether it blocks, and by which rule.

What blocks is put right first: the number, the birth date, the doubt. What only warns is looked at by whoever signs.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from blacklist.law.activities import ACTIVITIES, Trigger
from blacklist.law.identity import (
    Assurance,
    Document,
    DocumentType,
    is_adult,
    offers_15_digit_upgrade,
    read_document,
)
from blacklist.law.refusals import Refusal


class Conflict(StrEnum):
    """One thing about a person that does not fit, or that whoever signs should know."""

    NUMBER_FAULTY = "number_faulty"
    NAME_FAULTY = "name_faulty"
    BIRTH_DATE_CONFLICT = "birth_date_conflict"
    SEX_CONFLICT = "sex_conflict"
    IN_DOUBT = "in_doubt"
    MINOR = "minor"
    DUPLICATE = "duplicate"
    OTHER_NAME = "other_name"
    NAMESAKE = "namesake"
    SAME_PERSON = "same_person"
    NO_OWN_NUMBER = "no_own_number"
    MISMATCH_REPORTED = "mismatch_reported"
    OTHER_DOCUMENTS = "other_documents"


class Weight(StrEnum):
    """What a conflict means for the signature."""

    BLOCKS = "blocks"
    WARNS = "warns"


@dataclass(frozen=True)
class Row:
    """One row of the table: what a conflict weighs, its rule, and what to do, for people."""

    weight: Weight
    article: str
    sentence: str


_BLOCKS, _WARNS = Weight.BLOCKS, Weight.WARNS
GATE: Mapping[Conflict, Row] = MappingProxyType(
    {
        Conflict.NUMBER_FAULTY: Row(_BLOCKS, "F8.2", "The number cannot be right: read it again from the document."),
        Conflict.NAME_FAULTY: Row(_BLOCKS, "F8.4", "This is no name as a document shows it."),
        Conflict.BIRTH_DATE_CONFLICT: Row(_BLOCKS, "L4", "The birth date is not the one in the number."),
        Conflict.SEX_CONFLICT: Row(_WARNS, "D8", "The sex is not the one in the number."),
        Conflict.IN_DOUBT: Row(_BLOCKS, "D8", "The number is doubted: verify it or put it right first."),
        Conflict.MINOR: Row(_BLOCKS, "L4", "Nobody under 18 is listed or restricted."),
        Conflict.DUPLICATE: Row(_WARNS, "K3", "A measure of this kind is on this person in this case already."),
        Conflict.OTHER_NAME: Row(_WARNS, "F8.4", "The number is on file under another name: is it this person's?"),
        Conflict.NAMESAKE: Row(_WARNS, "F8.4", "Others on file have this name and birth date: compare the numbers."),
        Conflict.SAME_PERSON: Row(
            _WARNS, "F8.3", "Somebody on file with this name and birth date may be the same person: link the documents."
        ),
        Conflict.NO_OWN_NUMBER: Row(
            _WARNS, "F8.3", "No citizen's number is on file: other documents will not confirm."
        ),
        Conflict.MISMATCH_REPORTED: Row(_WARNS, "D8", "Checks met this number under another name."),
        Conflict.OTHER_DOCUMENTS: Row(
            _WARNS,
            "F8.3",
            "Recent checks by other documents fit this name and birth date: they would be asked for more.",
        ),
    }
)


@dataclass(frozen=True)
class Known:
    """Who is meant, as on file or as about to be entered."""

    is_unit: bool
    names: tuple[str, ...]
    birth_date: date | None
    sex: str
    documents: tuple[Document, ...]
    assurance: Assurance = Assurance.A2


@dataclass(frozen=True)
class Sought:
    """What the check side is asked: how many recent checks by other documents a measure would have turned."""

    names: tuple[str, ...]
    birth_date: date
    documents: tuple[Document, ...]
    activities: tuple[str, ...]


def conflicts_of(known: Known, *, on: date) -> Iterator[Conflict]:
    """Yield what does not fit in what is known of one person by itself."""
    if any(_is_faulty(document, on=on) for document in known.documents):
        yield Conflict.NUMBER_FAULTY
    if known.assurance < Assurance.A2:
        yield Conflict.IN_DOUBT
    if known.is_unit:
        return
    if len({document.birth_date for document in known.documents} | {known.birth_date} - {None}) > 1:
        yield Conflict.BIRTH_DATE_CONFLICT
    if len({document.sex for document in known.documents} | {known.sex or None} - {None}) > 1:
        yield Conflict.SEX_CONFLICT
    if known.birth_date is not None and not is_adult(known.birth_date, on):
        yield Conflict.MINOR
    if not any(document.is_citizen_number for document in known.documents):
        yield Conflict.NO_OWN_NUMBER


def proposed_number(document_type: str, number: str, *, on: date) -> str | None:
    """Return the number that a faulty one may have meant, for an officer to compare with the document, or None.

    A 15-digit number in its 18-digit form; one typed with spaces or hyphens, without them.
    """
    plain = re.sub(r"[\s-]+", "", number)
    proposed = (offers_15_digit_upgrade(plain) if document_type == DocumentType.RESIDENT_ID else None) or plain
    if proposed == number or _is_faulty(Document(document_type, proposed), on=on):
        return None
    return proposed


def activities_of_a_listing() -> tuple[str, ...]:
    """Return what a listing bears on: strict review, never a bar (K5)."""
    return tuple(code for code, activity in ACTIVITIES.items() if activity.trigger is Trigger.LISTING)


def _is_faulty(document: Document, *, on: date) -> bool:
    try:
        read_document(type=document.type, number=document.number, issuer=document.issuer, on=on)
    except Refusal:
        return True
    return False
