"""The legal day: dates of the law are days in China, whatever clock an instant came from."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LEGAL_ZONE = ZoneInfo("Asia/Shanghai")


def legal_day(at: datetime) -> date:
    """Return the day in China on which the aware instant ``at`` falls."""
    return at.astimezone(LEGAL_ZONE).date()
