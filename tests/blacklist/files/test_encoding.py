"""Four encodings, no guess beyond them, and nothing unreadable that passes for text (bad-inputs: encodings)."""

from pathlib import Path

import pytest

from blacklist.files import encoding
from blacklist.files.encoding import encoding_of, is_ambiguous, is_unreadable

ROWS = "姓名,案号\r\n测试甲,（2025）兵9901执7号\r\n测试乙,（2025）兵9901执8号\r\n"


def of(folder: Path, content: bytes) -> str:
    path = folder / "file.csv"
    path.write_bytes(content)
    return encoding_of(path)


class TestEncodingOf:
    @pytest.mark.parametrize(
        ("content", "found"),
        [
            (ROWS.encode(), "utf-8"),
            (("\ufeff" + ROWS).encode(), "utf-8"),
            (("\ufeff" + ROWS).encode("utf-16-le"), "utf-16-le"),
            (("\ufeff" + ROWS).encode("utf-16-be"), "utf-16-be"),
            (ROWS.encode("gbk"), "gb18030"),
            (ROWS.replace("甲", "𠀀").encode("gb18030"), "gb18030"),
            (ROWS.replace("\r\n", "\r").encode(), "utf-8"),
            (ROWS.replace("\r\n", "\r").encode("gbk"), "gb18030"),
            (b"only,ascii\n", "utf-8"),
            (b"", "utf-8"),
        ],
    )
    def test_finds(self, tmp_path: Path, content: bytes, found: str) -> None:
        assert of(tmp_path, content) == found

    def test_takes_a_few_bad_lines_for_bad_lines(self, tmp_path: Path) -> None:
        assert of(tmp_path, ROWS.encode() + "测试丙,号\r\n".encode("gbk")) == "utf-8"

    def test_is_not_misled_where_a_block_cuts_a_character(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(encoding, "BLOCK", 7)
        assert of(tmp_path, ROWS.encode()) == "utf-8"
        assert of(tmp_path, ROWS.encode("gbk")) == "gb18030"

    def test_stays_within_its_memory_on_one_endless_line(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(encoding, "BLOCK", 1000)
        monkeypatch.setattr(encoding, "LONGEST_LINE", 3000)
        assert of(tmp_path, ROWS.encode() + "甲".encode() * 10_000) == "utf-8"


class TestUnreadable:
    @pytest.mark.parametrize(
        ("written", "encoding"),
        [
            ("张".encode("gbk"), "utf-8"),
            (b"\xff", "gb18030"),
            (b"\x00\xd8A\x00", "utf-16-le"),
            (b"A", "utf-16-le"),
            (b"\xd8\x00\x00A", "utf-16-be"),
        ],
    )
    def test_stays_visible_and_is_never_a_question_mark(self, written: bytes, encoding: str) -> None:
        text = written.decode(encoding, errors="unreadable")
        assert is_unreadable(text)
        assert "?" not in text

    def test_sees_what_another_program_lost_before(self) -> None:
        assert is_unreadable("测\ufffd甲")
        assert not is_unreadable("测试甲")


class TestIsAmbiguous:
    def test_finds_utf_8_among_lines_of_gb18030(self) -> None:
        """A name of two characters reads as three others without a fault; taken, it would name somebody else."""
        misread = "张三".encode().decode("gb18030")
        assert misread != "张三"
        assert is_ambiguous(["1", misread])
        assert not is_ambiguous(["1", "张三"])
        assert not is_ambiguous(["1", "ZHANG SAN"])
