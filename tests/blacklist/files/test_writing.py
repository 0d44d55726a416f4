"""Files that go out: whole, and taken for a formula by nobody (bad-inputs: CSV/formula injection)."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from blacklist.files import writing
from blacklist.files.archives import check_archive
from blacklist.files.kinds import Kind
from blacklist.files.writing import neutral, written
from blacklist.law.refusals import Refusal

DANGEROUS = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1"]
HARMLESS = ["", "张三", "（2025）兵9901执7号", "110000**********13", "a=b", " =1"]


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


class TestNeutral:
    @pytest.mark.parametrize("text", DANGEROUS)
    def test_puts_an_apostrophe_before_what_would_be_computed(self, text: str) -> None:
        assert neutral(text) == f"'{text}"

    @pytest.mark.parametrize("text", HARMLESS)
    def test_leaves_the_rest_as_it_is(self, text: str) -> None:
        assert neutral(text) == text


class TestCsv:
    def test_quotes_every_cell_and_says_its_encoding(self) -> None:
        assert b"".join(written([["a", ""], ["1", "张"]], Kind.CSV)) == '\ufeff"a",""\r\n"1","张"\r\n'.encode()

    @given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=2), max_size=6))
    def test_can_be_read_back(self, rows: list[list[str]]) -> None:
        content = "".join(cell for row in rows for cell in row)
        if content.isprintable():  # a lone surrogate is no text
            found = read_csv(b"".join(written(rows, Kind.CSV)))
            assert found == [[neutral(cell) for cell in row] for row in rows]
            assert not [cell for row in found for cell in row if cell[:1] in writing.FORMULA_BEGINS]

    def test_comes_in_parts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(writing, "ROWS_A_PART", 2)
        parts = list(written([[str(number)] for number in range(5)], Kind.CSV))
        assert len(parts) == 3
        assert read_csv(b"".join(parts)) == [[str(number)] for number in range(5)]


class TestXlsx:
    def test_holds_text_and_no_formula(self, tmp_path: Path) -> None:
        path = tmp_path / "register.xlsx"
        rows = [["name", "number"], *[[text, "110000199001010013"] for text in DANGEROUS]]
        path.write_bytes(b"".join(written(rows, Kind.XLSX)))
        check_archive(path)
        [sheet] = openpyxl.load_workbook(path).worksheets
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}
        assert {cell.value for cell in cells[3::2]} == {"110000199001010013"}

    def test_refuses_what_no_sheet_can_hold(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(writing, "LARGEST_SHEET", 2)
        with pytest.raises(Refusal) as refused:
            list(written([["a"]] * 3, Kind.XLSX))
        assert refused.value.code == "too-large"
