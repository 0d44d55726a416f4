"""The same rows in every kind of file and encoding come to the same; whatever the bytes, each row has an outcome."""

import csv
import io
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blacklist.files.malware import SIGNATURE
from blacklist.imports.reader import FileRefused, examine, read_rows
from blacklist.imports.report import Tally
from blacklist.imports.ruling import COLUMNS, FORM
from blacklist.law.refusals import CODES
from blacklist.models import Person
from tests.blacklist.files.sheets import workbook
from tests.blacklist.imports.files import Run, run_file
from tests.blacklist.imports.rows import LISTING, ORDER, OTHER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("courts")]


class TestKindsOfFile:
    @pytest.mark.parametrize(
        ("encoding", "mark"),
        [("gb18030", ""), ("gbk", ""), ("utf-16-le", "\ufeff"), ("utf-16-be", "\ufeff"), ("utf-8", "")],
    )
    def test_takes_the_same_rows_in_every_encoding(self, tmp_path: Path, encoding: str, mark: str) -> None:
        Run(tmp_path, [LISTING, ORDER])
        path = tmp_path / "rulings.csv"
        path.write_bytes((mark + path.read_text(encoding="utf-8")).encode(encoding))
        assert run_file(path)[0] == Tally(unchanged=2)

    def test_keeps_a_character_that_only_four_bytes_of_gb18030_hold(self, tmp_path: Path) -> None:
        Run(tmp_path, [{**LISTING, "name": "测试\u9fb4"}])
        path = tmp_path / "rulings.csv"
        path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
        assert run_file(path)[0] == Tally(unchanged=1)
        assert Person.objects.get().name == "测试\u9fb4"

    def test_refuses_the_rows_of_another_encoding_and_takes_the_others(self, tmp_path: Path) -> None:
        """Nothing is guessed: UTF-8 read as GB18030 would name somebody else."""
        Run(tmp_path, [LISTING, ORDER])
        path = tmp_path / "rulings.csv"
        header, *rows = path.read_bytes().splitlines(keepends=True)
        others = [row.decode().encode("gbk") for row in rows]
        path.write_bytes(b"".join([header, *others, rows[0].replace("甲".encode(), "甲乙丙".encode())]))
        tally, said = run_file(path)
        assert tally == Tally(unchanged=2, refused=1)
        assert [(row["row_id"], row["code"]) for row in said["rows"]] == [("1", "invalid-encoding")]

    def test_takes_the_same_rows_from_a_spreadsheet(self, tmp_path: Path) -> None:
        Run(tmp_path, [LISTING, ORDER])
        days = {"filed_on", "decided_on", "served_on", "published_on", "term_until", "period_until"}

        def cell(column: str, text: str) -> Any:
            if column in days and text:
                return date.fromisoformat(text)
            return int(text) if column in ("row_id", "grounds") and text else text

        rows = [[cell(column, row[column]) for column in COLUMNS] for row in (LISTING, ORDER)]
        tally, _ = run_file(workbook(tmp_path / "rulings.xlsx", [COLUMNS, *rows]))
        assert tally == Tally(unchanged=2)

    def test_refuses_only_the_row_whose_number_a_spreadsheet_keeps_as_a_number(self, tmp_path: Path) -> None:
        damaged: dict[str, Any] = {**LISTING, "document_number": 110000199001010013}
        unit: dict[str, Any] = {**ORDER, "capacity": "principal_officer", "debtor_document_number": 9135010000000043}
        rows = [[row[column] for column in COLUMNS] for row in (damaged, LISTING, unit)]
        tally, said = run_file(workbook(tmp_path / "rulings.xlsx", [COLUMNS, *rows]))
        assert tally == Tally(accepted=1, refused=2)
        assert {(row["column"], row["code"]) for row in said["rows"]} == {
            ("document_number", "identity-spreadsheet-damaged"),
            ("debtor_document_number", "identity-spreadsheet-damaged"),
        }

    @pytest.mark.parametrize("name", ["rulings.pdf", "rulings.xls", "rulings"])
    def test_goes_by_what_a_file_holds_not_by_its_name(self, tmp_path: Path, name: str) -> None:
        Run(tmp_path, [LISTING])
        path = (tmp_path / "rulings.csv").rename(tmp_path / name)
        assert run_file(path)[0] == Tally(unchanged=1)

    def test_takes_no_file_that_is_harmful(self, tmp_path: Path) -> None:
        path = tmp_path / "rulings.csv"
        path.write_bytes(",".join(COLUMNS).encode() + b"\r\n" + SIGNATURE + b"\r\n")
        with pytest.raises(FileRefused) as refused:
            run_file(path)
        assert refused.value.code == "malware"


class TestAnyFile:
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(
        rows=st.lists(
            st.one_of(
                st.sampled_from([LISTING, ORDER, {**LISTING, **OTHER}]),
                st.fixed_dictionaries({column: st.text(max_size=5) for column in COLUMNS}),
            ),
            max_size=5,
        ),
        noise=st.binary(max_size=60),
        place=st.integers(min_value=0),
    )
    def test_has_an_outcome_for_each_row_it_is_read_as(
        self, tmp_path: Path, rows: list[dict[str, str]], noise: bytes, place: int
    ) -> None:
        """Whatever the bytes: no failure, and every row is accepted, unchanged or refused with a code of the list."""
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, COLUMNS, quoting=csv.QUOTE_ALL)
        writer.writeheader()
        header = len(out.getvalue())
        writer.writerows(rows)
        content = out.getvalue().encode(errors="replace")
        place = header + place % (len(content) - header + 1)
        path = tmp_path / "rulings.csv"
        path.write_bytes(content[:place] + noise + content[place:])
        with suppress(FileRefused):
            read = len(list(read_rows(examine(path), form=FORM)))
            tally, said = run_file(path)
            assert tally.accepted + tally.unchanged + tally.refused == read
            assert {row["code"] for row in said["rows"]} <= set(CODES)
            assert len(said["rows"]) == tally.refused
