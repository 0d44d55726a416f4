"""What `docs/bad-input.md` says is shown by tests that exist."""

import re
from pathlib import Path

import pytest

from blacklist.law.refusals import CODES
from config.embedded.home import REPOSITORY

PAGE = (REPOSITORY / "docs" / "bad-input.md").read_text()
NAMED = sorted(set(re.findall(r"`([\w/]+\.py)::(test_\w+)`", PAGE)))


class TestPage:
    @pytest.mark.parametrize(("module", "name"), NAMED, ids=[f"{module}::{name}" for module, name in NAMED])
    def test_names_tests_that_exist(self, module: str, name: str) -> None:
        assert re.search(rf"^ *def {name}\(", (REPOSITORY / "tests" / Path(module)).read_text(), re.MULTILINE)

    def test_names_codes_that_exist(self) -> None:
        said = set(re.findall(r"(?:400|401|403|408|409|412|413|415|422|429|431|503) `([a-z-]+)`", PAGE))
        assert said
        assert said <= CODES.keys()
