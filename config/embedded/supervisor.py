"""Keeps a table of programs running, and stops all of it, the servers last."""

import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

from config.embedded.faults import CannotStart
from config.embedded.home import Home
from config.embedded.processes import (
    POLL_SECONDS,
    Identity,
    Program,
    Record,
    end,
    identify,
    kill_session,
    start,
)

_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 10.0
_STEADY_SECONDS = 10.0
"""A program that ran as long as this starts again at once; one that ended sooner waits longer each time."""
_HOPELESS = 5


class StopRequested(Exception):
    """Somebody pressed Ctrl-C or sent SIGTERM or SIGHUP."""


@dataclass
class _Running:
    """A program with its present process; `due_at` is set while it waits to be started again."""

    program: Program
    process: subprocess.Popen[bytes]
    started_at: float
    falls: int = 0
    due_at: float | None = None


class Supervisor:
    """Starts, watches and ends the programs of one home. All instants are of the monotonic clock."""

    def __init__(self, home: Home, *, say: Callable[[str], None]) -> None:
        self._home = home
        self._say = say
        self._running: dict[str, _Running] = {}
        self._record = Record(home.run / "processes.json")
        self._stop_requested = False

    def listen(self) -> None:
        """Take Ctrl-C, SIGTERM and a closed terminal as the wish to stop."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._request_stop)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # which is how nohup asks to stay
            signal.signal(signal.SIGHUP, self._request_stop)

    def end_left_over(self) -> None:
        """End what an earlier, killed run of this home left: workers first, then the servers."""
        left = self._record.left_over()
        if left:
            self._say(f"ending what an earlier run left: {', '.join(name for name, _, _ in left)}")
        for servers in (False, True):
            group = [(identity, stop) for name, identity, stop in left if (name in _SERVERS) is servers]
            end(group, patience=20.0 if servers else 5.0)
        self._record.forget()

    def start(self, program: Program) -> None:
        process = start(program, logs=self._home.logs)
        fallen = self._running.get(program.name)
        self._running[program.name] = _Running(
            program, process, started_at=time.monotonic(), falls=fallen.falls if fallen else 0
        )
        if identity := identify(process.pid):
            self._record.note(program.name, identity, program.stop_signal)

    def complete(self, program: Program) -> None:
        """Run a program to its end, keeping the others up.

        :raises CannotStart: when it fails, with the last line of its log.
        """
        process = start(program, logs=self._home.logs)
        if identity := identify(process.pid):
            self._record.note(program.name, identity, program.stop_signal)
        try:
            while process.poll() is None:
                self.watch()
        except BaseException:
            _end_all([(process, program)])
            raise
        if process.returncode != 0:
            raise CannotStart(f"{program.name} failed: {self.last_words(program.name)}")

    def watch(self) -> None:
        """Start again what has ended, then wait a moment.

        :raises StopRequested: when stopping is wished for.
        """
        if self._stop_requested:
            raise StopRequested
        for running in self._running.values():
            if running.due_at is None:
                self._note_fall(running)
            elif time.monotonic() >= running.due_at:
                self.start(running.program)
                break  # the table has changed
        time.sleep(POLL_SECONDS)

    def insist(self) -> None:
        """Watch, as long as every program gets up again.

        :raises StopRequested: when stopping is wished for.
        :raises CannotStart: when one has ended at once several times in a row.
        """
        self.watch()
        for name, running in self._running.items():
            if running.falls >= _HOPELESS:
                raise CannotStart(f"{name} ended {running.falls} times in a row: {self.last_words(name)}")

    def stop(self) -> None:
        """End everything: workers together, then the servers one after another, PostgreSQL last."""
        workers = [running for name, running in self._running.items() if name not in _SERVERS]
        _end_all([(running.process, running.program) for running in workers])
        for name in _SERVERS:
            if running := self._running.get(name):
                _end_all([(running.process, running.program)])
        self._record.forget()

    def last_words(self, name: str) -> str:
        """Return the last line of a program's log and where the log is."""
        log = self._home.logs / f"{name}.log"
        lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
        return f"{lines[-1].strip() if lines else 'it said nothing'} (see {log})"

    def _note_fall(self, running: _Running) -> None:
        if running.process.poll() is None:
            return
        program, now = running.program, time.monotonic()
        kill_session(running.process.pid)
        steady = now - running.started_at >= _STEADY_SECONDS
        running.falls = 1 if steady else running.falls + 1
        pause = 0.0 if steady else min(_FIRST_PAUSE * 2 ** (running.falls - 1), _LONGEST_PAUSE)
        running.due_at = now + pause
        how = _meaning(running.process.returncode)
        said = "" if steady else f": {self.last_words(program.name)}"
        self._say(f"{program.name} ended ({how}) and is started again{said}")

    def _request_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stop_requested = True


_SERVERS = ("valkey", "postgres")


def _end_all(running: Sequence[tuple[subprocess.Popen[bytes], Program]]) -> None:
    living: list[tuple[Identity, signal.Signals]] = []
    for process, program in running:
        if process.poll() is None and (identity := identify(process.pid)):
            living.append((identity, program.stop_signal))
    end(living, patience=max((program.patience for _, program in running), default=0.0))
    for process, _ in running:
        process.wait()
        kill_session(process.pid)


def _meaning(returncode: int) -> str:
    return f"killed by {signal.Signals(-returncode).name}" if returncode < 0 else f"exit code {returncode}"
