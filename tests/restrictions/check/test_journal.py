import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from blacklist.law.refusals import Refusal
from restrictions.check.journal import MAGIC, Journal, Piece, Record, files, has_writer, read_piece


def record(number: int = 1, **changes: Any) -> Record:
    fields: dict[str, Any] = {
        "reference": number.to_bytes(16),
        "at_ms": 1,
        "institution": b"i" * 16,
        "credential": b"c" * 16,
        "http_code": 200,
        "list_version": 7,
        "decision": "permitted",
    }
    return Record(**fields | changes)


def read(path: Path, offset: int = 0, limit: int = 1000) -> Piece:
    with path.open("rb") as file:
        return read_piece(file, offset=offset, limit=limit)


def numbers(piece: Piece) -> list[int]:
    return [int.from_bytes(found.reference) for found in piece.records]


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    made = Journal(tmp_path, sync="interval")
    yield made
    made.close()


class TestRecordIn:
    def test_is_in_the_file_when_it_returns(self, journal: Journal, tmp_path: Path) -> None:
        journal.record(record(5))
        [path] = files(tmp_path)
        assert read(path).records == (record(5),)
        assert path.stat().st_mode & 0o777 == 0o600

    def test_goes_on_in_a_new_file_when_one_is_full(self, tmp_path: Path) -> None:
        journal = Journal(tmp_path, sync="interval", rotate_bytes=300)
        for number in range(10):
            journal.record(record(number))
        paths = files(tmp_path)
        assert len(paths) > 2
        assert [number for path in paths for number in numbers(read(path))] == list(range(10))
        with paths[0].open("rb") as first, paths[-1].open("rb") as last:
            assert not has_writer(first)
            assert has_writer(last)
        journal.close()

    def test_takes_a_half_written_record_back(
        self, journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        journal.record(record(1))
        whole = os.write
        monkeypatch.setattr(os, "write", lambda descriptor, frame: whole(descriptor, frame[:5]))
        with pytest.raises(Refusal, match="journal-unavailable"):
            journal.record(record(2))
        assert not journal.is_writable
        monkeypatch.undo()
        journal.record(record(3))
        assert journal.is_writable
        assert [number for path in files(tmp_path) for number in numbers(read(path))] == [1, 3]
        assert {read(path).tail for path in files(tmp_path)} == {"end"}

    def test_is_left_when_it_is_old_so_that_it_can_be_removed(self, tmp_path: Path) -> None:
        journal = Journal(tmp_path, sync="interval", rotate_seconds=0)
        for number in (1, 2, 3):
            journal.record(record(number))
        journal.close()
        assert [[one.reference for one in read(path).records] for path in files(tmp_path)] == [
            [number.to_bytes(16)] for number in (1, 2, 3)
        ]

    def test_goes_on_in_an_old_file_where_no_other_can_be_made(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        journal = Journal(tmp_path, sync="interval", rotate_seconds=0)
        journal.record(record(1))

        def fail(*_: Any, **__: Any) -> int:
            raise OSError(24, "Too many open files")

        with monkeypatch.context() as patch:
            patch.setattr(os, "open", fail)
            journal.record(record(2))
        assert journal.is_writable
        journal.close()
        [path] = files(tmp_path)
        assert len(read(path).records) == 2

    def test_refuses_when_no_file_can_be_made(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        journal = Journal(tmp_path, sync="interval", rotate_bytes=1)

        def fail(*_: Any, **__: Any) -> int:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "open", fail)
        with pytest.raises(Refusal, match="journal-unavailable"):
            journal.record(record())
        monkeypatch.undo()
        journal.close()


class TestRecover:
    def test_comes_back_in_a_new_file_without_a_record(
        self, journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A node that is not ready is asked nothing, so no record would ever find out that the disk works again."""

        def fail(*_: Any) -> int:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "write", fail)
        with pytest.raises(Refusal, match="journal-unavailable"):
            journal.record(record())
        with pytest.raises(Refusal, match="journal-unavailable"):
            journal.recover()
        assert len(files(tmp_path)) == 1
        monkeypatch.undo()
        journal.recover()
        assert journal.is_writable
        assert len(files(tmp_path)) == 2


class TestOnDisk:
    def test_waits_for_the_sync_of_its_group(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        synced: list[int] = []
        monkeypatch.setattr(os, "fdatasync", synced.append)
        journal = Journal(tmp_path, sync="answer")

        async def ask() -> None:
            journal.record(record())
            before = len(synced)
            await asyncio.gather(*(journal.on_disk() for _ in range(20)))
            assert before < len(synced)
            assert len(synced) <= 3

        asyncio.run(ask())
        journal.close()

    def test_refuses_when_the_disk_fails(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(descriptor: int) -> None:
            raise OSError(5, "Input/output error")

        journal = Journal(tmp_path, sync="answer")
        monkeypatch.setattr(os, "fdatasync", fail)
        journal.record(record())
        with pytest.raises(Refusal, match="journal-unavailable"):
            asyncio.run(journal.on_disk())
        monkeypatch.undo()
        journal.close()

    def test_refuses_the_group_that_failed_though_a_later_record_got_on(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A second sync of the same bytes may succeed and say nothing of the first."""
        failing = threading.Event()
        failing.set()

        def fail_once(descriptor: int) -> None:
            if failing.is_set():
                failing.clear()
                raise OSError(5, "Input/output error")

        journal = Journal(tmp_path, sync="answer")

        async def ask() -> None:
            waiting = asyncio.ensure_future(journal.on_disk())
            await asyncio.sleep(0)
            while journal.is_writable:  # without giving way: the waiter must not run before the next record
                time.sleep(0.001)
            journal.record(record(2))
            assert journal.is_writable
            with pytest.raises(Refusal, match="journal-unavailable"):
                await waiting

        monkeypatch.setattr(os, "fdatasync", fail_once)
        asyncio.run(ask())
        monkeypatch.undo()
        journal.close()

    def test_returns_at_once_between_intervals(self, journal: Journal) -> None:
        asyncio.run(journal.on_disk())


class TestReadPiece:
    def test_goes_on_where_it_stopped(self, journal: Journal, tmp_path: Path) -> None:
        for number in range(5):
            journal.record(record(number))
        [path] = files(tmp_path)
        first = read(path, limit=2)
        assert (numbers(first), first.tail) == ([0, 1], "more")
        rest = read(path, offset=first.offset)
        assert (numbers(rest), rest.tail) == ([2, 3, 4], "end")
        assert read(path, offset=rest.offset) == Piece((), rest.offset, "end")

    def test_stops_before_a_torn_tail_wherever_it_is_torn(self, journal: Journal, tmp_path: Path) -> None:
        journal.record(record(1))
        [path] = files(tmp_path)
        first = path.stat().st_size
        journal.record(record(2))
        whole = path.read_bytes()
        torn = tmp_path / "torn"
        for length in range(first + 1, len(whole)):
            torn.write_bytes(whole[:length])
            assert (numbers(read(torn)), read(torn).tail, read(torn).offset) == ([1], "torn", first)

    @pytest.mark.parametrize(
        ("raw", "tail"), [(b"", "torn"), (MAGIC[:2], "torn"), (MAGIC, "end"), (b"something else", "damaged")]
    )
    def test_reads_a_beginning(self, tmp_path: Path, raw: bytes, tail: str) -> None:
        path = tmp_path / "file"
        path.write_bytes(raw)
        assert read(path).tail == tail

    def test_knows_damage_from_a_torn_tail(self, journal: Journal, tmp_path: Path) -> None:
        journal.record(record(1))
        journal.record(record(2))
        [path] = files(tmp_path)
        raw = bytearray(path.read_bytes())
        raw[20] ^= 1
        damaged = tmp_path / "damaged"
        damaged.write_bytes(raw)
        assert (read(damaged).records, read(damaged).tail) == ((), "damaged")


WRITER = """
import sys
from pathlib import Path
from restrictions.check.journal import Journal
from tests.restrictions.check.test_journal import record

journal = Journal(Path(sys.argv[1]), sync="interval")
number = 0
while True:
    journal.record(record(number))
    print(number, flush=True)  # the answer leaves
    number += 1
"""


class TestKill:
    def test_loses_nothing_that_was_answered(self, tmp_path: Path) -> None:
        """A killed process: every record whose answer left is in the file, whole and in order."""
        command = [sys.executable, "-c", WRITER, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            answered = [int(writer.stdout.readline()) for _ in range(200)]
            [path] = files(tmp_path)
            with path.open("rb") as file:
                assert has_writer(file)
            writer.send_signal(signal.SIGKILL)
            answered += [int(line) for line in writer.stdout.read().split()]
        with path.open("rb") as file:
            assert not has_writer(file)
        found = numbers(read(path, limit=10**9))
        assert found[: len(answered)] == answered
        assert len(found) - len(answered) <= 1
