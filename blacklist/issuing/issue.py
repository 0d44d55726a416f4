"""Issuing: the content is sealed in the transaction of the act; its PDF is made when somebody asks for it."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from blacklist.documents.parts import Content
from blacklist.documents.rendering import require_printable
from blacklist.issuing.of_measures import DRAFTED, ISSUED, Doing
from blacklist.law.court_documents import TITLES
from blacklist.law.lifecycle import Act
from blacklist.models import ConsumptionOrder, IssuedDocument, Listing, Officer, Person, RestrictedPerson


class Done(Protocol):
    """An act on a measure as the services tell of it."""

    @property
    def act(self) -> Act: ...
    @property
    def by(self) -> Officer | None: ...
    @property
    def at(self) -> datetime: ...
    @property
    def reason(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def persons(self) -> Sequence[RestrictedPerson]: ...


def issued_by(decision: Listing | ConsumptionOrder, done: Done, *, subjects: Sequence[Person]) -> bytes | None:
    """Issue the document of an act on a measure, and return the digest of what it says; None when it has none.

    :raises Refusal: ``glyph-missing`` when it begins a burden and could not be printed.
    """
    if done.by is None:
        return None
    persons = {person.pk: person for person in subjects}
    doing = Doing(done.act, done.by, done.at, done.reason, done.note, persons, done.persons)
    if done.act is Act.PROPOSE:
        draft = DRAFTED[type(decision)](decision, doing)
        assert draft is not None
        require_printable(draft.canonical())
        return None
    build = ISSUED.get((type(decision), done.act))
    content = build(decision, doing) if build else None
    if content is None:
        return None
    to = subjects[0].pk if len(subjects) == 1 else None
    case = decision.case
    row = issue(content, court_code=case.court_id, case_id=case.pk, matter_id=decision.pk, person_id=to)
    return bytes(row.content_digest)


def issue(
    content: Content,
    *,
    case_id: uuid.UUID | None,
    matter_id: uuid.UUID | None,
    person_id: uuid.UUID | None,
    court_code: str,
) -> IssuedDocument:
    """Seal and keep what a document says.

    What begins a burden must be printable before it binds anybody. What ends one is issued all the same: nobody stays
    restricted for want of a sign in a font.

    :raises Refusal: ``glyph-missing``.
    """
    canonical = content.canonical()
    if TITLES[content.kind].imposes:
        require_printable(canonical)
    row = IssuedDocument(
        id=uuid.UUID(content.heading.document_id),
        kind=content.kind,
        case_id=case_id,
        matter_id=matter_id,
        person_id=person_id,
        court_id=court_code,
        number=content.heading.number,
        issued_at=content.heading.issued_at,
    )
    row.seal_content(canonical)
    row.save(force_insert=True)
    return row
