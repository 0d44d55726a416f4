"""Rows of CSV, whatever the lines look like (bad-inputs: CSV shape)."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blacklist.files.csv_rows import csv_rows
from blacklist.files.faults import FileRefused


def rows(folder: Path, content: bytes, *, encoding: str = "utf-8") -> list[list[str] | None]:
    path = folder / "file.csv"
    path.write_bytes(content)
    return list(csv_rows(path, encoding=encoding))


class TestCsvRows:
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize(
        ("encoding", "mark"),
        [("utf-8", ""), ("utf-8", "\ufeff"), ("gb18030", ""), ("utf-16-le", "\ufeff"), ("utf-16-be", "\ufeff")],
    )
    def test_reads_every_line_end_and_encoding(self, tmp_path: Path, end: str, encoding: str, mark: str) -> None:
        content = (mark + end.join(["号,姓名", "1,测试甲", '2,"两行\n文字"', ""])).encode(encoding)
        assert rows(tmp_path, content, encoding=encoding) == [["号", "姓名"], ["1", "测试甲"], ["2", "两行\n文字"]]

    @pytest.mark.parametrize("separator", [";", "\t", "|", "，"])
    def test_says_which_separator_stands_where_commas_belong(self, tmp_path: Path, separator: str) -> None:
        with pytest.raises(FileRefused, match="save the file with commas"):
            rows(tmp_path, f"one{separator}two\n1{separator}2\n".encode())

    def test_refuses_a_header_that_is_not_well_formed(self, tmp_path: Path) -> None:
        with pytest.raises(FileRefused):
            rows(tmp_path, b'"one"x,two\n1,2\n')

    def test_loses_only_the_line_that_is_too_long(self, tmp_path: Path) -> None:
        for end in (b"\n", b"\r"):
            content = end.join([b"one,two", b"x" * 200_000, b"1,2", b""])
            assert rows(tmp_path, content) == [["one", "two"], ["line too long"], ["1", "2"]]

    @given(
        st.lists(st.lists(st.text("甲a,\"'\r\n;=\0 ", max_size=6), min_size=2, max_size=2), max_size=8),
        st.sampled_from(["\n", "\r\n", "\r"]),
    )
    def test_gives_back_what_was_written_properly(
        self, tmp_path_factory: pytest.TempPathFactory, cells: list[list[str]], end: str
    ) -> None:
        """Whatever the cells hold: separators, line ends and quotation marks included."""
        header = ["one", "two"]
        quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in [header, *cells]]
        content = end.join(",".join(row) for row in quoted) + end
        found = rows(tmp_path_factory.mktemp("rows"), content.encode())
        assert found == [header, *cells]

    @given(st.binary(max_size=300))
    def test_never_fails_otherwise_than_by_refusing(
        self, tmp_path_factory: pytest.TempPathFactory, content: bytes
    ) -> None:
        for encoding in ("utf-8", "gb18030", "utf-16-le"):
            found = rows(tmp_path_factory.mktemp("rows"), b"one,two\n" + content, encoding=encoding)
            assert all(row is None or isinstance(row, list) for row in found)
