"""A process is known by number and start time, never by number alone."""

import dataclasses
import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from config.embedded.home import Home
from config.embedded.processes import Identity, Program, Record, end, identify, is_alive, start
from tests.waiting import eventually

_DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); signal.pause()"


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(["sleep", "60"]) as process:
        yield process
        process.kill()


def _identity(process: subprocess.Popen[bytes]) -> Identity:
    identity = identify(process.pid)
    assert identity is not None
    return identity


class TestIdentify:
    def test_gives_a_living_process_the_same_identity_each_time(self) -> None:
        assert identify(os.getpid()) == identify(os.getpid())

    def test_finds_nothing_once_it_has_ended(self, sleeper: subprocess.Popen[bytes]) -> None:
        sleeper.kill()
        assert eventually(lambda: identify(sleeper.pid) is None)  # a zombie by now: not yet waited for
        sleeper.wait()
        assert identify(sleeper.pid) is None


class TestIsAlive:
    def test_refuses_a_reused_number(self, sleeper: subprocess.Popen[bytes]) -> None:
        identity = _identity(sleeper)
        assert is_alive(identity)
        assert not is_alive(dataclasses.replace(identity, started=identity.started - 1))
        assert not is_alive(dataclasses.replace(identity, boot="another"))


class TestEnd:
    def test_stops_a_process(self, sleeper: subprocess.Popen[bytes]) -> None:
        end([(_identity(sleeper), signal.SIGTERM)], patience=20)
        assert sleeper.wait() == -signal.SIGTERM

    def test_stops_a_halted_process(self, sleeper: subprocess.Popen[bytes]) -> None:
        sleeper.send_signal(signal.SIGSTOP)
        end([(_identity(sleeper), signal.SIGTERM)], patience=20)
        assert sleeper.wait() == -signal.SIGTERM

    def test_kills_one_that_does_not_listen(self) -> None:
        command = [sys.executable, "-c", _DEAF]
        with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as deaf:
            assert deaf.stdout is not None
            deaf.stdout.readline()
            end([(_identity(deaf), signal.SIGTERM)], patience=0.1)
            assert deaf.wait() == -signal.SIGKILL

    def test_leaves_a_stranger_with_the_same_number_alone(self, sleeper: subprocess.Popen[bytes]) -> None:
        stranger = dataclasses.replace(_identity(sleeper), started=1)
        end([(stranger, signal.SIGKILL)], patience=0.1)
        assert sleeper.poll() is None


class TestStart:
    def test_gives_input_and_keeps_output_in_a_log(self, home: Home) -> None:
        child = start(Program("cat", ("cat",), os.environ, stdin=b"spoken\n"), logs=home.logs)
        assert child.wait() == 0
        assert (home.logs / "cat.log").read_text() == "spoken\n"

    def test_clears_the_way_first(self, home: Home) -> None:
        obstacle = home.run / "obstacle"
        obstacle.touch()
        absent = ("test", "!", "-e", str(obstacle))
        assert start(Program("test", absent, os.environ, clear=obstacle.unlink), logs=home.logs).wait() == 0


class TestRecord:
    def test_finds_what_still_lives_and_how_to_stop_it(self, home: Home, sleeper: subprocess.Popen[bytes]) -> None:
        record = Record(home.run / "processes.json")
        record.note("web", _identity(sleeper), signal.SIGTERM)
        record.note("gone", dataclasses.replace(_identity(sleeper), started=1), signal.SIGTERM)
        assert Record(home.run / "processes.json").left_over() == [("web", _identity(sleeper), signal.SIGTERM)]

    def test_finds_nothing_in_a_new_or_damaged_home(self, home: Home) -> None:
        path = home.run / "processes.json"
        assert Record(path).left_over() == []
        path.write_text("[{")
        assert Record(path).left_over() == []
