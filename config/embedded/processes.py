"""Starting, recognising and ending processes."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.embedded.home import REPOSITORY

POLL_SECONDS = 0.05
_LARGEST_LOG = 10_000_000


@dataclass(frozen=True)
class Program:
    """What to start, and how to end it."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 8.0
    """Seconds from the stop signal to SIGKILL."""
    stdin: bytes = b""
    clear: Callable[[], None] = field(default=lambda: None)
    """Removes what a killed predecessor left in the way."""


@dataclass(frozen=True)
class Identity:
    """One process for ever: a number is used again, but not with the same start time (ticks since boot)."""

    pid: int
    started: int
    boot: str


def identify(pid: int) -> Identity | None:
    """Return the identity of a living process, None when there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    fields = stat[stat.rindex(")") + 2 :].split()  # the name before may hold spaces and brackets
    if fields[0] in ("Z", "X"):
        return None
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return Identity(pid=pid, started=int(fields[19]), boot=boot)


def is_alive(identity: Identity) -> bool:
    return identify(identity.pid) == identity


def start(program: Program, *, logs: Path) -> subprocess.Popen[bytes]:
    """Start a program with its output in a log, in its own session: a terminal's Ctrl-C is for us alone."""
    program.clear()
    log = logs / f"{program.name}.log"
    if log.exists() and log.stat().st_size > _LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
    with log.open("ab") as output:
        child = subprocess.Popen(
            program.command,
            cwd=REPOSITORY,
            env=dict(program.environment),
            stdin=subprocess.PIPE if program.stdin else subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    if child.stdin is not None:
        child.stdin.write(program.stdin)
        child.stdin.close()
    return child


def end(identities: Iterable[tuple[Identity, signal.Signals]], *, patience: float) -> None:
    """Ask processes to stop, wait, and kill them with all of their session when they do not."""
    asked = [(identity, stop) for identity, stop in identities if is_alive(identity)]
    for identity, stop in asked:
        _send(identity.pid, stop)
        _send(identity.pid, signal.SIGCONT)  # a halted process would keep the request to itself
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and any(is_alive(identity) for identity, _ in asked):
        time.sleep(POLL_SECONDS)
    for identity, _ in asked:
        if is_alive(identity):
            kill_session(identity.pid)


def kill_session(pid: int) -> None:
    """Kill what is left of the session that `pid` leads or led."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


class Record:
    """The processes of a home, in a file, so that the next start can end what a killed one left."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._entries: dict[str, tuple[Identity, signal.Signals]] = {}

    def note(self, name: str, identity: Identity, stop: signal.Signals) -> None:
        self._entries[name] = (identity, stop)
        self._write()

    def forget(self) -> None:
        self._entries = {}
        self._path.unlink(missing_ok=True)

    def left_over(self) -> list[tuple[str, Identity, signal.Signals]]:
        """Return the recorded processes that still live."""
        try:
            rows = json.loads(self._path.read_text())
        except (FileNotFoundError, ValueError):
            return []
        found = [
            (row["name"], Identity(row["pid"], row["started"], row["boot"]), signal.Signals(row["stop"]))
            for row in rows
        ]
        return [entry for entry in found if is_alive(entry[1])]

    def _write(self) -> None:
        rows = [
            {"name": name, "pid": i.pid, "started": i.started, "boot": i.boot, "stop": int(stop)}
            for name, (i, stop) in self._entries.items()
        ]
        new = self._path.with_suffix(".new")
        new.write_text(json.dumps(rows, indent=1))
        new.replace(self._path)
