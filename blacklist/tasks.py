"""What the timetable asks of the court side. A task fetches and calls; the act itself is a service."""

import uuid
from collections.abc import Callable
from datetime import datetime

from celery import shared_task
from django.utils import timezone

from blacklist.law.refusals import Refusal
from blacklist.selectors import exemptions_run_out, listings_run_out, orders_run_out
from blacklist.services import calendars, evidence, exemptions, idempotency, listings, orders


@shared_task
def expire_measures() -> int:
    """Settle the record of every measure, and of every exemption, whose days have run out; return how many.

    The effect ended at midnight by itself: an answer compares the clock, it does not wait for this task.
    """
    at = timezone.now()
    return sum(
        [
            *[_settle(listings.expire, listing_id, at=at) for listing_id in listings_run_out(at=at)],
            *[_settle(orders.expire, order_id, at=at) for order_id in orders_run_out(at=at)],
            *[_settle(exemptions.expire, exemption_id, at=at) for exemption_id in exemptions_run_out(at=at)],
        ]
    )


@shared_task
def forget_answers() -> int:
    """Delete the answers kept for repetitions of acts more than a week ago; return how many."""
    return idempotency.forget(at=timezone.now())


@shared_task
def count_provisional_deadlines() -> int:
    """Count provisional deadlines again, as some were opened while a calendar was being loaded; say how many moved."""
    return calendars.recount().moved


def _settle(expire: Callable[..., object], measure_id: uuid.UUID, *, at: datetime) -> int:
    """Settle one; an officer may have ended it since it was found, which must not keep the others waiting."""
    try:
        expire(measure_id, at=at)
    except Refusal:
        return 0
    return 1


@shared_task
def erase_evidence() -> int:
    """Erase evidence of exemptions that is kept no longer; return of how many."""
    return evidence.erase(at=timezone.now())
