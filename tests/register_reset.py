"""Emptying the database between transactional tests, although the register forbids it.

Only tests may do this: they switch the register's triggers off for the one statement that empties the tables, and open
the register again at version 0.
"""

from collections.abc import Iterable
from typing import Any

from django.db.backends.postgresql.operations import DatabaseOperations

_flush = DatabaseOperations.execute_sql_flush


def flush_and_open(operations: DatabaseOperations, sql_list: Iterable[str]) -> None:
    from blacklist.register import GENESIS_HASH

    opened = f"INSERT INTO blacklist_listhead VALUES (1, 0, '\\x{GENESIS_HASH.hex()}')"  # noqa: S608 - a constant
    statements = ["SET session_replication_role = replica", *sql_list, opened, "SET session_replication_role = DEFAULT"]
    _flush(operations, statements)


def install() -> None:
    """Let Django's flush through the register's trigger, for this test process."""
    patched: Any = flush_and_open
    DatabaseOperations.execute_sql_flush = patched  # type: ignore[method-assign]
