"""A killed import: what it had committed stays, it goes on behind that, and its report is whole."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

from tests.asking import Officers
from tests.journeys import bulk
from tests.journeys.bulk import EACH_REFUSED
from tests.running import Run, descendants
from tests.waiting import eventually

Figure = Callable[[str, object], None]

ROWS = 4_000
REFUSED = ROWS // EACH_REFUSED


class TestCommand:
    def test_started_again_goes_on_where_it_was_killed(
        self, running: Run, tmp_path: Path, record_property: Figure
    ) -> None:
        path, report = bulk.file(tmp_path, ROWS, series=0), tmp_path / "report.json"
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
        assert (said["accepted"], said["refused"], said["unchanged"]) == (ROWS - REFUSED, REFUSED, 0)
        assert [row["row_id"] for row in said["rows"]] == [str(EACH_REFUSED * n) for n in range(1, REFUSED + 1)]
        [[after]] = running.query("SELECT version FROM blacklist_listhead")
        assert after - before == ROWS - REFUSED
        assert "no fault" in running.manage("verify_register")
        record_property("figure", f"an import killed after {kept} of {ROWS} rows went on behind them")


class TestWorker:
    def test_that_is_back_goes_on_where_it_was_killed(
        self, running: Run, officers: Officers, tmp_path: Path, record_property: Figure
    ) -> None:
        content = bulk.file(tmp_path, ROWS, series=1).read_bytes()
        sent = officers.send("president01", "imports", content, medium="text/csv")
        assert sent.status == 201, sent.body
        address = f"imports/{sent.body['id']}"

        def state() -> str:
            return str(officers.read("president01", address)["state"])

        assert eventually(lambda: state() == "previewed", seconds=60)
        officers.done("president01", f"{address}/start")
        assert eventually(lambda: _written(running) >= 1_000, seconds=60)
        worker = running.pid_of("worker")
        os.kill(worker, signal.SIGKILL)
        kept = _written(running)
        assert eventually(lambda: running.pid_of("worker") not in (0, worker), seconds=20)
        assert eventually(lambda: state() == "done", seconds=90)
        done = officers.read("president01", address)["done"]
        assert done == {"accepted": ROWS - REFUSED, "refused": REFUSED, "unchanged": 0}
        assert len(officers.read("president01", f"{address}/report")["rows"]) == REFUSED
        assert "no fault" in running.manage("verify_register")
        record_property("figure", f"an upload whose worker was killed after {kept} of {ROWS} rows went on behind them")


def _written(running: Run) -> int:
    """Return how many rows of the newest import are through."""
    [[rows]] = running.query("""
        SELECT coalesce(sum(rows), 0) FROM blacklist_importbatch
        WHERE run_id = (SELECT id FROM blacklist_importrun ORDER BY received_at DESC LIMIT 1)""")
    return int(rows)
