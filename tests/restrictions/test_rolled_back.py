"""A register that has lost what this node answered by, and a server that is no longer the one whose acts count."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from blacklist.publication import Page
from restrictions.check import snapshot
from restrictions.check.index import generation_folder
from restrictions.check.lease import Lease, boottime_ns
from restrictions.follower import Follower, RolledBack, rebuild
from tests.restrictions.check.laboratory import KEYS, NUMBER, key_of
from tests.restrictions.test_follower import REVOKED_AT, Register, found, read_lease, standing


@pytest.fixture
def register() -> Register:
    return Register()


@pytest.fixture
def follower(tmp_path: Path, register: Register) -> Iterator[Follower]:
    made = Follower(tmp_path, KEYS, register.sources)
    yield made
    made.close()


def step_once(root: Path, register: Register) -> Lease:
    """Let a follower that was just started poll once, and return the lease it leaves."""
    follower = Follower(root, KEYS, register.sources)
    follower.step()
    follower.close()
    told = read_lease(root)
    assert told is not None
    return told


class TestRollBack:
    @pytest.mark.parametrize("rolled", ["a lower head", "another hash at the same version", "an empty register"])
    def test_is_told_in_the_lease_until_an_officer_confirms(
        self, follower: Follower, register: Register, tmp_path: Path, rolled: str
    ) -> None:
        register.act(standing())
        register.act(standing(ended=True))
        follower.step()
        restored = Register(salt=1000 if rolled.startswith("another") else 0)
        for _ in range({"a lower head": 1, "an empty register": 0}.get(rolled, 2)):
            restored.act(standing())
        follower._sources = restored.sources
        for _ in range(2):
            assert follower.step() is False
            told = read_lease(tmp_path)
            assert told is not None
            assert told.is_rolled_back
        with pytest.raises(RolledBack, match="does not know entry 2"):
            rebuild(tmp_path, KEYS, sources=restored.sources, told=lambda version, head: None)
        restored.confirm()
        assert follower.step() is True
        follower.step()
        told = read_lease(tmp_path)
        assert told is not None
        assert (told.is_rolled_back, told.generation, told.list_version) == (False, 2, len(restored.entries_))

    def test_applies_nothing_of_the_other_register(
        self, follower: Follower, register: Register, tmp_path: Path
    ) -> None:
        register.act(standing())
        register.act(standing(ended=True))
        follower.step()
        restored = Register()
        restored.act(standing())
        follower._sources = restored.sources
        follower.step()
        assert found(follower, tmp_path, key_of(NUMBER)) == []

    @pytest.mark.parametrize("lost", ["its generation", "nothing", "its process"])
    def test_is_remembered_whatever_becomes_of_the_index(self, register: Register, tmp_path: Path, lost: str) -> None:
        """A new format, a crash or a rebuild begins with an empty index, which any register would fit."""
        register.act(standing())
        register.act(standing(ended=True))
        step_once(tmp_path, register)
        restored = Register()
        restored.act(standing())
        if lost == "its process":
            step_once(tmp_path, restored)
        if lost == "its generation":
            shutil.rmtree(generation_folder(tmp_path, 1))
        for _ in range(2):
            told = step_once(tmp_path, restored)
            assert (told.is_rolled_back, told.list_version) == (True, 2)
        restored.confirm()
        step_once(tmp_path, restored)
        told = step_once(tmp_path, restored)
        assert (told.is_rolled_back, told.list_version) == (False, 2)

    def test_is_confirmed_by_an_act_that_came_after_it(self, register: Register, tmp_path: Path) -> None:
        """A confirmation of an earlier restoration, which the node has followed, does not answer for the next one."""
        register.act(standing())
        register.confirm()
        register.act(standing(ended=True))
        step_once(tmp_path, register)
        restored = Register(entries_=register.entries_[:2])
        restored.act(standing())
        restored.salt = 1000
        restored.entries_[2] = replace(restored.entries_[2], entry_hash=b"o" * 32)
        assert step_once(tmp_path, restored).is_rolled_back
        restored.confirm()
        step_once(tmp_path, restored)
        told = step_once(tmp_path, restored)
        assert (told.is_rolled_back, told.list_version) == (False, 4)
        assert told.confirmation == restored.confirmation()

    def test_is_told_apart_from_a_snapshot_that_lies_behind(self, register: Register, tmp_path: Path) -> None:
        """The node may go back to an older index of the same register, and catches up."""
        register.act(standing())
        step_once(tmp_path, register)
        snapshot.take(tmp_path, KEYS, to=tmp_path / "taken", at=REVOKED_AT)
        register.act(standing(ended=True))
        step_once(tmp_path, register)
        snapshot.start(tmp_path, KEYS, source=tmp_path / "taken", is_known=register.sources.go_on_from)
        told = step_once(tmp_path, register)
        assert (told.is_rolled_back, told.list_version, told.generation) == (False, 2, 2)


class TestProof:
    def test_sets_the_lease_back_to_when_the_server_was_last_proven(self, register: Register, tmp_path: Path) -> None:
        """A primary that was cut off still answers polls; the lease ends all the same."""
        register.act(standing())
        sources = replace(register.sources, proof_age_ns=lambda: 3_000_000_000)
        follower, before = Follower(tmp_path, KEYS, sources), boottime_ns()
        follower.step()
        follower.close()
        told = read_lease(tmp_path)
        assert told is not None
        assert before <= told.confirmed_ns + 3_000_000_000 <= boottime_ns()

    def test_is_asked_for_after_the_clock_and_before_the_register(self, register: Register, tmp_path: Path) -> None:
        asked: list[str] = []

        def age() -> int:
            asked.append("proof")
            return 0

        def entries(*, after: int, after_hash: bytes | None, limit: int = 500) -> Page:
            asked.append("register")
            return register.entries(after=after, after_hash=after_hash, limit=limit)

        follower = Follower(tmp_path, KEYS, replace(register.sources, entries=entries, proof_age_ns=age))
        follower.step()
        follower.close()
        assert asked == ["proof", "register"]
