"""The acts on an extension of a listing's term: propose, sign, refuse, serve; and expiry of one that came too late.

Each locks the listing, its case, the extension, then the debtor: whoever ends the listing goes the same way.
"""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from blacklist.issuing.issue import issued_by
from blacklist.law import extensions as law
from blacklist.law.days import legal_day
from blacklist.law.extensions import EXTENSION, ExtensionState
from blacklist.law.grounds import has_term
from blacklist.law.lifecycle import Act, Transition, move
from blacklist.law.refusals import Refusal
from blacklist.models import Extension, Listing, Officer, Person, ServiceMethod, TaskKind
from blacklist.register import append
from blacklist.services import decisions, relation, tasks
from blacklist.services.decisions import Done
from blacklist.services.locks import locked_extension
from blacklist.services.measures import is_running, locked_listing


@dataclass(frozen=True)
class Conduct:
    """One act of the debtor that calls for a longer term: the facts, the evidence by its file ids, the day."""

    facts: str
    evidence: tuple[str, ...]
    conduct_on: date


@dataclass(frozen=True)
class Proposal:
    """What a judge puts before the president: by how many months, for which of the two reasons, on which acts."""

    listing_id: uuid.UUID
    months: int
    reason: str
    acts: Sequence[Conduct]
    reasons: str


def propose(proposal: Proposal, *, by: Officer, at: datetime) -> Extension:
    """Draft an extension of a term that still runs.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``; ``wrong-state`` for a listing without effect or
        a term that has run out; ``term-forbidden``, ``extension-reason-required``, ``evidence-required``,
        ``date-in-future``, ``term-too-short``, ``term-too-long``, ``reasons-required``; ``duplicate``.
    """
    on = legal_day(at)
    with transaction.atomic():
        listing, debtor = locked_listing(proposal.listing_id)
        step = move(EXTENSION, None, Act.PROPOSE)
        relation.require(by, decisions.duty_of(step), court_code=listing.case.court_id)
        _require_running(listing, on=on)
        _check(proposal, listing, on=on)
        extension = Extension(
            case=listing.case,
            court_id=listing.case.court_id,
            listing=listing,
            reason=proposal.reason,
            months=proposal.months,
            state=step.to,
            drafted_by=by,
            drafted_by_name=by.username,
            proposed_at=at,
        )
        extension.prolongs_until = _prolonged(listing, proposal.months)
        extension.seal_particulars({"acts": [asdict(act) for act in proposal.acts], "reasons": proposal.reasons})
        _insert(extension)
        return _conclude(extension, Done(Act.PROPOSE, step, by, at), debtor)


def sign(extension_id: uuid.UUID, *, by: Officer, at: datetime) -> Extension:
    """Sign the extension while the term still runs. It prolongs nothing before it is served.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``signer-is-drafter``, ``already-done``,
        ``wrong-state``.
    """
    on = legal_day(at)
    with transaction.atomic():
        extension, debtor = locked_extension(extension_id)
        step = _step(extension, Act.SIGN, by=by, on=on)
        _require_running(extension.listing, on=on)
        decisions.put_signature(extension, by=by, on=on)
        extension.prolongs_until = _prolonged(extension.listing, extension.months)
        tasks.open_task(TaskKind.SERVICE, _concern_of(extension), article="L2", at=at)
        return _conclude(extension, Done(Act.SIGN, step, by, at), debtor)


def refuse(extension_id: uuid.UUID, *, note: str, by: Officer, at: datetime) -> Extension:
    """Decline a draft with reasons; the term stays as it is.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``already-done``, ``wrong-state``;
        ``reasons-required``.
    """
    with transaction.atomic():
        extension, debtor = locked_extension(extension_id)
        step = _step(extension, Act.REFUSE, by=by, on=legal_day(at))
        decisions.require_note(note, article="L2")
        extension.seal_particulars({**extension.particulars, "refused": note.strip()})
        return _conclude(extension, Done(Act.REFUSE, step, by, at, note=note), debtor)


def serve(
    extension_id: uuid.UUID, *, served_on: date, service_method: ServiceMethod, by: Officer, at: datetime
) -> Extension:
    """Record the service on the debtor, by which the term is prolonged; after the term's end it comes too late (Q15).

    :raises Refusal: as :func:`sign`, and ``date-in-future``, ``served-before-signed``, ``not-served``.
    """
    on = legal_day(at)
    with transaction.atomic():
        extension, debtor = locked_extension(extension_id)
        step = _step(extension, Act.SERVE, by=by)
        listing = extension.listing
        _require_running(listing, on=on)
        day = decisions.service_day(served_on, service_method, decided_on=extension.decided_on, on=on)
        extension.served_on, extension.service_method = day, service_method
        listing.in_force_until = extension.prolongs_until
        listing.save()
        tasks.settle(TaskKind.SERVICE, matter_id=extension.pk, by=by, at=at)
        return _conclude(extension, Done(Act.SERVE, step, by, at), debtor)


def expire(extension_id: uuid.UUID, *, at: datetime) -> Extension:
    """Record that an extension came to nothing: it was not served before the term, or the listing, ended (Q15).

    :raises Refusal: ``not-found``, ``already-done``, ``wrong-state`` (also while the term still runs).
    """
    with transaction.atomic():
        extension, debtor = locked_extension(extension_id)
        step = move(EXTENSION, ExtensionState(extension.state), Act.EXPIRE, ends=law.ENDS, noun="extension")
        if is_running(extension.listing, on=legal_day(at)):
            raise Refusal("wrong-state", "The term has not run out.")
        tasks.settle(TaskKind.SERVICE, matter_id=extension.pk, by=None, at=at)
        return _conclude(extension, Done(Act.EXPIRE, step, None, at), debtor)


def _require_running(listing: Listing, *, on: date) -> None:
    if not is_running(listing, on=on):
        raise Refusal("wrong-state", "No term of this listing runs that could be extended.", article="L2")


def _check(proposal: Proposal, listing: Listing, *, on: date) -> None:
    if not has_term(listing.grounds):
        raise Refusal("term-forbidden", pointer="months", article="L2")
    evidenced = [bool(act.facts.strip() and act.evidence) for act in proposal.acts]
    law.check_reason(proposal.reason, evidenced=evidenced)
    if any(act.conduct_on > on for act in proposal.acts):
        raise Refusal("date-in-future", pointer="acts")
    if not proposal.reasons.strip():
        raise Refusal("reasons-required", pointer="reasons", article="L2")


def _prolonged(listing: Listing, months: int) -> date:
    """Return the first day after the term, extended by so many months."""
    assert listing.in_force_until is not None
    term_from = listing.grace_until or listing.decided_on
    assert term_from is not None
    return law.extended_until(listing.in_force_until, months=months, term_from=term_from)


def _insert(extension: Extension) -> None:
    try:
        with transaction.atomic():
            extension.save(force_insert=True)
    except IntegrityError as fault:
        if "one_pending_extension" in str(fault):
            raise Refusal("duplicate", "An extension of this term waits to be signed or served.") from None
        raise


def _step(extension: Extension, act: Act, *, by: Officer, on: date | None = None) -> Transition:
    decisions.require_may(by, EXTENSION, act, court_code=extension.case.court_id, on=on)
    if act is Act.SIGN:
        drafted_by_id, drafted_by_name = extension.drafted_by_id, extension.drafted_by_name
        relation.require_other_signer(by, drafted_by_id=drafted_by_id, drafted_by_name=drafted_by_name)
    return move(EXTENSION, ExtensionState(extension.state), act, ends=law.ENDS, noun="extension")


def _concern_of(extension: Extension) -> tasks.Concern:
    listing = extension.listing
    return tasks.Concern(extension.case.court_id, listing.debtor_id, measure_id=listing.pk, matter_id=extension.pk)


def _conclude(extension: Extension, done: Done, debtor: Person) -> Extension:
    """Move the extension on, save it, issue its document, and enter the act in the register; the last step of all."""
    extension.state = done.step.to
    extension.save()
    digest = issued_by(extension, done, subjects=[debtor])
    append(done.deed_on(extension.pk, handled_by=extension.case.court_id, document_digest=digest), subjects=[debtor])
    return extension
