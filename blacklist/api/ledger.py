"""Where a listing is public and who was told of it."""

import uuid
from datetime import datetime
from typing import Any

from django.db.models import Q
from rest_framework import serializers

from blacklist import selectors
from blacklist.api.paging import PageIn, page, paged
from blacklist.api.shapes import LIST, Choice, Day, Flag, Id, Input, Output, Text
from blacklist.api.views import CourtView, Given, Operation, matching
from blacklist.law.duties import Duty
from blacklist.law.ledger import CHANNELS, FIELDS, RECIPIENTS
from blacklist.models import Announcement, LiftNotice, Notification, NotificationKind, Officer, Recipient
from blacklist.services import announcements, lift_notices, notifications

CHANNEL_CHOICES = list(CHANNELS.items())
RECIPIENT_KINDS = [(code, zh) for code, (zh, _) in RECIPIENTS.items()]


class AnnouncementIn(Input):
    """A further channel on which the listing was made public."""

    channel = Choice(CHANNEL_CHOICES)
    published_on = Day()


class TakeDownIn(Input):
    """When it was taken down there."""

    taken_down_on = Day()


class AnnouncementFilterIn(PageIn):
    """Which announcements."""

    listing = Id(required=False)
    channel = Choice(CHANNEL_CHOICES, required=False)


class AnnouncementOut(Output):
    """One channel on which a listing was made public."""

    id = serializers.UUIDField()
    listing = serializers.UUIDField(source="listing_id")
    channel = serializers.ChoiceField(CHANNEL_CHOICES)
    published_on = serializers.DateField()
    taken_down_on = serializers.DateField(allow_null=True)


class RecipientIn(Input):
    """A body that is told of the court's listings, by which rule, and what."""

    name = Text(max_length=100)
    kind = Choice(RECIPIENT_KINDS)
    legal_basis = Text(max_length=8, help_text="The rule by which this kind of recipient is told.")
    fields_told = serializers.ListField(child=Choice([(name, name) for name in FIELDS]), max_length=LIST)


class RecipientFilterIn(PageIn):
    """Which recipients."""

    kind = Choice(RECIPIENT_KINDS, required=False)


class RecipientOut(Output):
    """A recipient of the court's listings."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(RECIPIENT_KINDS)
    legal_basis = serializers.CharField()
    fields_told = serializers.ListField(child=serializers.CharField())
    ended_on = serializers.DateField(allow_null=True)


class NotificationIn(Input):
    """Who is told."""

    recipient = Id()


class AcknowledgeIn(Input):
    """When the recipient acknowledged."""

    acknowledged_on = Day()


class NotificationFilterIn(PageIn):
    """Which notifications."""

    listing = Id(required=False)
    recipient = Id(required=False)
    kind = Choice(NotificationKind.choices, required=False)


class NotificationOut(Output):
    """A recipient told of a listing, or of its end."""

    id = serializers.UUIDField()
    listing = serializers.UUIDField(source="listing_id")
    recipient = RecipientOut()
    kind = serializers.ChoiceField(NotificationKind.choices)
    legal_basis = serializers.CharField()
    fields_told = serializers.ListField(child=serializers.CharField())
    sent_at = serializers.DateTimeField()
    due_on = serializers.DateField(allow_null=True)
    is_provisional = serializers.BooleanField(help_text="The calendar of that year is not published yet.")
    acknowledged_on = serializers.DateField(allow_null=True)


class Announcements(CourtView):
    operations = {
        "GET": Operation(
            "list_announcements",
            Duty.READ,
            takes=AnnouncementFilterIn,
            gives=paged(AnnouncementOut, name="AnnouncementPage"),
        )
    }

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """List where the listings of the own court are or were public, newest first."""
        return page(
            matching(selectors.announcements_of(by), given, "listing", "channel"), given, newest_by="published_on"
        )


class Announce(CourtView):
    operations = {
        "POST": Operation("announce_listing", Duty.PUBLISH, takes=AnnouncementIn, gives=AnnouncementOut, answers=201)
    }

    def act(self, given: Given, *, by: Officer, at: datetime, listing_id: uuid.UUID) -> Announcement:
        """Record that an active listing was made public on a further channel."""
        return announcements.announce(listing_id, channel=given["channel"], on=given["published_on"], by=by, at=at)


class TakeDown(CourtView):
    operations = {"POST": Operation("take_down_announcement", Duty.REMOVE, takes=TakeDownIn, gives=AnnouncementOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, announcement_id: uuid.UUID) -> Announcement:
        """Record that an ended listing was taken down from a channel."""
        return announcements.take_down(announcement_id, on=given["taken_down_on"], by=by, at=at)


class Recipients(CourtView):
    operations = {
        "GET": Operation(
            "list_recipients", Duty.READ, takes=RecipientFilterIn, gives=paged(RecipientOut, name="RecipientPage")
        ),
        "POST": Operation("enrol_recipient", Duty.ENROL, takes=RecipientIn, gives=RecipientOut, answers=201),
    }

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """List who is told of the own court's listings, newest first."""
        return page(matching(selectors.recipients_of(by), given, "kind"), given, newest_by="enrolled_at")

    def act(self, given: Given, *, by: Officer, at: datetime) -> Recipient:
        """Enter a body that is told of the court's listings."""
        return notifications.enrol(**given, by=by, at=at)


class Notifications(CourtView):
    operations = {
        "GET": Operation(
            "list_notifications",
            Duty.READ,
            takes=NotificationFilterIn,
            gives=paged(NotificationOut, name="NotificationPage"),
        )
    }

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """List who was told of which listing of the own court, newest first."""
        rows = matching(selectors.notifications_of(by), given, "listing", "recipient", "kind")
        return page(rows, given, newest_by="sent_at")


class Notify(CourtView):
    operations = {
        "POST": Operation("notify_of_listing", Duty.PUBLISH, takes=NotificationIn, gives=NotificationOut, answers=201)
    }

    def act(self, given: Given, *, by: Officer, at: datetime, listing_id: uuid.UUID) -> Notification:
        """Tell one recipient of an active listing; of its end that recipient is told by itself."""
        return notifications.notify(listing_id, recipient_id=given["recipient"], by=by, at=at)


class Acknowledge(CourtView):
    operations = {"POST": Operation("acknowledge_notification", Duty.SERVE, takes=AcknowledgeIn, gives=NotificationOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, notification_id: uuid.UUID) -> Notification:
        """Record that a recipient acknowledged the end of a listing; due within three working days (J16)."""
        return notifications.acknowledge(notification_id, on=given["acknowledged_on"], by=by, at=at)


class LiftNoticeFilterIn(PageIn):
    """Which notices of the end of an order."""

    order = Id(required=False)
    is_acknowledged = Flag(required=False)


class LiftNoticeOut(Output):
    """A unit told of the end of an order."""

    id = serializers.UUIDField()
    order = serializers.UUIDField(source="order_id")
    assistance_notice = serializers.UUIDField(source="assistance_notice_id")
    number = serializers.CharField(source="assistance_notice.number")
    sent_at = serializers.DateTimeField()
    due_on = serializers.DateField()
    is_provisional = serializers.BooleanField()
    acknowledged_on = serializers.DateField(allow_null=True)


class LiftNotices(CourtView):
    operations = {
        "GET": Operation(
            "list_lift_notices", Duty.READ, takes=LiftNoticeFilterIn, gives=paged(LiftNoticeOut, name="LiftNoticePage")
        )
    }

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """List which units were told of the end of an order, newest first."""
        rows = matching(
            selectors.lift_notices_of(by),
            given,
            "order",
            is_acknowledged=lambda answered: Q(acknowledged_on__isnull=not answered),
        )
        return page(rows, given, newest_by="sent_at")


class AcknowledgeLift(CourtView):
    operations = {"POST": Operation("acknowledge_lift_notice", Duty.SERVE, takes=AcknowledgeIn, gives=LiftNoticeOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, lift_notice_id: uuid.UUID) -> LiftNotice:
        """Record that a unit acknowledged the end of an order; due within three working days (C9)."""
        return lift_notices.acknowledge(lift_notice_id, on=given["acknowledged_on"], by=by, at=at)
