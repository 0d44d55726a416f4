"""A person's record in plain words: what it is, where it stands, what ends it."""

from collections.abc import Mapping, Sequence
from typing import Any

from blacklist.law.activities import ACTIVITIES
from blacklist.law.assistance import SECTORS
from blacklist.law.court_documents import TITLES, DocumentKind
from blacklist.law.deadlines import ONE_DAY
from blacklist.law.grounds import GROUNDS
from blacklist.models import Capacity, Purpose
from blacklist.own_record import OwnMeasure, OwnRecord
from config.record.asking import ways_from
from pages.words import Words
from restrictions.selectors import AskedAbout

KINDS: Mapping[str, Words] = {
    "listing": Words("纳入失信被执行人名单", "On the list of dishonest judgment debtors"),
    "order": Words("限制消费令", "Consumption restriction order"),
}
STATES: Mapping[str, Words] = {
    "signed": Words("已决定，尚未发布", "Decided, not yet public"),
    "grace": Words("宽限期内，暂不发布", "In grace: held back"),
    "active": Words("有效", "In force"),
    "in_force": Words("有效", "In force"),
    "paused": Words("审查期间暂停", "Paused while it is examined"),
    "removed": Words("已删除", "Removed"),
    "lifted": Words("已解除", "Lifted"),
    "revoked": Words("已撤销", "Revoked: it was wrong"),
    "expired": Words("期限届满", "Its term ran out"),
    "closed": Words("已了结，未发布", "Closed, never public"),
}
ENDS: Mapping[str, Words] = {
    "listing": Words(
        "履行完毕、达成和解并履行完毕、申请执行人书面同意删除等，法院三个工作日内删除；有期限的，到期自动失效。",
        "Performance, or the applicant’s written request: removed in three working days. A term ends by itself.",
    ),
    "order": Words(
        "履行全部义务后，法院应当解除；提供确实有效担保或者经申请执行人同意的，可以解除。",
        "After full performance the court must lift it; with good security or the applicant’s consent it may.",
    ),
}
SECTORS_EN: Mapping[str, str] = {
    "airline": "Airline",
    "rail": "Railway",
    "ferry": "Ferry line",
    "hotel": "Hotel",
    "venue": "Venue",
    "real_estate": "Property",
    "vehicle": "Vehicle dealer",
    "travel_agency": "Travel agency",
    "insurer": "Insurer",
    "bank": "Bank",
    "other": "Other",
    "gateway": "Demonstration gateway",
}
PURPOSES: Mapping[str, Words] = {
    Purpose.ENFORCEMENT: Words("办理执行案件", "to handle a case"),
    Purpose.ENQUIRY: Words("答复当事人查询", "to answer the person’s own enquiry"),
    Purpose.REMEDY: Words("审查纠正、复议申请", "to examine a correction or reconsideration"),
    Purpose.SUPERVISION: Words("监督检查", "to supervise"),
}
CAPACITIES: Mapping[str, Words] = {
    Capacity.LEGAL_REPRESENTATIVE: Words("法定代表人", "Legal representative"),
    Capacity.PRINCIPAL_OFFICER: Words("主要负责人", "Principal officer"),
    Capacity.DIRECTLY_RESPONSIBLE: Words("影响债务履行的直接责任人员", "Directly responsible for performance"),
    Capacity.ACTUAL_CONTROLLER: Words("实际控制人", "Actual controller"),
}
DECISIONS: Mapping[str, Words] = {
    "restricted": Words("受限制", "restricted"),
    "permitted": Words("可以办理", "permitted"),
    "undetermined": Words("未能确定", "undetermined"),
}


def shown(record: OwnRecord, asked: Sequence[AskedAbout]) -> dict[str, Any]:
    """Return what the page shows."""
    return {
        "record": record,
        "measures": [_measure(row) for row in record.measures],
        "exemptions": [(_activities(row.activities), row.from_on, row.until_on - ONE_DAY) for row in record.exemptions],
        "documents": [(row, _title(row.kind)) for row in record.documents],
        "asked": [
            (
                row.at,
                Words(SECTORS[row.sector], SECTORS_EN[row.sector]),
                _activity(row.activity),
                DECISIONS[row.decision],
            )
            for row in asked
        ],
        "looked_up": [(row, PURPOSES[row.purpose]) for row in record.looked_up],
        "is_restricted": any(row.has_effect for row in record.measures),
    }


def _measure(row: OwnMeasure) -> dict[str, Any]:
    return {
        "is": row,
        "kind": KINDS[row.kind],
        "state": STATES[row.state] if row.has_effect or not row.ended_reason else _ended(row),
        "why": [Words(GROUNDS[number].zh, GROUNDS[number].en) for number in row.grounds],
        "capacity": CAPACITIES[row.capacity] if row.capacity else "",
        "covers": _activities(row.activities),
        "ends": ENDS[row.kind],
        "ways": ways_from(row),
    }


def _ended(row: OwnMeasure) -> Words:
    """Return how it ended for this person, who may have been freed while the order goes on for others."""
    return STATES["lifted"] if row.state in ("in_force", "active") else STATES[row.state]


def _title(kind: str) -> Words:
    title = TITLES[DocumentKind(kind)]
    return Words(title.zh, title.en)


def _activity(code: str) -> Words:
    found = ACTIVITIES.get(code)
    return Words(found.zh, found.en) if found else Words("–", "–")


def _activities(codes: Sequence[str]) -> list[Words]:
    return [_activity(code) for code in codes]
