"""`verify_index` on an index that has followed the register: they agree, or the first difference is named."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from blacklist.models import Listing
from restrictions.check.index import IndexWriter, current_generation, generation_folder
from restrictions.check.keys import Keys, read_secret
from restrictions.check.standing import Standing
from restrictions.follower import Follower, rebuild
from restrictions.management.commands import verify_index
from tests.factories import listings, orders
from tests.restrictions.check.laboratory import on_file, order

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing(tmp_path: Path, settings: Any) -> Listing:
    """A listing in a register that this node has followed, beside an order and a listing that has ended."""
    settings.INDEX_DIR = tmp_path
    listings.removed()
    orders.in_force()
    made = listings.active()
    follower = Follower(tmp_path, Keys(read_secret(settings.KEYS_DIR / "check.key")))
    while follower.step(limit=3):
        pass
    follower.close()
    return made


def verified() -> str:
    out = io.StringIO()
    call_command("verify_index", stdout=out)
    return out.getvalue()


def put(folder: Path, subject: bytes, standing: Standing) -> None:
    in_use = generation_folder(folder, current_generation(folder) or 0)
    with IndexWriter(in_use) as writer, writer.writing() as changes:
        changes.put_standing(subject, standing)


@pytest.mark.usefixtures("listing")
class TestVerifyIndex:
    def test_agrees_with_the_register_it_has_followed(self) -> None:
        assert "index and register agree" in verified()

    def test_agrees_with_one_that_was_loaded(self, tmp_path: Path, settings: Any) -> None:
        rebuild(tmp_path, Keys(read_secret(settings.KEYS_DIR / "check.key")), told=lambda version, head: None)
        assert current_generation(tmp_path) == 2
        assert "index and register agree" in verified()

    def test_agrees_when_acts_come_between(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def meanwhile(root: Path, keys: Keys, **told: Any) -> None:
            rebuild(root, keys, **told)
            orders.in_force()
            follower = Follower(tmp_path, keys)
            while follower.step(limit=3):
                pass
            follower.close()

        monkeypatch.setattr(verify_index, "rebuild", meanwhile)
        assert "index and register agree" in verified()

    def test_names_a_subject_whose_measures_differ(self, tmp_path: Path, listing: Listing) -> None:
        put(tmp_path, listing.debtor_id.bytes, on_file(order("flight.first")))
        with pytest.raises(CommandError, match=r"keys [0-9a-f]{24} differs"):
            verified()

    def test_names_a_subject_that_is_one_too_many(self, tmp_path: Path) -> None:
        stray = on_file(order("flight.first"), document=b"")
        put(tmp_path, b"stray-subject-id", Standing(2, False, False, None, stray.names, (), stray.measures))
        with pytest.raises(CommandError, match="standings 73747261-792d-7375-626a-6563742d6964 differs"):
            verified()
