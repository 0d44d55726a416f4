"""A further check node of a started system: a home and processes of its own; keys, database and broker are the same."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from config.embedded.home import REPOSITORY
from config.embedded.parentage import tied_python
from tests.asking import Asker
from tests.running import Run, plain_environment
from tests.waiting import eventually

READY_SECONDS = 60.0


class FurtherNode:
    """The node from `start` to the end of the block; what is killed stays so until it is started again."""

    def __init__(self, first: Run, home: Path, *, lease_seconds: float) -> None:
        home.mkdir(mode=0o700)
        with socket.create_server(("127.0.0.1", 0)) as server:
            self.port: int = server.getsockname()[1]
        manage = str(REPOSITORY / "manage.py")
        self._commands = {
            "follower": tied_python(manage, "follow_register"),
            "web": tied_python("config.serving", f"--port={self.port}"),
            "shipper": tied_python(manage, "ship_journal"),
        }
        self._environment = {
            **plain_environment(),
            "RESTRICTION_HOME": str(home),
            "RESTRICTION_KEYS": str(first.home / "keys"),
            "RESTRICTIONS_LEASE_SECONDS": str(lease_seconds),
            "DATABASE_URL": first.database_url(),
            "REDIS_URL": first.broker_url(),
        }
        self._output = home.with_suffix(".txt").open("wb")
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for process in self._running.values():
            process.kill()
            process.wait()
        self._output.close()

    def manage(self, *arguments: str) -> str:
        """Run a command of this node to its end and return what it printed."""
        command = [sys.executable, "-P", str(REPOSITORY / "manage.py"), *arguments]
        return subprocess.run(
            command, env=self._environment, cwd=REPOSITORY, check=True, capture_output=True, text=True, timeout=120
        ).stdout

    def start(self, *names: str) -> None:
        """Start these of its processes, or all, and return when it is ready to answer."""
        for name in names or tuple(self._commands):
            self._running[name] = subprocess.Popen(
                self._commands[name], env=self._environment, cwd=REPOSITORY, stdout=self._output, stderr=self._output
            )
        assert eventually(self._is_ready, seconds=READY_SECONDS)

    def send(self, name: str, number: signal.Signals) -> None:
        """Send a signal to one of its processes; one that ends by it is waited for."""
        process = self._running[name]
        os.kill(process.pid, number)
        if number in (signal.SIGKILL, signal.SIGTERM):
            process.wait()

    def asker(self, *, seconds: float = 5.0) -> Asker:
        """Return a connection to the node; close it."""
        return Asker("127.0.0.1", self.port, seconds=seconds)

    def _is_ready(self) -> bool:
        with self.asker() as asker:
            reply = asker.ask("GET", "/readyz")
        return reply is not None and reply.status == 200
