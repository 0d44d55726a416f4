"""Processes that do not outlive the process that started them, also when that one is killed.

`python -m config.embedded.parentage (MODULE | FILE.py) ARGUMENT…` runs a program so that its forks end with
it: a killed granian leaves a worker answering otherwise, and a killed Celery worker its pool.
"""

import ctypes
import os
import runpy
import signal
import sys

_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1


def die_with_parent(death_signal: int = signal.SIGKILL) -> None:
    """Have the kernel send this process a signal when its parent ends; holds through exec, not a new user."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)


def tie_children() -> None:
    """Tie every process that this one forks from now on to its parent."""
    os.register_at_fork(before=_remember, after_in_child=_die_unless_parent_lives)


_parent = 0


def _remember() -> None:
    global _parent
    _parent = os.getpid()


def _die_unless_parent_lives() -> None:
    die_with_parent()
    if os.getppid() != _parent:  # it ended between the fork and the line above
        os._exit(1)


def main() -> None:
    program, sys.argv = sys.argv[1], sys.argv[1:]
    tie_children()
    if program.endswith(".py"):
        sys.path.insert(0, os.path.dirname(os.path.abspath(program)))
        runpy.run_path(program, run_name="__main__")
    else:
        runpy.run_module(program, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
