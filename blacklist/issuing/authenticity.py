"""What anybody may know of a document who holds its id: that it was issued, and whether its measure has effect.

No name, no number of a person, no reason. The id is on the document itself and cannot be guessed.
"""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from blacklist.law.court_documents import TITLES, DocumentKind, Title
from blacklist.law.days import legal_day
from blacklist.law.lifecycle import ENDED, ListingState, OrderState
from blacklist.models import ConsumptionOrder, IssuedDocument, Listing

_SHA256 = re.compile(r"[0-9a-f]{64}").fullmatch
_BETWEEN = re.compile(r"[\s:\-]+")


class Effect(StrEnum):
    """Whether the measure that a document is about has effect outside the court."""

    NOT_YET = "not_yet"
    IN_FORCE = "in_force"
    PAUSED = "paused"
    ENDED = "ended"


EFFECTS: Mapping[ListingState | OrderState, Effect] = MappingProxyType(
    {
        ListingState.ACTIVE: Effect.IN_FORCE,
        OrderState.IN_FORCE: Effect.IN_FORCE,
        ListingState.PAUSED: Effect.PAUSED,
        OrderState.PAUSED: Effect.PAUSED,
    }
)


class Comparison(StrEnum):
    """What a comparison of a file with the one that was issued has shown."""

    SAME = "same"
    OTHER = "other"
    NOT_MADE = "not_made"
    NO_DIGEST = "no_digest"
    TOO_LARGE = "too_large"


@dataclass(frozen=True)
class Authenticity:
    """A document as anybody may know it; `effect` is None when it is about no measure."""

    title: Title
    court: str
    number: str
    issued_on: date
    effect: Effect | None
    pdf_digest: str | None

    def compare(self, said: str) -> Comparison:
        """Compare a SHA-256 as somebody typed it: case, spaces, colons and hyphens do not matter."""
        digest = _BETWEEN.sub("", said).lower()
        if not _SHA256(digest):
            return Comparison.NO_DIGEST
        if self.pdf_digest is None:
            return Comparison.NOT_MADE
        return Comparison.SAME if digest == self.pdf_digest else Comparison.OTHER


def authenticity_of(document_id: uuid.UUID, *, at: datetime) -> Authenticity | None:
    """Return what may be known of the document with this id, or None when none was issued under it."""
    row = IssuedDocument.objects.select_related("court").filter(pk=document_id).first()
    if row is None:
        return None
    return Authenticity(
        title=TITLES[DocumentKind(row.kind)],
        court=row.court.name,
        number=row.number,
        issued_on=legal_day(row.issued_at),
        effect=_effect(row.measure_id, on=legal_day(at)) if row.measure_id else None,
        pdf_digest=bytes(row.pdf_digest).hex() if row.pdf_digest is not None else None,
    )


def _effect(measure_id: uuid.UUID, *, on: date) -> Effect | None:
    listing = Listing.objects.filter(pk=measure_id).first()
    if listing is not None:
        return _of_listing(listing, on)
    order = ConsumptionOrder.objects.filter(pk=measure_id).first()
    return _of_order(order, on) if order is not None else None


def _of_listing(listing: Listing, on: date) -> Effect:
    if listing.state in ENDED:
        return Effect.ENDED
    if listing.until is not None and listing.until <= on:
        return Effect.ENDED
    return EFFECTS.get(ListingState(listing.state), Effect.NOT_YET)


def _of_order(order: ConsumptionOrder, on: date) -> Effect:
    has_run_out = order.period_until is not None and order.period_until <= on
    if order.state in ENDED or has_run_out:
        return Effect.ENDED
    return EFFECTS.get(OrderState(order.state), Effect.NOT_YET)
