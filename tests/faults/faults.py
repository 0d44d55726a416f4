"""What may befall a running system, one context manager each: it strikes on entry, and is over on exit."""

import os
import resource
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial

from config.embedded.programs import web_names
from tests.faults.test_web_killed import journal_writers
from tests.running import Run, descendants

Fault = Callable[[Run, float], AbstractContextManager[None]]

TOO_SMALL = 64  # bytes: the head of a journal file fits, a record does not


def _send(pids: Sequence[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def _main(run: Run, name: str) -> list[int]:
    """Return the processes that the supervisor started for a program: several for the web."""
    names = web_names(run.workers) if name == "web" else [name]
    return [pid for pid in map(run.pid_of, names) if pid]


@contextmanager
def ended(run: Run, seconds: float, *, name: str, number: signal.Signals) -> Iterator[None]:
    """Kill a program or ask it to stop; the supervisor starts it again."""
    _send(_main(run, name), number)
    yield


@contextmanager
def paused(run: Run, seconds: float, *, name: str) -> Iterator[None]:
    """Stop all processes of a program for so long, their sockets open, the one that makes others first."""
    everyone = [pid for main in _main(run, name) for pid in (main, *descendants(main))]
    try:
        _send(everyone, signal.SIGSTOP)
        time.sleep(seconds)  # the fault itself lasts this long
        yield
    finally:
        _send(everyone, signal.SIGCONT)


@contextmanager
def worker_ended(run: Run, seconds: float, *, number: signal.Signals) -> Iterator[None]:
    """The same to one of the web's workers."""
    _send(journal_writers(run)[:1], number)
    yield


@contextmanager
def worker_paused(run: Run, seconds: float) -> Iterator[None]:
    """One web worker stands still: its connections get no answer, the other's do."""
    worker = journal_writers(run)[:1]
    try:
        _send(worker, signal.SIGSTOP)
        time.sleep(seconds)  # the fault itself lasts this long
        yield
    finally:
        _send(worker, signal.SIGCONT)


@contextmanager
def journal_full(run: Run, seconds: float) -> Iterator[None]:
    """No file of any web worker may grow: neither the journal nor the one after it."""
    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in journal_writers(run)}
    try:
        for pid, (_, hard) in before.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (TOO_SMALL, hard))
        time.sleep(seconds)  # the fault itself lasts this long
        yield
    finally:
        for pid, limits in before.items():
            with suppress(ProcessLookupError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


_ENDS = {"killed": signal.SIGKILL, "stopped": signal.SIGTERM}
# PostgreSQL takes SIGTERM as a wish to end when its last client has left, which a supervisor never sends.
_STOPS = {"postgres": signal.SIGINT}
_PROGRAMS = ("web", "follower", "shipper", "postgres", "valkey", "worker")

FAULTS: Mapping[str, Fault] = {
    **{
        f"{name} {word}": partial(ended, name=name, number=_STOPS.get(name, number) if word == "stopped" else number)
        for name in _PROGRAMS
        for word, number in _ENDS.items()
    },
    **{f"{name} paused": partial(paused, name=name) for name in _PROGRAMS},
    **{f"a web worker {word}": partial(worker_ended, number=number) for word, number in _ENDS.items()},
    "a web worker paused": worker_paused,
    "the journal full": journal_full,
}
