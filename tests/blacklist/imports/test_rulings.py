"""A file of rulings goes in whole: good rows written, bad rows reported, the same file twice adds nothing."""

from pathlib import Path

import pytest

from blacklist.imports.reader import FileRefused
from blacklist.imports.report import Tally
from blacklist.imports.ruling import COLUMNS
from blacklist.models import ConsumptionOrder, ListHead, Listing, Person, RegisterEntry
from blacklist.publication import _has_effect, entries
from blacklist.register import open_payload
from blacklist.services import persons
from blacklist.services.persons import Particulars
from blacklist.verification import faults
from tests.blacklist.imports.files import AT, Run, run_file
from tests.blacklist.imports.rows import LISTING, ORDER, OTHER
from tests.factories import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("courts")]


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

    @pytest.mark.law("F8.3", "F8.7")
    def test_finds_a_unit_by_the_organisation_code_within_its_credit_code(self, tmp_path: Path) -> None:
        old = Particulars("示范贸易有限公司", "organisation_code", "M000100Y-4")
        unit = persons.register(old, by=people.clerk(), at=AT)
        row = {**LISTING, "name": "示范贸易有限公司", "sex": ""}
        code = {"document_type": "credit_code", "document_number": "91350100M000100Y43"}
        order = {**ORDER, "name": "示范贸易有限公司", "sex": "", **code}
        assert Run(tmp_path, [{**row, **code}, order]).tally == Tally(accepted=2)
        assert Listing.objects.get().debtor == unit
        assert sorted(document.type for document in unit.documents.all()) == ["credit_code", "organisation_code"]
        assert (Person.objects.count(), list(faults())) == (1, [])

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

    @pytest.mark.law("C12")
    @pytest.mark.parametrize(
        ("decided_on", "covered"),
        [("2015-07-21", ["flight.business"]), ("2015-07-22", ["flight.business", "rail.g_any"])],
    )
    def test_lets_an_order_cover_what_the_text_of_its_day_covers(
        self, tmp_path: Path, decided_on: str, covered: list[str]
    ) -> None:
        """C12: an order of 2015-07-21 does not reach the G train that it names; reissued a day later it does."""
        dated = {"filed_on": "2015-03-01", "decided_on": decided_on, "served_on": "2015-07-23"}
        row = {**ORDER, **dated, "activities": "flight.business;rail.g_any"}
        assert Run(tmp_path, [row]).tally == Tally(accepted=1)
        [standing] = entries(after=0, after_hash=None).entries[0].standings
        assert [list(measure.activities) for measure in standing.measures] == [covered]
        assert ConsumptionOrder.objects.get().activities == ["flight.business", "rail.g_any"]

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
