"""Issuing: the content is sealed in the transaction of the act; its PDF is made when somebody asks for it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import singledispatch
from types import MappingProxyType
from typing import Any, Protocol

from blacklist.documents.parts import Content
from blacklist.documents.rendering import require_printable
from blacklist.issuing import of_applications, of_exemptions, of_extensions, of_measures, of_notices, of_remedies
from blacklist.issuing.doing import Builder, Builders, Doing, Place
from blacklist.law.court_documents import TITLES
from blacklist.law.lifecycle import Act
from blacklist.models import (
    Application,
    AssistanceNotice,
    ConsumptionOrder,
    CorrectionRequest,
    Exemption,
    Extension,
    IssuedDocument,
    Listing,
    Officer,
    Person,
    Reconsideration,
    RestrictedPerson,
)

ISSUED: Builders = MappingProxyType(
    {
        **of_measures.ISSUED,
        **of_applications.ISSUED,
        **of_exemptions.ISSUED,
        **of_notices.ISSUED,
        **of_extensions.ISSUED,
        **of_remedies.ISSUED,
    }
)
# Nothing is issued by a proposal, but what it would become is tried: so nobody drafts what cannot be printed.
DRAFTED: Mapping[type, Builder] = MappingProxyType(
    {record: build for (record, act), build in ISSUED.items() if act is Act.SIGN}
)


class Done(Protocol):
    """An act as the services tell of it."""

    @property
    def act(self) -> Act: ...
    @property
    def officer(self) -> Officer | None: ...
    @property
    def at(self) -> datetime: ...
    @property
    def reason(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def persons(self) -> Sequence[RestrictedPerson]: ...


def issued_by(record: Any, done: Done, *, subjects: Sequence[Person]) -> bytes | None:
    """Issue the document of an act on a record, and return the digest of what it says; None when it has none.

    Of a proposal nothing is issued; what it would become is tried. Nobody but an officer issues anything.

    :raises Refusal: ``glyph-missing`` when it begins a burden and could not be printed.
    """
    by = done.officer
    if by is None:
        return None
    persons = {person.pk: person for person in subjects}
    doing = Doing(done.act, by, done.at, done.reason, done.note, persons, done.persons)
    drafted = DRAFTED.get(type(record)) if done.act is Act.PROPOSE else None
    if drafted and (draft := drafted(record, doing)):
        require_printable(draft.canonical())
    build = ISSUED.get((type(record), done.act))
    content = build(record, doing) if build else None
    if content is None:
        return None
    place, only = place_of(record), subjects[0].pk if len(subjects) == 1 else None
    here = replace(place, court_code=by.court_id or place.court_code)
    return bytes(issue(content, here, person_id=place.to or only).content_digest)


def issue(content: Content, place: Place, *, person_id: uuid.UUID | None) -> IssuedDocument:
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
        case=place.case,
        measure_id=place.measure_id,
        matter_id=place.matter_id,
        person_id=person_id,
        court_id=place.court_code,
        number=content.heading.number,
        issued_at=content.heading.issued_at,
    )
    row.seal_content(canonical)
    row.save(force_insert=True)
    return row


@singledispatch
def place_of(record: Any) -> Place:
    """Return where the documents about a record belong."""
    raise TypeError(f"no document is issued about a {type(record).__name__}")


@place_of.register(Listing)
@place_of.register(ConsumptionOrder)
def _of_measure(measure: Listing | ConsumptionOrder) -> Place:
    return Place(measure.case.court_id, measure.case, measure.pk)


@place_of.register
def _of_correction(request: CorrectionRequest) -> Place:
    return Place(request.court_id, request.measure.case, request.measure_id, request.pk)


@place_of.register
def _of_reconsideration(row: Reconsideration) -> Place:
    return Place(row.court_id, row.request.measure.case, row.request.measure_id, row.pk)


@place_of.register
def _of_notice(notice: AssistanceNotice) -> Place:
    return Place(notice.court_id, matter_id=notice.pk)


@place_of.register
def _of_exemption(exemption: Exemption) -> Place:
    case = exemption.order.case
    return Place(case.court_id, case, exemption.order_id, exemption.pk)


@place_of.register
def _of_extension(extension: Extension) -> Place:
    return Place(extension.case.court_id, extension.case, extension.listing_id, extension.pk)


@place_of.register
def _of_application(application: Application) -> Place:
    measure_id = application.listing_id or application.order_id
    return Place(application.case.court_id, application.case, measure_id, application.pk, to=application.filed_by_id)
