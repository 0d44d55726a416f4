"""What the acts on listings and on orders share: locking a case, numbering a decision, checking a service."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db import IntegrityError

from blacklist.issuing.issue import issued_by
from blacklist.issuing.numbers import next_decision_number as next_decision_number
from blacklist.law.accounts import Oneself
from blacklist.law.deadlines import public_notice_served_on
from blacklist.law.duties import Duty
from blacklist.law.identity import Assurance, is_adult
from blacklist.law.lifecycle import CORRECTING, Act, Table, Transition
from blacklist.law.refusals import Refusal
from blacklist.models import (
    ConsumptionOrder,
    EnforcementCase,
    Extension,
    Listing,
    Officer,
    Person,
    RestrictedPerson,
    ServiceMethod,
)
from blacklist.register import Deed, append
from blacklist.services import relation, settlement

SYSTEM = "system"
ACTING = "acting"
Decision = Listing | ConsumptionOrder
Measured = TypeVar("Measured", bound=Decision)


def locked_case(case_id: uuid.UUID) -> EnforcementCase:
    """Lock and return the case; NO KEY UPDATE leaves foreign-key checks undisturbed.

    Acts lock in one order: measure, case, subjects, head of the register. So no two wait for each other in a ring, and
    whoever holds the case knows which court handles it (J15).

    :raises Refusal: ``unknown-case``.
    """
    for case in EnforcementCase.objects.select_for_update(no_key=True).filter(pk=case_id):
        return case
    raise Refusal("unknown-case", pointer="case")


def duty_of(step: Transition) -> Duty:
    """Return the duty a transition needs; a transition of the system itself is not an officer's to make."""
    if step.duty is None:
        raise Refusal("duty-required", "The system records this by itself.")
    return step.duty


def require_may(by: Officer, table: Table, act: Act, *, court_code: str, on: date | None = None) -> None:
    """Let the officer pass when it may do this act on a measure whose case that court handles.

    ``on``: as for ``relation.require``.

    :raises Refusal: ``duty-required``, ``other-court``.
    """
    duty = duty_for(table, act)
    if act in CORRECTING:
        relation.require_here_or_above(by, duty, court_code=court_code)
    else:
        relation.require(by, duty, court_code=court_code, on=on)


def duty_for(table: Table, act: Act) -> Duty:
    """Return the duty that an act needs in any state, so that the relation is judged before the state."""
    return duty_of(next(step for (_, listed), step in table.items() if listed is act))


def insert(decision: Listing | ConsumptionOrder) -> None:
    """Insert a new decision. Refused, it ends the act: the transaction can do nothing more.

    :raises Refusal: ``duplicate`` when a live listing of this debtor in this case exists.
    """
    try:
        decision.save(force_insert=True)
    except IntegrityError as fault:
        if "one_live_listing" in str(fault):
            raise Refusal("duplicate", "This debtor is listed in this case already.", pointer="debtor") from None
        raise


def service_day(served_on: date, service_method: ServiceMethod, *, decided_on: date | None, on: date) -> date:
    """Return the day on which a document counts as served: the day stated, or 30 days after a public notice (P88–95).

    :raises Refusal: ``date-in-future``, ``served-before-signed``; ``not-served`` while a public notice still runs.
    """
    if served_on > on:
        raise Refusal("date-in-future", pointer="served_on")
    if decided_on is None or served_on < decided_on:
        raise Refusal("served-before-signed", pointer="served_on")
    if service_method != ServiceMethod.PUBLIC_NOTICE:
        return served_on
    counts_from = public_notice_served_on(served_on)
    if counts_from > on:
        raise Refusal("not-served", "A public notice counts as service 30 days after its issue.", article="P88")
    return counts_from


def require_adult(person: Person, *, on: date, article: str, pointer: str | None = None) -> None:
    """Let a measure on ``person`` pass when nobody under 18 is meant; a unit has no birth date.

    :raises Refusal: ``minor``.
    """
    birth_date = person.birth_date
    if birth_date is not None and not is_adult(birth_date, on):
        raise Refusal("minor", pointer=pointer, article=article)


def require_certain(person: Person) -> None:
    """Let a measure on ``person`` be signed unless the court doubts whose number is on file.

    :raises Refusal: ``identity-in-doubt``.
    """
    if person.assurance < Assurance.A2:
        raise Refusal("identity-in-doubt", article="D8")


def put_signature(decision: Decision | Extension, *, by: Officer, on: date) -> None:
    """Write who signs, of an acting president in whose place (L5 ¶3), the day, and the decision's number."""
    decision.signed_by, decision.signed_by_name = by, by.username
    decision.signed_for_name = principal_name(by, on=on)
    decision.decided_on = on
    decision.decision_number = next_decision_number(decision.case)


def principal_name(by: Officer, *, on: date) -> str:
    """Return the user name of the president in whose place the officer signs, empty for one's own signature."""
    principal = relation.principal_of(by, Duty.SIGN, on=on)
    return principal.username if principal else ""


def acting(by: Officer | Oneself | None, duty: Duty | None) -> str:
    """Return the reason on record when an acting president does what is for the president, else none (L5 ¶3)."""
    return ACTING if duty is Duty.SIGN and isinstance(by, Officer) and not by.may(Duty.SIGN) else ""


@dataclass(frozen=True)
class Done:
    """One act as it was done: what, where it leads, by whom (None: by law alone), when, and why.

    ``persons``: whom an order names and this act concerns, where that may be some of several. ``correction_id``: the
    request for correction that this act fulfils.
    """

    act: Act
    step: Transition
    by: Officer | Oneself | None
    at: datetime
    article: str = ""
    reason: str = ""
    note: str = ""
    persons: Sequence[RestrictedPerson] = ()
    correction_id: uuid.UUID | None = None

    @property
    def officer(self) -> Officer | None:
        """Return which officer did it; None when nobody at the court did."""
        return self.by if isinstance(self.by, Officer) else None

    def deed(self, decision: Decision, *, document_digest: bytes | None) -> Deed:
        """Return what the register keeps of it."""
        return self.deed_on(decision.pk, handled_by=decision.case.court_id, document_digest=document_digest)

    def deed_on(self, record_id: uuid.UUID, *, handled_by: str, document_digest: bytes | None = None) -> Deed:
        """Return what the register keeps of an act on a record; its court is the officer's, else who handles the case.

        They differ where a court above corrects directly (G18).
        """
        return Deed(
            act=self.act,
            court_code=self.by.court_id if self.by and self.by.court_id else handled_by,
            at=self.at,
            article=self.article or self.step.article,
            actor_name=self.by.username if self.by else SYSTEM,
            actor_id=self.by.pk if self.by else None,
            reason=self.reason or acting(self.by, self.step.duty),
            note=self.note.strip(),
            measure_id=record_id,
            document_digest=document_digest,
        )


def conclude(decision: Measured, done: Done, *, subjects: Sequence[Person]) -> Measured:
    """Move the decision on, save it, and :func:`enter` the act; the last step of every act but a proposal."""
    decision.state = done.step.to
    decision.save()
    return enter(decision, done, subjects=subjects)


def enter(decision: Measured, done: Done, *, subjects: Sequence[Person]) -> Measured:
    """Issue the document of the act and enter it in the register; the last step of every act.

    The duties that the act fulfils are closed with it.

    :raises Refusal: ``glyph-missing`` when a decision that begins a burden could not be printed; ``not-found`` or
        ``correction-not-met`` when it names a request for correction that it does not fulfil.
    """
    settlement.follow(decision, done)
    append(done.deed(decision, document_digest=issued_by(decision, done, subjects=subjects)), subjects=subjects)
    return decision


def require_note(note: str, *, article: str) -> None:
    """Let an act of discretion pass when it says why.

    :raises Refusal: ``reasons-required``.
    """
    if not note.strip():
        raise Refusal("reasons-required", pointer="note", article=article)
