"""A court with many cases, for measuring its pages: imported like a court's backlog, then contested and asked about.

Everything is in one basic court, which is the worst that a page can meet.
"""

import csv
import secrets
import tempfile
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.home import CREDENTIAL
from benchmarks.subjects import name, number

CODE, ABOVE = "兵9901", "兵99"
EACH_LISTED = 3  # of so many cases one has a listing beside its order
# Every so many orders are contested, have an exemption applied for, or make something due.
EACH_CONTESTED, EACH_EXEMPT, EACH_DUE = 20, 33, 4
MOST_DOCUMENTS, CHECKS = 50_000, 300_000
ACTIVITIES = ("flight.business", "hotel.star_rated", "rail.g_any")
_LEAST = date(2024, 1, 1)


@dataclass(frozen=True)
class Court:
    """Its officers by what they do, and records to open, each a random few of all."""

    officers: dict[str, Any]
    credential: Any
    ids: dict[str, list[uuid.UUID]]
    case_numbers: list[str]
    numbers: list[str]


def seed(cases: int) -> Court:
    """Return a court of so many cases; one that was seeded before is used again."""
    from blacklist.models import EnforcementCase

    officers = _officers()
    lacking = cases - EnforcementCase.objects.filter(court_id=CODE).count()
    if lacking > 0:
        _import(cases)
        _besides(officers)
    return Court(
        officers, _credential(), _ids(), _case_numbers(), [number(2 * serial) for serial in range(0, cases, 97)]
    )


def _officers() -> dict[str, Any]:
    from blacklist.law.duties import OFFICES
    from blacklist.models import Court as CourtRow
    from blacklist.models import Officer

    for code, level, higher in ((ABOVE, "intermediate", None), (CODE, "basic", ABOVE)):
        CourtRow.objects.get_or_create(
            code=code, defaults={"name": code, "level": level, "phone": "000", "higher_court_id": higher}
        )
    at = {"clerk": CODE, "enforcement_judge": CODE, "court_president": CODE, "superior_court": ABOVE}
    return {
        office: Officer.objects.get_or_create(
            username=f"pages-{office}",
            defaults={"name": office, "court_id": code, "duties": sorted(OFFICES[office])},
        )[0]
        for office, code in at.items()
    }


def _import(cases: int) -> None:
    from blacklist.imports.report import tally_of
    from blacklist.imports.ruling import COLUMNS
    from blacklist.imports.rulings import import_file
    from blacklist.imports.writer import Importer

    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        path = Path(folder) / "rulings.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, COLUMNS, restval="")
            writer.writeheader()
            writer.writerows(_rows(cases))
        tally = tally_of(import_file(path, Importer(name="operator"), at=datetime.now(UTC)))
    assert not tally.refused, tally


def _rows(cases: int) -> Iterator[dict[str, str]]:
    today = datetime.now(UTC).date()
    for serial in range(cases):
        decided_on = _LEAST + timedelta(days=serial % 700)
        case_number = f"（{decided_on.year}）{CODE}执{serial + 1}号"
        row = {
            "name": name(2 * serial),
            "document_type": "resident_id",
            "document_number": number(2 * serial),
            "court_code": CODE,
            "case_number": case_number,
            "filed_on": (decided_on - timedelta(days=60)).isoformat(),
            "basis_issuer": "示范仲裁委员会",
            "basis_number": f"示范裁字{serial}号",
            "obligation": "支付货款",
            "decided_on": decided_on.isoformat(),
            "drafted_by": "示范法官",
            "signed_by": "示范院长",
            "served_on": decided_on.isoformat(),
            "service_method": "post",
        }
        order = {
            "measure": "order",
            "activities": ";".join(ACTIVITIES),
            "decision_number": f"{case_number}之一",
            "period_until": (today + timedelta(days=1 + serial % 700)).isoformat(),
        }
        yield {**row, **order}
        if serial % EACH_LISTED == 0:
            listed = {"measure": "listing", "grounds": "1", "conduct": "有履行能力而拒不履行"}
            dates = {"decision_number": f"{case_number}之二", "published_on": decided_on.isoformat()}
            yield {**row, **listed, **dates, "performance": "全部未履行"}


# --- What happens at a court besides ----------------------------------------------------------------------------------


def _besides(officers: dict[str, Any]) -> None:
    """Contest, apply, and ask: the first of each by the court's own act, the rest made like it."""
    from blacklist.models import ConsumptionOrder

    orders = ConsumptionOrder.objects.filter(case__court_id=CODE).order_by("pk")
    rows = list(orders.values_list("pk", "case_id", "restricted_persons__person_id"))
    for make in (_corrections, _exemptions, _tasks, _documents, _checks):
        make(rows, officers["clerk"])


Rows = Sequence[tuple[uuid.UUID, uuid.UUID, uuid.UUID]]


def _corrections(rows: Rows, clerk: Any) -> None:
    from blacklist.law.remedies import MeasureKind
    from blacklist.models import CorrectionReason, CorrectionRequest
    from blacklist.services import corrections

    (order, _, person), *others = rows[::EACH_CONTESTED]
    filing = corrections.Filing(
        corrections.Contested(MeasureKind.ORDER, order), person, CorrectionReason.INACCURATE, statement="记载有误。"
    )
    first = corrections.receive(filing, by=clerk, at=datetime.now(UTC))

    def become(row: Any, order: uuid.UUID, person: uuid.UUID) -> None:
        row.order_id, row.person_id = order, person
        row.seal_words(first.words)

    _made_like(CorrectionRequest, first, [(order, person) for order, _, person in others], become)


def _exemptions(rows: Rows, clerk: Any) -> None:
    from blacklist.law.exemptions import ExemptionKind
    from blacklist.models import Exemption
    from blacklist.services import exemptions

    (order, _, person), *others = rows[1::EACH_EXEMPT]
    today = datetime.now(UTC).date()
    wish = exemptions.Wish(("hotel.star_rated",), today + timedelta(days=1), today + timedelta(days=2))
    request = exemptions.Request(order, person, ExemptionKind.NECESSITY, wish, "出席债权人会议。", ("卷宗-1",))
    first = exemptions.receive(request, by=clerk, at=datetime.now(UTC))

    def become(row: Any, order: uuid.UUID, person: uuid.UUID) -> None:
        row.order_id, row.person_id, row.evidence_sealed = order, person, None
        row.seal_particulars(first.particulars)

    _made_like(Exemption, first, [(order, person) for order, _, person in others], become)


def _made_like(
    model: Any, first: Any, others: Sequence[tuple[uuid.UUID, uuid.UUID]], become: Callable[..., None]
) -> None:
    """Insert rows like the first, each about another order, with a receipt of its own."""
    made = []
    for order, person in others:
        fields = {field.attname: getattr(first, field.attname) for field in model._meta.concrete_fields}
        row = model(**{**fields, "id": uuid.uuid4(), "receipt_number": f"pages-{order.hex}"})
        become(row, order, person)
        made.append(row)
    model.objects.bulk_create(made, batch_size=1000)


def _tasks(rows: Rows, clerk: Any) -> None:
    from blacklist.models import Task, TaskKind

    today, at = datetime.now(UTC).date(), datetime.now(UTC)
    kinds = (TaskKind.SERVICE, TaskKind.ORDER_REVIEW, TaskKind.NAME_MISMATCH, TaskKind.EMERGENCY)
    holders = ("serve", "lift", "register", "register")
    Task.objects.bulk_create(
        [
            Task(
                kind=kinds[place % 4],
                court_id=CODE,
                holder=holders[place % 4],
                subject_id=person,
                measure_id=order,
                article="C9",
                opened_at=at,
                due_on=today + timedelta(days=place % 60 - 10),
            )
            for place, (order, _, person) in enumerate(rows[::EACH_DUE])
        ],
        batch_size=1000,
    )


def _documents(rows: Rows, clerk: Any) -> None:
    from blacklist.models import IssuedDocument

    made = []
    for place, (order, case, person) in enumerate(rows[:MOST_DOCUMENTS]):
        row = IssuedDocument(
            kind="consumption_order",
            case_id=case,
            measure_id=order,
            person_id=person,
            court_id=CODE,
            number=f"pages-{place}",
            issued_at=datetime.now(UTC),
        )
        row.seal_content(f'{{"place": {place}}}'.encode())
        made.append(row)
    IssuedDocument.objects.bulk_create(made, batch_size=1000)


def _checks(rows: Rows, clerk: Any) -> None:
    from django.db import transaction

    from blacklist.copying import copy_rows, fresh
    from restrictions import months
    from restrictions.models import CheckRecord

    credential, at = _credential(), datetime.now(UTC)
    months.make([at.date().replace(day=1)])
    made = [
        fresh(
            CheckRecord,
            reference=_reference(at),
            at=at - timedelta(seconds=place % 3600),
            institution_id=credential.institution_id,
            credential_id=credential.pk,
            http_code=200,
            activity=ACTIVITIES[place % 3],
            decision="restricted" if place % 2 else "permitted",
            subject_id=rows[place % len(rows)][2] if place % 2 else None,
            list_version=place,
        )
        for place in range(CHECKS)
    ]
    with transaction.atomic():
        copy_rows(made)


def _reference(at: datetime) -> uuid.UUID:
    """Return a reference as nodes make them: it begins with the instant, by which records are parted into months."""
    return uuid.UUID(int=int(at.timestamp() * 1000) << 80 | 7 << 76 | secrets.randbits(76))


def _credential() -> Any:
    """Return the directory's row of the credential that the measured counter signs in with."""
    from restrictions.check.gate import credential_digest
    from restrictions.models import Credential, Institution

    institution, _ = Institution.objects.get_or_create(
        name="示范航空",
        defaults={"sector": "airline", "legal_basis": "C6", "activities": list(ACTIVITIES), "version": 1},
    )
    found, _ = Credential.objects.get_or_create(
        digest=credential_digest(CREDENTIAL),
        defaults={"institution": institution, "prefix": "rc_measuring0", "activities": list(ACTIVITIES), "version": 1},
    )
    return found


# --- What is opened ---------------------------------------------------------------------------------------------------


def _ids() -> dict[str, list[uuid.UUID]]:
    """Return a few ids of each kind of record, from all over the court's years."""
    from blacklist.models import ConsumptionOrder, CorrectionRequest, EnforcementCase, Exemption, Listing, Person

    models = (EnforcementCase, ConsumptionOrder, Listing, Person, CorrectionRequest, Exemption)
    return {model.__name__: list(model.objects.order_by("pk").values_list("pk", flat=True)[:400]) for model in models}


def _case_numbers() -> list[str]:
    from blacklist.models import EnforcementCase

    return list(EnforcementCase.objects.order_by("pk").values_list("case_number", flat=True)[:400])
