"""What decisions about time say: grace before a measure has effect, a term that goes on after performance."""

from dataclasses import dataclass
from datetime import date

from blacklist.documents.decisions import DATA
from blacklist.documents.parts import Content, Measure, Party
from blacklist.law.court_documents import DocumentKind


@dataclass(frozen=True)
class GraceDecision(Content):
    """宽限期决定书 (G15): until which day nothing is published or applied; the last day of a term that follows it."""

    persons: tuple[Party, ...]
    measure: Measure
    reasons: str
    grace_until: date
    term_until: date | None

    kind = DocumentKind.GRACE_DECISION
    cites = {"basis": ("G15",), "data": DATA}


@dataclass(frozen=True)
class RetentionDecision(Content):
    """不予提前删除决定书 (L2 ¶2, G19): why the term goes on, until which last day, and how that is contested."""

    debtor: Party
    measure: Measure
    reasons: str
    term_until: date

    kind = DocumentKind.RETENTION_DECISION
    cites = {"basis": ("L2", "G19"), "remedy": ("L11", "L12"), "data": DATA}
