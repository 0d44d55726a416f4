"""Killed web processes: whatever was answered is on record, and the service is back by itself."""

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

from config.embedded.programs import web_names
from tests.asking import Officers
from tests.faults.load import Load
from tests.journeys import court
from tests.running import Run
from tests.waiting import eventually

Figure = Callable[[str, object], None]

BACK_SECONDS = 20.0
ACTS, KILLS = 60, 3


def journal_writers(running: Run) -> list[int]:
    """Return the web processes that hold a journal file."""
    found = map(running.pid_of, web_names(running.workers))
    return [pid for pid in found if pid and _holds(pid, running.home / "journal")]


def _holds(pid: int, folder: Path) -> bool:
    try:
        return any(os.readlink(file).startswith(f"{folder}/") for file in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return False


def journal_files(running: Run) -> list[Path]:
    return sorted((running.home / "journal").iterdir())


class TestKill:
    def test_loses_no_answer_and_comes_back(self, running: Run, record_property: Figure) -> None:
        """First one process in the middle of the load, then all of them at once."""
        assert eventually(lambda: len(journal_writers(running)) == running.workers)
        with Load(running, name="kill") as load:
            assert eventually(lambda: load.answered > 200)
            killed = journal_writers(running)[0]
            os.kill(killed, signal.SIGKILL)
            begun, before = time.monotonic(), load.answered
            assert eventually(lambda: load.answered > before + 200, seconds=BACK_SECONDS)
            assert eventually(lambda: self._is_whole(running, without=killed), seconds=BACK_SECONDS)
            record_property("figure", f"a killed process was replaced after {time.monotonic() - begun:.1f} s")

            all_killed = journal_writers(running)
            for pid in all_killed:
                os.kill(pid, signal.SIGKILL)
            begun = time.monotonic()
            assert eventually(lambda: self._is_whole(running, without=all_killed[0]), seconds=BACK_SECONDS)
            assert eventually(lambda: running.decision() == "restricted", seconds=BACK_SECONDS)
            back = time.monotonic() - begun
            record_property("figure", f"a killed web answered again after {back:.1f} s")
            assert back < BACK_SECONDS
            before = load.answered
            assert eventually(lambda: load.answered > before + 200, seconds=BACK_SECONDS)

        assert {reply.status for reply in load.replies} == {200}
        references = [reply.reference for reply in load.replies]
        assert len(set(references)) == len(references)
        assert eventually(lambda: not running.unrecorded(references), seconds=20)
        record_property("figure", f"{len(references)} answers on record, {load.unanswered} requests broke off")
        twice = """
            SELECT client_reference FROM restrictions_checkrecord WHERE client_reference LIKE 'kill-%%'
            GROUP BY client_reference HAVING count(*) > 1"""
        assert running.query(twice) == []

    def test_loses_and_doubles_no_act(self, running: Run, officers: Officers, record_property: Figure) -> None:
        """Drafts under keys of their own, each asked for until it is answered, while web processes are killed."""
        debtor = court.debtor(officers, "冯重申")
        draft = court.order_of(debtor, "hotel.star_rated")
        over, killed = threading.Event(), []

        def kill() -> None:
            while not over.wait(0.05):
                if len(workers := journal_writers(running)) == running.workers:
                    os.kill(workers[0], signal.SIGKILL)
                    killed.append(workers[0])

        killer = threading.Thread(target=kill)
        killer.start()
        keys: list[str] = []
        drafted: list[str] = []
        try:
            while len(killed) < KILLS or len(keys) < ACTS:
                keys.append(f"draft-{len(keys):04d}")
                drafted.append(officers.insist(court.JUDGE, "orders", draft, key=keys[-1]).body["id"])
        finally:
            over.set()
            killer.join()
        again = [officers.insist(court.JUDGE, "orders", draft, key=key).body["id"] for key in keys]
        assert again == drafted
        made = running.query("SELECT count(*) FROM blacklist_consumptionorder WHERE case_id = %s", debtor.case)
        assert made == [(len(keys),)]
        assert eventually(lambda: len(journal_writers(running)) == running.workers)
        record_property("figure", f"{len(keys)} drafts, each made once through {len(killed)} kills of a web process")

    def test_leaves_no_journal_behind(self, running: Run) -> None:
        """The file of a dead process is shipped whole, then deleted; none is put aside as damaged."""
        assert eventually(lambda: len(journal_files(running)) == running.workers), journal_files(running)
        assert {path.suffix for path in journal_files(running)} == {".journal"}

    @staticmethod
    def _is_whole(running: Run, *, without: int) -> bool:
        writers = journal_writers(running)
        return len(writers) == running.workers and without not in writers
