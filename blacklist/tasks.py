"""What the timetable asks of the court side. A task fetches and calls; the act itself is a service."""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime
from time import monotonic
from traceback import format_tb

from celery import shared_task
from django.utils import timezone

from blacklist.imports import runs
from blacklist.law.refusals import Refusal
from blacklist.selectors import (
    corrections_overdue,
    exemptions_run_out,
    extensions_run_out,
    listings_run_out,
    orders_run_out,
)
from blacklist.services import (
    calendars,
    corrections,
    drafts,
    evidence,
    exemptions,
    extensions,
    idempotency,
    lasting_duties,
    listings,
    orders,
    own_filings,
    share_codes,
    tasks,
)

TURN_SECONDS = 10.0  # how long an import may keep the other duties of a worker waiting

logger = logging.getLogger("blacklist.tasks")


@shared_task
def expire_measures() -> int:
    """Settle the record of every measure, and of every exemption, whose days have run out; return how many.

    The effect ended at midnight by itself: an answer compares the clock, it does not wait for this task.
    """
    return expire(at=timezone.now())


def expire(*, at: datetime) -> int:
    """Settle what has run out by ``at``; return how many records."""
    return sum(
        [
            *[_settle(listings.expire, listing_id, at=at) for listing_id in listings_run_out(at=at)],
            *[_settle(extensions.expire, extension_id, at=at) for extension_id in extensions_run_out(at=at)],
            *[_settle(orders.expire, order_id, at=at) for order_id in orders_run_out(at=at)],
            *[_settle(exemptions.expire, exemption_id, at=at) for exemption_id in exemptions_run_out(at=at)],
        ]
    )


@shared_task
def escalate_overdue() -> int:
    """Let the courts above see what is overdue; return how many duties.

    A request for correction is referred to the next court above, by an act of its own.
    """
    return escalate(at=timezone.now())


def escalate(*, at: datetime) -> int:
    """Escalate what is overdue at ``at``; return how many duties."""
    for request_id in corrections_overdue(at=at):
        _settle(corrections.escalate, request_id, at=at)
    return tasks.escalate_overdue(at=at)


@shared_task
def forget_answers() -> int:
    """Delete the answers kept for repetitions of acts more than a week ago; return how many."""
    return idempotency.forget(at=timezone.now())


@shared_task
def forget_drafts() -> int:
    """Delete the forms that nobody went on with for a month, and the marks of those sent; return how many."""
    return drafts.forget(at=timezone.now()) + own_filings.forget(at=timezone.now())


@shared_task
def forget_share_codes() -> int:
    """Delete the share codes that ran out months ago; return how many."""
    return share_codes.forget(at=timezone.now())


@shared_task
def count_provisional_deadlines() -> int:
    """Count provisional deadlines again, as some were opened while a calendar was being loaded; say how many moved."""
    return calendars.recount().moved


@shared_task
def keep_duties() -> int:
    """Open the duties that active listings lack, as those taken over with a file do; return how many (§11, 5; C1)."""
    return lasting_duties.keep(at=timezone.now(), is_enough=_turn()).opened


@shared_task
def work_on_imports() -> int:
    """Give each uploaded file that waits a turn: a preview, or a stretch of its import; return how many waited.

    A turn that is killed loses no more than its last batch, and the next one goes on behind it.
    """
    waiting = list(runs.waiting())
    for run in waiting:
        try:
            runs.advance(run, at=timezone.now(), is_enough=_turn())
        except Exception as error:  # one file must not keep the others waiting
            # Neither the message nor the values: they may hold what the file says.
            logger.error("import %s: %s\n%s", run.pk, type(error).__name__, "".join(format_tb(error.__traceback__)))
    return len(waiting)


def _turn() -> Callable[[], bool]:
    """Return what says that a turn that begins now is over."""
    over_at = monotonic() + TURN_SECONDS
    return lambda: monotonic() > over_at


@shared_task
def sweep_imports() -> int:
    """Drop uploads that nobody confirmed and delete files that nobody wants; return how many files."""
    return runs.sweep(at=timezone.now())


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
