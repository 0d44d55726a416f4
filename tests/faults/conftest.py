from collections.abc import Iterator

import pytest

from tests.running import Run, started

LEASE_SECONDS = 2.0


@pytest.fixture(scope="package")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """A system of its own for faults, with a lease so short that a pause outlasts it."""
    lease = {"RESTRICTIONS_LEASE_SECONDS": str(LEASE_SECONDS)}
    with started(tmp_path_factory.mktemp("faults") / "home", environment=lease) as run:
        yield run
