"""Keys are made once and never overwritten."""

from pathlib import Path

import pytest

from config.embedded.faults import CannotStart
from config.embedded.keys import OF_RECORD, REPLACEABLE, make_keys, read_secret


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_keys(tmp_path, holds_data=False)
    return tmp_path


class TestMakeKeys:
    def test_makes_each_of_32_random_bytes(self, folder: Path) -> None:
        keys = [bytes.fromhex(read_secret(folder, name)) for name in (*OF_RECORD, *REPLACEABLE)]
        assert {len(key) for key in keys} == {32}
        assert len(set(keys)) == len(keys)

    def test_lets_only_the_owner_read_them(self, folder: Path) -> None:
        assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}

    def test_leaves_nothing_unfinished(self, folder: Path) -> None:
        assert {path.name for path in folder.iterdir()} == {*OF_RECORD, *REPLACEABLE}

    def test_never_overwrites_one(self, folder: Path) -> None:
        before = {path.name: path.read_text() for path in folder.iterdir()}
        make_keys(folder, holds_data=False)
        make_keys(folder, holds_data=True)
        assert {path.name: path.read_text() for path in folder.iterdir()} == before

    @pytest.mark.parametrize("name", OF_RECORD)
    def test_refuses_to_replace_a_lost_key_to_stored_data(self, folder: Path, name: str) -> None:
        (folder / name).unlink()
        with pytest.raises(CannotStart, match=name):
            make_keys(folder, holds_data=True)
        assert not (folder / name).exists()

    @pytest.mark.parametrize("name", REPLACEABLE)
    def test_replaces_what_opens_no_data(self, folder: Path, name: str) -> None:
        (folder / name).unlink()
        make_keys(folder, holds_data=True)
        assert (folder / name).exists()
