"""What the timetable asks of the statistics."""

from celery import shared_task
from django.utils import timezone

from config.statistics import publishing


@shared_task
def publish_statistics() -> int:
    """Publish the months that have ended; return how many were new."""
    return len(publishing.publish(at=timezone.now()))
