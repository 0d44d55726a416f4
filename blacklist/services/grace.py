"""What keeps a signed listing from the public: grace, performance meanwhile, a person not fit for it (G15, J13)."""

import uuid
from datetime import datetime

from django.db import transaction

from blacklist.law import grounds as law_of_grounds
from blacklist.law.days import legal_day
from blacklist.law.deadlines import ONE_DAY, grace_until, term_until
from blacklist.law.lifecycle import Act, ListingState
from blacklist.law.refusals import Refusal
from blacklist.models import Listing, Officer
from blacklist.services import decisions, listing_duties
from blacklist.services.decisions import Done, conclude
from blacklist.services.measures import locked_listing, step_of


def grace(listing_id: uuid.UUID, *, months: int, note: str, by: Officer, at: datetime) -> Listing:
    """Hold a signed decision back for one to three months from its day; its term begins the day after (G15, Q2).

    Nothing of it is public or has effect meanwhile. At the end a judge publishes it, or closes it.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``already-done``, ``wrong-state``;
        ``reasons-required``, ``grace-length`` (also when it would be over already).
    """
    on = legal_day(at)
    with transaction.atomic():
        listing, debtor = locked_listing(listing_id)
        step = step_of(listing, Act.GRACE, by=by, on=on)
        decisions.require_note(note, article="G15")
        last_day = grace_until(listing.decided_on or on, months=months)
        if last_day < on:
            raise Refusal("grace-length", "It counts from the decision and would be over.", pointer="months")
        listing.grace_until = last_day + ONE_DAY
        if law_of_grounds.has_term(listing.grounds):
            listing.in_force_until = term_until(listing.grace_until) + ONE_DAY
        listing.seal_particulars({**listing.particulars, "grace": note.strip()})
        listing_duties.open_grace_ended(listing, at=at)
        return conclude(listing, Done(Act.GRACE, step, by, at, note=note), subjects=[debtor])


def close(listing_id: uuid.UUID, *, reason: str, note: str, by: Officer, at: datetime) -> Listing:
    """Close a signed listing that was never public, because the debtor has performed or nothing is left to enforce.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``already-done``, ``wrong-state``;
        ``unknown-value``.
    """
    with transaction.atomic():
        listing, debtor = locked_listing(listing_id)
        step = step_of(listing, Act.CLOSE, by=by)
        found = law_of_grounds.closure_reason(reason, is_in_grace=listing.state == ListingState.GRACE)
        listing.ended_on, listing.ended_reason = legal_day(at), found.code
        listing_duties.end(listing, by=by, at=at)
        done = Done(Act.CLOSE, step, by, at, found.article, found.code, note)
        return conclude(listing, done, subjects=[debtor])


def withhold(listing_id: uuid.UUID, *, note: str, by: Officer, at: datetime) -> Listing:
    """Decide that a listing, when it takes effect, is not shown to the public; the unit is told instead (J13).

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``already-done``, ``wrong-state``;
        ``reasons-required``.
    """
    on = legal_day(at)
    with transaction.atomic():
        listing, debtor = locked_listing(listing_id)
        step = step_of(listing, Act.WITHHOLD, by=by, on=on)
        if listing.withheld_on is not None:
            raise Refusal("already-done", "It is withheld from publication.")
        decisions.require_note(note, article="J13")
        listing.withheld_on = on
        listing.seal_particulars({**listing.particulars, "withheld": note.strip()})
        return conclude(listing, Done(Act.WITHHOLD, step, by, at, note=note), subjects=[debtor])
