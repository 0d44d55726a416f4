"""Measures that somebody contests, and measures paused meanwhile."""

from blacklist.law.remedies import MeasureKind
from blacklist.models import ConsumptionOrder, Listing
from blacklist.services import relief
from tests.factories import corrections, listings, orders, people
from tests.factories.clock import AT

WHY = "很可能有误。"


def disputed_listing(*, ground: int = 1) -> Listing:
    """Return an active listing whose correction is asked for."""
    listing = listings.active(ground=ground)
    corrections.received(listing)
    return listing


def disputed_order() -> ConsumptionOrder:
    """Return an order in force whose correction is asked for."""
    order = orders.in_force()
    corrections.received(order)
    return order


def paused_listing(*, ground: int = 1) -> Listing:
    """Return a listing without effect while its correction is examined."""
    listing = disputed_listing(ground=ground)
    relief.pause(MeasureKind.LISTING, listing.pk, note=WHY, by=people.judge(), at=AT)
    return Listing.objects.get(pk=listing.pk)


def paused_order() -> ConsumptionOrder:
    """Return an order without effect while its correction is examined."""
    order = disputed_order()
    relief.pause(MeasureKind.ORDER, order.pk, note=WHY, by=people.judge(), at=AT)
    return ConsumptionOrder.objects.get(pk=order.pk)
