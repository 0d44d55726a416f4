"""A file of rulings goes in whole: good rows written, bad rows reported, the same file twice adds nothing."""

import csv
import io
import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blacklist.files.malware import SIGNATURE
from blacklist.imports.reader import FileRefused, examine, read_rows
from blacklist.imports.report import Report, Tally
from blacklist.imports.ruling import COLUMNS, FORM
from blacklist.imports.rulings import Import, import_rulings
from blacklist.imports.writer import Importer
from blacklist.law.refusals import CODES
from blacklist.models import ConsumptionOrder, Court, ListHead, Listing, Person, RegisterEntry
from blacklist.publication import _has_effect
from blacklist.register import open_payload
from blacklist.verification import faults
from tests.blacklist.files.sheets import workbook
from tests.blacklist.imports.rows import LISTING, ORDER

AT = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
OTHER = {"name": "测试乙", "document_number": "110000199001010021", "sex": "F", "case_number": "（2025）兵9901执8号"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def courts() -> None:
    for code in ("兵9901", "兵9902"):
        Court.objects.create(code=code, name=f"{code}示范人民法院", level="basic", phone="000-00000000")


class Run:
    """One import of rows written to a file, with its tally and its report."""

    def __init__(self, folder: Path, rows: Sequence[dict[str, str]], *, prefix: bytes = b"") -> None:
        path = folder / "rulings.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            for number, row in enumerate(rows, start=1):
                writer.writerow({**row, "row_id": str(number)})
        path.write_bytes(prefix + path.read_bytes())
        self.tally, self.said = run_file(path)


def run_file(path: Path) -> tuple[Tally, dict[str, Any]]:
    with Report() as report:
        tally = import_rulings(path, Import(Importer("operator"), AT, report))
        out = path.with_suffix(".json")
        report.write(out, tally)
    said: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return tally, said


class TestImportRulings:
    def test_writes_one_register_entry_for_each_accepted_row(self, tmp_path: Path) -> None:
        run = Run(tmp_path, [LISTING, ORDER, {**LISTING, **OTHER}], prefix=b"\xef\xbb\xbf")
        assert run.tally == Tally(accepted=3)
        assert [entry.version for entry in RegisterEntry.objects.all()] == [1, 2, 3]
        assert {(entry.act, entry.actor_name) for entry in RegisterEntry.objects.all()} == {("import", "operator")}
        assert ListHead.objects.get().version == 3
        assert list(faults()) == []

    def test_gives_each_entry_the_whole_set_of_measures_of_its_subject(self, tmp_path: Path) -> None:
        Run(tmp_path, [LISTING, ORDER])
        payload = open_payload(RegisterEntry.objects.get(version=2))
        assert payload is not None
        assert {measure["kind"] for measure in payload["subjects"][0]["measures"]} == {"listing", "order"}

    def test_keeps_the_good_rows_of_a_file_with_bad_ones(self, tmp_path: Path) -> None:
        bad = {**LISTING, **OTHER, "document_number": "110000199001010022"}
        run = Run(tmp_path, [LISTING, bad, ORDER])
        assert run.tally == Tally(accepted=2, refused=1)
        assert run.said["rows"] == [
            {
                "row_id": "2",
                "column": "document_number",
                "code": "identity-check-digit",
                "detail": run.said["rows"][0]["detail"],
            }
        ]
        assert Person.objects.count() == 1

    def test_adds_nothing_the_second_time(self, tmp_path: Path) -> None:
        Run(tmp_path, [LISTING, ORDER])
        again = Run(tmp_path, [LISTING, ORDER])
        assert again.tally == Tally(unchanged=2)
        assert RegisterEntry.objects.count() == 2

    def test_calls_the_same_row_twice_in_one_file_unchanged(self, tmp_path: Path) -> None:
        assert Run(tmp_path, [LISTING, LISTING]).tally == Tally(accepted=1, unchanged=1)

    def test_refuses_the_same_ruling_with_other_content(self, tmp_path: Path) -> None:
        run = Run(tmp_path, [LISTING, {**LISTING, "published_on": "2025-06-06"}])
        assert run.tally == Tally(accepted=1, refused=1)
        assert run.said["rows"][0]["code"] == "duplicate"
        assert Listing.objects.get().published_on.isoformat() == "2025-06-05"  # type: ignore[union-attr]

    def test_refuses_a_second_live_listing_of_one_debtor_in_one_case(self, tmp_path: Path) -> None:
        second = {**LISTING, "decision_number": "（2025）兵9901执7号之三"}
        run = Run(tmp_path, [LISTING, second])
        assert [row["code"] for row in run.said["rows"]] == ["duplicate"]

    def test_adds_another_name_of_a_known_document_to_the_same_person(self, tmp_path: Path) -> None:
        Run(tmp_path, [LISTING, {**ORDER, "name": "测试曾用名"}])
        person = Person.objects.get()
        assert person.name == "测试甲"
        assert [other.name for other in person.other_names.all()] == ["测试曾用名"]

    def test_lets_an_officers_row_stand_without_its_unit(self, tmp_path: Path) -> None:
        """C3 ¶2: the legal representative is restricted by name; the unit need not be in the file."""
        row = {**ORDER, "capacity": "legal_representative", "debtor_document_number": "91350100M000100Y43"}
        assert Run(tmp_path, [row]).tally == Tally(accepted=1)
        order = ConsumptionOrder.objects.get()
        assert order.restricted_persons.get().capacity == "legal_representative"
        assert not order.case.parties.exists()

    @pytest.mark.parametrize(
        ("row", "changes", "state", "has_effect"),
        [
            (LISTING, {}, "active", True),
            (LISTING, {"published_on": ""}, "signed", False),
            (LISTING, {"ended_on": "2026-02-03", "ended_reason": "early_removal"}, "removed", False),
            (LISTING, {"ended_on": "2026-02-03", "ended_reason": "listed_in_error"}, "revoked", False),
            (ORDER, {}, "in_force", True),
            (ORDER, {"ended_on": "2026-02-03", "ended_reason": "performed"}, "lifted", False),
        ],
    )
    def test_leaves_each_measure_in_the_state_it_has_reached(
        self, tmp_path: Path, row: dict[str, str], changes: dict[str, str], state: str, has_effect: bool
    ) -> None:
        Run(tmp_path, [{**row, **changes}])
        payload = open_payload(RegisterEntry.objects.get())
        assert payload is not None
        [measure] = payload["subjects"][0]["measures"]
        assert measure["state"] == state
        assert _has_effect(measure) is has_effect

    def test_stores_no_name_or_number_in_clear(self, tmp_path: Path) -> None:
        Run(tmp_path, [LISTING])
        person = Person.objects.get()
        document = person.documents.get()
        stored = bytes(person.name_sealed) + bytes(document.number_sealed) + bytes(document.number_blind)
        assert "测试甲".encode() not in stored
        assert b"110000199001010013" not in stored
        assert (person.name, document.number) == ("测试甲", "110000199001010013")

    def test_refuses_only_the_row_that_is_not_utf8(self, tmp_path: Path) -> None:
        Run(tmp_path, [LISTING])
        path = tmp_path / "rulings.csv"
        lines = path.read_bytes().splitlines(keepends=True)
        broken = lines[1].replace("测试甲".encode(), "测试乙".encode("gbk"))
        path.write_bytes(lines[0] + broken + lines[1])
        tally, said = run_file(path)
        assert tally == Tally(unchanged=1, refused=1)
        assert (said["rows"][0]["code"], said["rows"][0]["column"]) == ("invalid-encoding", "name")

    def test_refuses_only_the_row_with_a_cell_too_many_or_a_line_too_long(self, tmp_path: Path) -> None:
        Run(tmp_path, [LISTING])
        path = tmp_path / "rulings.csv"
        lines = path.read_bytes().splitlines(keepends=True)
        endless = b"x" * 200_000 + b"\r\n"
        path.write_bytes(lines[0] + lines[1].rstrip() + b",extra\r\n" + endless + lines[1])
        tally, said = run_file(path)
        assert tally == Tally(unchanged=1, refused=2)
        assert {row["code"] for row in said["rows"]} == {"csv-shape"}

    @pytest.mark.parametrize("behind", [b"", b'"9","quoted"\r\n'])
    def test_loses_no_row_behind_a_quotation_mark_that_is_never_closed(self, tmp_path: Path, behind: bytes) -> None:
        """Rule (e): nothing is lost. The rows behind it would otherwise be one cell of the bad row."""
        Run(tmp_path, [LISTING, ORDER])
        path = tmp_path / "rulings.csv"
        header, listing, order = path.read_bytes().splitlines(keepends=True)
        broken = listing.replace("测试甲".encode(), '"测试甲'.encode())
        path.write_bytes(header + broken + listing + order + behind)
        tally, said = run_file(path)
        assert tally == Tally(unchanged=2, refused=2 if behind else 1)
        assert (said["rows"][0]["row_id"], said["rows"][0]["code"]) == ("1", "csv-shape")

    def test_reports_a_row_whose_id_cannot_be_written_down_by_its_number(self, tmp_path: Path) -> None:
        Run(tmp_path, [LISTING])
        path = tmp_path / "rulings.csv"
        header, listing = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(header + "甲".encode("gbk") + b",too few\r\n" + listing)
        tally, said = run_file(path)
        assert tally == Tally(unchanged=1, refused=1)
        assert (said["rows"][0]["row_id"], said["rows"][0]["code"]) == ("1", "csv-shape")

    def test_names_nobody_when_the_header_is_missing(self, tmp_path: Path) -> None:
        Run(tmp_path, [LISTING])
        path = tmp_path / "rulings.csv"
        path.write_bytes(path.read_bytes().splitlines(keepends=True)[1])
        with pytest.raises(FileRefused) as caught:
            run_file(path)
        assert "测试甲" not in str(caught.value)
        assert "110000199001010013" not in str(caught.value)

    @pytest.mark.parametrize(
        "header",
        [b"", b"row_id,measure\r\n", b"row_id," + ",".join(COLUMNS).encode() + b"\r\n"],
    )
    def test_refuses_the_whole_file_for_a_fault_of_its_header(self, tmp_path: Path, header: bytes) -> None:
        path = tmp_path / "rulings.csv"
        path.write_bytes(header)
        with pytest.raises(FileRefused):
            run_file(path)


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
