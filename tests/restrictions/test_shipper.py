"""Journal to database: once each, in order, whatever interrupts."""

import io
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError

from blacklist.inbox import Event
from restrictions.check.journal import Journal, files
from restrictions.models import CheckRecord, JournalPosition
from restrictions.shipper import Shipper
from tests.restrictions.check.test_journal import record

pytestmark = pytest.mark.django_db


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    made = Journal(tmp_path, sync="interval", rotate_bytes=10_000)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def received(monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    """What the court's inbox was handed."""
    events: list[Event] = []

    def receive(handed: Sequence[Event]) -> int:
        events.extend(handed)
        return len(handed)

    monkeypatch.setattr("blacklist.inbox.receive", receive)
    return events


def shipped() -> list[int]:
    return [row.reference.int for row in CheckRecord.objects.order_by("reference")]


class TestShip:
    def test_moves_every_record(self, journal: Journal, tmp_path: Path) -> None:
        whole: dict[str, Any] = {
            "activity": "flight.first",
            "decision": "restricted",
            "effect": "barred",
            "reason": "order_in_force",
            "identity": "2",
            "subject": uuid.UUID(int=9).bytes,
            "digest": b"d" * 16,
            "client_reference": "PNR-1",
            "on_day": 739000,
            "emergency": "medical",
            "noted": "emergency",
        }
        journal.record(record(1, **whole))
        journal.record(record(2, decision=None, problem="unknown-field", http_code=400))
        assert Shipper(tmp_path).ship() == 2
        first, second = CheckRecord.objects.order_by("reference")
        assert {name: getattr(first, name) for name in ("activity", "decision", "effect", "reason", "identity")} == {
            name: whole[name] for name in ("activity", "decision", "effect", "reason", "identity")
        }
        assert (first.subject_id, bytes(first.digest or b""), first.client_reference) == (
            uuid.UUID(int=9),
            b"d" * 16,
            "PNR-1",
        )
        assert (first.on.toordinal() if first.on else None, first.at.timestamp()) == (739000, 0.001)
        assert (second.problem, second.http_code, second.decision) == ("unknown-field", 400, "")

    def test_adds_nothing_when_repeated(self, journal: Journal, tmp_path: Path) -> None:
        journal.record(record(1))
        assert Shipper(tmp_path).ship() == 1
        assert Shipper(tmp_path).ship() == 0
        JournalPosition.objects.all().delete()
        assert Shipper(tmp_path).ship() == 1
        assert shipped() == [1]

    def test_follows_a_living_writer_through_its_files(self, journal: Journal, tmp_path: Path) -> None:
        shipper = Shipper(tmp_path)
        for number in range(400):
            journal.record(record(number))
            if number % 50 == 0:
                shipper.ship()
        shipper.ship()
        assert shipped() == list(range(400))
        assert len(files(tmp_path)) == 1
        assert JournalPosition.objects.count() == 1

    def test_leaves_the_file_of_a_living_writer(self, journal: Journal, tmp_path: Path) -> None:
        Shipper(tmp_path).ship()
        assert len(files(tmp_path)) == 1

    def test_removes_the_file_of_a_dead_writer(self, tmp_path: Path) -> None:
        journal = Journal(tmp_path, sync="interval")
        journal.record(record(1))
        journal.close()
        Shipper(tmp_path).ship()
        assert shipped() == [1]
        assert files(tmp_path) == []
        assert not JournalPosition.objects.exists()

    def test_reports_the_torn_tail_of_a_dead_writer(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        journal = Journal(tmp_path, sync="interval")
        journal.record(record(1))
        journal.record(record(2))
        journal.close()
        [path] = files(tmp_path)
        path.write_bytes(path.read_bytes()[:-3])
        Shipper(tmp_path).ship()
        assert shipped() == [1]
        assert "unfinished record" in caplog.text
        assert files(tmp_path) == []

    def test_keeps_a_damaged_file_to_look_at(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        journal = Journal(tmp_path, sync="interval")
        for number in (1, 2, 3):
            journal.record(record(number))
        journal.close()
        [path] = files(tmp_path)
        raw = bytearray(path.read_bytes())
        raw[len(raw) // 2] ^= 0xFF
        path.write_bytes(raw)
        Shipper(tmp_path).ship()
        assert shipped() == [1]
        assert "damaged" in caplog.text
        assert [left.suffix for left in tmp_path.iterdir()] == [".damaged"]

    def test_moves_a_piece_wholly_or_not_at_all(
        self, journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, received: list[Event]
    ) -> None:
        """The database fails between the records and their position: nothing is kept, and the next attempt adds all."""

        def fail(events: Sequence[Event]) -> int:
            raise OperationalError("gone")

        journal.record(record(1))
        shipper = Shipper(tmp_path)
        with monkeypatch.context() as patch:
            patch.setattr("blacklist.inbox.receive", fail)
            with pytest.raises(OperationalError):
                shipper.ship()
        assert shipped() == []
        assert shipper.ship() == 1
        assert shipped() == [1]

    def test_hands_the_court_what_was_noted(self, journal: Journal, tmp_path: Path, received: list[Event]) -> None:
        subject = uuid.UUID(int=9)
        journal.record(record(1, noted="name_mismatch", subject=subject.bytes, activity="flight.first"))
        journal.record(record(2, noted="emergency", activity="flight.first"))
        journal.record(record(3))
        Shipper(tmp_path).ship()
        [event] = received
        assert (event.kind, event.subject_id, event.activity) == ("name_mismatch", subject, "flight.first")
        assert event.reference == uuid.UUID(int=1).hex


class TestCommand:
    def test_ships_once(self, journal: Journal, tmp_path: Path, settings: Any) -> None:
        settings.JOURNAL_DIR = tmp_path
        journal.record(record(1))
        out = io.StringIO()
        call_command("ship_journal", "--once", stdout=out)
        assert out.getvalue() == "1 records shipped\n"
