"""A home in a temporary folder, and waiting with a deadline instead of sleeping."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from config.embedded.home import Home, open_home

_DEADLINE_SECONDS = 20.0


def eventually(question: Callable[[], bool]) -> bool:
    """Return whether the answer becomes yes within twenty seconds."""
    deadline = time.monotonic() + _DEADLINE_SECONDS
    while not question():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return open_home(tmp_path / "home", environ={})
