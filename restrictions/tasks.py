"""What the timetable asks of the check side."""

import logging

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from restrictions import months, sightings
from restrictions.services import alarms, use

logger = logging.getLogger("restrictions.tasks")


@shared_task
def keep_months() -> None:
    """Make the coming months of check records, and drop those whose retention has ended (D19/47), counts too."""
    today = timezone.now().date()
    for month in months.make(months.kept(today)[-months.AHEAD - 1 :]):
        logger.info("check records of %s have a partition", f"{month:%Y-%m}")
    for month in months.drop_ended(today):
        logger.warning("check records of %s are gone: their retention has ended", f"{month:%Y-%m}")
    sightings.drop_ended(today)


@shared_task
def forget_sessions() -> int:
    """Delete the sessions that have ended, and what was typed at a counter and never sent; return how many rows."""
    return Session.objects.filter(expire_date__lte=timezone.now()).delete()[0]


@shared_task
def watch_use() -> int:
    """Raise alarms for use that stands out, and suspend above the hard thresholds."""
    return alarms.watch(at=timezone.now())


@shared_task
def forget_use() -> int:
    """Delete old counts of use."""
    return use.forget(at=timezone.now())
