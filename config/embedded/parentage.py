"""Processes that do not outlive the process that started them, also when that one is killed.

Run as a program, it ties itself to its parent and becomes another program, or runs a Python program so that
its forks are tied too: a killed Celery worker leaves its pool otherwise.
"""

import ctypes
import os
import resource
import runpy
import signal
import sys
from collections.abc import Sequence

_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1


def tied(command: Sequence[str], *, death_signal: signal.Signals = signal.SIGKILL) -> tuple[str, ...]:
    """Return a command for any program that gets `death_signal` when this process ends, killed or not."""
    return (sys.executable, "-I", __file__, str(os.getpid()), str(int(death_signal)), "exec", *command)


def tied_python(program: str, *arguments: str) -> tuple[str, ...]:
    """Return a command for a Python module or file that is killed, with its forks, when this process ends."""
    kill = str(int(signal.SIGKILL))
    return (sys.executable, "-P", __file__, str(os.getpid()), kill, "python", program, *arguments)


def die_with_parent(parent: int | None = None, death_signal: int = signal.SIGKILL) -> None:
    """Have the kernel send this process a signal when its parent ends; holds through exec, not a new user."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
    if parent is not None and os.getppid() != parent:  # it ended before the line above
        os._exit(1)


def tie_forks() -> None:
    """Tie every process that this one forks from now on to the process that forks it."""
    os.register_at_fork(before=_remember, after_in_child=lambda: die_with_parent(_forking))


_forking = 0


def _remember() -> None:
    global _forking
    _forking = os.getpid()


def main(argv: Sequence[str]) -> None:
    parent, death_signal, kind, program, *arguments = argv
    die_with_parent(int(parent), int(death_signal))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold keys, names and numbers
    if kind == "exec":
        if int(death_signal) != signal.SIGKILL:  # ignored in all that a shell starts in its background
            signal.signal(int(death_signal), signal.SIG_DFL)
        os.execvp(program, [program, *arguments])  # noqa: S606 - becoming the program is the point
    tie_forks()
    sys.argv = [program, *arguments]
    if program.endswith(".py"):
        sys.path.insert(0, os.path.dirname(os.path.abspath(program)))
        runpy.run_path(program, run_name="__main__")
    else:
        runpy.run_module(program, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1:])
