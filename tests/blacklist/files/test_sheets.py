"""The rows of a spreadsheet, as a CSV file would have them."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from blacklist.files import sheet_process
from blacklist.files.faults import FileRefused
from blacklist.files.sheets import ROUNDED, sheet_rows, sheet_texts
from tests.blacklist.files.sheets import SHEET, rewritten, workbook


def texts(path: Path, *numbers: str) -> list[list[str]]:
    return list(sheet_texts(sheet_rows(path), numbers=numbers))


class TestSheetTexts:
    @pytest.mark.parametrize(
        ("cell", "text"),
        [
            ("测试甲", "测试甲"),
            (" 两行\n文字 ", " 两行\n文字 "),
            (None, ""),
            (7, "7"),
            (1.5, "1.5"),
            (True, "TRUE"),
            (date(2025, 3, 1), "2025-03-01"),
            (datetime(2025, 3, 1), "2025-03-01"),  # noqa: DTZ001 - a spreadsheet knows no zones
            (datetime(2025, 3, 1, 12, 30), "2025-03-01 12:30:00"),  # noqa: DTZ001
            (time(3, 4), "03:04:00"),
        ],
    )
    def test_writes_a_cell_as_a_csv_file_has_it(self, tmp_path: Path, cell: Any, text: str) -> None:
        path = workbook(tmp_path / "book.xlsx", [["one", "two"], ["x", cell]])
        assert texts(path) == [["one", "two"], ["x", text]]

    def test_reads_days_counted_from_1904(self, tmp_path: Path) -> None:
        path = workbook(tmp_path / "book.xlsx", [["on"], [date(2025, 3, 1)]], epoch=CALENDAR_MAC_1904)
        assert texts(path)[1] == ["2025-03-01"]

    @pytest.mark.parametrize("number", [110000199001010013, 12, 1.5])
    def test_marks_a_number_where_only_text_is_whole(self, tmp_path: Path, number: float) -> None:
        path = workbook(tmp_path / "book.xlsx", [["id", "document_number"], [number, number]])
        assert texts(path, "document_number")[1][1] == ROUNDED
        assert texts(path)[1][1] != ROUNDED

    def test_leaves_out_blank_rows_and_the_blanks_behind_the_header(self, tmp_path: Path) -> None:
        rows: list[list[Any]] = [
            ["one", "two", None],
            ["a", None, None],
            [None, None, None],
            ["b", "c", ""],
            ["d", "e", "too many"],
        ]
        path = workbook(tmp_path / "book.xlsx", rows)
        assert texts(path) == [["one", "two"], ["a", ""], ["b", "c"], ["d", "e", "too many"]]


class TestSheetRows:
    def test_reads_the_only_sheet_that_holds_anything(self, tmp_path: Path) -> None:
        assert texts(workbook(tmp_path / "book.xlsx", [], [["one"], ["a"]], [])) == [["one"], ["a"]]

    @pytest.mark.parametrize("sheets", [([["one"]], [["two"]]), ([],)])
    def test_refuses_several_sheets_and_none(self, tmp_path: Path, sheets: tuple[list[list[str]], ...]) -> None:
        """Rule (e): rows on a second sheet would be lost."""
        with pytest.raises(FileRefused) as refused:
            texts(workbook(tmp_path / "book.xlsx", *sheets))
        assert refused.value.code == "csv-shape"

    def test_ends_a_reader_that_wants_too_much(self, tmp_path: Path) -> None:
        """Two cells, one in the last row and column: 17 thousand million cells between them."""
        path = workbook(tmp_path / "book.xlsx", [["one"], ["two"]])
        rewritten(path, {SHEET: lambda content: content.replace(b'r="A2"', b'r="XFD1048576"')})
        with pytest.raises(FileRefused) as refused:
            texts(path)
        assert refused.value.code == "archive-limits"

    def test_refuses_what_cannot_be_read(self, tmp_path: Path) -> None:
        path = tmp_path / "book.xlsx"
        path.write_bytes(b"PK\x03\x04 and then nothing")
        with pytest.raises(FileRefused) as refused:
            texts(path)
        assert refused.value.code == "file-type"

    def test_ends_its_reader_when_nobody_wants_the_rest(self, tmp_path: Path) -> None:
        path = workbook(tmp_path / "book.xlsx", [["one"], *[[str(number)] for number in range(20_000)]])
        rows = sheet_rows(path)
        assert next(rows) == ["one"]
        rows.close()  # type: ignore[attr-defined]
        assert sheet_process.__file__ not in _commands()


def _commands() -> str:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:
            continue
    return "\n".join(found)
