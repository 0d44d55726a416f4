"""Put a basis document of a case right: its issuer, its number, the obligation as it was copied from it (L9)."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from blacklist.law.duties import Duty
from blacklist.law.lifecycle import Act
from blacklist.law.refusals import Refusal
from blacklist.models import BasisDocument, EnforcementCase, Listing, Officer, PartyRole, Person, TaskKind
from blacklist.register import Deed, append, lock_subjects
from blacklist.services import decisions, history, matters, relation, settlement, tasks
from blacklist.services.decisions import require_note


@dataclass(frozen=True)
class Right:
    """What the record should say; None leaves a field as it is."""

    issuer: str | None = None
    number: str | None = None
    obligation: str | None = None


def rectify(
    case_id: uuid.UUID,
    basis_id: uuid.UUID,
    *,
    right: Right,
    note: str,
    correction_id: uuid.UUID | None = None,
    by: Officer,
    at: datetime,
) -> EnforcementCase:
    """Put a basis document right; what the record said before is kept, sealed.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``; ``reasons-required``, ``already-done``,
        ``correction-not-met``.
    """
    with transaction.atomic():
        matter = matters.locked(correction_id) if correction_id is not None else None
        case = _locked(case_id)
        relation.require_here_or_above(by, Duty.RECTIFY, court_code=case.court_id)
        basis = case.basis_documents.filter(pk=basis_id).first()
        if basis is None:
            raise Refusal("not-found", "The case has no such basis document.", pointer="basis")
        require_note(note, article="L9")
        subjects = _debtors(case)
        history.remember(basis.pk, dict(_put_right(basis, right)), by=by, at=at)
        basis.save()
        for measure_id in Listing.objects.filter(case=case).values_list("pk", flat=True):
            tasks.settle(TaskKind.PARTICULARS_WRONG, measure_id=measure_id, by=by, at=at)
        if matter is not None:
            _require_same_case(matter.measure.case_id, case)
            settlement.fulfil(matter.request, act=Act.RECTIFY, by=by, at=at)
        court_code = by.court_id or case.court_id
        done = Deed(Act.RECTIFY, court_code, at, "L9", by.username, by.pk, note=note.strip(), measure_id=basis.pk)
        append(done, subjects=subjects)
        return case


def _locked(case_id: uuid.UUID) -> EnforcementCase:
    try:
        return decisions.locked_case(case_id)
    except Refusal:
        raise Refusal("not-found", "There is no such case.") from None


def _debtors(case: EnforcementCase) -> list[Person]:
    return lock_subjects(case.parties.filter(role=PartyRole.JUDGMENT_DEBTOR).values_list("person_id", flat=True))


def _put_right(basis: BasisDocument, right: Right) -> Iterator[tuple[str, str]]:
    """Change what is to be changed and yield each field with what it said."""
    if right.issuer is not None and right.issuer != basis.issuer:
        yield "issuer", basis.issuer
        basis.issuer = right.issuer
    if right.number is not None and right.number != basis.number:
        yield "number", basis.number
        basis.number = right.number
    if right.obligation is not None and right.obligation != basis.obligation:
        yield "obligation", basis.obligation
        basis.seal_obligation(right.obligation)


def _require_same_case(case_id: uuid.UUID, case: EnforcementCase) -> None:
    if case_id != case.pk:
        raise Refusal("not-found", "That request is about another case.", pointer="correction")
