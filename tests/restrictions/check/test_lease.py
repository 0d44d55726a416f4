import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from restrictions.check.lease import Lease, LeaseFile, boottime_ns, current_boot_id

AS_OF = datetime(2026, 11, 22, 2, 5, 11, 204000, UTC)


def lease(number: int = 7) -> Lease:
    """Return a lease all of whose parts follow from one number, so that a mixture of two is seen."""
    return Lease(b"b" * 32, number, AS_OF + timedelta(milliseconds=number), number, number, bool(number % 2))


class TestLeaseFile:
    def test_is_read_as_written(self, tmp_path: Path) -> None:
        writer = LeaseFile(tmp_path / "lease", is_writer=True)
        reader = LeaseFile(tmp_path / "lease")
        assert reader.read() is None
        for number in (1, 2, 2**40):
            writer.write(lease(number))
            assert reader.read() == lease(number)
            assert reader.read() is reader.read()

    def test_outlives_its_writer(self, tmp_path: Path) -> None:
        writer = LeaseFile(tmp_path / "lease", is_writer=True)
        writer.write(lease())
        writer.close()
        LeaseFile(tmp_path / "lease", is_writer=True)
        assert LeaseFile(tmp_path / "lease").read() == lease()

    @pytest.mark.parametrize("content", [None, b"", b"short"])
    def test_is_not_there_before_its_first_writer(self, tmp_path: Path, content: bytes | None) -> None:
        if content is not None:
            (tmp_path / "lease").write_bytes(content)
        with pytest.raises(FileNotFoundError):
            LeaseFile(tmp_path / "lease")

    def test_is_never_read_half_written(self, tmp_path: Path) -> None:
        writer = LeaseFile(tmp_path / "lease", is_writer=True)
        reader = LeaseFile(tmp_path / "lease")
        writer.write(lease(8))
        raw = bytes(writer._map[:100])
        writer.write(lease(9))
        newer = bytes(writer._map[:100])
        for cut in range(1, 97):
            writer._map[:100] = newer[:cut] + raw[cut:]
            assert reader.read() in (None, lease(8), lease(9))

    def test_is_whole_under_a_busy_writer(self, tmp_path: Path) -> None:
        writer = LeaseFile(tmp_path / "lease", is_writer=True)
        writer.write(lease(0))
        stop = threading.Event()

        def write() -> None:
            number = 0
            while not stop.is_set():
                writer.write(lease(number := number + 1))

        thread = threading.Thread(target=write)
        thread.start()
        reader = LeaseFile(tmp_path / "lease")
        seen = [reader.read() for _ in range(3000)]
        stop.set()
        thread.join()
        assert all(found is not None and found == lease(found.list_version) for found in seen)

    def test_is_seen_by_another_process(self, tmp_path: Path) -> None:
        LeaseFile(tmp_path / "lease", is_writer=True).write(lease(41))
        script = (
            "import sys; from pathlib import Path; from restrictions.check.lease import LeaseFile; "
            "print(LeaseFile(Path(sys.argv[1])).read().list_version)"
        )
        command = [sys.executable, "-c", script, str(tmp_path / "lease")]
        assert subprocess.check_output(command, text=True) == "41\n"


class TestIsFresh:
    @pytest.mark.parametrize(("age", "fresh"), [(0, True), (10 * 10**9, True), (10 * 10**9 + 1, False), (-1, False)])
    def test_lasts_as_long_as_it_may(self, age: int, fresh: bool) -> None:
        assert lease(5).is_fresh(now_ns=5 + age, boot_id=b"b" * 32, seconds=10.0) is fresh

    def test_ends_with_the_boot(self) -> None:
        assert not lease(5).is_fresh(now_ns=5, boot_id=b"c" * 32, seconds=10.0)


class TestClock:
    def test_names_this_boot(self) -> None:
        assert len(current_boot_id()) == 32
        assert current_boot_id() == current_boot_id()
        assert boottime_ns() <= boottime_ns()
