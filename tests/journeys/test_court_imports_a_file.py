"""A president takes over the court's rulings from a spreadsheet: sent, previewed, started, answered by, reported."""

import csv
import socket
from collections.abc import Callable
from pathlib import Path

from blacklist.api.files import XLSX
from tests.asking import Asker, Officers
from tests.blacklist.files.sheets import workbook
from tests.journeys import bulk
from tests.running import Run
from tests.waiting import eventually

Figure = Callable[[str, object], None]

PRESIDENT = "president01"
ROWS, SERIES = 1_500, 2
REFUSED = ROWS // bulk.EACH_REFUSED


def spreadsheet(folder: Path) -> bytes:
    with bulk.file(folder, ROWS, series=SERIES).open(encoding="utf-8", newline="") as file:
        return workbook(folder / "rulings.xlsx", list(csv.reader(file))).read_bytes()


class TestSpreadsheet:
    def test_goes_into_the_register_once_it_is_confirmed(
        self, running: Run, asker: Asker, officers: Officers, tmp_path: Path
    ) -> None:
        sent = officers.send(PRESIDENT, "imports", spreadsheet(tmp_path), medium=XLSX)
        assert (sent.status, sent.body["state"], sent.body["names"]) == (201, "received", [bulk.NAME] * 20)
        address = f"imports/{sent.body['id']}"

        assert eventually(lambda: officers.read(PRESIDENT, address)["state"] == "previewed", seconds=60)
        foreseen = officers.read(PRESIDENT, address)["foreseen"]
        tally = {"accepted": ROWS - REFUSED, "refused": REFUSED, "unchanged": 0}
        assert foreseen == {**tally, "codes": {"unknown-activity": REFUSED}}
        question = {"activity": "flight.business", "subject": bulk.subject(1, series=SERIES)}
        credential = running.credential("gateway")
        assert asker.answer(question, credential=credential).outcome == "permitted"

        officers.done(PRESIDENT, f"{address}/start")
        assert eventually(lambda: officers.read(PRESIDENT, address)["state"] == "done", seconds=60)
        assert officers.read(PRESIDENT, address)["done"] == tally
        report = officers.read(PRESIDENT, f"{address}/report")
        assert [row["row_id"] for row in report["rows"]] == [str(100 * n) for n in range(1, REFUSED + 1)]
        assert eventually(lambda: asker.answer(question, credential=credential).outcome == "restricted", seconds=10)
        assert not list((running.home / "imports").iterdir())

    def test_that_breaks_off_leaves_nothing(self, running: Run, officers: Officers) -> None:
        """bad-inputs: cut off at half; no import, and the rest of the file is deleted at once."""
        before = len(officers.read(PRESIDENT, "imports")["items"])
        with socket.create_connection(("127.0.0.1", running.port), timeout=10) as connection:
            head = officers.head(PRESIDENT, "imports", medium="text/csv", length=2_000_000)
            connection.sendall(head + b"row_id," * 9000)
            assert eventually(lambda: list((running.home / "imports").iterdir()) != [])
            connection.shutdown(socket.SHUT_WR)
        assert eventually(lambda: list((running.home / "imports").iterdir()) == [])
        assert len(officers.read(PRESIDENT, "imports")["items"]) == before
