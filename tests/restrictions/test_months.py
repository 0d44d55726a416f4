"""Check records by month: where a record stands, what is made ahead, what goes when its retention has ended."""

import importlib
import io
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from restrictions import months, tasks
from restrictions.check.journal import Journal
from restrictions.check.references import References
from restrictions.models import CheckRecord
from restrictions.shipper import Shipper
from tests.restrictions.check.test_journal import record

pytestmark = pytest.mark.django_db
TODAY = date(2031, 3, 31)


def made_at(at: datetime) -> uuid.UUID:
    return uuid.UUID(bytes=References().reference(int(at.timestamp() * 1000)))


def on_file(at: datetime) -> CheckRecord:
    ids = {"institution_id": uuid.uuid4(), "credential_id": uuid.uuid4()}
    return CheckRecord.objects.create(
        reference=made_at(at), at=at, http_code=200, decision="permitted", list_version=1, **ids
    )


def partition_of(row: CheckRecord) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tableoid::regclass::text FROM restrictions_checkrecord WHERE reference = %s", [row.reference]
        )
        found: str = cursor.fetchone()[0]
    return found.removeprefix("restrictions_checkrecord_")


class TestMonthOf:
    @pytest.mark.parametrize(
        ("at", "month"),
        [
            (datetime(2031, 1, 1, tzinfo=UTC), date(2031, 1, 1)),
            (datetime(2031, 1, 31, 23, 59, 59, 999000, tzinfo=UTC), date(2031, 1, 1)),
            (datetime(2032, 2, 29, 12, tzinfo=UTC), date(2032, 2, 1)),
        ],
    )
    def test_is_that_of_the_time_in_the_reference(self, at: datetime, month: date) -> None:
        assert months.month_of(made_at(at)) == month

    def test_is_none_for_a_time_of_no_calendar(self) -> None:
        assert months.month_of(uuid.UUID(int=2**128 - 1)) is None


class TestAfter:
    @pytest.mark.parametrize(
        ("count", "month"),
        [(0, date(2031, 3, 1)), (10, date(2032, 1, 1)), (-3, date(2030, 12, 1)), (-15, date(2029, 12, 1))],
    )
    def test_counts_across_years(self, count: int, month: date) -> None:
        assert months.after(date(2031, 3, 1), count) == month


class TestMake:
    def test_takes_the_records_of_its_month_only(self) -> None:
        months.make([date(2031, 3, 1)])
        first = datetime(2031, 3, 1, tzinfo=UTC)
        instants = first - timedelta(milliseconds=1), first, datetime(2031, 3, 31, 23, 59, 59, tzinfo=UTC)
        assert [partition_of(on_file(at)) for at in instants] == ["default", "203103", "203103"]

    def test_takes_in_what_came_before_it_was_made(self) -> None:
        row = on_file(datetime(2031, 3, 7, tzinfo=UTC))
        assert partition_of(row) == "default"
        assert months.make([date(2031, 3, 1)]) == [date(2031, 3, 1)]
        assert partition_of(row) == "203103"

    def test_makes_each_once(self) -> None:
        assert months.make([date(2031, 3, 1)] * 2) == [date(2031, 3, 1)]
        assert months.make([date(2031, 3, 1)]) == []
        assert date(2031, 3, 1) in months.made()

    def test_keeps_the_reference_unique(self) -> None:
        months.make([date(2031, 3, 1)])
        row = on_file(datetime(2031, 3, 7, tzinfo=UTC))
        CheckRecord.objects.bulk_create([row], ignore_conflicts=True)
        assert CheckRecord.objects.count() == 1

    def test_reads_one_partition_for_a_reference(self) -> None:
        """`POST /v1/exemptions/use` looks a check up by its reference."""
        months.make([date(2031, 3, 1), date(2031, 4, 1)])
        plan = CheckRecord.objects.filter(pk=made_at(datetime(2031, 3, 7, tzinfo=UTC))).explain()
        assert "checkrecord_203103" in plan
        assert "checkrecord_203104" not in plan
        assert "default" not in plan


class TestDropEnded:
    @pytest.mark.law("D19")
    def test_forgets_whole_months_after_their_retention(self, settings: Any) -> None:
        settings.CHECK_RECORD_MONTHS = 12
        months.make([date(2030, 2, 1), date(2030, 3, 1)])
        old, kept = on_file(datetime(2030, 2, 28, 23, 59, tzinfo=UTC)), on_file(datetime(2030, 3, 1, tzinfo=UTC))
        assert date(2030, 2, 1) in months.drop_ended(TODAY)
        assert not CheckRecord.objects.filter(pk=old.pk).exists()
        assert CheckRecord.objects.filter(pk=kept.pk).exists()

    @pytest.mark.law("D19")
    def test_forgets_strays_of_that_age_too(self) -> None:
        old, kept = on_file(datetime(1970, 1, 1, tzinfo=UTC)), on_file(datetime(2099, 1, 1, tzinfo=UTC))
        months.drop_ended(TODAY)
        assert list(CheckRecord.objects.all()) == [kept]
        assert old.pk != kept.pk


class TestKeepMonths:
    def test_makes_this_month_and_the_next_two(self) -> None:
        tasks.keep_months()
        today = datetime.now(UTC).date()
        assert set(months.kept(today)[-3:]) <= months.made()
        assert len(months.kept(today)) == 15


class TestShipper:
    def test_makes_the_month_that_is_missing(self, tmp_path: Path) -> None:
        today = datetime.now(UTC)
        [earlier] = months.kept(today.date())[5:6]
        journal = Journal(tmp_path, sync="interval")
        reference = made_at(datetime(earlier.year, earlier.month, 9, tzinfo=UTC))
        journal.record(record(reference.int))
        journal.close()
        assert Shipper(tmp_path).ship() == 1
        assert partition_of(CheckRecord.objects.get()) == f"{earlier:%Y%m}"


class TestMigration:
    def test_keeps_every_name_that_the_models_give(self) -> None:
        call_command("makemigrations", "restrictions", check=True, dry_run=True, stdout=io.StringIO())
        with connection.cursor() as cursor:
            cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'restrictions_checkrecord'")
            names = {name for (name,) in cursor.fetchall()}
        assert {"records_of_institution", "records_of_subject", "restrictions_checkrecord_pkey"} <= names
        assert not any("whole" in name for name in names)

    def test_moves_what_is_on_file_into_its_months(self) -> None:
        """The table as it was before: one piece, with indexes of other names."""
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE plain (LIKE restrictions_checkrecord INCLUDING ALL)")
            cursor.execute("DROP TABLE restrictions_checkrecord")
            cursor.execute("ALTER TABLE plain RENAME TO restrictions_checkrecord")
        rows = [on_file(datetime(2026, month, 3, tzinfo=UTC)) for month in (8, 10)]
        with connection.schema_editor() as editor:
            importlib.import_module("restrictions.migrations.0006_months").partition(None, editor)
        assert [partition_of(row) for row in rows] == ["202608", "202610"]
        assert date(2026, 9, 1) in months.made()
        assert set(CheckRecord.objects.all()) == set(rows)
        with connection.cursor() as cursor:
            cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'restrictions_checkrecord'")
            assert "plain_pkey" in {name for (name,) in cursor.fetchall()}
