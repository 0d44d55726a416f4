"""A killed import: what it had committed stays, the same command goes on behind it, and its report is whole."""

import csv
import json
import os
import signal
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from blacklist.imports.ruling import COLUMNS
from config.demonstration.people import resident_number
from tests.journeys.court import today
from tests.running import Run, descendants
from tests.waiting import eventually

Figure = Callable[[str, object], None]

ROWS, EACH_REFUSED = 6_000, 100


class TestKill:
    def test_loses_nothing_and_repeats_nothing(self, running: Run, tmp_path: Path, record_property: Figure) -> None:
        path, report = _file(tmp_path), tmp_path / "report.json"
        [[before]] = running.query("SELECT version FROM blacklist_listhead")
        with running.managing("import_rulings", str(path), "--report", str(report)) as command:
            assert eventually(lambda: _written(running) >= 2_000, seconds=60)
            for pid in [*descendants(command.pid), command.pid]:
                os.kill(pid, signal.SIGKILL)
        assert not report.exists()
        kept = _written(running)
        assert kept < ROWS

        running.manage("import_rulings", str(path), "--report", str(report))
        said = json.loads(report.read_text())
        refused = ROWS // EACH_REFUSED
        assert (said["accepted"], said["refused"], said["unchanged"]) == (ROWS - refused, refused, 0)
        assert [row["row_id"] for row in said["rows"]] == [str(EACH_REFUSED * n) for n in range(1, refused + 1)]
        [[after]] = running.query("SELECT version FROM blacklist_listhead")
        assert after - before == ROWS - refused
        assert "no fault" in running.manage("verify_register")
        record_property("figure", f"an import killed after {kept} of {ROWS} rows went on behind them")


def _written(running: Run) -> int:
    """Return how many rows of the newest import are through."""
    [[rows]] = running.query("""
        SELECT coalesce(sum(rows), 0) FROM blacklist_importbatch
        WHERE run_id = (SELECT id FROM blacklist_importrun ORDER BY received_at DESC LIMIT 1)""")
    return int(rows)


def _file(folder: Path) -> Path:
    """Write a file of orders, of which each hundredth names no activity."""
    decided_on = today() - timedelta(days=30)
    path = folder / "rulings.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        for number in range(1, ROWS + 1):
            writer.writerow(_row(number, decided_on))
    return path


def _row(number: int, decided_on: date) -> dict[str, str]:
    case_number = f"（{decided_on.year}）兵9901执{200_000 + number}号"
    return {
        "row_id": str(number),
        "measure": "order",
        "name": "测试批量",
        "document_type": "resident_id",
        "document_number": resident_number(date(1960, 1, 1) + timedelta(days=number % 9000), 700 + number // 9000),
        "court_code": "兵9901",
        "case_number": case_number,
        "filed_on": date(decided_on.year, 1, 1).isoformat(),
        "basis_issuer": "示范仲裁委员会",
        "basis_number": f"示范裁字{number}号",
        "obligation": "支付货款",
        "decision_number": f"{case_number}之一",
        "decided_on": decided_on.isoformat(),
        "drafted_by": "示范法官",
        "signed_by": "示范院长",
        "served_on": decided_on.isoformat(),
        "service_method": "post",
        "activities": "" if number % EACH_REFUSED == 0 else "flight.business",
        "period_until": (decided_on + timedelta(days=400)).isoformat(),
    }
