"""A home in a temporary folder."""

from pathlib import Path

import pytest

from config.embedded.home import Home, open_home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return open_home(tmp_path / "home", environ={})
