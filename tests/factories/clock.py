"""The instant at which the factories' stories take place: Monday 16 November 2026, 10 o'clock in China."""

from datetime import UTC, date, datetime

AT = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 16)
