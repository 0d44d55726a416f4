"""The acts on a listing: propose, sign, refuse, serve, publish, justify, keep, remove, revoke; and expiry.

What keeps one from the public stands in ``grace``. Every act reads alike: lock the row; relation; state; ground; dates;
write; register. So refusals come in one order: 403 duty or relation, 409 state, 422 ground or rule.
"""

import uuid
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db import transaction

from blacklist.law import grounds as law_of_grounds
from blacklist.law import ledger
from blacklist.law.days import legal_day
from blacklist.law.deadlines import term_until
from blacklist.law.ground_facts import check_student
from blacklist.law.lifecycle import ENDED, LISTING, Act, ListingState, Transition, move
from blacklist.law.refusals import Refusal
from blacklist.models import (
    Announcement,
    Listing,
    Officer,
    ServiceMethod,
    Task,
    TaskKind,
    TaskState,
)
from blacklist.services import (
    answers,
    decisions,
    ground_facts,
    listing_duties,
    listing_proposals,
    notifications,
    order_duties,
    relation,
    tasks,
)
from blacklist.services.decisions import Done, conclude, enter
from blacklist.services.listing_proposals import GroundFound as GroundFound
from blacklist.services.listing_proposals import Proposal as Proposal
from blacklist.services.measures import locked_listing

ONE_DAY = timedelta(days=1)


def propose(proposal: Proposal, *, by: Officer, at: datetime) -> Listing:
    """Draft a listing decision; the application it answers is granted with it.

    :raises Refusal: ``duty-required``, ``other-court``; ``not-a-debtor``, ``officer-not-listable``, ``minor``;
        ``not-served``, ``risk-warning-missing``, ``period-running`` (L5); the codes of L1, L3 and G16-1; ``duplicate``;
        ``application-mismatch``, ``new-facts-required`` (L10 ¶4).
    """
    on = legal_day(at)
    with transaction.atomic():
        case = decisions.locked_case(proposal.case_id)
        step = move(LISTING, None, Act.PROPOSE)
        relation.require(by, decisions.duty_of(step), court_code=case.court_id)
        debtor = listing_proposals.locked_debtor(case, proposal.debtor_id)
        application = listing_proposals.application_of(proposal)
        decisions.require_adult(debtor, on=on, article="L4")
        numbers = listing_proposals.checked_grounds(proposal, case, debtor, on=on)
        listing = Listing(
            case=case,
            court_id=case.court_id,
            application=application,
            debtor=debtor,
            state=step.to,
            grounds=sorted(numbers),
            drafted_by=by,
            drafted_by_name=by.username,
            proposed_at=at,
        )
        listing.seal_particulars(
            {
                "grounds": [asdict(found) for found in proposal.grounds],
                "negatives": dict(proposal.negatives),
                "negatives_evidence": {key: list(files) for key, files in proposal.negatives_evidence.items()},
                "reasons": proposal.reasons,
                "performance": proposal.performance,
                **({"exception": proposal.exception.strip()} if proposal.exception else {}),
            }
        )
        decisions.insert(listing)
        answers.grant(application, by=by, at=at, subjects=[debtor])
        return enter(listing, Done(Act.PROPOSE, step, by, at), subjects=[debtor])


def sign(listing_id: uuid.UUID, *, exception: str = "", by: Officer, at: datetime) -> Listing:
    """Sign the decision: from now it binds; its term, where there is one, runs from today (L5 ¶3, L2).

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``signer-is-drafter``, ``already-done``,
        ``wrong-state``, ``minor``, ``identity-in-doubt``, ``creditor-hold``, ``assets-sufficient``;
        ``student-campus-loan`` unless the president gives written reasons.
    """
    on = legal_day(at)
    with transaction.atomic():
        listing, debtor = locked_listing(listing_id)
        step = _step(listing, Act.SIGN, by=by, on=on)
        decisions.require_adult(debtor, on=on, article="L4")
        decisions.require_certain(debtor)
        ground_facts.require_cause(listing.case, listing.grounds)
        _check_student(listing, exception)
        decisions.put_signature(listing, by=by, on=on)
        if law_of_grounds.has_term(listing.grounds):
            listing.in_force_until = term_until(on) + ONE_DAY
        answers.settle(listing.application_id, by=by, at=at)
        listing_duties.open_service(listing, at=at)
        return conclude(listing, Done(Act.SIGN, step, by, at), subjects=[debtor])


def refuse(listing_id: uuid.UUID, *, note: str, by: Officer, at: datetime) -> Listing:
    """Decline a draft with reasons; a new one may answer the same application (L5 ¶3).

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``already-done``, ``wrong-state``;
        ``reasons-required``.
    """
    with transaction.atomic():
        listing, debtor = locked_listing(listing_id)
        step = _step(listing, Act.REFUSE, by=by, on=legal_day(at))
        decisions.require_note(note, article="L5-3")
        listing.seal_particulars({**listing.particulars, "refused": note.strip()})
        return conclude(listing, Done(Act.REFUSE, step, by, at, note=note), subjects=[debtor])


def serve(
    listing_id: uuid.UUID, *, served_on: date, service_method: ServiceMethod, by: Officer, at: datetime
) -> Listing:
    """Record the service of the decision on the debtor (G14: no signing without serving).

    :raises Refusal: as :func:`sign`, and ``already-done``, ``date-in-future``, ``served-before-signed``.
    """
    with transaction.atomic():
        listing, debtor = locked_listing(listing_id)
        step = _step(listing, Act.SERVE, by=by)
        if listing.served_on is not None:
            raise Refusal("already-done", "The decision has been served.")
        on, decided_on = legal_day(at), listing.decided_on
        listing.served_on = decisions.service_day(served_on, service_method, decided_on=decided_on, on=on)
        listing.service_method = service_method
        listing_duties.settle_service(listing, by=by, at=at)
        return conclude(listing, Done(Act.SERVE, step, by, at), subjects=[debtor])


def publish(listing_id: uuid.UUID, *, by: Officer, at: datetime) -> Listing:
    """Publish the listing: from now it has effect outside the court (L6, L7); one withheld takes effect unseen (J13).

    After grace a judge confirms it; what forbids ground 1 or 6 is looked at again first (G15, G16-1).

    :raises Refusal: as :func:`sign`, and ``grace-running``, ``not-served``; ``wrong-state`` also when the term has run
        out.
    """
    on = legal_day(at)
    with transaction.atomic():
        listing, debtor = locked_listing(listing_id)
        step = _step(listing, Act.PUBLISH, by=by)
        if listing.grace_until is not None and on < listing.grace_until:
            raise Refusal("grace-running", article="G15")
        if _has_run_out(listing, on=on):
            raise Refusal("wrong-state", "The term has run out; nothing is left to publish.", article="L10-2")
        if listing.served_on is None:
            raise Refusal("not-served", article="G14")
        decisions.require_adult(debtor, on=on, article="L4")
        ground_facts.require_cause(listing.case, listing.grounds)
        listing.in_force_from = on
        if listing.withheld_on is None:
            listing.published_on = on
            Announcement.objects.create(listing=listing, channel=ledger.SPC, published_on=on)
        listing_duties.follow_publication(listing, by=by, at=at)
        return conclude(listing, Done(Act.PUBLISH, step, by, at), subjects=[debtor])


def remove(
    listing_id: uuid.UUID,
    *,
    reason: str,
    note: str,
    since: date | None = None,
    correction_id: uuid.UUID | None = None,
    application_id: uuid.UUID | None = None,
    by: Officer,
    at: datetime,
) -> Listing:
    """End a right listing for a reason of L10; its effect ends at once, the take-down is due in three working days.

    ``since``: the day of the event, from which these are counted, when it lies before today. At the applicant's request
    it ends only in answer to a written application, which bars the next one (L10 ¶1 item 3, ¶4).

    :raises Refusal: as :func:`sign`, and ``unknown-value``; ``wrong-state`` when a term withstands the reason,
        or has not run out when that is the reason; ``application-required``, ``application-mismatch``.
    """
    with transaction.atomic():
        listing, debtor = locked_listing(listing_id)
        step = _step(listing, Act.REMOVE, by=by)
        found = law_of_grounds.removal_reason(reason, listing.grounds)
        if found.code == "term_expired" and not _has_run_out(listing, on=legal_day(at)):
            raise Refusal("wrong-state", "No term of this listing has run out.", pointer="reason", article="L10-2")
        if not found.is_duty:
            decisions.require_note(note, article=found.article)
        application = answers.for_reason(application_id, found, case_id=listing.case_id, listing_id=listing.pk)
        _end(listing, found, since=since, by=by, at=at)
        answers.grant(application, by=by, at=at, subjects=[debtor])
        answers.settle(application_id, by=by, at=at)
        done = Done(Act.REMOVE, step, by, at, found.article, found.code, note, correction_id=correction_id)
        return conclude(listing, done, subjects=[debtor])


def keep(listing_id: uuid.UUID, *, note: str, by: Officer, at: datetime) -> Listing:
    """Keep a listing with a term although the debtor has performed: for written reasons, by the president (G19, Q7).

    :raises Refusal: as :func:`sign`, and ``reasons-required``; ``wrong-state`` when no review of early removal is open.
    """
    with transaction.atomic():
        listing, debtor = locked_listing(listing_id)
        step = _step(listing, Act.KEEP, by=by, on=legal_day(at))
        review = Task.objects.filter(kind=TaskKind.EARLY_REMOVAL_REVIEW, measure_id=listing.pk, state=TaskState.OPEN)
        if not review.exists():
            raise Refusal("wrong-state", "No review of early removal is open.", article="G19")
        decisions.require_note(note, article="G19")
        tasks.settle(TaskKind.EARLY_REMOVAL_REVIEW, measure_id=listing.pk, by=by, at=at)
        return conclude(listing, Done(Act.KEEP, step, by, at, note=note), subjects=[debtor])


def justify(listing_id: uuid.UUID, *, note: str, by: Officer, at: datetime) -> Listing:
    """State for one more year why a listing without a term goes on; the next reason falls due in a year (§11, 5).

    :raises Refusal: as :func:`sign`, and ``reasons-required``; ``wrong-state`` for one with a term.
    """
    with transaction.atomic():
        listing, debtor = locked_listing(listing_id)
        step = _step(listing, Act.JUSTIFY, by=by)
        if law_of_grounds.has_term(listing.grounds):
            raise Refusal("wrong-state", "A listing with a term ends by itself; it is never renewed.", article="L2")
        decisions.require_note(note, article="11.5")
        said = listing.particulars
        stated = {"on": legal_day(at), "by": by.username, "reasons": note.strip()}
        listing.seal_particulars({**said, "yearly_reasons": [*said.get("yearly_reasons", []), stated]})
        listing_duties.renew_yearly_reason(listing, by=by, at=at)
        return conclude(listing, Done(Act.JUSTIFY, step, by, at, note=note), subjects=[debtor])


def revoke(
    listing_id: uuid.UUID,
    *,
    reason: str,
    note: str,
    since: date | None = None,
    correction_id: uuid.UUID | None = None,
    by: Officer,
    at: datetime,
) -> Listing:
    """Undo a wrong listing: it should never have been (L9), also when it has ended since.

    ``since``: as for :func:`remove`.

    :raises Refusal: as :func:`sign`, and ``unknown-value``, ``reasons-required``.
    """
    with transaction.atomic():
        listing, debtor = locked_listing(listing_id)
        step = _step(listing, Act.REVOKE, by=by)
        found = law_of_grounds.reason_from(law_of_grounds.REVOCATION_REASONS, reason)
        decisions.require_note(note, article=found.article)
        _end(listing, found, since=since, by=by, at=at)
        done = Done(Act.REVOKE, step, by, at, found.article, found.code, note, correction_id=correction_id)
        return conclude(listing, done, subjects=[debtor])


def expire(listing_id: uuid.UUID, *, at: datetime) -> Listing:
    """Record that the term has run out. The effect ended by itself at midnight; this only settles the record.

    :raises Refusal: ``not-found``, ``already-done``, ``wrong-state`` (also while the term still runs).
    """
    with transaction.atomic():
        listing, debtor = locked_listing(listing_id)
        step = move(LISTING, ListingState(listing.state), Act.EXPIRE)
        if not _has_run_out(listing, on=legal_day(at)):
            raise Refusal("wrong-state", "The term has not run out.")
        listing_duties.end(listing, by=None, at=at)
        _take_back(listing, last_day_on=_last_day_on(listing, ended_on=legal_day(at)), article="L10-2", at=at)
        return conclude(listing, Done(Act.EXPIRE, step, None, at), subjects=[debtor])


def _step(listing: Listing, act: Act, *, by: Officer, on: date | None = None) -> Transition:
    decisions.require_may(by, LISTING, act, court_code=listing.case.court_id, on=on)
    if act is Act.SIGN:
        relation.require_other_signer(by, drafted_by_id=listing.drafted_by_id, drafted_by_name=listing.drafted_by_name)
    return move(LISTING, ListingState(listing.state), act)


def _check_student(listing: Listing, exception: str) -> None:
    """Let a listing of a student with a campus loan pass only for the president's own written reasons (G16-3)."""
    is_spared = ground_facts.is_spared_student(listing.case, [listing.debtor_id])
    check_student(is_spared=is_spared, exception=exception)
    if is_spared:
        listing.seal_particulars({**listing.particulars, "president_exception": exception.strip()})


def _end(listing: Listing, reason: law_of_grounds.Reason, *, since: date | None, by: Officer, at: datetime) -> None:
    listing_duties.end(listing, by=by, at=at)
    listing.ended_on, listing.ended_reason = listing.ended_on or legal_day(at), reason.code
    last_day_on = _last_day_on(listing, ended_on=min(since or legal_day(at), legal_day(at)))
    _take_back(listing, last_day_on=last_day_on, article=reason.article, at=at)


def _take_back(listing: Listing, *, last_day_on: date, article: str, at: datetime) -> None:
    """See to it that the end reaches every channel and everybody who was told (L7, L8)."""
    if listing.state not in ENDED:  # else that duty is open already, or done
        tasks.open_take_down(listing, last_day_on=last_day_on, at=at, article=article)
    notifications.recall(listing, counted_from=last_day_on, at=at)
    order_duties.open_reviews_after(listing, at=at)


def _has_run_out(listing: Listing, *, on: date) -> bool:
    return listing.in_force_until is not None and listing.in_force_until <= on


def _last_day_on(listing: Listing, *, ended_on: date) -> date:
    """Return from which day a take-down is counted: the event's, or the last of a term that ran out before it (L10)."""
    if listing.in_force_until is None or listing.in_force_until > ended_on:
        return ended_on
    return listing.in_force_until - ONE_DAY
