"""The own court's register as rows: each measure on each person, where it stands, its days, and the acts on it."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.db.models import Prefetch

from blacklist.files.kinds import Kind
from blacklist.files.writing import written
from blacklist.law.days import legal_day
from blacklist.law.exemptions import ExemptionState
from blacklist.law.identity import Document
from blacklist.models import (
    Exemption,
    IdentityDocument,
    Listing,
    Person,
    PersonName,
    RegisterEntry,
    RegisterExport,
    RestrictedPerson,
)

CHUNK = 500
ONE_DAY = timedelta(days=1)
COLUMNS = (
    "measure_id",
    "measure",
    "state",
    "name",
    "documents",
    "capacity",
    "court_code",
    "case_number",
    "filed_on",
    "decision_number",
    "decided_on",
    "drafted_by",
    "signed_by",
    "served_on",
    "service_method",
    "published_on",
    "grounds",
    "activities",
    "exemptions",
    "grace_last_day",
    "in_force_from",
    "last_day",
    "ended_on",
    "ended_reason",
    "acts",
)


@dataclass(frozen=True)
class Shown:
    """One measure on one person, with what is shown of it beside its own columns."""

    measure: Any
    effect: Any
    person: Person
    kind: str
    particular: dict[str, str]


def exported(export: RegisterExport) -> Iterator[bytes]:
    """Yield the file of an export, in parts; call it in one snapshot."""
    number_of = _whole if export.has_whole_numbers else _masked
    return written(rows(export.court_id, number_of=number_of), Kind(export.kind))


def rows(court_code: str, *, number_of: Callable[[IdentityDocument], str]) -> Iterator[Sequence[str]]:
    """Yield the header, then each measure in the cases of a court, listings first."""
    yield COLUMNS
    for chunk in _chunks(_listings(court_code)):
        yield from _written([_of_listing(row) for row in chunk], number_of)
    for chunk in _chunks(_restrictions(court_code)):
        yield from _written([_of_order(row) for row in chunk], number_of)


def _listings(court_code: str) -> Iterator[Listing]:
    found = Listing.objects.filter(case__court_id=court_code).select_related("case", "debtor").order_by("pk")
    return found.prefetch_related(*_identity("debtor")).iterator(chunk_size=CHUNK)


def _restrictions(court_code: str) -> Iterator[RestrictedPerson]:
    found = RestrictedPerson.objects.filter(order__case__court_id=court_code).order_by("order_id", "pk")
    approved = Exemption.objects.filter(state=ExemptionState.APPROVED).order_by("from_on", "pk")
    return (
        found.select_related("order__case", "person")
        .prefetch_related(*_identity("person"), Prefetch("order__exemptions", queryset=approved))
        .iterator(chunk_size=CHUNK)
    )


def _identity(person: str) -> tuple[Any, ...]:
    return (
        Prefetch(f"{person}__documents", queryset=IdentityDocument.objects.order_by("id")),
        Prefetch(f"{person}__other_names", queryset=PersonName.objects.order_by("id")),
    )


def _of_listing(row: Listing) -> Shown:
    grounds = ";".join(map(str, row.grounds))
    return Shown(row, row, row.debtor, "listing", {"published_on": _day(row.published_on), "grounds": grounds})


def _of_order(row: RestrictedPerson) -> Shown:
    exemptions = [one for one in row.order.exemptions.all() if one.person_id == row.person_id]
    particular = {
        "capacity": row.capacity,
        "activities": ";".join(row.order.activities),
        "exemptions": "; ".join(map(_exemption, exemptions)),
    }
    return Shown(row.order, row, row.person, "order", particular)


def _exemption(row: Exemption) -> str:
    return f"{row.from_on}/{row.until_on - ONE_DAY} {' '.join(row.activities)}"


def _written(chunk: list[Shown], number_of: Callable[[IdentityDocument], str]) -> Iterator[list[str]]:
    acts = _acts([shown.measure.pk for shown in chunk])
    for shown in chunk:
        said = _said(shown, number_of) | {"acts": "; ".join(acts[shown.measure.pk])} | shown.particular
        yield [said.get(column, "") for column in COLUMNS]


def _said(shown: Shown, number_of: Callable[[IdentityDocument], str]) -> dict[str, str]:
    measure, effect, person = shown.measure, shown.effect, shown.person
    return {
        "measure_id": str(measure.pk),
        "measure": shown.kind,
        "state": measure.state,
        "name": " / ".join([person.name, *(other.name for other in person.other_names.all())]),
        "documents": "; ".join(f"{row.type} {number_of(row)}" for row in person.documents.all()),
        "court_code": measure.court_id,
        "case_number": measure.case.case_number,
        "filed_on": _day(measure.case.filed_on),
        "decision_number": measure.decision_number,
        "decided_on": _day(measure.decided_on),
        "drafted_by": measure.drafted_by_name,
        "signed_by": measure.signed_by_name,
        "served_on": _day(effect.served_on),
        "service_method": effect.service_method,
        "grace_last_day": _last_day(measure.grace_until),
        "in_force_from": _day(effect.in_force_from),
        "last_day": _last_day(effect.in_force_until),
        "ended_on": _day(effect.ended_on),
        "ended_reason": effect.ended_reason,
    }


def _acts(measure_ids: Iterable[uuid.UUID]) -> defaultdict[uuid.UUID | None, list[str]]:
    """Return the acts on each measure in their order: number in the register, act, day, by whom."""
    found: defaultdict[uuid.UUID | None, list[str]] = defaultdict(list)
    entries = RegisterEntry.objects.filter(measure_id__in=set(measure_ids)).order_by("version")
    for version, act, at, actor, measure_id in entries.values_list("version", "act", "at", "actor_name", "measure_id"):
        found[measure_id].append(f"{version} {act} {legal_day(at)} {actor}")
    return found


def _chunks(found: Iterator[Any]) -> Iterator[list[Any]]:
    while chunk := list(islice(found, CHUNK)):
        yield chunk


def _whole(row: IdentityDocument) -> str:
    return row.number


def _masked(row: IdentityDocument) -> str:
    return Document(row.type, row.number, row.issuer or None).masked


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _last_day(until: date | None) -> str:
    return _day(until - ONE_DAY) if until else ""
