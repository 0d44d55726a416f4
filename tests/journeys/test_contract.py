"""The whole OpenAPI document, tried with credentials: nothing breaks, and nothing undocumented comes back.

A few requests of each operation, right ones and wrong ones. More: `RESTRICTION_TEST_CONTRACT=50 bin/test
tests/journeys/test_contract.py`; others: `RESTRICTION_TEST_SEED`.
"""

import os
from collections.abc import Callable, Iterator

import pytest
from schemathesis import GenerationMode

from tests.journeys.contract import Contract
from tests.running import Run, started

Figure = Callable[[str, object], None]

EXAMPLES = int(os.environ.get("RESTRICTION_TEST_CONTRACT", "2"))
SEED = int(os.environ.get("RESTRICTION_TEST_SEED", "1"))
ROUNDS = 2


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """A system of its own: officers and institutions are suspended in it, and settings changed."""
    with started(tmp_path_factory.mktemp("contract") / "home") as run:
        yield run


class TestOpenapi:
    def test_is_kept_by_every_operation(self, system: Run, record_property: Figure) -> None:
        contract = Contract(system, SEED)
        for _ in range(ROUNDS):
            contract.round(EXAMPLES)
        contract.round(EXAMPLES, GenerationMode.NEGATIVE)
        assert contract.found == {}
        assert contract.codes[200] + contract.codes[201] > 0
        record_property("figure", f"requests by the OpenAPI document: {dict(sorted(contract.codes.items()))}")
