"""A newcomer's `bin/run`: it answers, gets up by itself, survives being killed, and leaves nothing behind."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.embedded.home import REPOSITORY
from config.embedded.processes import Record
from config.embedded.readiness import is_ready
from tests.waiting import eventually

_OURS = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "RESTRICTION_KEYS")
_START_SECONDS = 90.0


class Run:
    """One `bin/run` after another on the same home and port."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.create_server(("127.0.0.1", 0)) as server:
            self.port: int = server.getsockname()[1]
        self.output = home.with_suffix(".txt")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and return when it is ready."""
        environment = {name: value for name, value in os.environ.items() if name not in _OURS}
        command = [sys.executable, "-m", "config.embedded", "run", "--workers=1"]
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [*command, f"--home={self.home}", f"--port={self.port}"],
                cwd=REPOSITORY,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        assert eventually(self._is_decided, seconds=_START_SECONDS), self.said()
        assert self.process.poll() is None, self.said()

    def stop(self) -> int:
        """Ask it to stop and return its exit code."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(timeout=60)

    def kill(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def said(self) -> str:
        return self.output.read_text()

    def demo(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.home / "demo.json").read_text())
        return found

    def decision(self) -> str:
        """Return the answer to the demonstration's gateway asking about its restricted person."""
        demo = self.demo()
        question = {"activity": "flight.business", "subject": demo["subjects"]["listed_and_ordered"]}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            credential = demo["institutions"]["gateway"]["credential"]
            headers = {"Authorization": f"Bearer {credential}", "Content-Type": "application/json"}
            connection.request("POST", "/v1/checks", json.dumps(question).encode(), headers)
            answer: dict[str, str | None] = json.loads(connection.getresponse().read())
        except (OSError, http.client.HTTPException):
            return "no answer"
        finally:
            connection.close()
        return answer["decision"] or answer["code"] or ""

    def pid_of(self, name: str) -> int:
        living = Record(self.home / "run" / "processes.json").left_over()
        return next((identity.pid for known, identity, _ in living if known == name), 0)

    def processes(self) -> list[str]:
        """Return the command lines of all living processes that know this home, whoever started them."""
        return [line for line in map(self._command_on_home, Path("/proc").glob("[0-9]*")) if line]

    def _is_decided(self) -> bool:
        assert self.process is not None
        return "Ready at" in self.said() or self.process.poll() is not None

    def _command_on_home(self, folder: Path) -> str:
        try:
            told = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
        except OSError:
            return ""
        is_ours = str(self.home).encode() in told
        return told.split(b"\0\0")[0].replace(b"\0", b" ").decode(errors="replace")[:200] if is_ours else ""


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
