"""Tell recipients of a listing, and of its end; each end is acknowledged (L8, J16)."""

import uuid
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from blacklist.law import ledger
from blacklist.law.days import legal_day
from blacklist.law.deadlines import acknowledgement_due
from blacklist.law.duties import Duty
from blacklist.law.lifecycle import Act, ListingState
from blacklist.law.refusals import Refusal
from blacklist.models import Listing, Notification, NotificationKind, Officer, Recipient, TaskKind
from blacklist.register import Deed, append, lock_subjects
from blacklist.selectors import calendar
from blacklist.services import decisions, relation, tasks


def enrol(
    *, name: str, kind: str, legal_basis: str, fields_told: Collection[str], by: Officer, at: datetime
) -> Recipient:
    """Enter a body that is told of the court's listings, by which rule, and which published fields.

    :raises Refusal: ``duty-required``, ``no-legal-basis``, ``field-required``, ``unknown-value``, ``duplicate``.
    """
    if not by.may(Duty.ENROL) or by.court_id is None:
        raise Refusal("duty-required", "Entering recipients needs the duty “enrol” at a court.")
    recipient = Recipient(
        court_id=by.court_id,
        name=name,
        kind=kind,
        legal_basis=ledger.read_basis(kind, legal_basis),
        fields_told=ledger.read_fields(fields_told),
        enrolled_at=at,
    )
    try:
        with transaction.atomic():
            recipient.save(force_insert=True)
            append(
                Deed(
                    act=Act.ENROL_RECIPIENT,
                    court_code=by.court_id,
                    at=at,
                    article="L8",
                    actor_name=by.username,
                    actor_id=by.pk,
                    measure_id=recipient.pk,
                ),
                subjects=[],
            )
    except IntegrityError:
        raise Refusal("duplicate", "This recipient is entered already.", pointer="name") from None
    return recipient


def notify(listing_id: uuid.UUID, *, recipient_id: uuid.UUID, by: Officer, at: datetime) -> Notification:
    """Tell one recipient of an active listing: the fields it may be told, no other.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``wrong-state``, ``already-done``.
    """
    with transaction.atomic():
        listing = Listing.objects.select_for_update(no_key=True).filter(pk=listing_id).first()
        if listing is None:
            raise Refusal("not-found", "There is no such listing.")
        listing.case = decisions.locked_case(listing.case_id)
        relation.require(by, Duty.PUBLISH, court_code=listing.case.court_id)
        recipient = Recipient.objects.filter(pk=recipient_id, court_id=listing.case.court_id, ended_on=None).first()
        if recipient is None:
            raise Refusal("not-found", "Your court has no such recipient.", pointer="recipient")
        if listing.state != ListingState.ACTIVE:
            raise Refusal("wrong-state", "Only an active listing is told of.", article="L8")
        if listing.notifications.filter(recipient=recipient).exists():
            raise Refusal("already-done", "This recipient has been told.")
        told = _tell(listing, recipient, NotificationKind.LISTED, at=at)
        done = Deed(
            act=Act.NOTIFY,
            court_code=listing.case.court_id,
            at=at,
            article=recipient.legal_basis,
            actor_name=by.username,
            actor_id=by.pk,
            measure_id=told.pk,
        )
        append(done, subjects=lock_subjects([listing.debtor_id]))
    return told


def recall(listing: Listing, *, counted_from: date, at: datetime) -> None:
    """Tell everybody who was told of a listing that it has ended; each acknowledges within three working days (J16).

    Part of the act that ends the listing, inside its transaction.
    """
    due = acknowledgement_due(counted_from, calendar())
    period = {"counted_from": counted_from, "due_on": due.due_on, "is_provisional": due.provisional}
    told = listing.notifications.filter(kind=NotificationKind.LISTED).select_related("recipient").order_by("pk")
    sent = [_tell(listing, row.recipient, NotificationKind.REMOVED, at=at, **period) for row in told]
    if sent:
        tasks.open_task(TaskKind.REMOVAL_NOTICES, tasks.concern_of(listing), counted_from=counted_from, at=at)


def acknowledge(notification_id: uuid.UUID, *, on: date, by: Officer, at: datetime) -> Notification:
    """Record that a recipient has acknowledged the end of a listing; with the last one the duty is done.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``wrong-state`` for news that asks for no
        answer, ``already-done``, ``date-in-future``.
    """
    with transaction.atomic():
        rows = Notification.objects.select_for_update(of=("self",)).select_related("listing__case")
        told = rows.filter(pk=notification_id).first()
        if told is None:
            raise Refusal("not-found", "There is no such notification.")
        told.listing.case = decisions.locked_case(told.listing.case_id)
        relation.require(by, Duty.SERVE, court_code=told.listing.case.court_id)
        if told.kind != NotificationKind.REMOVED:
            raise Refusal("wrong-state", "Only the end of a listing is acknowledged.", article="J16")
        if told.acknowledged_on is not None:
            raise Refusal("already-done", "It has been acknowledged.")
        if on > legal_day(at):
            raise Refusal("date-in-future", pointer="acknowledged_on")
        told.acknowledged_on = on
        told.save()
        if not told.listing.notifications.filter(kind=NotificationKind.REMOVED, acknowledged_on=None).exists():
            tasks.settle(TaskKind.REMOVAL_NOTICES, measure_id=told.listing_id, by=by, at=at)
    return told


def _tell(
    listing: Listing, recipient: Recipient, kind: NotificationKind, *, at: datetime, **period: Any
) -> Notification:
    return Notification.objects.create(
        recipient=recipient,
        listing=listing,
        kind=kind,
        legal_basis=recipient.legal_basis,
        fields_told=recipient.fields_told,
        sent_at=at,
        **period,
    )
