"""A newcomer's `bin/run`: it answers, gets up by itself, survives being killed, and leaves nothing behind."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.embedded.readiness import is_ready
from tests.running import Run
from tests.waiting import eventually


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    run = Run(tmp_path / "home")
    yield run
    run.kill()


class TestRun:
    def test_answers_gets_up_again_and_leaves_nothing(self, run: Run) -> None:
        """One journey, since each start takes seconds: start, a killed part, a killed whole, start again, stop."""
        run.start()
        assert (run.home / "demo.json").stat().st_mode & 0o777 == 0o600
        assert run.decision() == "restricted"
        assert "/v1/checks" in run.said()

        web = run.pid_of("web")
        os.kill(web, signal.SIGKILL)
        assert eventually(lambda: run.pid_of("web") not in (0, web))
        assert eventually(lambda: run.decision() == "restricted")

        database = run.pid_of("postgres")
        os.kill(database, signal.SIGKILL)
        assert eventually(lambda: run.pid_of("postgres") not in (0, database))
        assert eventually(lambda: is_ready("127.0.0.1", run.port) and run.decision() == "restricted")

        before = run.demo()["institutions"]
        run.kill()
        assert eventually(lambda: run.processes() == []), run.processes()

        run.start()
        assert run.demo()["institutions"] == before
        assert run.decision() == "restricted"

        assert run.stop() == 0
        assert run.processes() == []
