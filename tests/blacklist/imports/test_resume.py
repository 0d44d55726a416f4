"""A killed import goes on where it was, and its report is whole (bad-inputs: nothing is lost)."""

from pathlib import Path

import pytest

from blacklist.imports import rulings, writer
from blacklist.imports.report import Tally, tally_of
from blacklist.imports.rulings import ImportRunning, import_file, only_import
from blacklist.imports.writer import Importer
from blacklist.models import ImportBatch, ImportRun, ImportState, Person, RegisterEntry
from blacklist.register import append_many
from blacklist.verification import faults
from tests.blacklist.imports.files import AT, file_of, run_file
from tests.blacklist.imports.rows import LISTING, ORDER, OTHER
from tests.blacklist.threads import elsewhere

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("courts")]


class Crash(Exception):
    """What stands for a kill between two batches."""


class TestResume:
    """A killed import goes on where it was, and its report is whole (bad-inputs: nothing is lost)."""

    @pytest.fixture(autouse=True)
    def _small_batches(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rulings, "BATCH_ROWS", 2)

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        """A file of five rows, the second and the fourth refused, the first with a warning."""
        bad = {**LISTING, **OTHER, "document_number": "110000199001010022"}
        rows = [{**LISTING, "sex": "F"}, bad, ORDER, {**bad, "name": ""}, {**LISTING, **OTHER}]
        return file_of(tmp_path, rows)

    def crash(self, path: Path, *, after_rows: int) -> None:
        def crash(rows: int) -> None:
            seen.append(rows)
            if sum(seen) >= after_rows:
                raise Crash

        seen: list[int] = []
        with pytest.raises(Crash):
            import_file(path, Importer("operator"), at=AT, on_progress=crash)

    def test_goes_on_behind_the_last_batch_that_was_written(self, path: Path) -> None:
        self.crash(path, after_rows=2)
        assert RegisterEntry.objects.count() == 1
        tally, said = run_file(path)
        assert tally == Tally(accepted=3, refused=2)
        assert [row["row_id"] for row in said["rows"]] == ["2", "4"]
        assert [warning["row_id"] for warning in said["warnings"]] == ["1"]
        assert ImportRun.objects.get().state == ImportState.DONE
        assert list(faults()) == []

    def test_judges_no_row_twice(self, path: Path) -> None:
        self.crash(path, after_rows=4)
        heard: list[int] = []
        import_file(path, Importer("operator"), at=AT, on_progress=heard.append)
        assert heard == [4, 1]

    def test_writes_of_a_batch_all_or_nothing(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Killed while it writes, a batch is neither in the register nor in the report."""

        def killed(deeds: object) -> None:
            raise Crash

        monkeypatch.setattr(writer, "append_many", killed)
        with pytest.raises(Crash):
            run_file(path)
        assert not ImportBatch.objects.exists()
        assert not Person.objects.exists()
        monkeypatch.setattr(writer, "append_many", append_many)
        assert run_file(path)[0] == Tally(accepted=3, refused=2)

    def test_begins_anew_with_a_file_that_was_done(self, path: Path) -> None:
        run_file(path)
        assert run_file(path)[0] == Tally(unchanged=3, refused=2)
        assert ImportRun.objects.count() == 2

    def test_begins_anew_for_somebody_else_and_for_another_file(self, path: Path, tmp_path: Path) -> None:
        self.crash(path, after_rows=2)
        other = import_file(path, Importer("president01"), at=AT)
        assert tally_of(other) == Tally(accepted=2, refused=2, unchanged=1)
        assert tally_of(import_file(file_of(tmp_path, [LISTING]), Importer("operator"), at=AT)).rows == 1

    def test_lets_one_import_run_at_a_time(self, path: Path) -> None:
        with only_import(), pytest.raises(ImportRunning):
            elsewhere(lambda: import_file(path, Importer("operator"), at=AT))

    def test_keeps_no_cell_of_the_file_in_clear(self, tmp_path: Path) -> None:
        """A row's own id may be anything, a number of a person too."""
        row = {**LISTING, "document_number": "110000199001010014"}
        path = file_of(tmp_path, [row], row_id="110000199001010013")
        _, said = run_file(path)
        assert said["rows"][0]["row_id"] == "110000199001010013"
        assert b"110000199001010013" not in bytes(ImportBatch.objects.get().report_sealed)
