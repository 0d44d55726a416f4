"""Check records by month: the table becomes a partitioned one with the same columns, key, indexes and names."""

from datetime import UTC, datetime

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "restrictions_checkrecord"
INDEXES = """
    SELECT indexrelid::regclass::text, regexp_replace(pg_get_indexdef(indexrelid), '^.* USING ', '')
    FROM pg_index WHERE indrelid = %s::regclass
"""


def partition(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Build the partitioned table beside the old one, move the rows into their months, and take its place."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE}_whole (LIKE {TABLE} INCLUDING ALL) PARTITION BY RANGE (reference)")
        cursor.execute(f"CREATE TABLE {TABLE}_default PARTITION OF {TABLE}_whole DEFAULT")
        cursor.execute("SELECT min(at), max(at) FROM restrictions_checkrecord")
        first, last = cursor.fetchone()
        today = datetime.now(UTC)
        for month in _months(first or today, max(last or today, today)):
            _add(cursor, month)
        cursor.execute("INSERT INTO restrictions_checkrecord_whole SELECT * FROM restrictions_checkrecord")
        names = {said: name for name, said in _indexes(cursor, TABLE)}
        cursor.execute(f"DROP TABLE {TABLE}")
        cursor.execute(f"ALTER TABLE {TABLE}_whole RENAME TO {TABLE}")
        for name, said in _indexes(cursor, TABLE):
            cursor.execute(f'ALTER INDEX {name} RENAME TO {names[said]}')


def _indexes(cursor, table):
    cursor.execute(INDEXES, [table])
    return cursor.fetchall()


def _months(first: datetime, last: datetime) -> list[datetime]:
    """Return the first instants of the months from one to the other, and of the one behind."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month + 2)
    return [datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC) for number in numbers]


def _add(cursor, month: datetime) -> None:
    following = _months(month, month)[1]
    first, last = (f"{int(each.timestamp() * 1000):012x}{'0' * 20}" for each in (month, following))
    cursor.execute(
        f"CREATE TABLE {TABLE}_{month:%Y%m} PARTITION OF {TABLE}_whole FOR VALUES FROM ('{first}') TO ('{last}')"
    )


class Migration(migrations.Migration):

    dependencies = [("restrictions", "0005_heartbeat")]

    operations = [migrations.RunPython(partition, elidable=False)]
