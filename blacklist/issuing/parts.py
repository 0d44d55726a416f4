"""Records of the court as the parts of a document: heading, parties, origin, measure."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from django.conf import settings

from blacklist.documents.parts import Basis, Heading, Measure, Origin, Party
from blacklist.law.court_documents import TITLES, DocumentKind
from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.law.identity import Document, DocumentType
from blacklist.models import (
    ConsumptionOrder,
    Court,
    DocumentUse,
    EnforcementCase,
    IdentityDocument,
    Listing,
    Officer,
    Person,
    PersonKind,
    Sex,
)
from blacklist.selectors import delegation_in_force

# What a number is called in a document; of several documents the first in this order is named.
NUMBERS: Mapping[str, str] = MappingProxyType(
    {
        DocumentType.RESIDENT_ID: "公民身份号码",
        DocumentType.CREDIT_CODE: "统一社会信用代码",
        DocumentType.PERMANENT_RESIDENT_CARD: "外国人永久居留身份证号码",
        DocumentType.HK_MACAO_RESIDENCE_PERMIT: "港澳居民居住证号码",
        DocumentType.TAIWAN_RESIDENCE_PERMIT: "台湾居民居住证号码",
        DocumentType.HK_MACAO_PERMIT: "港澳居民来往内地通行证号码",
        DocumentType.TAIWAN_PERMIT: "台湾居民来往大陆通行证号码",
        DocumentType.PASSPORT: "护照号码",
        DocumentType.ORGANISATION_CODE: "组织机构代码",
    }
)
_PLACE = {kind: place for place, kind in enumerate(NUMBERS)}


def heading(
    court_code: str,
    *,
    number: str,
    at: datetime,
    case: EnforcementCase | None = None,
    signer: str = "",
) -> Heading:
    """Return the heading of a new document of a court; its id is new."""
    name, phone, higher_court = Court.objects.values_list("name", "phone", "higher_court__name").get(pk=court_code)
    document_id = str(uuid.uuid4())
    return Heading(
        document_id=document_id,
        court=name,
        higher_court=higher_court or "",
        phone=phone,
        case_number=case.case_number if case else number,
        number=number,
        issued_at=at,
        verify_at=settings.VERIFY_URL + document_id,
        signer=signer,
    )


def signed(of: Heading, by: Officer) -> Heading:
    """Return the heading with the names under the document: the president's, or who signs in whose place (L5 ¶3)."""
    lent = None if by.may(Duty.SIGN) else delegation_in_force(by, on=legal_day(of.issued_at))
    return replace(of, signer=by.name, signs_for=lent.principal.name if lent else "")


def parties(persons: Iterable[Person], *, capacities: Mapping[uuid.UUID, str] | None = None) -> tuple[Party, ...]:
    """Return the persons as parties, in the order given.

    Where several are named, each of them gets the document: a natural person's number then stands there without its
    middle.
    """
    named = list(persons)
    rows = IdentityDocument.objects.filter(person__in=named)
    documents: dict[uuid.UUID, list[IdentityDocument]] = {}
    for row in rows:
        documents.setdefault(row.person_id, []).append(row)
    said = capacities or {}
    return tuple(
        _party(person, documents.get(person.pk, []), capacity=said.get(person.pk, ""), masked=len(named) > 1)
        for person in named
    )


def _party(person: Person, rows: list[IdentityDocument], *, capacity: str, masked: bool) -> Party:
    row = min(rows, key=lambda row: (row.use == DocumentUse.FORMER, _PLACE[DocumentType(row.type)]))
    document = Document(row.type, row.number, row.issuer or None)
    sex = person.sex or document.sex or ""
    return Party(
        name=person.name,
        is_unit=person.kind == PersonKind.UNIT,
        number=document.masked if masked else document.number,
        number_name=NUMBERS[DocumentType(row.type)],
        sex=Sex(sex).label if sex and not masked else "",
        born_on=None if masked else person.birth_date,
        capacity=capacity,
    )


def origin(case: EnforcementCase) -> Origin:
    """Return where the measures of a case come from."""
    return Origin(
        filed_on=case.filed_on,
        basis=tuple(Basis(row.issuer, row.number, row.obligation) for row in case.basis_documents.order_by("number")),
        notice_served_on=case.notice_served_on,
        perform_by=case.notice_perform_by,
    )


def measure(decision: Listing | ConsumptionOrder) -> Measure:
    """Return a signed decision as other documents name it."""
    assert decision.decided_on is not None
    kind = DocumentKind.LISTING_DECISION if isinstance(decision, Listing) else DocumentKind.CONSUMPTION_ORDER
    return Measure(TITLES[kind].zh, decision.decision_number, decision.decided_on)
