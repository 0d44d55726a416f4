"""The acts on an assistance notice: propose, sign, serve, withdraw. What it covers is all that its unit may ask (C6).

The order of checks is that of ``listings``. The entry names no subject: nobody is restricted by it.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from blacklist.issuing.issue import issued_by
from blacklist.law import assistance
from blacklist.law.case_numbers import read_decision_number
from blacklist.law.days import legal_day
from blacklist.law.identity import DocumentType, read_document
from blacklist.law.lifecycle import NOTICE, Act, NoticeState, Transition, move
from blacklist.law.names import read_name
from blacklist.law.refusals import Refusal
from blacklist.models import AssistanceNotice, Officer, ServiceMethod
from blacklist.register import Deed, append_many, assistance_notice_payload
from blacklist.services import decisions, relation
from blacklist.services.decisions import Done

LONGEST_NUMBER, LONGEST_NAME = 60, 100


@dataclass(frozen=True)
class Proposal:
    """What a judge puts before the president: the document's number, the unit, its right and what it is asked for."""

    number: str
    unit_name: str
    credit_code: str
    sector: str
    legal_basis: str
    activities: Sequence[str]


def propose(proposal: Proposal, *, by: Officer, at: datetime) -> AssistanceNotice:
    """Draft an assistance notice of the officer's court.

    :raises Refusal: ``duty-required``; ``field-required``, ``too-large``, ``unknown-value``, ``no-legal-basis``,
        ``unknown-activity``, the codes of names and credit codes; ``duplicate`` for a number that is taken.
    """
    step = move(NOTICE, None, Act.PROPOSE)
    court_code = by.court_id or ""
    relation.require(by, decisions.duty_of(step), court_code=court_code)
    notice = AssistanceNotice(
        court_id=court_code,
        number=_number(proposal.number),
        sector=_sector(proposal.sector),
        legal_basis=assistance.read_legal_basis(proposal.legal_basis),
        activities=assistance.read_scope(proposal.activities),
        drafted_by=by,
        drafted_by_name=by.username,
        proposed_at=at,
    )
    notice.seal_unit(name=_unit_name(proposal.unit_name), credit_code=_credit_code(proposal.credit_code, at=at))
    try:
        with transaction.atomic():
            return _conclude(notice, Act.PROPOSE, step, by=by, at=at)
    except IntegrityError:
        if not AssistanceNotice.objects.filter(number=notice.number).exists():
            raise
        raise Refusal("duplicate", "There is a notice with this number.", pointer="number") from None


def sign(notice_id: uuid.UUID, *, by: Officer, at: datetime) -> AssistanceNotice:
    """Sign the notice; the unit may ask nothing before it is served.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``signer-is-drafter``, ``already-done``,
        ``wrong-state``.
    """
    on = legal_day(at)
    with transaction.atomic():
        notice = _locked(notice_id)
        step = _step(notice, Act.SIGN, by=by, on=on)
        notice.signed_by, notice.signed_by_name, notice.signed_on = by, by.username, on
        notice.signed_for_name = decisions.principal_name(by, on=on)
        return _conclude(notice, Act.SIGN, step, by=by, at=at)


def serve(
    notice_id: uuid.UUID, *, served_on: date, service_method: ServiceMethod, by: Officer, at: datetime
) -> AssistanceNotice:
    """Record the service on the unit; from now it has the duty, and the right to ask within the notice.

    :raises Refusal: as :func:`sign`, and ``date-in-future``, ``served-before-signed``, ``not-served``.
    """
    with transaction.atomic():
        notice = _locked(notice_id)
        step = _step(notice, Act.SERVE, by=by)
        signed_on, on = notice.signed_on, legal_day(at)
        notice.served_on = decisions.service_day(served_on, service_method, decided_on=signed_on, on=on)
        notice.service_method = service_method
        return _conclude(notice, Act.SERVE, step, by=by, at=at)


def withdraw(
    notice_id: uuid.UUID, *, note: str, activities: Sequence[str] | None = None, by: Officer, at: datetime
) -> AssistanceNotice:
    """Withdraw a notice, or some of its activities: the unit may ask no more about them, on any node.

    :raises Refusal: as :func:`sign`, and ``reasons-required``; ``unknown-activity`` for one it does not cover.
    """
    with transaction.atomic():
        notice = _locked(notice_id)
        step = _step(notice, Act.WITHDRAW, by=by)
        decisions.require_note(note, article=step.article)
        named = set(notice.activities if activities is None else activities)
        if not named or not named <= set(notice.activities):
            raise Refusal("unknown-activity", "The notice does not cover this.", pointer="activities", article="C6")
        kept = [code for code in notice.activities if code not in named]
        if kept:
            notice.activities, step = kept, replace(step, to=NoticeState(notice.state))
        else:
            notice.withdrawn_on = legal_day(at)
        return _conclude(notice, Act.WITHDRAW, step, by=by, at=at, note=note)


def _locked(notice_id: uuid.UUID) -> AssistanceNotice:
    notice = AssistanceNotice.objects.select_for_update(no_key=True).filter(pk=notice_id).first()
    if notice is None:
        raise Refusal("not-found", "There is no such assistance notice.")
    return notice


def _step(notice: AssistanceNotice, act: Act, *, by: Officer, on: date | None = None) -> Transition:
    relation.require(by, decisions.duty_for(NOTICE, act), court_code=notice.court_id, on=on)
    if act is Act.SIGN:
        relation.require_other_signer(by, drafted_by_id=notice.drafted_by_id, drafted_by_name=notice.drafted_by_name)
    return move(NOTICE, NoticeState(notice.state), act)


def _conclude(
    notice: AssistanceNotice, act: Act, step: Transition, *, by: Officer, at: datetime, note: str = ""
) -> AssistanceNotice:
    """Move the notice on, save it, issue its document, and enter the act in the register; the last step of every act.

    :raises Refusal: ``glyph-missing`` when the notice could not be printed.
    """
    notice.state = step.to
    notice.save()
    deed = Deed(
        act=act,
        court_code=notice.court_id,
        at=at,
        article=step.article,
        actor_name=by.username,
        actor_id=by.pk,
        reason=decisions.acting(by, step.duty),
        measure_id=notice.pk,
        document_digest=issued_by(notice, Done(act, step, by, at), subjects=[]),
    )
    said = {"note": note.strip()} if note.strip() else {}
    append_many([(deed, {"subjects": [], "assistance_notice": assistance_notice_payload(notice), **said})])
    return notice


def _number(raw: str) -> str:
    number = read_decision_number(raw, pointer="number")
    if len(number) > LONGEST_NUMBER:
        raise Refusal("too-large", f"A number has at most {LONGEST_NUMBER} characters.", pointer="number")
    return number


def _sector(code: str) -> str:
    if code not in assistance.SECTORS or (code == assistance.GATEWAY and settings.LIVEMODE):
        raise Refusal("unknown-value", pointer="sector")
    return code


def _unit_name(raw: str) -> str:
    name = read_name(raw, pointer="unit_name").text
    if len(name) > LONGEST_NAME:
        raise Refusal("too-large", f"A name has at most {LONGEST_NAME} characters.", pointer="unit_name")
    return name


def _credit_code(raw: str, *, at: datetime) -> str:
    try:
        return read_document(type=DocumentType.CREDIT_CODE, number=raw, issuer=None, on=legal_day(at)).document.number
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.detail, pointer="credit_code") from None
