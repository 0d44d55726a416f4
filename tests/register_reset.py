"""Emptying the database between transactional tests, although the register forbids it.

Only tests may do this: they switch the register's triggers off for the one statement that empties the tables, and open
the register again at version 0, with the calendar that a new register begins with.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.backends.postgresql.operations import DatabaseOperations

_flush = DatabaseOperations.execute_sql_flush


def flush_and_open(operations: DatabaseOperations, sql_list: Iterable[str]) -> None:
    from blacklist.register import GENESIS_HASH

    opened = f"INSERT INTO blacklist_listhead VALUES (1, 0, '\\x{GENESIS_HASH.hex()}')"  # noqa: S608 - a constant
    statements = ["SET session_replication_role = replica", *sql_list, opened, *calendar_statements()]
    _flush(operations, [*statements, "SET session_replication_role = DEFAULT"])


def calendar_statements() -> Iterator[str]:
    from blacklist.law.workdays import published_notices

    for notice in published_notices():
        yield f"INSERT INTO blacklist_calendaryear VALUES ({notice.year}, '{notice.source}', now())"  # noqa: S608
        for kind, days in (("rest", notice.rest_days), ("make_up", notice.make_up_days)):
            if days:
                rows = ", ".join(f"('{day}', '{kind}', {notice.year})" for day in days)
                yield f"INSERT INTO blacklist_calendarday VALUES {rows}"  # noqa: S608 - constants


def install() -> None:
    """Let Django's flush through the register's trigger, for this test process."""
    patched: Any = flush_and_open
    DatabaseOperations.execute_sql_flush = patched  # type: ignore[method-assign]
