"""Twenty thousand rulings taken over while the system runs; then two thousand checks, each answered as expected."""

import json
import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.asking import Asker
from tests.journeys import court
from tests.journeys.reference import FOLDER, Reference
from tests.running import Run, descendants
from tests.waiting import eventually

Figure = Callable[[str, object], None]

MEMORY_MB = 300


@pytest.fixture(scope="module")
def reference() -> Reference:
    """Skip, in a complete test run too, where the reference files do not lie beside the checkout."""
    if not FOLDER.is_dir():
        pytest.skip("not found, not run: ../shared/data beside the checkout (reference rulings and queries)")
    return Reference(FOLDER, court.today())


class TestImport:
    def test_judges_each_row_and_answers_meanwhile(
        self, running: Run, reference: Reference, asker: Asker, tmp_path: Path, record_property: Figure
    ) -> None:
        running.manage("import_courts", str(reference.courts))
        report, import_ = _import(running, reference.rulings, tmp_path / "report.json", asker)
        rows = len(reference.rows)
        record_property("figure", import_.told(rows))
        assert import_.megabytes < MEMORY_MB
        assert {reply.outcome for reply in asker.checked} == {"restricted"}

        refused = {row["row_id"]: row["code"] for row in report["rows"]}
        settled = [row["row_id"] for row in reference.rows if reference.is_settled(row)]
        given = {row_id: refused.get(row_id, "accepted") for row_id in settled}
        assert given == {row_id: reference.outcomes[row_id] for row_id in settled}
        assert (report["accepted"], report["unchanged"]) == (rows - len(refused), 0)
        assert report["refused"] == len(refused) == len(report["rows"])

    def test_adds_nothing_the_second_time(
        self, running: Run, reference: Reference, asker: Asker, tmp_path: Path, record_property: Figure
    ) -> None:
        [before] = running.query("SELECT * FROM blacklist_listhead")
        report, import_ = _import(running, reference.rulings, tmp_path / "report.json", asker)
        record_property("figure", f"again, {import_.told(len(reference.rows))}")
        refused = sum(outcome != "accepted" for outcome in reference.outcomes.values())
        assert (report["accepted"], report["unchanged"] + report["refused"]) == (0, len(reference.rows))
        assert report["refused"] <= refused
        assert running.query("SELECT * FROM blacklist_listhead") == [before]


class TestChecks:
    def test_answer_every_query_as_expected(
        self, running: Run, reference: Reference, asker: Asker, record_property: Figure
    ) -> None:
        assert eventually(lambda: _is_current(running, asker), seconds=30)
        queries = list(reference.queries())
        credential = running.credential("gateway")
        begun = time.monotonic()
        given = [_told(asker.answer(query, credential=credential).body) for query, _ in queries]
        seconds = time.monotonic() - begun
        record_property("figure", f"{len(queries)} of 2000 reference queries (others: overtaken) in {seconds:.1f} s")
        wrong = [
            number
            for number, (told, (_, expected)) in enumerate(zip(given, queries, strict=True))
            if told | expected != told
        ]
        assert wrong == [], f"{len(wrong)} wrong; the first: {given[wrong[0]]} for {queries[wrong[0]][1]}"
        assert eventually(lambda: not running.unrecorded(reply.reference for reply in asker.checked), seconds=20)


class TestVerification:
    def test_finds_no_fault_in_register_and_index(self, running: Run, reference: Reference, asker: Asker) -> None:
        assert eventually(lambda: _is_current(running, asker), seconds=30)
        assert "no fault" in running.manage("verify_register")
        assert "agree" in running.manage("verify_index")


@dataclass(frozen=True)
class _Import:
    """What one run of the command used, its start and its waiting for the database included."""

    seconds: float
    processor_seconds: float
    megabytes: float

    def told(self, rows: int) -> str:
        return (
            f"{rows} rulings in {self.seconds:.1f} s ({rows / self.seconds:,.0f}/s) of which the import computed"
            f" {self.processor_seconds:.1f} s, peak {self.megabytes:.0f} MB"
        )


def _import(running: Run, rulings: Path, report: Path, asker: Asker) -> tuple[dict[str, Any], _Import]:
    """Import while checks go on."""
    question = {"activity": "flight.business", "subject": running.demo()["subjects"]["listed_and_ordered"]}
    credential = running.credential("gateway")
    begun, peak = time.monotonic(), 0.0
    with running.managing("import_rulings", str(rulings), "--report", str(report)) as command:
        while True:
            peak = max(peak, *map(_megabytes, descendants(command.pid)), 0.0)
            pid, state, used = os.wait4(command.pid, os.WNOHANG)
            if pid:
                break
            assert time.monotonic() - begun < 120, "the import takes too long"
            asker.answer(question, credential=credential)
            time.sleep(0.05)  # twenty checks a second are company enough
        command.returncode = os.waitstatus_to_exitcode(state)
        assert command.returncode == 0, command.communicate()[1]
    found: dict[str, Any] = json.loads(report.read_text())
    return found, _Import(time.monotonic() - begun, used.ru_utime + used.ru_stime, peak)


def _megabytes(pid: int) -> float:
    """Return the most memory a process has held so far; what `wait4` tells counts the moment before its `exec` too."""
    try:
        told = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    found = re.search(r"^VmHWM:\s+([0-9]+) kB$", told, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def _is_current(running: Run, asker: Asker) -> bool:
    """Say whether the node has followed to the register's head."""
    state = asker.ask("GET", "/v1/status")
    return state is not None and running.query("SELECT version FROM blacklist_listhead") == [
        (state.body["list_version"],)
    ]


def _told(body: dict[str, Any]) -> dict[str, Any]:
    """Return of an answer what an expectation may speak of."""
    if body["decision"] is None:
        return {"status": body["status"], "code": body["code"]}
    return {key: body[key] for key in ("decision", "effect", "reason")}
