"""The acts on a redress number: issue, after proof of identity; revoke. Check nodes follow through the register.

The entry names no subject: nobody is restricted by it, and no measure changes.
"""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from blacklist.law.days import legal_day
from blacklist.law.identity import Document
from blacklist.law.lifecycle import Act, Transition, move
from blacklist.law.names import Name
from blacklist.law.redress import BITS, REDRESS, YEARS, RedressState, valid_until, written
from blacklist.law.refusals import Refusal
from blacklist.models import Officer, Person, PersonKind, RedressNumber, TaskKind, blind_of
from blacklist.register import Deed, append_many, redress_number_payload
from blacklist.services import decisions, persons, relation, tasks


@dataclass(frozen=True)
class Holder:
    """Who proved by which document to be none of the persons named; ``evidence``: file ids of the proof."""

    name: str
    document_type: str
    document_number: str
    not_persons: Sequence[uuid.UUID]
    evidence: Sequence[str]
    issuer: str | None = None
    birth_date: date | None = None
    years: int = YEARS


def issue(holder: Holder, *, by: Officer, at: datetime) -> RedressNumber:
    """Issue a redress number to somebody confused with persons on file of the officer's court.

    :raises Refusal: ``duty-required``, ``other-court``; ``not-found`` for a person; the ``name-*`` and ``identity-*``
        codes, ``field-required`` without a birth date, ``birth-date-contradicts-number``, ``evidence-required``,
        ``window-too-long``; ``wrong-state`` when the holder's document is on one of these records.
    """
    step = move(REDRESS, None, Act.ISSUE)
    on = legal_day(at)
    with transaction.atomic():
        relation.require_at_some_court(by, decisions.duty_of(step))
        for person_id in holder.not_persons:
            relation.require_concern(by, decisions.duty_of(step), person_id)
        name, document = _read(holder, on=on)
        birth_date = _birth_date(holder, document)
        _require_other(document, holder)
        row = RedressNumber.sealed(
            number=written(secrets.randbits(BITS)),
            name=name.text,
            birth_date=birth_date,
            holder_blind=blind_of(document),
            court_id=by.court_id,
            not_persons=sorted(set(holder.not_persons)),
            evidence=_evidence(holder.evidence),
            issued_at=at,
            issued_by=by.username,
            valid_until=valid_until(on, holder.years),
        )
        return _conclude(row, Act.ISSUE, step, by=by, at=at)


def revoke(redress_id: uuid.UUID, *, note: str, by: Officer, at: datetime) -> RedressNumber:
    """Revoke a number: shown by others, issued to the wrong one, or its holder is on one of these records after all.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``already-done``; ``reasons-required``.
    """
    with transaction.atomic():
        row = RedressNumber.objects.select_for_update(no_key=True).filter(pk=redress_id).first()
        if row is None:
            raise Refusal("not-found", "There is no such redress number.")
        relation.require(by, decisions.duty_for(REDRESS, Act.REVOKE), court_code=row.court_id)
        step = move(REDRESS, RedressState(row.state), Act.REVOKE)
        decisions.require_note(note, article=step.article)
        row.revoked_at = at
        tasks.settle(TaskKind.REDRESS_MISUSED, by=by, at=at, matter_id=row.pk)
        return _conclude(row, Act.REVOKE, step, by=by, at=at, note=note.strip())


def _read(holder: Holder, *, on: date) -> tuple[Name, Document]:
    document = persons.document_from(holder.document_type, holder.document_number, holder.issuer, on=on)
    if persons.kind_of(document) == PersonKind.UNIT:
        raise Refusal("identity-type-mismatch", "A unit is known by its code.", pointer="document.type")
    return persons.name_from(holder.name), document


def _birth_date(holder: Holder, document: Document) -> date:
    birth_date = persons.agreed_birth_date(document, stated=holder.birth_date)
    if birth_date is None:
        raise Refusal("field-required", "The birth date is shown with the number.", pointer="birth_date")
    return birth_date


def _require_other(document: Document, holder: Holder) -> None:
    """Let a holder pass who is none of the persons named; where the document is on the record, that is to be put right.

    :raises Refusal: ``field-required``, ``not-found``, ``wrong-state``.
    """
    named = set(holder.not_persons)
    if not named:
        raise Refusal("field-required", "Name the persons that the holder is not.", pointer="not_persons")
    if Person.objects.filter(pk__in=named).count() != len(named):
        raise Refusal("not-found", "A person named is not on file.", pointer="not_persons")
    found = persons.find(document)
    if found is not None and found.pk in named:
        raise Refusal("wrong-state", "This document is on that record: put that right, or doubt it.", article="L9")


def _evidence(said: Sequence[str]) -> list[str]:
    kept = [text.strip() for text in said if text.strip()]
    if not kept:
        raise Refusal("evidence-required", "Name what proves who the holder is.", pointer="evidence")
    return kept


def _conclude(
    row: RedressNumber, act: Act, step: Transition, *, by: Officer, at: datetime, note: str = ""
) -> RedressNumber:
    row.state = step.to
    row.save()
    deed = Deed(act, row.court_id, at, step.article, by.username, by.pk, measure_id=row.pk)
    said = {"note": note} if note else {}
    append_many([(deed, {"subjects": [], "redress_number": redress_number_payload(row), **said})])
    return row
