"""Judge one row of a file of rulings: what it says, cleaned without loss, or the first refusal that applies."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

import orjson

from blacklist.imports import loosening
from blacklist.imports.loosening import GRACE_UNTIL, Granted
from blacklist.imports.reader import Form
from blacklist.law import grounds as law_of_grounds
from blacklist.law.activities import read_activities
from blacklist.law.case_numbers import CaseNumber, read_decision_number, read_enforcement_case_number
from blacklist.law.identity import Document, DocumentType, is_adult, read_document
from blacklist.law.names import Name, read_name
from blacklist.law.refusals import Refusal
from blacklist.models import Capacity, ServiceMethod

COLUMNS = (
    "row_id",
    "measure",
    "name",
    "document_type",
    "document_number",
    "sex",
    "capacity",
    "debtor_document_number",
    "court_code",
    "case_number",
    "filed_on",
    "basis_issuer",
    "basis_number",
    "obligation",
    "performance",
    "grounds",
    "conduct",
    "decision_number",
    "decided_on",
    "drafted_by",
    "signed_by",
    "served_on",
    "service_method",
    "published_on",
    "term_until",
    "activities",
    "period_until",
    "ended_on",
    "ended_reason",
)
FORM = Form(COLUMNS, optional=loosening.OPTIONAL, numbers={"document_number", "debtor_document_number"})
REQUIRED = ("name", "document_number", "measure", "case_number", "decision_number", "drafted_by", "signed_by")
DATES = ("filed_on", "decided_on", "served_on", "published_on", "term_until", "period_until", "ended_on")
PAST_DATES = ("filed_on", "decided_on", "served_on", "published_on", "ended_on")
CLOSED_LISTS: dict[str, frozenset[str]] = {
    "measure": frozenset({"listing", "order"}),
    "document_type": frozenset({DocumentType.RESIDENT_ID, DocumentType.CREDIT_CODE}),
    "capacity": frozenset({"", *Capacity.values}),
    "service_method": frozenset({"", *ServiceMethod.values}),
    "ended_reason": frozenset({"", *law_of_grounds.ENDED_REASONS}),
}
TEXTS = ("basis_issuer", "basis_number", "obligation", "performance", "conduct")
LONGEST = {"decision_number": 60, "drafted_by": 60, "signed_by": 60, "basis_issuer": 100, "basis_number": 80}
EMPTY = dict.fromkeys((*COLUMNS, *loosening.OPTIONAL), "")
ONE_DAY = timedelta(days=1)
T = TypeVar("T")

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]").search
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch


@dataclass(frozen=True)
class Ruling:
    """One decided measure on one person, as a court took it over. Days are half-open where named ``*_until``."""

    measure: str
    name: Name
    document: Document
    sex: str
    capacity: str
    unit_number: str
    court_code: str
    case_number: CaseNumber
    case_number_as_written: str
    decision_number: str
    drafted_by: str
    signed_by: str
    days: Mapping[str, date | None]
    service_method: str
    grounds: tuple[int, ...]
    activities: tuple[str, ...]
    ended_reason: str
    texts: Mapping[str, str]
    exemptions: tuple[Granted, ...] = ()
    is_in_grace: bool = field(compare=False, default=False)
    warnings: tuple[tuple[str, str], ...] = field(compare=False, default=())

    def day(self, column: str) -> date:
        """Return a date that judging has made sure of."""
        value = self.days[column]
        if value is None:
            raise LookupError(column)
        return value

    @property
    def in_force_until(self) -> date | None:
        last = self.days["term_until"] if self.measure == "listing" else self.days["period_until"]
        return last + ONE_DAY if last else None

    @property
    def grace_until(self) -> date | None:
        """First day after grace."""
        last = self.days[GRACE_UNTIL]
        return last + ONE_DAY if last else None

    @property
    def key(self) -> str:
        """What makes two rows the same ruling: court, decision, measure, person, capacity."""
        person = f"{self.document.family}:{self.document.number}"
        return "|".join((self.court_code, self.decision_number, self.measure, person, self.capacity))

    @property
    def content(self) -> str:
        """Everything the row says, in one canonical text."""
        said = (
            self.key,
            self.name.text,
            self.sex,
            self.unit_number,
            self.case_number.text,
            self.drafted_by,
            self.signed_by,
            *(self.days[column] for column in DATES),
            self.service_method,
            self.grounds,
            self.activities,
            self.ended_reason,
            *(self.texts[column] for column in TEXTS),
        )
        # Of columns that a file may leave out nothing is added when they are empty: the ruling stays the same one.
        loosened = [self.days[GRACE_UNTIL], *self.exemptions] if self.grace_until or self.exemptions else []
        return orjson.dumps([*said, *loosened]).decode()


def judge(cells: Mapping[str, str], *, courts: frozenset[str], on: date, own_court: str | None = None) -> Ruling:
    """Return the ruling that a row states, judged on the legal day ``on``; with ``own_court``, only one of that court.

    The checks stand in the order in which their codes are reported: form, identity, case and court, dates, signature
    and service, then the law of the measure.

    :raises Refusal: the first code that applies, with the column as pointer.
    """
    row = EMPTY | {column: _clean(cell) for column, cell in cells.items() if cell and column not in TEXTS}
    _require_fields(row)
    _require_closed_values(row)
    days = _dates(row)
    name = _at("name", lambda: read_name(cells["name"]))
    document = _document(cells["document_number"], row["document_type"], "document_number", on=on)
    unit_number = _unit_number(row, on=on)
    case_number = _at("case_number", lambda: read_enforcement_case_number(cells["case_number"], on=on))
    if row["court_code"] not in courts:
        raise Refusal("unknown-court", pointer="court_code")
    if own_court is not None and row["court_code"] != own_court:
        raise Refusal("other-court", pointer="court_code", article="J15")
    _require_order_of_days(row, days, on=on)
    _require_adult(document, days)
    if row["measure"] == "listing" and row["capacity"]:
        raise Refusal("officer-not-listable", pointer="capacity", article="G16-2")
    grounds = _grounds(row, days) if row["measure"] == "listing" else ()
    activities = _activities(row, days) if row["measure"] == "order" else ()
    loosening.check_grace(days)
    grace_until = days[GRACE_UNTIL]
    ruling = Ruling(
        measure=row["measure"],
        name=name,
        document=document,
        sex=row["sex"],
        capacity=row["capacity"],
        unit_number=unit_number,
        court_code=row["court_code"],
        case_number=case_number,
        case_number_as_written=cells["case_number"].strip()[:80],
        decision_number=read_decision_number(cells["decision_number"]),
        drafted_by=row["drafted_by"],
        signed_by=row["signed_by"],
        days=days,
        service_method=row["service_method"],
        grounds=grounds,
        activities=activities,
        ended_reason=row["ended_reason"],
        texts={column: cells.get(column, "").strip() for column in TEXTS},
        exemptions=loosening.exemptions(row, days, ordered=activities),
        is_in_grace=grace_until is not None and on <= grace_until,
        warnings=tuple(_warnings(row, document, case_number)),
    )
    _require_storable(ruling)
    return ruling


def _require_storable(ruling: Ruling) -> None:
    """Refuse what the record cannot hold whole: control characters, and texts longer than their place."""
    said = {
        "decision_number": ruling.decision_number,
        "drafted_by": ruling.drafted_by,
        "signed_by": ruling.signed_by,
        **ruling.texts,
    }
    for column, text in said.items():
        if _CONTROL(text):
            raise Refusal("control-characters", pointer=column)
        if len(text) > LONGEST.get(column, len(text)):
            raise Refusal("too-large", f"Here at most {LONGEST[column]} characters stand.", pointer=column)


def _clean(cell: str) -> str:
    return cell if cell.isascii() and cell == cell.strip() else unicodedata.normalize("NFKC", cell).strip()


def _at(column: str, read: Callable[[], T]) -> T:
    """Return what ``read`` returns; a refusal points at the column."""
    try:
        return read()
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.detail, pointer=column, article=refusal.article) from None


def _require_fields(row: Mapping[str, str]) -> None:
    for column in REQUIRED:
        if not row[column]:
            raise Refusal("field-required", pointer=column)


def _require_closed_values(row: Mapping[str, str]) -> None:
    for column, allowed in CLOSED_LISTS.items():
        if row[column] not in allowed:
            raise Refusal("unknown-value", pointer=column)
    if bool(row["ended_on"]) != bool(row["ended_reason"]):
        raise Refusal("unknown-value", "An end needs both its day and its reason.", pointer="ended_reason")
    loosening.require_closed_values(row)


def _dates(row: Mapping[str, str]) -> dict[str, date | None]:
    days: dict[str, date | None] = {column: _date(row[column], column) for column in DATES}
    for column in ("filed_on", "decided_on"):
        if days[column] is None:
            raise Refusal("date", "The date is missing.", pointer=column)
    return days | loosening.dates(row, _date)


def _date(text: str, column: str) -> date | None:
    if not text:
        return None
    try:
        # A measure may last through this day, so the day after it must exist too. Weeks (2026-W47-7) are not read.
        if _DATE(text) and (day := date.fromisoformat(text)) < date.max:
            return day
    except ValueError:
        pass
    raise Refusal("date", "Write a date that exists, as 2026-11-22.", pointer=column)


def _document(number: str, document_type: str, column: str, *, on: date) -> Document:
    return _at(column, lambda: read_document(type=document_type, number=number, issuer=None, on=on).document)


def _unit_number(row: Mapping[str, str], *, on: date) -> str:
    """Return the canonical credit code of the unit whose officer is restricted; empty when the row names none."""
    if not row["debtor_document_number"]:
        return ""
    return _document(row["debtor_document_number"], DocumentType.CREDIT_CODE, "debtor_document_number", on=on).number


def _require_order_of_days(row: Mapping[str, str], days: Mapping[str, date | None], *, on: date) -> None:
    """Filed ≤ decided ≤ served, signed by another officer than the drafter, nothing later than today (L5, G14)."""
    for column in PAST_DATES:
        day = days[column]
        if day is not None and day > on:
            raise Refusal("date-in-future", pointer=column)
    filed_on, decided_on, served_on = days["filed_on"], days["decided_on"], days["served_on"]
    if filed_on and decided_on and decided_on < filed_on:
        raise Refusal("decided-before-filed", pointer="decided_on")
    if row["signed_by"] == row["drafted_by"]:
        raise Refusal("signer-is-drafter", pointer="signed_by", article="G14")
    if served_on is None or not row["service_method"]:
        raise Refusal("not-served", pointer="served_on", article="G14")
    if decided_on and served_on < decided_on:
        raise Refusal("served-before-signed", pointer="served_on")


def _require_adult(document: Document, days: Mapping[str, date | None]) -> None:
    """L4 for listings, and by policy for orders too: nobody under 18 on the day of the decision."""
    decided_on = days["decided_on"]
    if document.birth_date and decided_on and not is_adult(document.birth_date, decided_on):
        raise Refusal("minor", pointer="document_number", article="L4")


def _grounds(row: Mapping[str, str], days: Mapping[str, date | None]) -> tuple[int, ...]:
    numbers = [part.strip() for part in row["grounds"].split(";") if part.strip()]
    read = _at("grounds", lambda: law_of_grounds.read_grounds(numbers))
    begins_on = _begin(days)
    if begins_on:
        _at("term_until", lambda: law_of_grounds.check_term(read, decided_on=begins_on, term_until=days["term_until"]))
    return tuple(sorted(read))


def _begin(days: Mapping[str, date | None]) -> date | None:
    """Return the day from which a term runs: that of the decision or, where grace was given, the day after it (Q2)."""
    grace_until = days[GRACE_UNTIL]
    return grace_until + ONE_DAY if grace_until else days["decided_on"]


def _activities(row: Mapping[str, str], days: Mapping[str, date | None]) -> tuple[str, ...]:
    if days["period_until"] is None:
        raise Refusal("period-required", pointer="period_until", article="C5")
    begins_on = _begin(days)
    if begins_on and days["period_until"] < begins_on:
        raise Refusal("date", "The period cannot end before the decision, or before its grace.", pointer="period_until")
    codes = [part.strip() for part in row["activities"].split(";") if part.strip()]
    return _at("activities", lambda: read_activities(codes))


def _warnings(row: Mapping[str, str], document: Document, case_number: CaseNumber) -> Iterator[tuple[str, str]]:
    if row["sex"] and document.sex and row["sex"] != document.sex:
        yield "sex", "sex-contradicts-number"
    if case_number.court_code != row["court_code"]:
        yield "court_code", "court-differs-from-case-number"
