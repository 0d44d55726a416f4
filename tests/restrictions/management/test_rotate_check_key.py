"""The check key is changed while nodes answer: no old digest is left, and nobody is missed meanwhile."""

import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from restrictions.check.index import Index, IndexWriter, current_generation, generation_folder
from restrictions.check.keys import CURRENT, NEXT, Keyring, Keys, read_secret
from restrictions.follower import Follower, rebuild
from restrictions.management.commands.rotate_check_key import left_over
from tests.factories import redress_numbers
from tests.restrictions.check.laboratory import GENERATION, Laboratory, question, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def node(tmp_path: Path, settings: Any) -> Path:
    """A node with keys of its own and an index of one listed person, and of one who is taken for that person."""
    redress_numbers.issued()
    shutil.copytree(settings.KEYS_DIR, tmp_path / "keys")
    settings.KEYS_DIR, settings.INDEX_DIR = tmp_path / "keys", tmp_path / "index"
    rebuild(settings.INDEX_DIR, Keys(read_secret(settings.KEYS_DIR / CURRENT)), told=lambda version, head: None)
    return tmp_path


def rotate() -> str:
    out = io.StringIO()
    call_command("rotate_check_key", stdout=out, stderr=io.StringIO())
    return out.getvalue()


def opened(root: Path) -> Index:
    return Index(generation_folder(root, current_generation(root) or 0))


class TestRotateCheckKey:
    def test_leaves_no_old_digest_and_forgets_the_old_key(self, node: Path) -> None:
        before = read_secret(node / "keys" / CURRENT)
        folder = generation_folder(node / "index", current_generation(node / "index") or 0)
        shutil.copytree(folder, node / "before")
        assert rotate() == "rotated: no digest of the old key is left\n"
        assert not folder.exists()
        assert not (node / "keys" / NEXT).exists()
        assert read_secret(node / "keys" / CURRENT) != before
        with Index(node / "before") as old, opened(node / "index") as new, old.reading() as mine, new.reading() as true:
            assert left_over(mine, true) == 0
            assert left_over(mine, mine) == len({key for key, _ in mine.entries()}) + 1  # the redress number
            assert len(list(true.pairs("redress"))) == 1
            assert len(list(mine.pairs("standings"))) == len(list(true.pairs("standings")))

    def test_is_followed_by_whoever_began_with_the_old_key(self, node: Path) -> None:
        old = Keys(read_secret(node / "keys" / CURRENT))
        rotate()
        generation = current_generation(node / "index")
        follower = Follower(node / "index", old, keys_dir=node / "keys")
        follower.step()
        follower.close()
        assert current_generation(node / "index") == generation

    def test_goes_on_with_the_key_of_a_rotation_that_was_cut_off(self, node: Path, monkeypatch: Any) -> None:
        module = "restrictions.management.commands.rotate_check_key.left_over"
        monkeypatch.setattr(module, lambda old, new: 1)
        with pytest.raises(CommandError, match="both keys are kept"):
            rotate()
        begun = read_secret(node / "keys" / NEXT)
        with opened(node / "index") as index:
            old = Keys(read_secret(node / "keys" / CURRENT))
            assert Keyring(old, node / "keys").of(index.keys_mark) is not None

        monkeypatch.setattr(module, lambda old, new: 0)
        rotate()
        assert read_secret(node / "keys" / CURRENT) == begun

    def test_needs_an_index(self, tmp_path: Path, settings: Any) -> None:
        settings.INDEX_DIR = tmp_path
        with pytest.raises(CommandError, match="no index"):
            rotate()


class TestNode:
    def test_gives_no_answer_from_an_index_made_by_other_keys(self, tmp_path: Path) -> None:
        """It would find nobody in it, and permit everybody."""
        laboratory = Laboratory(tmp_path, options={"keys_dir": tmp_path})
        with IndexWriter(generation_folder(laboratory.index_dir, GENERATION)) as writer:
            writer.begin(boot_id=b"boot", keys=Keys(b"other" + b"-" * 27).mark)
        assert told(laboratory.ask(question()))["code"] == "list-unconfirmed"
        laboratory.close()

    def test_knows_the_next_keys_once_they_are_there(self, tmp_path: Path) -> None:
        current, following = Keys(b"a" * 32), Keys(b"b" * 32)
        ring = Keyring(current, tmp_path)
        assert ring.of(following.mark) is None
        (tmp_path / NEXT).write_text((b"b" * 32).hex())
        found = ring.of(following.mark)
        assert found is not None
        assert found.mark == following.mark
        assert ring.of(None) is ring.of(current.mark) is current
