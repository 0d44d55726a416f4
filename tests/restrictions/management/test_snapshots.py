"""From one node's index to another's by the two commands."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from restrictions.check.index import Index, current_generation, generation_folder
from restrictions.check.keys import Keys, read_secret
from restrictions.follower import rebuild
from tests.factories import listings

pytestmark = pytest.mark.django_db


@pytest.fixture
def node(tmp_path: Path, settings: Any) -> Path:
    """A node with an index of one listed person."""
    listings.active()
    settings.INDEX_DIR = tmp_path / "index"
    rebuild(settings.INDEX_DIR, Keys(read_secret(settings.KEYS_DIR / "check.key")), told=lambda version, head: None)
    return tmp_path


def said(command: str, *arguments: Any) -> str:
    out = io.StringIO()
    call_command(command, *map(str, arguments), stdout=out)
    return out.getvalue()


class TestCommands:
    def test_start_a_node_from_another(self, node: Path, settings: Any) -> None:
        told = said("write_snapshot", node / "taken")
        settings.INDEX_DIR = node / "another"
        version = told.split()[2].strip(",")
        assert said("start_from_snapshot", node / "taken").startswith(f"begun at list version {version};")
        folder = generation_folder(settings.INDEX_DIR, current_generation(settings.INDEX_DIR) or 0)
        with Index(folder) as opened, opened.reading() as view:
            assert str(view.position().list_version) == version
            assert len(list(view.pairs("standings"))) == 1

    def test_say_in_one_line_what_does_not_fit(self, node: Path, settings: Any) -> None:
        said("write_snapshot", node / "taken")
        with pytest.raises(CommandError, match="taken exists"):
            said("write_snapshot", node / "taken")
        settings.KEYS_DIR = node
        (node / "check.key").write_text("ab" * 32)
        with pytest.raises(CommandError, match="another check key"):
            said("start_from_snapshot", node / "taken")
        settings.INDEX_DIR = node / "none"
        with pytest.raises(CommandError, match="no index yet"):
            said("write_snapshot", node / "other")

    def test_refuse_a_register_that_was_rolled_back(self, node: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        said("write_snapshot", node / "taken")
        monkeypatch.setattr("blacklist.publication._is_known", lambda head, *, after, after_hash: after == 0)
        with pytest.raises(CommandError, match="does not know entry"):
            said("start_from_snapshot", node / "taken")
