"""A preview says what the import then does, and writes nothing."""

from collections import Counter
from pathlib import Path

import pytest

from blacklist.imports import preview, rulings
from blacklist.imports.preview import first_names, preview_rulings
from blacklist.imports.reader import examine
from blacklist.imports.report import Tally
from blacklist.models import ImportRun, RegisterEntry
from tests.blacklist.imports.files import AT, Run, file_of, run_file
from tests.blacklist.imports.rows import LISTING, ORDER, OTHER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("courts")]


class TestPreview:
    @pytest.fixture(autouse=True)
    def _small_batches(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rulings, "BATCH_ROWS", 2)
        monkeypatch.setattr(preview, "BATCH_ROWS", 2)

    def test_finds_what_the_import_then_does_and_writes_nothing(self, tmp_path: Path) -> None:
        """Across batches too: the same row again, other content, a second live listing of one debtor in one case."""
        Run(tmp_path, [{**LISTING, **OTHER}])
        second = {**LISTING, "decision_number": "（2025）兵9901执7号之三"}
        third = {**LISTING, **OTHER, "decision_number": "（2025）兵9901执8号之三"}
        rows = [
            LISTING,
            ORDER,
            {**LISTING, "name": ""},
            LISTING,
            {**ORDER, "sex": ""},
            second,
            {**LISTING, **OTHER},
            third,
        ]
        path = file_of(tmp_path, rows)
        before = RegisterEntry.objects.count()
        foreseen = preview_rulings(examine(path), own_court=None, at=AT)
        assert RegisterEntry.objects.count() == before
        assert ImportRun.objects.count() == 1
        tally, said = run_file(path)
        assert foreseen.tally == tally == Tally(accepted=2, refused=4, unchanged=2)
        assert foreseen.codes == Counter(row["code"] for row in said["rows"])

    def test_shows_the_first_names_as_the_encoding_reads_them(self, tmp_path: Path) -> None:
        path = file_of(tmp_path, [{**LISTING, "name": f"测试{number}"} for number in range(30)])
        path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
        assert first_names(examine(path)) == [f"测试{number}" for number in range(20)]
