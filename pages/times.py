"""When something happened, as a clock in China shows it: what is stored and sent is UTC, what a person reads is not."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as formatted

CHINA = ZoneInfo("Asia/Shanghai")
TO_THE_MINUTE = "Y-m-d H:i"


def clock(at: datetime | None, shape: str = TO_THE_MINUTE) -> str:
    """Return an instant as day and time in China; nothing for none. A shape is one of Django's date filter."""
    return formatted(at.astimezone(CHINA), shape) if at else ""
