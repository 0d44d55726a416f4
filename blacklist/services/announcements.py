"""Make a listing public on a further channel, and take it down there when it has ended (L7, L10)."""

import uuid
from datetime import date, datetime

from django.db import IntegrityError, transaction

from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.law.lifecycle import Act, ListingState
from blacklist.law.refusals import Refusal
from blacklist.models import Announcement, Listing, Officer, TaskKind
from blacklist.register import Deed, append, lock_subjects
from blacklist.services import decisions, relation, tasks

ENDED = (ListingState.REMOVED, ListingState.REVOKED, ListingState.EXPIRED)


def announce(listing_id: uuid.UUID, *, channel: str, on: date, by: Officer, at: datetime) -> Announcement:
    """Record that an active listing was made public on a further channel, so that its end reaches that one too.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``wrong-state``, ``date-in-future``, ``date``;
        ``already-done`` when it stands there.
    """
    with transaction.atomic():
        listing = _locked(listing_id)
        relation.require(by, Duty.PUBLISH, court_code=listing.case.court_id)
        if listing.state != ListingState.ACTIVE:
            raise Refusal("wrong-state", "Only an active listing is made public.", article="L7")
        if on > legal_day(at):
            raise Refusal("date-in-future", pointer="published_on")
        if listing.published_on is None or on < listing.published_on:
            raise Refusal("date", "It was not public before that day.", pointer="published_on")
        announcement = Announcement(listing=listing, channel=channel, published_on=on)
        try:
            with transaction.atomic():
                announcement.save(force_insert=True)
        except IntegrityError:
            raise Refusal("already-done", "It stands on this channel already.", pointer="channel") from None
        _append(Act.ANNOUNCE, announcement, by=by, at=at)
    return announcement


def take_down(announcement_id: uuid.UUID, *, on: date, by: Officer, at: datetime) -> Announcement:
    """Record that an ended listing was taken down from a channel; the duty to do so is done with it.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``wrong-state`` while the listing has effect,
        ``already-done``, ``date-in-future``, ``date``.
    """
    with transaction.atomic():
        found = Announcement.objects.filter(pk=announcement_id).values_list("listing_id", flat=True).first()
        if found is None:
            raise Refusal("not-found", "There is no such announcement.")
        listing = _locked(found)
        announcement = Announcement.objects.select_for_update().get(pk=announcement_id)
        relation.require(by, Duty.REMOVE, court_code=listing.case.court_id)
        if announcement.taken_down_on is not None:
            raise Refusal("already-done", "It has been taken down.")
        if listing.state not in ENDED:
            raise Refusal("wrong-state", "The listing has not ended.", article="L10")
        if on > legal_day(at):
            raise Refusal("date-in-future", pointer="taken_down_on")
        if on < announcement.published_on:
            raise Refusal("date", "It was not public before that day.", pointer="taken_down_on")
        announcement.taken_down_on = on
        announcement.save()
        announcement.listing = listing
        tasks.settle(TaskKind.TAKE_DOWN, matter_id=announcement.pk, by=by, at=at)
        _append(Act.TAKE_DOWN, announcement, by=by, at=at)
    return announcement


def _locked(listing_id: uuid.UUID) -> Listing:
    listing = Listing.objects.select_for_update(no_key=True).filter(pk=listing_id).first()
    if listing is None:
        raise Refusal("not-found", "There is no such listing.")
    listing.case = decisions.locked_case(listing.case_id)
    return listing


def _append(act: Act, announcement: Announcement, *, by: Officer, at: datetime) -> None:
    listing = announcement.listing
    done = Deed(
        act=act,
        court_code=listing.case.court_id,
        at=at,
        article="L7" if act is Act.ANNOUNCE else "L10",
        actor_name=by.username,
        actor_id=by.pk,
        reason=announcement.channel,
        measure_id=announcement.pk,
    )
    append(done, subjects=lock_subjects([listing.debtor_id]))
