"""Insert many new rows by PostgreSQL's COPY: about five times as fast as INSERT with as many parameters."""

from collections.abc import Sequence
from enum import Enum
from typing import Any

from django.db import connection
from django.db.models import Model
from psycopg import sql


def copy_rows(rows: Sequence[Model]) -> None:
    """Insert unsaved rows of one model whose primary keys are set, or assigned by the database.

    Within the caller's transaction; constraints hold, and fail, as for any insert.
    """
    if not rows:
        return
    options = rows[0]._meta
    fields = [field for field in options.concrete_fields if not _is_assigned_by_database(field)]
    columns = sql.SQL(", ").join([sql.Identifier(str(field.column)) for field in fields])
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(options.db_table), columns)
    names = [field.attname for field in fields]
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        for row in rows:
            said = row.__dict__
            copy.write_row([_plain(said[name]) for name in names])


def _is_assigned_by_database(field: Any) -> bool:
    return field.primary_key and field.get_internal_type() in {"AutoField", "BigAutoField"}


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value
