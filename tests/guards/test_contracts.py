"""Imports run one way; the law is pure. The contracts themselves stand in ``pyproject.toml``."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter import api as contracts
from importlinter import configuration
from importlinter.application import use_cases

ROOT = Path(__file__).parents[2]
LAW = sorted((ROOT / "blacklist" / "law").rglob("*.py"))
# Check digits and the published calendar of rest days: tables and arithmetic, without I/O.
OF_THE_LAW = {"stdnum", "chinese_calendar"}
# The standard library has its own doors to the world, and its own clocks.
WORLDLY = {"os", "io", "pathlib", "socket", "subprocess", "urllib", "http", "sqlite3", "shutil", "tempfile", "time"}


def imports(file: Path) -> Iterator[str]:
    """Yield the dotted name of everything a file imports."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "." * node.level


class TestContracts:
    def test_are_there(self) -> None:
        configured = contracts.read_configuration(str(ROOT / "pyproject.toml"))
        assert len(configured["contracts_options"]) >= 6

    def test_are_kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(ROOT)
        configuration.configure()
        # What is broken, and by which line, stands in the captured output.
        assert use_cases.lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None)


class TestLaw:
    @pytest.mark.parametrize("file", LAW, ids=lambda file: file.name)
    def test_imports_only_the_standard_library_its_tables_and_itself(self, file: Path) -> None:
        foreign = [
            name
            for name in imports(file)
            if not (name == "blacklist.law" or name.startswith("blacklist.law."))
            and name.partition(".")[0] not in sys.stdlib_module_names | OF_THE_LAW
        ]
        assert foreign == []

    @pytest.mark.parametrize("file", LAW, ids=lambda file: file.name)
    def test_has_no_door_to_the_world_and_no_clock(self, file: Path) -> None:
        source = file.read_text(encoding="utf-8")
        assert [name for name in imports(file) if name.partition(".")[0] in WORLDLY] == []
        assert [clock for clock in (".now(", ".today(", "open(") if clock in source] == []
