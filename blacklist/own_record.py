"""What the person concerned may see of the register: what was served on them, and who looked them up.

Drafts, and decisions not yet served, are not here: the court may still drop them. No model leaves.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from blacklist import selectors
from blacklist.law.exemptions import ExemptionState
from blacklist.models import (
    ConsumptionOrder,
    Court,
    EnforcementCase,
    Exemption,
    IssuedDocument,
    Listing,
    Person,
    RestrictedPerson,
)
from blacklist.models.decision import Effect
from blacklist.services.documents import made


@dataclass(frozen=True)
class OwnMeasure:
    """A listing or an order as it stands; days are half-open. ``grounds`` are numbers, ``activities`` codes."""

    id: uuid.UUID
    kind: str
    state: str
    decision_number: str
    court: str
    phone: str
    case_id: uuid.UUID
    case_number: str
    decided_on: date
    served_on: date | None
    in_force_from: date | None
    in_force_until: date | None
    ended_reason: str
    grounds: tuple[int, ...] = ()
    activities: tuple[str, ...] = ()
    capacity: str = ""

    @property
    def has_effect(self) -> bool:
        return self.state in ("active", "in_force") and not self.ended_reason

    @property
    def last_day(self) -> date | None:
        """Return the last day of effect, or None when none is fixed."""
        return date.fromordinal(self.in_force_until.toordinal() - 1) if self.in_force_until else None


@dataclass(frozen=True)
class OwnDocument:
    """A document that the court addressed to the person."""

    id: uuid.UUID
    kind: str
    number: str
    issued_at: datetime


@dataclass(frozen=True)
class OwnExemption:
    """What is permitted although an order stands."""

    activities: tuple[str, ...]
    from_on: date
    until_on: date


@dataclass(frozen=True)
class LookedUp:
    """One time that an officer saw the record: at which court, and what for, as a code."""

    at: datetime
    court: str
    purpose: str


@dataclass(frozen=True)
class OwnRecord:
    """All that one person may see; ``documents`` are those that the court addressed to the person."""

    name: str
    measures: tuple[OwnMeasure, ...]
    exemptions: tuple[OwnExemption, ...]
    documents: tuple[OwnDocument, ...]
    looked_up: tuple[LookedUp, ...]


def own_record(person_id: uuid.UUID) -> OwnRecord:
    """Return what the register shows of this person to that person."""
    person = Person.objects.get(pk=person_id)
    listings = _listings(person_id).select_related("case__court")
    restrictions = _restrictions(person_id).select_related("order__case__court")
    measures = [*map(_of_listing, listings), *map(_of_order, restrictions)]
    exemptions = Exemption.objects.filter(person=person, state=ExemptionState.APPROVED).order_by("from_on")
    documents = _documents(person_id).order_by("-issued_at")
    accesses = selectors.accesses_of(person_id).order_by("-at")[:200]
    return OwnRecord(
        name=person.name,
        measures=tuple(sorted(measures, key=lambda row: (not row.has_effect, -row.decided_on.toordinal()))),
        exemptions=tuple(OwnExemption(tuple(row.activities), row.from_on, row.until_on) for row in exemptions),
        documents=tuple(OwnDocument(row.pk, row.kind, row.number, row.issued_at) for row in documents),
        looked_up=tuple(LookedUp(row.at, row.court.name, row.purpose) for row in accesses),
    )


def _of_listing(row: Listing) -> OwnMeasure:
    return _measure("listing", row, row, row.case, grounds=tuple(row.grounds))


def _of_order(row: RestrictedPerson) -> OwnMeasure:
    return _measure(
        "order", row.order, row, row.order.case, activities=tuple(row.order.activities), capacity=row.capacity
    )


def _measure(
    kind: str,
    measure: Listing | ConsumptionOrder,
    effect: Effect,
    case: EnforcementCase,
    *,
    grounds: tuple[int, ...] = (),
    activities: Sequence[str] = (),
    capacity: str = "",
) -> OwnMeasure:
    court: Court = case.court
    assert measure.decided_on is not None  # what was served was decided
    return OwnMeasure(
        id=measure.pk,
        kind=kind,
        state=str(measure.state),
        decision_number=measure.decision_number or "",
        court=court.name,
        phone=court.phone,
        case_id=case.pk,
        case_number=case.case_number,
        decided_on=measure.decided_on,
        served_on=effect.served_on,
        in_force_from=effect.in_force_from,
        in_force_until=effect.until,
        ended_reason=effect.ended_reason,
        grounds=grounds,
        activities=tuple(activities),
        capacity=capacity,
    )


def own_document(person_id: uuid.UUID, document_id: uuid.UUID) -> bytes | None:
    """Return the PDF of a document that the person may see, or None."""
    document = _documents(person_id).filter(pk=document_id).first()
    return None if document is None else made(document)


def _listings(person_id: uuid.UUID) -> QuerySet[Listing]:
    return Listing.objects.filter(debtor=person_id, served_on__isnull=False)


def _restrictions(person_id: uuid.UUID) -> QuerySet[RestrictedPerson]:
    return RestrictedPerson.objects.filter(person=person_id, served_on__isnull=False)


def _documents(person_id: uuid.UUID) -> QuerySet[IssuedDocument]:
    """Return what was addressed to the person, or to nobody in particular about a measure that was served on them."""
    measures = Q(measure_id__in=_listings(person_id).values("pk"))
    measures |= Q(measure_id__in=_restrictions(person_id).values("order"))
    return IssuedDocument.objects.filter(Q(person=person_id) | (Q(person__isnull=True) & measures))
