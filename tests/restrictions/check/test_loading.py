"""An index that was loaded in parts holds, byte for byte, what one that has grown subject by subject does."""

import random
from pathlib import Path

import pytest
from msgspec.structs import replace

from restrictions.check import loading
from restrictions.check.index import Index, IndexWriter
from restrictions.check.loading import Files, load
from restrictions.check.standing import Names, Standing
from tests.restrictions.check.laboratory import order

DRAWN = random.Random(11)
SUBJECTS = [
    (
        DRAWN.randbytes(10) + DRAWN.randrange(300).to_bytes(6),  # so that some share their handle
        Standing(
            2, False, False, None, Names(), tuple(DRAWN.randbytes(16) for _ in range(DRAWN.randrange(4))), (order(),)
        ),
    )
    for _ in range(400)
]


def grown(folder: Path) -> Path:
    with IndexWriter(folder) as writer, writer.writing() as changes:
        for subject, standing in SUBJECTS:
            changes.put_standing(subject, standing)
    return folder


def loaded(folder: Path, *shares: list[tuple[bytes, Standing]], processes: int = 1) -> Path:
    scratch = [folder / f"scratch-{number}" for number in range(len(shares))]
    for share, files in zip(shares, map(Files, scratch), strict=True):
        for subject, standing in share:
            files.put(subject, standing)
        files.close()
    with IndexWriter(folder) as writer:
        load(scratch, writer, processes=processes)
    assert not any(list(each.iterdir()) for each in scratch)
    return folder


def pairs(folder: Path) -> list[list[tuple[bytes, bytes]]]:
    with Index(folder) as index, index.reading() as view:
        return [list(view.entries()), list(view.pairs("standings"))]


class TestLoad:
    def test_gives_what_would_have_grown(self, tmp_path: Path) -> None:
        assert pairs(loaded(tmp_path / "loaded", SUBJECTS)) == pairs(grown(tmp_path / "grown"))

    def test_joins_what_several_processes_filed(self, tmp_path: Path) -> None:
        shares = SUBJECTS[::3], SUBJECTS[1::3], SUBJECTS[2::3]
        assert pairs(loaded(tmp_path / "loaded", *shares)) == pairs(grown(tmp_path / "grown"))

    def test_sorts_in_several_processes(self, tmp_path: Path) -> None:
        taken = pairs(loaded(tmp_path / "loaded", SUBJECTS, processes=2))
        assert taken == pairs(grown(tmp_path / "grown"))

    def test_gives_buckets_as_many_bits_as_they_need(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """One key a bucket, so that its bits matter; the last of all buckets too."""
        monkeypatch.setattr(loading, "bits_for", lambda keys: 17)
        subjects = [*SUBJECTS, (b"the-last-subject", replace(SUBJECTS[0][1], keys=(b"\xff" * 16,)))]
        folder = loaded(tmp_path / "loaded", subjects)
        with Index(folder) as index, index.reading() as view:
            assert {bucket[2] & 0x7F for bucket, _ in view.pairs("keys")} == {0}
            for subject, standing in subjects:
                for key in standing.keys:
                    assert subject in [found for found, _ in view.find(key)]

    def test_holds_no_more_than_it_may(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(loading, "HELD_BYTES", 1000)
        assert pairs(loaded(tmp_path / "loaded", SUBJECTS)) == pairs(grown(tmp_path / "grown"))

    def test_can_be_changed_afterwards(self, tmp_path: Path) -> None:
        folder = loaded(tmp_path / "loaded", SUBJECTS[:-1])
        with IndexWriter(folder) as writer, writer.writing() as changes:
            changes.put_standing(*SUBJECTS[-1])
        assert pairs(folder) == pairs(grown(tmp_path / "grown"))
