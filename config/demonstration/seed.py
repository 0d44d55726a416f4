"""Fill an empty register with the demonstration, once, and write ``HOME/demo.json`` with its log-ins."""

import csv
import json
import os
import shlex
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from blacklist.imports.report import tally_of
from blacklist.imports.ruling import COLUMNS
from blacklist.imports.rulings import import_file
from blacklist.imports.writer import Importer
from blacklist.law.activities import ACTIVITIES, Answer
from blacklist.law.assistance import MOST_PER_DAY, MOST_PER_SECOND
from blacklist.law.days import legal_day
from blacklist.law.duties import OFFICES
from blacklist.models import Court, CourtLevel, Officer, ServiceMethod
from blacklist.services import assistance_notices, officers
from blacklist.services.officers import Enrolled
from config.demonstration import rulings
from config.demonstration.people import Someone, credit_code
from restrictions.services import credentials, institutions

COURTS = (
    ("兵", "示范高级人民法院（演示）", CourtLevel.HIGH, None),
    ("兵99", "示范中级人民法院（演示）", CourtLevel.INTERMEDIATE, "兵"),
    ("兵9901", "示范第一人民法院（演示）", CourtLevel.BASIC, "兵99"),
    ("兵9902", "示范第二人民法院（演示）", CourtLevel.BASIC, "兵99"),
)
PHONE = "000-00000000"
OFFICERS = (
    ("clerk01", "示范书记员", "兵9901", "clerk"),
    ("judge01", "示范法官甲", "兵9901", "enforcement_judge"),
    ("judge02", "示范法官乙", "兵9901", "enforcement_judge"),
    ("president01", "示范院长", "兵9901", "court_president"),
    ("judge11", "示范法官丙", "兵9902", "enforcement_judge"),
    ("president11", "示范院长（二）", "兵9902", "court_president"),
    ("reviewer01", "示范合议庭成员", "兵9901", "review_panel"),
    ("clerk91", "示范中级法院书记员", "兵99", "clerk"),
    ("appeal01", "示范中级法院法官", "兵99", "superior_court"),
    ("procurator01", "示范检察官", "兵9901", "procurator"),
    ("admin01", "示范管理员", "兵9901", "administrator"),
    ("admin02", "示范管理员（二）", "兵9901", "administrator"),
    ("admin00", "示范总管理员", None, "administrator"),
)
SECTORS = {
    "airline": ("示范航空（演示）", ("flight.",)),
    "hotel": ("示范酒店（演示）", ("hotel.",)),
    "bank": ("示范银行（演示）", ("credit.",)),
    "gateway": ("演示网关（演示）", ("",)),
}


class NotEmpty(Exception):
    """The register holds something that is not this demonstration."""


def seed(*, path: Path, base_url: str, at: datetime) -> dict[str, Any]:
    """Seed the demonstration if it is not there yet and return what ``path`` (demo.json) says.

    :raises NotEmpty: the database has the demonstration's courts, but ``demo.json`` with its log-ins is gone.
    """
    is_seeded = Officer.objects.filter(username=OFFICERS[0][0]).exists()
    if is_seeded:
        return _renew(path, base_url=base_url)
    with transaction.atomic():
        said = _fill(base_url=base_url, at=at)
        draft = _write_draft(path, said)
    draft.replace(path)
    return said


def _renew(path: Path, *, base_url: str) -> dict[str, Any]:
    """Keep the log-ins and renew the address; a draft holds those of a seeding that was killed after its commit."""
    draft = path.with_suffix(".draft")
    if not path.exists() and draft.exists():
        draft.replace(path)
    if not path.exists():
        raise NotEmpty(f"The demonstration is seeded, but {path} is missing; start with an empty home.")
    known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    said = {**known, "base_url": base_url, "example": _example(known["institutions"], base_url)}
    _write_draft(path, said).replace(path)
    return said


def _fill(*, base_url: str, at: datetime) -> dict[str, Any]:
    _courts()
    staff = {row[0]: _officer(*row, at=at) for row in OFFICERS}
    admitted = {sector: _institution(sector, staff, at=at) for sector in SECTORS}
    _rulings(at)
    return {
        "base_url": base_url,
        "institutions": admitted,
        "officers": [_log_in(enrolled) for enrolled in staff.values()],
        "example": _example(admitted, base_url),
        "subjects": {
            "listed_and_ordered": _subject(rulings.RESTRICTED),
            "listed_only": _subject(rulings.LISTED_ONLY),
            "order_only": _subject(rulings.ORDER_ONLY),
        },
    }


def _courts() -> None:
    for code, name, level, higher in COURTS:
        said = {"name": name, "level": level, "higher_court_id": higher, "phone": PHONE}
        Court.objects.get_or_create(code=code, defaults=said)


def _officer(username: str, name: str, court: str | None, office: str, *, at: datetime) -> Enrolled:
    return officers.enrol(username=username, name=name, court_code=court, duties=OFFICES[office], at=at)


def _log_in(enrolled: Enrolled) -> dict[str, Any]:
    return {
        "username": enrolled.officer.username,
        "password": enrolled.password,
        "totp_secret": enrolled.totp_secret,
        "court": enrolled.officer.court_id,
        "duties": enrolled.officer.duties,
    }


def _institution(sector: str, staff: Mapping[str, Enrolled], *, at: datetime) -> dict[str, str]:
    """Draft, sign and serve the assistance notice of a unit, and enrol the unit under it."""
    judge, president, clerk = (staff[name].officer for name in ("judge01", "president01", "clerk01"))
    notice = assistance_notices.propose(_notice(sector), by=judge, at=at)
    assistance_notices.sign(notice.pk, by=president, at=at)
    on, method = legal_day(at), ServiceMethod.DIRECT
    assistance_notices.serve(notice.pk, served_on=on, service_method=method, by=clerk, at=at)
    enrolled = institutions.enrol(notice.number, per_second=MOST_PER_SECOND, per_day=MOST_PER_DAY)
    return {"credential": credentials.issue(enrolled).secret}


def _notice(sector: str) -> assistance_notices.Proposal:
    name, prefixes = SECTORS[sector]
    serial = list(SECTORS).index(sector) + 1
    activities = [
        code
        for code, activity in ACTIVITIES.items()
        if activity.answer is not Answer.NOT_ANSWERED and code.startswith(prefixes)
    ]
    return assistance_notices.Proposal(
        number=f"（演示）兵9901执协{serial}号",
        unit_name=name,
        credit_code=credit_code(f"{serial:08d}"),
        sector=sector,
        legal_basis="L8" if sector == "bank" else "C6",
        activities=activities,
    )


def _rulings(at: datetime) -> None:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", suffix=".csv") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for number, row in enumerate(rulings.rows(today=legal_day(at)), start=1):
            writer.writerow({**row, "row_id": str(number)})
        file.flush()
        refused = tally_of(import_file(Path(file.name), Importer("demonstration"), at=at)).refused
    if refused:
        raise RuntimeError(f"{refused} rulings of the demonstration were refused")


def _subject(someone: Someone) -> dict[str, Any]:
    return {"name": someone.name, "document": {"type": someone.document_type, "number": someone.number}}


def _example(admitted: dict[str, dict[str, str]], base_url: str) -> dict[str, str]:
    body = {"activity": "flight.business", "subject": _subject(rulings.RESTRICTED)}
    line = [
        "curl",
        "-s",
        f"{base_url}/v1/checks",
        "-H",
        f"Authorization: Bearer {admitted['airline']['credential']}",
        "-H",
        "Content-Type: application/json",
        "-d",
        json.dumps(body, ensure_ascii=False),
    ]
    return {"curl": shlex.join(line)}


def _write_draft(path: Path, said: dict[str, Any]) -> Path:
    """Write what ``demo.json`` will say beside it, for its user only, and return where."""
    draft = path.with_suffix(".draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        json.dump(said, file, ensure_ascii=False, indent=2)
    return draft
