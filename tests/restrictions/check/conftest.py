from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.restrictions.check.laboratory import Laboratory


@pytest.fixture
def laboratory(tmp_path: Path) -> Iterator[Laboratory]:
    """A node with the laboratory's subjects and institutions, and a lease as of now."""
    made = Laboratory(tmp_path)
    yield made
    made.close()
