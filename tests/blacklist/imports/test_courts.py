"""A file of courts: taken whole, or refused with a sentence about the row that is wrong."""

from pathlib import Path

import pytest

from blacklist.imports.courts import CourtTally, import_courts
from blacklist.imports.reader import FileRefused
from blacklist.models import Court

HEADER = "code,name,level,higher_court_code,phone"
LOWER = "兵9801,示例人民法院,basic,兵98,000-00000000"
HIGHER = "兵98,示例中级人民法院,intermediate,,000-00000000"


def file_of(folder: Path, *lines: str) -> Path:
    path = folder / "courts.csv"
    path.write_text("\n".join((HEADER, *lines)) + "\n", encoding="utf-8")
    return path


@pytest.mark.django_db
class TestImportCourts:
    def test_takes_a_higher_court_that_stands_below(self, tmp_path: Path) -> None:
        tally = import_courts(file_of(tmp_path, LOWER, HIGHER))
        assert tally == CourtTally(added=2, changed=0, unchanged=0)
        assert Court.objects.get(code="兵9801").higher_court_id == "兵98"

    def test_adds_nothing_the_second_time(self, tmp_path: Path) -> None:
        import_courts(file_of(tmp_path, LOWER, HIGHER))
        assert import_courts(file_of(tmp_path, LOWER, HIGHER)) == CourtTally(added=0, changed=0, unchanged=2)

    def test_brings_a_known_court_in_line(self, tmp_path: Path) -> None:
        import_courts(file_of(tmp_path, HIGHER))
        tally = import_courts(file_of(tmp_path, HIGHER.replace("000-00000000", "000-11111111")))
        assert tally == CourtTally(added=0, changed=1, unchanged=0)
        assert Court.objects.get(code="兵98").phone == "000-11111111"

    @pytest.mark.parametrize(
        "line",
        [
            pytest.param("兵9802,,basic,兵98,0", id="no name"),
            pytest.param("兵9802,示例,county,兵98,0", id="unknown level"),
            pytest.param("兵9802,示例,basic,兵97,0", id="unknown higher court"),
            pytest.param("兵98021234,示例,basic,兵98,0", id="code too long"),
            pytest.param(f"兵9802,{'院' * 101},basic,兵98,0", id="name too long"),
            pytest.param(f"兵9802,示例,basic,兵98,{'0' * 41}", id="phone too long"),
            pytest.param("兵9802,示\x00例,basic,兵98,0", id="control character"),
            pytest.param("兵9802,示例,basic,兵98", id="cell missing"),
            pytest.param(LOWER, id="a code twice"),
        ],
    )
    def test_takes_nothing_of_a_file_with_a_wrong_row(self, tmp_path: Path, line: str) -> None:
        with pytest.raises(FileRefused):
            import_courts(file_of(tmp_path, HIGHER, LOWER, line))
        assert not Court.objects.exists()
