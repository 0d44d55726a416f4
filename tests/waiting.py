"""Waiting for what another process does: by asking until a deadline, never by sleeping for a guessed time."""

import time
from collections.abc import Callable


def eventually(question: Callable[[], bool], *, seconds: float = 20.0) -> bool:
    """Return whether the answer becomes yes before the deadline."""
    deadline = time.monotonic() + seconds
    while not question():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True
