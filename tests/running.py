"""The whole system, really started on a throw-away home: for the tests of journeys and of faults.

One system serves all of them (`running`), one test after another: they all go to one of the parallel workers.
"""

import json
import os
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling  # type: ignore[import-untyped]

from config.embedded.home import REPOSITORY
from config.embedded.keys import read_secret
from config.embedded.postgres import Postgres, find_binaries
from config.embedded.processes import Record
from config.embedded.sockets import socket_folder
from config.embedded.valkey import Valkey, find_binary
from tests.asking import Asker, Officers
from tests.waiting import eventually

_FOLDERS = ("tests/journeys/", "tests/faults/")
_BROWSER = "tests/browser/"
_OURS = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "RESTRICTION_KEYS", "RESTRICTION_HOME")
_START_SECONDS = 90.0


class Run:
    """One `bin/run` after another on the same home and port."""

    def __init__(self, home: Path, *, workers: int = 1, environment: Mapping[str, str] | None = None) -> None:
        self.home = home
        self.workers = workers
        self._more = environment or {}
        with socket.create_server(("127.0.0.1", 0)) as server:
            self.port: int = server.getsockname()[1]
        self.output = home.with_suffix(".txt")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and return when it is ready."""
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                _embedded("run", f"--home={self.home}", f"--port={self.port}", f"--workers={self.workers}"),
                cwd=REPOSITORY,
                env={**plain_environment(), **self._more},
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

    def asker(self, *, seconds: float = 5.0) -> Asker:
        """Return a connection to the system; close it."""
        return Asker("127.0.0.1", self.port, seconds=seconds)

    def credential(self, institution: str) -> str:
        found: str = self.demo()["institutions"][institution]["credential"]
        return found

    def decision(self) -> str:
        """Return the answer to the demonstration's gateway asking, on a new connection, about its barred person."""
        question = {"activity": "flight.business", "subject": self.demo()["subjects"]["listed_and_ordered"]}
        with self.asker() as asker:
            reply = asker.check(question, credential=self.credential("gateway"))
        return reply.outcome if reply else "no answer"

    # --- What goes on beneath -----------------------------------------------------------------------------------------

    def manage(self, *arguments: str, stdin: str = "") -> str:
        """Run `bin/manage` on this home to its end and return what it printed."""
        with self.managing(*arguments, stdin=subprocess.PIPE) as process:
            out, error = process.communicate(stdin, timeout=120)
        assert process.returncode == 0, error
        return out

    def managing(self, *arguments: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
        """Start `bin/manage` on this home."""
        return subprocess.Popen(
            _embedded("manage", f"--home={self.home}", *arguments),
            cwd=REPOSITORY,
            env={**plain_environment(), **self._more},
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def database_url(self) -> str:
        return Postgres(
            folder=self.home / "postgres",
            sockets=socket_folder(self.home / "run"),
            binaries=find_binaries(),
            password=read_secret(self.home / "keys", "postgres.password"),
            account=None,
        ).address

    def broker_url(self) -> str:
        return Valkey(
            folder=self.home / "valkey",
            sockets=socket_folder(self.home / "run"),
            binary=find_binary(),
            password=read_secret(self.home / "keys", "valkey.password"),
            account=None,
        ).address

    def query(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Return the rows of one statement in the system's own database."""
        with psycopg.connect(self.database_url(), autocommit=True) as connection:
            return connection.execute(statement.encode(), parameters).fetchall()

    def unrecorded(self, references: Iterable[str]) -> set[str]:
        """Return those references that are not in the database's record of checks, by now."""
        asked = {uuid.UUID(reference) for reference in references}
        found = self.query("SELECT reference FROM restrictions_checkrecord WHERE reference = ANY(%s)", list(asked))
        return {reference.hex for reference in asked - {row[0] for row in found}}

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


def _embedded(*arguments: str) -> list[str]:
    return [sys.executable, "-P", "-m", "config.embedded", *arguments]


def plain_environment() -> dict[str, str]:
    """Return our environment without what `bin/test` says about its own database and broker."""
    found = {name: value for name, value in os.environ.items() if name not in _OURS}
    return {**found, "PYTHONPATH": str(REPOSITORY)}


@contextmanager
def started(home: Path, *, environment: Mapping[str, str] | None = None) -> Iterator[Run]:
    """Have a system of two web processes for the length of the block, and see that it stops in order."""
    run = Run(home, workers=2, environment=environment)
    try:
        run.start()
        yield run
        assert run.stop() == 0
    finally:
        run.kill()


def children(pid: int) -> list[int]:
    """Return the processes that a process has started and that live."""
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(child) for child in told.split()]


def descendants(pid: int) -> list[int]:
    """Return the processes that a process has started, and those that these have."""
    found = children(pid)
    return found + [other for child in found for other in descendants(child)]


@pytest.fixture
def asker(running: Run) -> Iterator[Asker]:
    with running.asker() as asker:
        yield asker


@pytest.fixture(scope="session")
def officers(running: Run) -> Officers:
    return Officers("127.0.0.1", running.port, running.demo())


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """A system of two web processes, seeded with the demonstration, for every test of this worker that asks for one."""
    with started(tmp_path_factory.mktemp("system") / "home") as run:
        yield run


class OneWorker(LoadScopeScheduling):  # type: ignore[misc]
    """Tests on a started system, and those in a browser, each to one worker; any other to whoever is free."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(_BROWSER):
            return "browser"
        return "system" if nodeid.startswith(_FOLDERS) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneWorker:
    """Not by the mark `xdist_group`, which pytest-xdist 3.8 does not see under pytest 9.2."""
    return OneWorker(config, log)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what tests measured (`record_property("figure", …)`), also of those that passed."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    said = [text for report in reports for name, text in report.user_properties if name == "figure"]
    if said:
        terminalreporter.section("figures")
        for sentence in said:
            terminalreporter.write_line(str(sentence))
