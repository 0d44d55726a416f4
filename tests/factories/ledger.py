"""Announcements, recipients and notifications of listings."""

from blacklist.models import Announcement, LiftNotice, Listing, Notification, NotificationKind, Recipient
from blacklist.services import announcements, lift_notices, notifications
from tests.factories import assistance_notices, listings, orders, people
from tests.factories.clock import AT, TODAY


def announced(listing: Listing | None = None) -> Announcement:
    """Return the announcement of an active listing on the notice board."""
    listing = listing or listings.active()
    return announcements.announce(listing.pk, channel="notice_board", on=TODAY, by=people.judge(), at=AT)


def of_removed() -> Announcement:
    """Return the announcement of a listing that has ended."""
    return Announcement.objects.get(listing=listings.removed())


def taken_down() -> Announcement:
    """Return an announcement that was taken down."""
    return announcements.take_down(of_removed().pk, on=TODAY, by=people.judge(), at=AT)


def recipient(name: str = "示范征信中心") -> Recipient:
    """Return a credit agency that is told of the listings of the court."""
    return notifications.enrol(
        name=name,
        kind="credit_agency",
        legal_basis="L8",
        fields_told=["name", "document_number", "case_number"],
        by=people.president(),
        at=AT,
    )


def told(listing: Listing | None = None, name: str = "示范征信中心") -> Notification:
    """Return the notification of an active listing."""
    listing = listing or listings.active()
    found = Recipient.objects.filter(name=name).first() or recipient(name)
    return notifications.notify(listing.pk, recipient_id=found.pk, by=people.judge(), at=AT)


def recalled() -> Notification:
    """Return the notification of a listing's end."""
    from blacklist.services import listings as acts

    first = told()
    acts.remove(first.listing_id, reason="performed", note="", by=people.judge(), at=AT)
    return first.listing.notifications.get(kind=NotificationKind.REMOVED)


def acknowledged() -> Notification:
    """Return a notification that was acknowledged."""
    return notifications.acknowledge(recalled().pk, on=TODAY, by=people.clerk(), at=AT)


def lift_notice() -> LiftNotice:
    """Return the notice by which an airline hears that an order has ended."""
    notice = assistance_notices.served()
    return orders.lifted().lift_notices.get(assistance_notice=notice)


def lift_acknowledged() -> LiftNotice:
    """Return such a notice that was acknowledged."""
    return lift_notices.acknowledge(lift_notice().pk, on=TODAY, by=people.clerk(), at=AT)
