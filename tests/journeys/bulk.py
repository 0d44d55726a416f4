"""Files of many rulings on people whom nobody else has invented."""

import csv
from datetime import date, timedelta
from pathlib import Path

from blacklist.imports.ruling import COLUMNS
from config.demonstration.people import resident_number
from tests.asking import Body
from tests.journeys.court import today

EACH_REFUSED = 100
NAME = "测试批量"


def file(folder: Path, rows: int, *, series: int) -> Path:
    """Write a file of orders, of which each hundredth names no activity; each series has people of its own."""
    path = folder / "rulings.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(_row(number, series) for number in range(1, rows + 1))
    return path


def subject(number: int, *, series: int) -> Body:
    """Return the person of a row as a check names one."""
    return {"name": NAME, "document": {"type": "resident_id", "number": _number(number, series)}}


def _number(number: int, series: int) -> str:
    return resident_number(date(1960, 1, 1) + timedelta(days=number), 700 + series)


def _row(number: int, series: int) -> dict[str, str]:
    decided_on = today() - timedelta(days=30)
    case_number = f"（{decided_on.year}）兵9901执{100_000 * (series + 2) + number}号"
    return {
        "row_id": str(number),
        "measure": "order",
        "name": NAME,
        "document_type": "resident_id",
        "document_number": _number(number, series),
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
