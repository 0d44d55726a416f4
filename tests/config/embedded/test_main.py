"""The command line: one clear line when something is in the way."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config.embedded.home import REPOSITORY, Home, claimed


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "config.embedded", *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=REPOSITORY)


class TestMain:
    def test_says_in_one_line_that_the_port_is_in_use(self, tmp_path: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            refused = _run("run", "--home", str(tmp_path / "home"), "--port", str(port))
        assert refused.stderr == f"Port {port} of 127.0.0.1 is already in use: choose another with --port.\n"
        assert refused.returncode == 2

    def test_says_in_one_line_that_the_home_is_in_use(self, home: Home) -> None:
        with claimed(home, purpose="run"):
            refused = _run("run", "--home", str(home.path))
        assert refused.stderr.startswith(f"{home.path} is in use by another command (run, process ")
        assert refused.stderr.count("\n") == 1
        assert refused.returncode == 2

    def test_keeps_a_mandated_service_off_the_demonstration(self, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
        """Q0: the gateway that may ask about everything, and invented people, exist in a demonstration only."""
        home.demonstration.write_text("{}")
        monkeypatch.setenv("RESTRICTION_MANDATE", "最高法函〔2026〕1号")
        refused = _run("run", "--home", str(home.path))
        assert refused.returncode == 2
        assert refused.stderr.endswith("holds the demonstration: a service with a mandate needs a --home of its own.\n")

    def test_refuses_an_unknown_command(self) -> None:
        refused = _run("rum")
        assert (refused.returncode, refused.stderr) == (2, "Unknown command rum: run, manage or with.\n")
