"""What is tied to a process ends with it, killed or not."""

import os
import signal
import subprocess
import sys

import pytest

from config.embedded.home import REPOSITORY
from config.embedded.parentage import tied, tied_python
from config.embedded.processes import Identity, identify, is_alive
from tests.waiting import eventually

_PARENT = """
import subprocess, sys, signal
from config.embedded import parentage
child = subprocess.Popen(eval(sys.argv[1]), stdout=subprocess.PIPE)
print(child.stdout.readline().decode().strip(), flush=True)
signal.pause()
"""
_ANNOUNCED = "['sh', '-c', 'echo $$; exec sleep 60']"
_FORKING = "import os, time\nchild = os.fork()\nif child: print(child, flush=True)\ntime.sleep(60)\n"


def _killed_parent_of(expression: str) -> Identity:
    """Return the process that a parent started and named, after the parent was killed."""
    command = [sys.executable, "-c", _PARENT, expression]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=REPOSITORY) as parent:
        assert parent.stdout is not None
        child = identify(int(parent.stdout.readline()))
        assert child is not None
        assert is_alive(child)
        parent.kill()
    return child


class TestTied:
    @pytest.mark.parametrize("death_signal", ["SIGKILL", "SIGINT"])
    def test_ends_a_program_with_its_killed_parent(self, death_signal: str) -> None:
        signal_ = f"death_signal=__import__('signal').{death_signal}"
        child = _killed_parent_of(f"parentage.tied({_ANNOUNCED}, {signal_})")
        assert eventually(lambda: not is_alive(child))

    def test_ends_it_also_where_the_signal_was_ignored(self) -> None:
        """As a shell has it ignored by all that it starts in its background."""
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            child = _killed_parent_of(f"parentage.tied({_ANNOUNCED}, death_signal=__import__('signal').SIGINT)")
        finally:
            signal.signal(signal.SIGINT, before)
        assert eventually(lambda: not is_alive(child))

    def test_becomes_the_program(self) -> None:
        assert subprocess.run(tied(["sh", "-c", "exit 7"]), check=False).returncode == 7

    def test_does_not_begin_when_the_parent_is_gone(self) -> None:
        command = list(tied(["sh", "-c", "exit 0"]))
        command[command.index(str(os.getpid()))] = "1"
        assert subprocess.run(command, check=False).returncode == 1


class TestTiedPython:
    def test_ends_the_forks_of_a_program_with_it(self, tmp_path: os.PathLike[str]) -> None:
        program = os.path.join(tmp_path, "forking.py")
        with open(program, "w") as file:
            file.write(_FORKING)
        fork = _killed_parent_of(f"parentage.tied_python({program!r})")
        assert eventually(lambda: not is_alive(fork))

    def test_gives_a_module_its_arguments(self) -> None:
        command = tied_python("json.tool", "--compact", "-")
        done = subprocess.run(command, input=b'{"a":  1}', capture_output=True, check=True)
        assert done.stdout == b'{"a":1}\n'

    def test_passes_a_signal_on_to_the_program(self, tmp_path: os.PathLike[str]) -> None:
        program = os.path.join(tmp_path, "waiting.py")
        with open(program, "w") as file:
            file.write("import signal\nprint('up', flush=True)\nsignal.pause()\n")
        with subprocess.Popen(tied_python(program), stdout=subprocess.PIPE) as waiting:
            assert waiting.stdout is not None
            waiting.stdout.readline()
            waiting.send_signal(signal.SIGTERM)
            assert waiting.wait() == -signal.SIGTERM
