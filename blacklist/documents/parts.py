"""What documents are made of: plain frozen values, and the canonical bytes by which a content is known."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, ClassVar

import orjson

from blacklist.law.citations import cite_in_turn
from blacklist.law.court_documents import TITLES, DocumentKind
from blacklist.law.days import legal_day

# Which set of templates prints a content made today. A change of wording is a new set; what was issued keeps its own.
TEMPLATES = 1


@dataclass(frozen=True, slots=True)
class Heading:
    """What every document carries: which it is, whose, in which case, when, and where it can be verified.

    `signer` is the president, or who signs in the place of the president `signs_for`; a document nobody signs leaves
    both empty.
    """

    document_id: str
    court: str
    higher_court: str
    phone: str
    case_number: str
    number: str
    issued_at: datetime
    verify_at: str
    signer: str = ""
    signs_for: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A person or unit as a document names it; `number` as it may stand there, `capacity` in words."""

    name: str
    is_unit: bool
    number: str
    number_name: str
    sex: str = ""
    born_on: date | None = None
    capacity: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """执行依据: who issued it, its number, and what it orders."""

    issuer: str
    number: str
    obligation: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a measure comes from: the case as filed, its basis, and the enforcement notice as served."""

    filed_on: date
    basis: tuple[Basis, ...]
    notice_served_on: date | None
    perform_by: date | None


@dataclass(frozen=True, slots=True)
class Measure:
    """The measure a document is about, by the document that took it."""

    title: str
    number: str
    decided_on: date


@dataclass(frozen=True)
class Content:
    """What one document says. Each kind adds its own values, and names the rules it cites."""

    heading: Heading

    kind: ClassVar[DocumentKind]
    cites: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def citations(self) -> Mapping[str, tuple[str, ...]]:
        """Return the rules cited, by the name under which the template calls for them, in its order."""
        return self.cites

    def canonical(self) -> bytes:
        """Return the bytes that are sealed, digested and printed: JSON with sorted keys, days as ISO 8601."""
        said: dict[str, Any] = asdict(self)
        return orjson.dumps(
            {
                "kind": self.kind,
                "templates": TEMPLATES,
                "title": TITLES[self.kind].zh,
                "issued_on": legal_day(self.heading.issued_at),
                "law": cite_in_turn(self.citations(), on=legal_day(self.heading.issued_at)),
                **said,
            },
            option=orjson.OPT_SORT_KEYS,
        )
