"""Whom the acts of `bin/bench acts` are about, and who does them: courts, officers, cases with one debtor each."""

import itertools
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

COURTS = ("兵9801", "兵9802", "兵9803", "兵9804")
OFFICERS = ("clerk", "enforcement_judge", "court_president")
_serials = itertools.count(int(time.time()) % 9_000_000)


@dataclass(frozen=True)
class Scene:
    """Cases with their debtors, and the officers by court and office."""

    cases: Sequence[tuple[Any, uuid.UUID]]
    officers: Mapping[tuple[str, str], Any]


def prepare(count: int) -> Scene:
    """Open so many cases, each on a new debtor who was served with the enforcement notice."""
    from blacklist.law.duties import OFFICES
    from blacklist.models import Court, Officer

    run = uuid.uuid4().hex[:8]
    for code in COURTS:
        Court.objects.get_or_create(code=code, defaults={"name": code, "level": "basic", "phone": "000"})
    officers = {
        (code, office): Officer.objects.create(
            username=f"{office}-{code}-{run}", name=office, court_id=code, duties=sorted(OFFICES[office])
        )
        for code in COURTS
        for office in OFFICERS
    }
    return Scene([_open(number, officers) for number in range(count)], officers)


def _open(number: int, officers: Mapping[tuple[str, str], Any]) -> tuple[Any, uuid.UUID]:
    from blacklist.models import EnforcementCase, PartyRole, ServiceMethod
    from blacklist.services import cases, persons
    from config.demonstration.people import resident_number

    code = COURTS[number % len(COURTS)]
    clerk = officers[code, "clerk"]
    at = datetime.now(UTC)
    serial = next(_serials)
    birth_date = date(1950, 1, 1) + timedelta(days=serial // 999 % 18_000)
    said = persons.Particulars("测示例", "resident_id", resident_number(birth_date, 1 + serial % 999))
    debtor = persons.register(said, by=clerk, at=at)
    taken = EnforcementCase.objects.filter(court_id=code).count()
    case = cases.open_case(
        case_number=f"（{at.year}）{code}执{taken + 1}号",
        filed_on=at.date() - timedelta(days=60),
        basis=cases.Basis("示范仲裁委员会", "示范裁字1号", "支付货款"),
        parties=[cases.PartyNamed(debtor.pk, PartyRole.JUDGMENT_DEBTOR)],
        by=clerk,
        at=at,
    )
    cases.record_notice(
        case.pk,
        served_on=at.date() - timedelta(days=50),
        service_method=ServiceMethod.DIRECT,
        perform_by=at.date() - timedelta(days=30),
        has_risk_warning=True,
        by=clerk,
        at=at,
    )
    return case, debtor.pk
