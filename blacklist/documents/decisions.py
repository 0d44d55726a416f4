"""What the decisions of a court say: to list, to restrict, to revoke, on a correction request, on reconsideration."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from blacklist.documents.parts import Content, Measure, Origin, Party
from blacklist.law.court_documents import DocumentKind

DATA = ("D13", "D17", "D35")


@dataclass(frozen=True, slots=True)
class GroundSaid:
    """One ground in the words of the law, with its facts, evidence and day (L1)."""

    words: str
    facts: str
    evidence: tuple[str, ...]
    conduct_on: date


@dataclass(frozen=True)
class ListingDecision(Content):
    """失信决定书 (L5 ¶3): grounds with their conduct, reasons, and the term's last day where there is one."""

    debtor: Party
    origin: Origin
    grounds: tuple[GroundSaid, ...]
    reasons: str
    term_until: date | None

    kind = DocumentKind.LISTING_DECISION
    cites = {
        "basis": ("P266", "L1", "L2", "L5"),
        "no_term": ("L10-1",),
        "term": ("L2", "L10-2"),
        "publication": ("L6", "L7", "L8"),
        "order": ("C1",),
        "refusal": ("P114",),
        "crime": ("X313",),
        "remedy": ("L11", "L12"),
        "data": DATA,
    }


@dataclass(frozen=True)
class ExtensionDecision(Content):
    """延长纳入期限决定书 (L2): which term is extended, why, on which acts, by how much and until when."""

    debtor: Party
    measure: Measure
    reason: str
    acts: tuple[GroundSaid, ...]
    reasons: str
    months: int
    term_was_until: date
    term_until: date

    kind = DocumentKind.EXTENSION_DECISION
    cites = {
        "basis": ("L2", "L5"),
        "term": ("L10-2",),
        "early": ("L2",),
        "remedy": ("L11", "L12"),
        "data": DATA,
    }


@dataclass(frozen=True, slots=True)
class Factor:
    """One of the four factors of C2, with its reasons."""

    words: str
    reasons: str


@dataclass(frozen=True)
class ConsumptionOrder(Content):
    """限制消费令 (C5): whom it restricts, from what, until when, what follows on breach, how to contest it.

    `listing` is the decision it follows (C1, second sentence); without one `factors` holds the four of C2. Without
    `period_until` it lasts until performance, reviewed on `review_on` (Q6). The standard words on consequences and
    remedies always stand; what the court adds follows them.
    """

    persons: tuple[Party, ...]
    origin: Origin
    listing: Measure | None
    factors: tuple[Factor, ...]
    reasons: str
    items: tuple[str, ...]
    period_until: date | None
    review_on: date | None = None
    consequences: str = ""
    remedy: str = ""

    kind = DocumentKind.CONSUMPTION_ORDER
    cites = {
        "basis": ("P266", "C1", "C2", "C3", "C5"),
        "refusal": ("P114",),
        "crime": ("X313",),
        "assistance": ("C11", "P117"),
        "necessity": ("C8",),
        "personal": ("C3", "G17"),
        "travel": ("G17",),
        "lift": ("C9",),
        "reports": ("C10",),
        "remedy": ("G18", "L11", "L12"),
        "data": DATA,
    }


@dataclass(frozen=True)
class RevocationDecision(Content):
    """撤销决定书 (L9, G18): a measure that should never have been, and why."""

    persons: tuple[Party, ...]
    measure: Measure
    rules: tuple[str, ...]
    reason: str
    reasons: str

    kind = DocumentKind.REVOCATION_DECISION

    def citations(self) -> Mapping[str, tuple[str, ...]]:
        """Return the rules the revocation rests on, and those on data."""
        return {"basis": self.rules, "data": DATA}


@dataclass(frozen=True)
class CorrectionDecision(Content):
    """纠正申请决定书 (L12): what was asked, what was found, and what the court corrects; nothing when it rejects."""

    applicant: Party
    measure: Measure
    rules: tuple[str, ...]
    received_on: date
    reason: str
    request: str
    found: str
    corrects: str

    kind = DocumentKind.CORRECTION_DECISION

    def citations(self) -> Mapping[str, tuple[str, ...]]:
        """Return the rules of the review, which for an order apply by analogy (G18), and those on data."""
        return {"basis": self.rules, "data": DATA}


@dataclass(frozen=True)
class ReconsiderationDecision(Content):
    """复议决定书 (L12): the higher court upholds the rejection, or overturns it and says what is to be corrected."""

    applicant: Party
    measure: Measure
    measure_court: str
    rules: tuple[str, ...]
    rejection: Measure
    received_on: date
    request: str
    found: str
    corrects: str

    kind = DocumentKind.RECONSIDERATION_DECISION

    def citations(self) -> Mapping[str, tuple[str, ...]]:
        """Return the rules of the review, which for an order apply by analogy (G18), and those on data."""
        return {"basis": self.rules, "data": DATA}
