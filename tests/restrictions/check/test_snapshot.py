"""A node that starts from another's snapshot knows what that one knew, and takes nothing else for a snapshot."""

import json
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from restrictions.check import index, snapshot
from restrictions.check.index import (
    Index,
    IndexWriter,
    Position,
    current_generation,
    generation_folder,
    swing,
)
from restrictions.check.keys import Keys
from restrictions.check.lease import current_boot_id
from tests.restrictions.check.laboratory import (
    KEYS,
    LIST_VERSION,
    NUMBER,
    SUBJECTS,
    Laboratory,
    key_of,
    question,
    write_index,
)

AT = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
POSITION = Position(LIST_VERSION, b"h" * 32, 0)


def known(position: Position) -> bool:
    return position == POSITION


@pytest.fixture
def peer(tmp_path: Path) -> Path:
    """The index folder of a node in use."""
    write_index(tmp_path / "peer")
    return tmp_path / "peer"


@pytest.fixture
def taken(peer: Path, tmp_path: Path) -> Path:
    snapshot.take(peer, KEYS, to=tmp_path / "snapshot", at=AT)
    return tmp_path / "snapshot"


def altered(taken: Path, **changes: Any) -> Path:
    manifest = taken / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | changes))
    return taken


class TestTake:
    def test_writes_the_generation_in_use(self, peer: Path, tmp_path: Path) -> None:
        IndexWriter(generation_folder(peer, 2)).close()  # being built
        taken = snapshot.take(peer, KEYS, to=tmp_path / "snapshot", at=AT)
        assert (taken.list_version, taken.entry_hash, taken.taken_at) == (LIST_VERSION, "68" * 32, AT)
        assert sorted(path.name for path in (tmp_path / "snapshot").iterdir()) == ["data.mdb", "manifest.json"]
        assert taken.size == (tmp_path / "snapshot" / "data.mdb").stat().st_size

    def test_is_for_its_owner_only(self, taken: Path) -> None:
        assert stat.S_IMODE(taken.stat().st_mode) == 0o700
        assert stat.S_IMODE((taken / "data.mdb").stat().st_mode) == 0o600

    def test_needs_an_index(self, tmp_path: Path) -> None:
        with pytest.raises(snapshot.Unfit, match="no index yet"):
            snapshot.take(tmp_path, KEYS, to=tmp_path / "snapshot", at=AT)

    def test_writes_over_nothing(self, peer: Path, taken: Path) -> None:
        with pytest.raises(snapshot.Unfit, match="snapshot exists"):
            snapshot.take(peer, KEYS, to=taken, at=AT)

    def test_goes_on_over_what_a_killed_one_left(self, peer: Path, tmp_path: Path) -> None:
        (tmp_path / ".snapshot.unfinished").mkdir()
        (tmp_path / ".snapshot.unfinished" / "data.mdb").write_bytes(b"half")
        snapshot.take(peer, KEYS, to=tmp_path / "snapshot", at=AT)
        assert (tmp_path / "snapshot" / "manifest.json").exists()


class TestStart:
    def test_gives_a_new_node_what_its_peer_knows(self, taken: Path, tmp_path: Path) -> None:
        begun = snapshot.start(tmp_path / "new", KEYS, source=taken, is_known=known)
        assert begun.position == POSITION
        folder = generation_folder(tmp_path / "new", current_generation(tmp_path / "new") or 0)
        with Index(folder) as opened, opened.reading() as view:
            assert view.position() == POSITION
            assert [subject for subject, _ in view.find(key_of(NUMBER))] == [b"both------------"]
            assert all(view.standing(subject) for subject in SUBJECTS)
        with IndexWriter(folder) as writer:
            assert writer.is_usable(boot_id=current_boot_id(), keys=KEYS.seal().digest())

    def test_swings_beside_the_generation_in_use(self, peer: Path, taken: Path) -> None:
        snapshot.start(peer, KEYS, source=taken, is_known=known)
        assert current_generation(peer) == 2
        assert generation_folder(peer, 1).is_dir()

    def test_is_for_its_owner_only(self, taken: Path, tmp_path: Path) -> None:
        snapshot.start(tmp_path / "new", KEYS, source=taken, is_known=known)
        assert stat.S_IMODE((generation_folder(tmp_path / "new", 1) / "data.mdb").stat().st_mode) == 0o600

    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"format": "0/0"}, "format 0/0"),
            ({"keys": "00" * 16}, "another check key"),
            ({"list_version": 7}, "does not know entry 7"),
            ({"size": 1}, "damaged"),
            ({"seal": "00" * 16}, "damaged"),
            ({"more": 1}, "not that of a snapshot"),
            ({"size": "many"}, "not that of a snapshot"),
        ],
    )
    def test_refuses_a_manifest_that_does_not_fit(
        self, taken: Path, tmp_path: Path, changes: dict[str, Any], reason: str
    ) -> None:
        with pytest.raises(snapshot.Unfit, match=reason):
            snapshot.start(tmp_path / "new", KEYS, source=altered(taken, **changes), is_known=known)
        assert current_generation(tmp_path / "new") is None

    def test_refuses_another_check_key(self, taken: Path, tmp_path: Path) -> None:
        with pytest.raises(snapshot.Unfit, match="another check key"):
            snapshot.start(tmp_path / "new", Keys(b"o" * 32), source=taken, is_known=known)

    def test_refuses_another_format(self, taken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(index, "FORMAT", b"newer")
        with pytest.raises(snapshot.Unfit, match="reads newer"):
            snapshot.start(tmp_path / "new", KEYS, source=taken, is_known=known)

    def test_refuses_a_register_that_does_not_know_its_entry(self, taken: Path, tmp_path: Path) -> None:
        with pytest.raises(snapshot.Unfit, match=f"does not know entry {LIST_VERSION}"):
            snapshot.start(tmp_path / "new", KEYS, source=taken, is_known=lambda position: False)

    def test_refuses_one_changed_byte(self, taken: Path, tmp_path: Path) -> None:
        raw = bytearray((taken / "data.mdb").read_bytes())
        raw[len(raw) // 2] ^= 1
        (taken / "data.mdb").write_bytes(raw)
        with pytest.raises(snapshot.Unfit, match="damaged"):
            snapshot.start(tmp_path / "new", KEYS, source=taken, is_known=known)
        assert [path.name for path in (tmp_path / "new").iterdir()] == []

    def test_refuses_a_manifest_that_names_another_position(self, taken: Path, tmp_path: Path) -> None:
        """Its seal is over the data alone: what it says of them is compared with them."""
        with pytest.raises(snapshot.Unfit, match="another position"):
            snapshot.start(
                tmp_path / "new", KEYS, source=altered(taken, list_version=1), is_known=lambda position: True
            )
        assert current_generation(tmp_path / "new") is None

    @pytest.mark.parametrize("missing", ["data.mdb", "manifest.json"])
    def test_refuses_half_a_snapshot(self, taken: Path, tmp_path: Path, missing: str) -> None:
        (taken / missing).unlink()
        with pytest.raises(snapshot.Unfit, match=missing):
            snapshot.start(tmp_path / "new", KEYS, source=taken, is_known=known)

    def test_refuses_what_is_not_a_folder(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(snapshot.Unfit, match="not a snapshot"):
            snapshot.start(tmp_path / "new", KEYS, source=tmp_path / "file", is_known=known)

    def test_holds_no_name_and_no_number(self, taken: Path) -> None:
        assert NUMBER.encode() not in (taken / "data.mdb").read_bytes()
        told = (taken / "manifest.json").read_bytes()
        assert set(msgspec.json.decode(told)) == set(snapshot.Manifest.__struct_fields__)


class TestSwing:
    def test_leaves_a_reader_of_the_old_generation_where_it_is(self, peer: Path, taken: Path) -> None:
        with Index(generation_folder(peer, 1)) as opened, opened.reading() as view:
            for _ in range(3):
                snapshot.start(peer, KEYS, source=taken, is_known=known)
            assert not generation_folder(peer, 1).exists()
            assert view.find(key_of(NUMBER))

    def test_lets_no_question_go_without_an_answer(self, laboratory: Laboratory) -> None:
        """The pointer swings, the follower confirms the new generation, the old folder goes: checks go on."""
        told = []
        for generation in (2, 3, 4):
            write_index(laboratory.index_dir, generation, in_use=False)
            told.append(laboratory.ask(question()).status)
            swing(laboratory.index_dir, generation)
            told.append(laboratory.ask(question()).status)
            laboratory.confirm(generation=generation)
            told.append(laboratory.ask(question()).status)
        assert told == [200] * 9
        assert not generation_folder(laboratory.index_dir, 1).exists()
