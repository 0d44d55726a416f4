"""What a listing obliges the court to: serve it, confirm what follows grace, justify it yearly; none outlives it."""

from datetime import datetime, timedelta

from blacklist.law.grounds import has_term
from blacklist.models import Listing, Officer, TaskKind
from blacklist.services import tasks

ONE_DAY = timedelta(days=1)
WHILE_IT_LASTS = (
    TaskKind.SERVICE,
    TaskKind.GRACE_ENDED,
    TaskKind.UNIT_NOTICE,
    TaskKind.ORDER_MISSING,
    TaskKind.ASSET_SEARCH,
    TaskKind.YEARLY_REASON,
    TaskKind.EARLY_REMOVAL_REVIEW,
)


def open_service(listing: Listing, *, at: datetime) -> None:
    """Open the task of serving a signed decision; after its day it is an alarm (G14)."""
    tasks.open_task(TaskKind.SERVICE, tasks.concern_of(listing), at=at)


def settle_service(listing: Listing, *, by: Officer, at: datetime) -> None:
    """Close that task."""
    tasks.settle(TaskKind.SERVICE, measure_id=listing.pk, by=by, at=at)


def open_grace_ended(listing: Listing, *, at: datetime) -> None:
    """Open the task of confirming, on the last day of grace, what follows it: nothing is automatic (G15)."""
    assert listing.grace_until is not None
    tasks.open_task(TaskKind.GRACE_ENDED, tasks.concern_of(listing), due_on=listing.grace_until - ONE_DAY, at=at)


def follow_publication(listing: Listing, *, by: Officer, at: datetime) -> None:
    """Close the task of grace and open those of a listing with effect.

    An order where there is none (C1); the unit of a person not fit for publication (J13); without a term, a search for
    assets each half year and a reason each year, so that no listing goes on unlooked at (§11, 5).
    """
    if listing.grace_until is not None:
        tasks.settle(TaskKind.GRACE_ENDED, measure_id=listing.pk, by=by, at=at)
    tasks.open_order_missing(listing, at=at)
    concern = tasks.concern_of(listing)
    if listing.withheld_on is not None:
        tasks.open_task(TaskKind.UNIT_NOTICE, concern, at=at)
    if not has_term(listing.grounds):
        tasks.open_task(TaskKind.ASSET_SEARCH, concern, at=at)
        tasks.open_task(TaskKind.YEARLY_REASON, concern, at=at)


def renew_yearly_reason(listing: Listing, *, by: Officer, at: datetime) -> None:
    """Close the task of this year's reason and open next year's."""
    tasks.settle(TaskKind.YEARLY_REASON, measure_id=listing.pk, by=by, at=at)
    tasks.open_task(TaskKind.YEARLY_REASON, tasks.concern_of(listing), at=at)


def end(listing: Listing, *, by: Officer | None, at: datetime) -> None:
    """Close whatever was to be done about a listing that has ended."""
    tasks.settle(*WHILE_IT_LASTS, measure_id=listing.pk, by=by, at=at)
