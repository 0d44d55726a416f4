"""What the timetable asks of the court side. A task fetches and calls; the act itself is a service."""

from celery import shared_task
from django.utils import timezone

from blacklist.selectors import listings_run_out, orders_run_out
from blacklist.services import listings, orders


@shared_task
def expire_measures() -> int:
    """Settle the record of every measure whose period has run out; return how many.

    The effect ended at midnight by itself: an answer compares the clock, it does not wait for this task.
    """
    at = timezone.now()
    settled = 0
    for listing_id in listings_run_out(at=at):
        listings.expire(listing_id, at=at)
        settled += 1
    for order_id in orders_run_out(at=at):
        orders.expire(order_id, at=at)
        settled += 1
    return settled
