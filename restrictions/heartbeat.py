"""Proof that this server is still the one whose acts count, for a database that a standby may replace.

A primary that was cut off goes on answering whoever still reaches it. But a commit that waits for the standby ends no
more, so a row that is committed each second shows how long ago the two were last together.
"""

from django.db import OperationalError, connection, transaction

BEAT = """
    INSERT INTO restrictions_heartbeat AS newest (id, at) VALUES (1, clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET at = clock_timestamp()
    WHERE newest.at NOT BETWEEN clock_timestamp() - interval '1 second' AND clock_timestamp()
"""
AGE = "SELECT (extract(epoch FROM clock_timestamp() - at) * 1e9)::bigint FROM restrictions_heartbeat WHERE id = 1"


def age_ns() -> int:
    """Commit a heartbeat unless there is one of the last second; return how long ago the newest was begun.

    All nodes share the row, and the first to find it old writes it. Nobody reads it before it has reached the standby.

    :raises OperationalError: when commits wait for no standby: then a heartbeat proves nothing.
    """
    with connection.cursor() as cursor:
        if not _waits_for_standby():
            raise OperationalError("no synchronous standby is configured on the server")
        with transaction.atomic():
            cursor.execute("SET LOCAL synchronous_commit = on")
            cursor.execute(BEAT)
        cursor.execute(AGE)
        age: int = cursor.fetchone()[0]
    return max(age, 0)


def _waits_for_standby() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_standby_names")
        return bool(cursor.fetchone()[0].strip())
