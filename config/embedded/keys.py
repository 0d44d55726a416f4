"""Keys and passwords of an installation: made once, never overwritten, readable by their owner only.

Each holds 32 random bytes as 64 hexadecimal digits and a line feed, so that a copy can be kept on paper.
"""

import os
import secrets
from pathlib import Path

from config.embedded.faults import CannotStart

# Without one of these the stored data cannot be read: a missing one is only made for an empty installation.
OF_RECORD = ("encryption.key", "blind.key", "check.key", "postgres.password")
REPLACEABLE = ("django.key", "token.key", "valkey.password")


def make_keys(folder: Path, *, holds_data: bool) -> None:
    """Make every key that is missing.

    :raises CannotStart: when there is data but a key to it is gone.
    """
    for name in OF_RECORD:
        if holds_data and not (folder / name).exists():
            raise CannotStart(
                f"{folder / name} is gone, and the data cannot be read without it: bring it back from a copy."
            )
        _make_once(folder / name)
    for name in REPLACEABLE:
        _make_once(folder / name)


def read_secret(folder: Path, name: str) -> str:
    """Return a key or password as its text."""
    return (folder / name).read_text().strip()


def _make_once(path: Path) -> None:
    """Write a new secret whole or not at all: a half-written key would be read as a wrong one."""
    if path.exists():
        return
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    file = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(file, f"{secrets.token_hex(32)}\n".encode())
        os.fsync(file)
        os.link(unfinished, path)  # refuses, unlike rename, to replace a key made meanwhile
    except FileExistsError:
        pass
    finally:
        os.close(file)
        unfinished.unlink()
