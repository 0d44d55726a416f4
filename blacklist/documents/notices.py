"""What notices, records and certificates say: an end, a service, a request to assist, a performance, a refusal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from blacklist.documents.decisions import DATA
from blacklist.documents.parts import Content, Measure, Origin, Party
from blacklist.law.court_documents import DocumentKind


@dataclass(frozen=True)
class _EndNotice(Content):
    """An end of a right measure: for whom, why, by which rule (`rule` is its id), and from when.

    `is_addressed`: it speaks to them; after a death it is a notice to the file.
    """

    persons: tuple[Party, ...]
    measure: Measure
    reason: str
    rule: str
    note: str
    ended_on: date
    is_addressed: bool

    def citations(self) -> Mapping[str, tuple[str, ...]]:
        """Return the rules cited, that of the reason first."""
        return {"reason": (self.rule,), **self.cites}


@dataclass(frozen=True)
class RemovalNotice(_EndNotice):
    """删除失信信息通知书 (L10, L2 ¶2)."""

    kind = DocumentKind.REMOVAL_NOTICE
    cites = {"take_down": ("L10",), "again": ("L10",), "data": DATA}


@dataclass(frozen=True)
class LiftNotice(_EndNotice):
    """解除限制消费通知书 (C9); `remaining` are those whom the order goes on to restrict (G17-2)."""

    remaining: tuple[str, ...]

    kind = DocumentKind.LIFT_NOTICE
    cites = {"notices": ("C6", "C9"), "data": DATA}


@dataclass(frozen=True)
class ServiceRecord(Content):
    """送达回证 (G14): what was served on whom, how, when it counts, and who recorded it."""

    served: Measure
    persons: tuple[Party, ...]
    method: str
    served_on: date
    recorded_by: str

    kind = DocumentKind.SERVICE_RECORD


@dataclass(frozen=True)
class AssistanceNotice(Content):
    """协助执行通知书 (C6): which unit may ask about what, by which rules, and what it owes."""

    unit: Party
    rules: tuple[str, ...]
    items: tuple[str, ...]

    kind = DocumentKind.ASSISTANCE_NOTICE

    def citations(self) -> Mapping[str, tuple[str, ...]]:
        """Return the rules it rests on, then those of the unit's duties."""
        return {"basis": self.rules, "lift": ("C9",), "duty": ("P117", "C11"), "data": DATA}


@dataclass(frozen=True)
class PerformanceCertificate(Content):
    """履行证明 (G21): who performed what, and since when no measure of the case stands against them."""

    debtor: Party
    origin: Origin
    reason: str
    performed_on: date

    kind = DocumentKind.PERFORMANCE_CERTIFICATE
    cites = {"basis": ("G21",), "data": DATA}


@dataclass(frozen=True)
class RefusalNotice(Content):
    """驳回申请通知书 (L5 ¶2): what was asked for in words, by which rule (`rule` is its id), and why it is refused.

    `is_by_subject`: it was asked by whom the measure is on, whose remedy is correction (L11); others object (P236).
    """

    applicant: str
    sought: str
    rule: str
    is_by_subject: bool
    received_on: date
    reasons: str

    kind = DocumentKind.REFUSAL_NOTICE

    def citations(self) -> Mapping[str, tuple[str, ...]]:
        """Return the rule of the application, of the remedy, and those on data."""
        remedy = ("L11", "L12", "G18") if self.is_by_subject else ("P236",)
        return {"basis": (self.rule,), "remedy": remedy, "data": DATA}
