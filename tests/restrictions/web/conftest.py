"""A counter with a node behind it: the laboratory's subjects, and the credential it knows, in the directory too."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from restrictions.models import Credential
from restrictions.web.desk import open_desk
from tests.restrictions.check.laboratory import Laboratory
from tests.restrictions.web.standing_by import enrolled


@pytest.fixture
def laboratory(tmp_path: Path) -> Iterator[Laboratory]:
    """A node that answers the counter of this process."""
    made = Laboratory(tmp_path)
    open_desk(made.node.check)
    yield made
    open_desk(None)
    made.close()


@pytest.fixture
def credential(db: None) -> Credential:
    """The laboratory's credential as the directory has it."""
    return enrolled("flight.business", "hotel.star_rated", "credit.loan")
