import os
from pathlib import Path

import pytest

from blacklist.law.refusals import Refusal
from restrictions.check import repeats as module
from restrictions.check.repeats import Repeats
from tests.restrictions.check.laboratory import KEYS

BANK, HOTEL = b"bank------------", b"hotel-----------"
KEY = "order-0001"


@pytest.fixture
def repeats(tmp_path: Path) -> Repeats:
    return Repeats(tmp_path / "repeats", KEYS.body)


def answered(repeats: Repeats, institution: bytes = BANK, key: str = KEY, body: bytes = b"{}") -> bytes | None:
    """Return what was kept, and keep something where nothing was."""
    with repeats.opened(institution, key, body) as repeat:
        if repeat.content is None:
            repeat.keep(b"answer")
        return repeat.content


class TestRepeats:
    def test_give_the_first_answer_again(self, repeats: Repeats, tmp_path: Path) -> None:
        assert answered(repeats) is None
        assert answered(repeats) == b"answer"
        assert answered(Repeats(tmp_path / "repeats", KEYS.body)) == b"answer"

    def test_know_whose_key_it_is(self, repeats: Repeats) -> None:
        answered(repeats)
        assert answered(repeats, HOTEL) is None

    def test_refuse_another_body(self, repeats: Repeats) -> None:
        answered(repeats)
        with pytest.raises(Refusal, match="idempotency-mismatch"):
            answered(repeats, body=b"{ }")

    @pytest.mark.parametrize("key", ["", "short", "a" * 65, "with space", "键键键键键键键键", "newline0\n"])
    def test_refuse_what_is_no_key(self, repeats: Repeats, key: str) -> None:
        with pytest.raises(Refusal, match="idempotency-key-format"):
            answered(repeats, key=key)

    def test_let_nobody_ask_the_same_meanwhile(self, repeats: Repeats, tmp_path: Path) -> None:
        with repeats.opened(BANK, KEY, b"{}"), pytest.raises(Refusal, match="in-progress"):
            answered(Repeats(tmp_path / "repeats", KEYS.body))
        assert answered(repeats) is None

    def test_take_a_torn_file_for_none(self, repeats: Repeats, tmp_path: Path) -> None:
        answered(repeats)
        (path,) = (tmp_path / "repeats").iterdir()
        path.write_bytes(path.read_bytes()[:-1])
        assert answered(repeats) is None
        assert answered(repeats) == b"answer"

    def test_keep_no_key_in_clear(self, repeats: Repeats, tmp_path: Path) -> None:
        answered(repeats, key="110000199001010013")
        (path,) = (tmp_path / "repeats").iterdir()
        assert "110000199001010013" not in path.name

    def test_say_when_nothing_can_be_kept(self, repeats: Repeats, tmp_path: Path) -> None:
        (tmp_path / "repeats").rmdir()
        with pytest.raises(Refusal, match="unavailable"):
            answered(repeats)


class TestSweep:
    def test_removes_what_is_old(self, repeats: Repeats, tmp_path: Path) -> None:
        answered(repeats)
        answered(repeats, key="order-0002")
        old = next((tmp_path / "repeats").iterdir())
        os.utime(old, (0, 0))
        repeats.sweep()
        assert len(list((tmp_path / "repeats").iterdir())) == 1
        assert not old.exists()

    def test_removes_the_oldest_of_what_is_too_much(
        self, repeats: Repeats, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for number in range(4):
            answered(repeats, key=f"order-000{number}")
        monkeypatch.setattr(module, "KEPT_BYTES", 100)
        repeats.sweep()
        left = sum(path.stat().st_size for path in (tmp_path / "repeats").iterdir())
        assert 0 < left <= 100

    def test_spares_what_is_being_answered(self, repeats: Repeats, tmp_path: Path) -> None:
        with repeats.opened(BANK, KEY, b"{}") as repeat:
            os.utime(next((tmp_path / "repeats").iterdir()), (0, 0))
            repeats.sweep()
            repeat.keep(b"answer")
        assert answered(repeats) == b"answer"
