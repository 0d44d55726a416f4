"""What decisions on exemptions say: what is permitted to whom and when, why not, or why no longer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from blacklist.documents.decisions import DATA
from blacklist.documents.parts import Content, Measure, Party
from blacklist.law.court_documents import DocumentKind

BREACH = ("G17", "P114")
REMEDY = ("G18", "L11", "L12")


@dataclass(frozen=True)
class _OfExemption(Content):
    """One application under one order, by one person; `rests_on` in words, `rule` by its id.

    What it is for is not said: it may speak of health, and the decision may have to be shown.
    """

    applicant: Party
    order: Measure
    rests_on: str
    rule: str
    received_on: date
    reason: str
    note: str


@dataclass(frozen=True)
class ExemptionDecision(_OfExemption):
    """例外申请决定书: permitted with its items and window, or rejected for a reason (C8, C3 ¶2, G17-3)."""

    is_granted: bool
    items: tuple[str, ...]
    first_day: date
    last_day: date
    is_single_use: bool

    kind = DocumentKind.EXEMPTION_DECISION

    def citations(self) -> Mapping[str, tuple[str, ...]]:
        """Return the rule of the kind, of a breach where there can be one, of remedies, and on data."""
        breach = {"breach": BREACH} if self.is_granted else {}
        return {"basis": (self.rule,), **breach, "remedy": REMEDY, "data": DATA}


@dataclass(frozen=True)
class ExemptionVoiding(_OfExemption):
    """例外许可撤销决定书: the order bites again, and further applications in the case are barred (G17-4)."""

    granted: Measure

    kind = DocumentKind.EXEMPTION_VOIDING
    cites = {"breach": BREACH, "remedy": REMEDY, "data": DATA}
