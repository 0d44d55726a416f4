"""Insert many new rows by PostgreSQL's COPY: about five times as fast as INSERT with as many parameters."""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import cache
from operator import itemgetter
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model
from django.db.models.base import ModelState
from psycopg import sql

Row = TypeVar("Row", bound=Model)


def fresh(model: type[Row], **columns: Any) -> Row:
    """Return an unsaved row as ``model(**columns)`` does, in a tenth of the time; foreign keys are given as ids.

    An import makes nine rows for each ruling, and Django's constructor took a fifth of its time. What it leaves out
    are the ``pre_init`` and ``post_init`` signals, which nothing here listens to.
    """
    row = model.__new__(model)
    row._state = ModelState()
    constants, makers = _defaults(model)
    said = row.__dict__
    said.update(constants)
    for name, make in makers.items():
        if name not in columns:
            said[name] = make()
    said.update(columns)
    return row


@cache
def _defaults(model: type[Model]) -> tuple[Mapping[str, Any], Mapping[str, Callable[[], Any]]]:
    """Return the default of each column: those that never change, and those made anew for each row."""
    fields = model._meta.concrete_fields
    makers = {field.attname: field.default for field in fields if field.has_default() and callable(field.default)}
    constants = {field.attname: field.get_default() for field in fields if field.attname not in makers}
    return constants, makers


def copy_rows(rows: Sequence[Model]) -> None:
    """Insert unsaved rows of one model whose primary keys are set, or assigned by the database.

    Within the caller's transaction; constraints hold, and fail, as for any insert.
    """
    if not rows:
        return
    statement, values_of = _copying(type(rows[0]))
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        for row in rows:
            values = values_of(row.__dict__)
            copy.write_row([value.value if isinstance(value, Enum) else value for value in values])


@cache
def _copying(model: type[Model]) -> tuple[sql.SQL, Callable[[Mapping[str, Any]], tuple[Any, ...]]]:
    """Return the statement for a model's rows, and what takes its values from a row's."""
    fields = [field for field in model._meta.concrete_fields if not _is_assigned_by_database(field)]
    columns = sql.SQL(", ").join([sql.Identifier(str(field.column)) for field in fields])
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.db_table), columns)
    return sql.SQL(statement.as_string()), itemgetter(*[field.attname for field in fields])


def _is_assigned_by_database(field: Any) -> bool:
    return field.primary_key and field.get_internal_type() in {"AutoField", "BigAutoField"}
