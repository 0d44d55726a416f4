"""The months of check records: one partition each, made ahead, dropped whole when its retention has ended (D19/47).

A reference begins with its time, so the month is a range of references: the primary key stays the reference alone, and
whoever looks one up reads one partition. What lies outside the months that are kept stands in the default partition.
"""

import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime

from django.conf import settings
from django.db import connection, transaction
from psycopg.sql import SQL, Identifier

from restrictions.models import CheckRecord

AHEAD = 2
LOCK = 0x6D6F6E74  # "mont": whoever makes or drops a partition holds it
_TABLE = CheckRecord._meta.db_table
_PREFIX = f"{_TABLE}_"
_DEFAULT = Identifier(f"{_PREFIX}default")
MOVE = SQL(
    "WITH early AS (DELETE FROM {early} WHERE reference >= %s AND reference < %s RETURNING *)"
    " INSERT INTO {month} SELECT * FROM early"
)


def month_of(reference: uuid.UUID) -> date | None:
    """Return the first day (UTC) of the month in which a reference was made, None for one of no calendar."""
    try:
        return datetime.fromtimestamp((reference.int >> 80) / 1000, UTC).date().replace(day=1)
    except (ValueError, OverflowError):
        return None


def after(month: date, months: int) -> date:
    """Return the month that is so many months later."""
    count = month.year * 12 + month.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def kept(today: date) -> list[date]:
    """Return the months that have a partition on a day: those retained, this one, and those made ahead."""
    return [after(today.replace(day=1), offset) for offset in range(-settings.CHECK_RECORD_MONTHS, AHEAD + 1)]


def made() -> set[date]:
    """Return the months that have a partition."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT right(relname, 6) FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid"
            " WHERE inhparent = %s::regclass AND relname ~ %s",
            [_TABLE, f"^{_PREFIX}[0-9]{{6}}$"],
        )
        return {date(int(name[:4]), int(name[4:]), 1) for (name,) in cursor.fetchall()}


def make(months: Iterable[date]) -> list[date]:
    """Make the partitions that are missing and return their months. Records that came before them move in."""
    with transaction.atomic():
        _lock()
        missing = sorted({*months} - made())
        for month in missing:
            _make(month)
    return missing


def drop_ended(today: date) -> list[date]:
    """Drop every month whose retention has ended, with all its records; return them.

    A month is kept until as many whole months as `CHECK_RECORD_MONTHS` have passed since its last day.
    """
    oldest = kept(today)[0]
    with transaction.atomic(), connection.cursor() as cursor:
        _lock()
        ended = sorted(month for month in made() if month < oldest)
        for month in ended:
            cursor.execute(f"DROP TABLE {_name(month)}")
        began = datetime(oldest.year, oldest.month, 1, tzinfo=UTC)
        cursor.execute(SQL("DELETE FROM {} WHERE at < %s").format(_DEFAULT), [began])
    return ended


def _make(month: date) -> None:
    name, bounds = _name(month), [str(_first(month)), str(_first(after(month, 1)))]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {name} (LIKE {_TABLE} INCLUDING ALL)")
        cursor.execute(MOVE.format(early=_DEFAULT, month=Identifier(name)), bounds)
        cursor.execute(f"ALTER TABLE {_TABLE} ATTACH PARTITION {name} FOR VALUES FROM (%s) TO (%s)", bounds)


def _name(month: date) -> str:
    return f"{_PREFIX}{month:%Y%m}"


def _first(month: date) -> uuid.UUID:
    """Return the smallest reference of a month."""
    return uuid.UUID(int=int(datetime(month.year, month.month, 1, tzinfo=UTC).timestamp() * 1000) << 80)


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
