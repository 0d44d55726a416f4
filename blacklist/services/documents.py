"""Documents asked for: the PDF of one that was issued, and the certificate of performance, issued on request (G21)."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from django.db import transaction
from django.db.models import Q

from blacklist import selectors
from blacklist.documents.notices import PerformanceCertificate
from blacklist.documents.rendering import render
from blacklist.issuing.doing import Place
from blacklist.issuing.issue import issue
from blacklist.issuing.numbers import next_decision_number
from blacklist.issuing.parts import heading, origin, parties
from blacklist.law.duties import Duty
from blacklist.law.lifecycle import Act
from blacklist.law.refusals import Refusal
from blacklist.models import (
    EnforcementCase,
    IssuedDocument,
    Listing,
    Officer,
    PartyRole,
    RestrictedPerson,
)
from blacklist.register import Deed, append, lock_subjects
from blacklist.services import decisions, relation

# What counts as performance, in the words of the certificate; that there was grace is nobody else's business (G15).
PERFORMED: Mapping[str, str] = MappingProxyType(
    {"performed": "已履行完毕", "settlement_performed": "和解协议已履行完毕", "performed_in_grace": "已履行完毕"}
)


def pdf_of(document_id: uuid.UUID, *, by: Officer) -> tuple[IssuedDocument, bytes]:
    """Return a document that the officer may read, with its PDF.

    Whoever asks first has it made. Made twice at once it is the same bytes, and the first are kept.

    :raises Refusal: ``duty-required``, ``not-found``; ``glyph-missing``.
    """
    relation.require_duty(by, Duty.READ)
    document = selectors.documents_of(by).filter(pk=document_id).first()
    if document is None:
        raise Refusal("not-found", "Your court has no such document.")
    return document, made(document)


def made(document: IssuedDocument) -> bytes:
    """Return a document's PDF, made now when nobody has asked for it before.

    :raises Refusal: ``glyph-missing``.
    """
    kept = document.pdf
    if kept is not None:
        return kept
    pdf = render(document.content)
    document.seal_pdf(pdf)
    IssuedDocument.objects.filter(pk=document.pk, pdf_digest__isnull=True).update(
        pdf_sealed=document.pdf_sealed, pdf_digest=document.pdf_digest
    )
    return pdf


def certify_performance(case_id: uuid.UUID, *, debtor_id: uuid.UUID, by: Officer, at: datetime) -> IssuedDocument:
    """Certify to a debtor that everything owed in the case is performed, as the court has recorded it (G21).

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``; ``not-a-debtor``; ``not-performed``.
    """
    with transaction.atomic():
        case = _locked(case_id)
        relation.require(by, Duty.LIFT, court_code=case.court_id)
        if not case.parties.filter(person_id=debtor_id, role=PartyRole.JUDGMENT_DEBTOR).exists():
            raise Refusal("not-a-debtor", pointer="debtor", article="G21")
        [debtor] = lock_subjects([debtor_id])
        reason, performed_on = _performance(case, debtor_id)
        content = PerformanceCertificate(
            heading(case.court_id, number=next_decision_number(case), at=at, case=case),
            debtor=parties([debtor])[0],
            origin=origin(case),
            reason=PERFORMED[reason],
            performed_on=performed_on,
        )
        issued = issue(content, Place(case.court_id, case), person_id=debtor.pk)
        done = Deed(
            act=Act.CERTIFY,
            court_code=case.court_id,
            at=at,
            article="G21",
            actor_name=by.username,
            actor_id=by.pk,
            reason=reason,
            document_digest=bytes(issued.content_digest),
        )
        append(done, subjects=[debtor])
        return issued


def is_performed(case: EnforcementCase) -> bool:
    """Say whether the court has recorded of any debtor in the case that everything owed is performed."""
    debtors = case.parties.filter(role=PartyRole.JUDGMENT_DEBTOR).values_list("person_id", flat=True)
    return any(_performances(case, debtor_id) for debtor_id in debtors)


def _locked(case_id: uuid.UUID) -> EnforcementCase:
    try:
        return decisions.locked_case(case_id)
    except Refusal:
        raise Refusal("not-found", "There is no such case.") from None


def _performance(case: EnforcementCase, debtor_id: uuid.UUID) -> tuple[str, date]:
    """Return how and on which day this debtor performed.

    :raises Refusal: ``not-performed``.
    """
    found = _performances(case, debtor_id)
    if not found:
        raise Refusal("not-performed", article="G21")
    performed_on, reason = min(found)
    return reason, performed_on


def _performances(case: EnforcementCase, debtor_id: uuid.UUID) -> list[tuple[date, str]]:
    """Return what shows that this debtor performed: facts in the case's file, and measures ended by it."""
    facts = case.events.filter(Q(person_id=debtor_id) | Q(person_id=None), kind__in=PERFORMED)
    listings = Listing.objects.filter(case=case, debtor_id=debtor_id, ended_reason__in=PERFORMED)
    orders = RestrictedPerson.objects.filter(order__case=case, person_id=debtor_id, ended_reason__in=PERFORMED)
    found = [(fact.happened_on, fact.kind) for fact in facts]
    found += [(row.ended_on, row.ended_reason) for row in [*listings, *orders] if row.ended_on is not None]
    return found
