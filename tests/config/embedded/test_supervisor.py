"""Programs are kept running and all of them are ended."""

import os
import signal
from collections.abc import Callable

import pytest

from config.embedded.faults import CannotStart
from config.embedded.home import Home
from config.embedded.processes import Identity, Program, Record, identify, is_alive
from config.embedded.supervisor import StopRequested, Supervisor
from tests.waiting import eventually


def _sleeper(name: str) -> Program:
    return Program(name, ("sleep", "60"), os.environ)


def _living(home: Home) -> dict[str, Identity]:
    return {name: identity for name, identity, _ in Record(home.run / "processes.json").left_over()}


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(home: Home, said: list[str]) -> Supervisor:
    return Supervisor(home, say=said.append)


def _watching(supervisor: Supervisor, question: Callable[[], bool]) -> Callable[[], bool]:
    def watch() -> bool:
        supervisor.watch()
        return question()

    return watch


class TestWatch:
    def test_starts_again_what_was_killed_and_says_so(
        self, supervisor: Supervisor, home: Home, said: list[str]
    ) -> None:
        supervisor.start(_sleeper("web"))
        first = _living(home)["web"]
        os.kill(first.pid, signal.SIGKILL)
        try:
            assert eventually(_watching(supervisor, lambda: _living(home).get("web", first) != first))
            assert said[0].startswith("web ended (killed by SIGKILL)")
        finally:
            supervisor.stop()

    def test_ends_on_the_wish_to_stop(self, supervisor: Supervisor) -> None:
        previous = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        supervisor.listen()
        try:
            signal.raise_signal(signal.SIGTERM)
            with pytest.raises(StopRequested):
                supervisor.watch()
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)


def _insist_for_ever(supervisor: Supervisor) -> None:
    while True:
        supervisor.insist()


class TestInsist:
    def test_gives_up_on_a_program_that_cannot_start(self, supervisor: Supervisor) -> None:
        supervisor.start(Program("web", ("sh", "-c", "echo no module; exit 3"), os.environ))
        try:
            with pytest.raises(CannotStart, match="web ended 5 times in a row: no module"):
                _insist_for_ever(supervisor)
        finally:
            supervisor.stop()


class TestComplete:
    def test_returns_when_the_program_succeeded(self, supervisor: Supervisor) -> None:
        supervisor.complete(Program("migrate", ("true",), os.environ))

    def test_repeats_the_last_words_of_one_that_failed(self, supervisor: Supervisor) -> None:
        with pytest.raises(CannotStart, match="migrate failed: no such table"):
            supervisor.complete(Program("migrate", ("sh", "-c", "echo no such table; exit 1"), os.environ))


class TestStop:
    def test_leaves_nothing_running(self, supervisor: Supervisor, home: Home) -> None:
        for name in ("valkey", "web", "postgres"):
            supervisor.start(_sleeper(name))
        started = _living(home)
        supervisor.stop()
        assert len(started) == 3
        assert not any(is_alive(identity) for identity in started.values())
        assert _living(home) == {}

    def test_ends_the_servers_after_the_workers(self, supervisor: Supervisor, home: Home) -> None:
        note = home.run / "order"
        script = 'trap "echo $0 >> $1; exit" TERM; while :; do sleep 0.05; done'
        for name in ("postgres", "valkey", "web"):
            supervisor.start(Program(name, ("sh", "-c", script, name, str(note)), os.environ))
            log = home.logs / f"{name}.log"
            assert eventually(log.exists)
        assert eventually(lambda: all(_has_trap(identity.pid) for identity in _living(home).values()))
        supervisor.stop()
        assert note.read_text().split() == ["web", "valkey", "postgres"]


class TestEndLeftOver:
    def test_ends_what_an_earlier_supervisor_started(self, supervisor: Supervisor, home: Home, said: list[str]) -> None:
        supervisor.start(_sleeper("web"))
        left = _living(home)["web"]
        Supervisor(home, say=said.append).end_left_over()
        assert not is_alive(left)
        assert said == ["ending what an earlier run left: web"]
        supervisor.stop()

    def test_spares_another_process_with_the_same_number(self, home: Home, said: list[str]) -> None:
        myself = identify(os.getpid())
        assert myself is not None
        record = Record(home.run / "processes.json")
        record.note("web", Identity(myself.pid, myself.started - 1, myself.boot), signal.SIGKILL)
        Supervisor(home, say=said.append).end_left_over()
        assert said == []


def _has_trap(pid: int) -> bool:
    with open(f"/proc/{pid}/status") as lines:
        caught = next(line for line in lines if line.startswith("SigCgt"))
    return bool(int(caught.split()[1], 16) & (1 << (signal.SIGTERM - 1)))
