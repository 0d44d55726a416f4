"""The promises of recognition on a few birth dates; `bin/bench identity` measures them on sixty."""

from pathlib import Path

import pytest

from benchmarks.identity import measuring, pairs, promises, report, throughput
from benchmarks.identity.channels import tongyong, wade_giles
from benchmarks.identity.people import DAYS
from benchmarks.identity.throughput import Cost


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> measuring.Counted:
    folder: Path = tmp_path_factory.mktemp("promises")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measuring, "DAYS", DAYS[30:32])
        return measuring.measure(folder, innocents=4800)


class TestPromises:
    def test_restrict_no_innocent_and_ask_none_who_has_a_citizen_number(self, counted: measuring.Counted) -> None:
        assert sum(cell.asked for cell in counted.innocent.values()) > 4000
        assert not any(cell.restricted for cell in counted.innocent.values())
        assert not any(cell.undetermined for key, cell in counted.innocent.items() if key[2] == measuring.CITIZEN)

    def test_permit_nobody_by_the_own_number(self, counted: measuring.Counted) -> None:
        assert [key for key, cell in counted.listed.items() if key[2] == measuring.CITIZEN and cell.permitted] == []

    def test_find_listed_people_behind_another_document(self, counted: measuring.Counted) -> None:
        """Looser than promised: only some 800 people are asked about."""
        for key, cell in counted.listed.items():
            assert cell.permitted / cell.asked < 0.05, key

    def test_hold_for_labelled_pairs_of_names(self) -> None:
        found = pairs.measure(2000)
        assert found.precision >= 0.995
        assert found.recall >= 0.97

    def test_are_told_with_what_went_worst_first(self, counted: measuring.Counted) -> None:
        found = pairs.Pairs(8000, 0.999, 0.98)
        costs = {"cheap": Cost(9000.0, 8100.0, 0.9), "dear": Cost(9000.0, 5400.0, 0.6)}
        assert "| innocent people `restricted` | 0 in 10 million | 0 of " in report.table(counted, found)
        kept = {one.what: one.is_kept for one in promises.of_people(counted, found)}
        assert len(kept) == 10
        assert kept.pop("8,000 labelled pairs of names, precision")
        worse = pairs.Pairs(8000, 0.997, 0.98)
        assert not next(one for one in promises.of_people(counted, worse) if "precision" in one.what).is_kept
        text = report.cost_table(costs, 30_000.0)
        assert text.index("| dear |") < text.index("| cheap |")
        assert throughput.failures(costs) == ["throughput, dear: 0.60"]
        assert report.plot(counted).startswith("<svg")


class TestSpelling:
    def test_is_that_of_taiwans_passports(self) -> None:
        assert [wade_giles(read) for read in ("ZHANG", "XU", "GUO", "ZHI", "QIAN")] == [
            "CHANG", "HSU", "KUO", "CHIH", "CHIEN",
        ]  # fmt: skip
        assert [tongyong(read) for read in ("ZHANG", "XU", "ZHI", "QIAN")] == ["JHANG", "SYU", "JHIH", "CIAN"]
