"""The door out: what the check side may know of the register, as frozen records. No model leaves.

Only measures that have effect are given: a listing that is active, an order in force for the person. Drafts, decisions
not yet served and grace are invisible here (G15, law of effect), so no reader can answer by them.
"""

import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Literal

from django.db.models import Prefetch

from blacklist.law.lifecycle import Act, ListingState, OrderState
from blacklist.law.redress import RedressState
from blacklist.models import (
    AssistanceNotice,
    Court,
    IdentityDocument,
    ListHead,
    Person,
    PersonKind,
    PersonName,
    RedressNumber,
    RegisterEntry,
)
from blacklist.newest import newest_about
from blacklist.register import CHANNEL, GENESIS_HASH, offer_snapshot, open_payload, snapshot

__all__ = [
    "CHANNEL",
    "GENESIS_HASH",
    "CourtContact",
    "DocumentOnFile",
    "Entry",
    "Exemption",
    "Measure",
    "Moment",
    "Page",
    "Redress",
    "ServedNotice",
    "Standing",
    "assistance_notice",
    "confirmation",
    "entries",
    "moment",
    "offer_snapshot",
    "share",
    "standing_of",
]

CHUNK = 1000
EFFECTIVE = {("listing", ListingState.ACTIVE), ("order", OrderState.IN_FORCE)}


@dataclass(frozen=True)
class CourtContact:
    """Whom to call about a measure."""

    code: str
    name: str
    phone: str


@dataclass(frozen=True)
class Exemption:
    """What an order does not bar in a window; days are half-open. Why is never told."""

    activities: tuple[str, ...]
    from_on: date
    until_on: date


@dataclass(frozen=True)
class Measure:
    """One measure with effect; days are half-open, ``in_force_until`` None means no fixed end."""

    id: uuid.UUID
    kind: Literal["listing", "order"]
    court_code: str
    case_number: str
    decided_on: date
    in_force_from: date
    in_force_until: date | None
    activities: tuple[str, ...]
    exemptions: tuple[Exemption, ...] = ()


@dataclass(frozen=True)
class DocumentOnFile:
    """An identity document in canonical form."""

    type: str
    number: str
    issuer: str | None


@dataclass(frozen=True)
class Standing:
    """Who a subject is and every measure with effect on it."""

    subject_id: uuid.UUID
    kind: Literal["natural", "unit"]
    names: tuple[str, ...]
    documents: tuple[DocumentOnFile, ...]
    assurance: int
    birth_date: date | None
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Entry:
    """One act: its number, its place in the hash chain, and the standings it led to.

    ``is_confirmation``: an officer answers by it for a register that was restored to an earlier state.
    """

    version: int
    entry_hash: bytes
    standings: tuple[Standing, ...]
    is_confirmation: bool = False


@dataclass(frozen=True)
class ServedNotice:
    """What a court asks of a unit: all that the unit may ask about. None of it since ``withdrawn_on``."""

    number: str
    court_code: str
    unit_name: str
    sector: str
    legal_basis: str
    activities: tuple[str, ...]
    served_on: date
    withdrawn_on: date | None


@dataclass(frozen=True)
class Redress:
    """A redress number: its holder, of this name and birth date, is none of ``not_subjects``.

    ``valid_until`` is the first day on which it is not taken any more; a revoked one is given without one.
    """

    id: uuid.UUID
    number: str
    name: str
    birth_date: date
    not_subjects: tuple[uuid.UUID, ...]
    valid_until: date | None


@dataclass(frozen=True)
class Page:
    """A stretch of the register read in one snapshot.

    ``notices`` and ``redress`` are the assistance notices and redress numbers that its entries are about, as they stand
    in that snapshot. ``known`` is False when the caller's (version, hash) is not in this register: it was rolled back.
    """

    head_version: int
    head_hash: bytes
    known: bool
    entries: tuple[Entry, ...]
    courts: tuple[CourtContact, ...]
    notices: tuple[ServedNotice, ...] = ()
    redress: tuple[Redress, ...] = ()


@dataclass(frozen=True)
class Moment:
    """The whole register at one moment: its head, all that a page tells beside standings, and those of all subjects.

    ``standings`` is read once, within the block that gives the moment.
    """

    head_version: int
    head_hash: bytes
    confirmation: bytes | None
    courts: tuple[CourtContact, ...]
    notices: tuple[ServedNotice, ...]
    redress: tuple[Redress, ...]
    standings: Iterable[Standing]


def entries(*, after: int, after_hash: bytes | None, limit: int = 500) -> Page:
    """Return up to ``limit`` entries that follow version ``after``, with the head, from one REPEATABLE READ snapshot.

    ``after_hash`` is the hash the caller holds for ``after`` (None with ``after=0``).
    """
    with snapshot():
        head = ListHead.objects.get(pk=1)
        if not _is_known(head, after=after, after_hash=after_hash):
            return Page(head.version, bytes(head.entry_hash), known=False, entries=(), courts=())
        rows = list(RegisterEntry.objects.filter(version__gt=after).order_by("version")[:limit])
        persons = _persons(subject for row in rows for subject in row.subjects)
        found = tuple(_entry(row, persons) for row in rows)
        about = {row.measure_id for row in rows if not row.subjects and row.measure_id is not None}
        head_hash = bytes(head.entry_hash)
        return Page(head.version, head_hash, True, found, _courts(found), _notices(about), _redress(about))


@contextmanager
def moment() -> Iterator[Moment]:
    """Give the whole register as it is at this moment, for who builds an index of all of it.

    One REPEATABLE READ snapshot for the length of the block; of ten million subjects only some are read at a time.
    """
    with snapshot():
        head = ListHead.objects.get(pk=1)
        notices = AssistanceNotice.objects.filter(served_on__isnull=False).order_by("number")
        courts = Court.objects.order_by("code")
        yield Moment(
            head_version=head.version,
            head_hash=bytes(head.entry_hash),
            confirmation=confirmation(),
            courts=tuple(CourtContact(code=row.code, name=row.name, phone=row.phone) for row in courts),
            notices=tuple(map(_notice, notices)),
            redress=_redress(list(RedressNumber.objects.values_list("pk", flat=True))),
            standings=_standings(),
        )


def share(moment: str, number: int, of: int) -> Iterator[Standing]:
    """Yield one share of several of all standings at a moment that another process offers, or that this one is in."""
    with snapshot(moment):
        yield from _standings(number, of)


def _standings(share: int = 0, of: int = 1) -> Iterator[Standing]:
    """Yield what the newest entry about each subject led to, or about those of one share of several."""
    ids = Person.objects.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=CHUNK)
    chunks = iter(lambda: list(islice(ids, CHUNK)), [])
    for chunk in islice(chunks, share, None, of):
        persons = _persons(chunk)
        for subject, part in newest_about(chunk).items():
            if part is not None:
                yield _standing(part, persons[subject])


def standing_of(subject_id: uuid.UUID) -> Standing:
    """Return who a subject is and what has effect on it now, as the newest entry about it says."""
    part = newest_about([subject_id]).get(subject_id) or {"measures": []}
    return _standing(part, _persons([subject_id])[subject_id])


def confirmation() -> bytes | None:
    """Return the hash of the newest entry by which an officer answers for a restored register, None without one."""
    rows = RegisterEntry.objects.filter(act=Act.CONFIRM_REGISTER).order_by("-version")
    found = rows.values_list("entry_hash", flat=True).first()
    return None if found is None else bytes(found)


def assistance_notice(number: str) -> ServedNotice | None:
    """Return the notice with this number, if it was ever served; call it in a transaction.

    Until that ends the notice cannot be withdrawn, so what rests on it is in place before its withdrawal is heard of.
    """
    rows = AssistanceNotice.objects.select_for_update(no_key=True)
    found = rows.filter(number=number, served_on__isnull=False).first()
    return _notice(found) if found else None


def _is_known(head: ListHead, *, after: int, after_hash: bytes | None) -> bool:
    if after == 0:
        return True
    if after > head.version:
        return False
    held = RegisterEntry.objects.filter(version=after).values_list("entry_hash", flat=True).first()
    return held is not None and bytes(held) == after_hash


def _persons(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Person]:
    # As plain lists: a queryset for each person takes longer than reading it.
    names = Prefetch("other_names", queryset=PersonName.objects.order_by("id"), to_attr="names_read")
    documents = Prefetch("documents", queryset=IdentityDocument.objects.order_by("id"), to_attr="documents_read")
    people: Any = Person.objects.prefetch_related(names, documents)
    found: dict[uuid.UUID, Person] = people.in_bulk(set(ids))
    return found


def _entry(row: RegisterEntry, persons: dict[uuid.UUID, Person]) -> Entry:
    payload = open_payload(row) or _erased(row)
    standings = tuple(_standing(part, persons[uuid.UUID(part["subject"])]) for part in payload["subjects"])
    return Entry(row.version, bytes(row.entry_hash), standings, row.act == Act.CONFIRM_REGISTER)


def _erased(row: RegisterEntry) -> dict[str, Any]:
    """A payload is erased after retention, when nothing of it has effect; an older entry must not seem the newest."""
    return {"subjects": [{"subject": str(subject), "measures": []} for subject in row.subjects]}


def _standing(part: dict[str, Any], person: Person) -> Standing:
    read = vars(person)
    return Standing(
        subject_id=person.pk,
        kind="unit" if person.kind == PersonKind.UNIT else "natural",
        names=(person.name, *(other.name for other in read["names_read"])),
        documents=tuple(
            DocumentOnFile(type=row.type, number=row.number, issuer=row.issuer or None)
            for row in read["documents_read"]
        ),
        assurance=person.assurance,
        birth_date=person.birth_date,
        measures=tuple(_measure(raw) for raw in part["measures"] if _has_effect(raw)),
    )


def _has_effect(raw: dict[str, Any]) -> bool:
    return (raw["kind"], raw["state"]) in EFFECTIVE and raw["from"] is not None


def _measure(raw: dict[str, Any]) -> Measure:
    return Measure(
        id=uuid.UUID(raw["id"]),
        kind=raw["kind"],
        court_code=raw["court"],
        case_number=raw["case_number"],
        decided_on=date.fromisoformat(raw["decided_on"]),
        in_force_from=date.fromisoformat(raw["from"]),
        in_force_until=date.fromisoformat(raw["until"]) if raw["until"] else None,
        activities=tuple(raw["activities"]),
        exemptions=tuple(_exemption(exempted) for exempted in raw.get("exemptions", ())),
    )


def _exemption(raw: dict[str, Any]) -> Exemption:
    return Exemption(
        activities=tuple(raw["activities"]),
        from_on=date.fromisoformat(raw["from"]),
        until_on=date.fromisoformat(raw["until"]),
    )


def _redress(ids: Collection[uuid.UUID]) -> tuple[Redress, ...]:
    if not ids:
        return ()
    return tuple(
        Redress(
            id=row.pk,
            number=row.number,
            name=row.name,
            birth_date=row.birth_date,
            not_subjects=tuple(row.not_persons),
            valid_until=row.valid_until if row.state == RedressState.ISSUED else None,
        )
        for row in RedressNumber.objects.filter(pk__in=ids).order_by("issued_at")
    )


def _notices(ids: Collection[uuid.UUID]) -> tuple[ServedNotice, ...]:
    if not ids:
        return ()
    return tuple(map(_notice, AssistanceNotice.objects.filter(pk__in=ids, served_on__isnull=False).order_by("number")))


def _notice(row: AssistanceNotice) -> ServedNotice:
    assert row.served_on is not None
    return ServedNotice(
        number=row.number,
        court_code=row.court_id,
        unit_name=row.unit_name,
        sector=row.sector,
        legal_basis=row.legal_basis,
        activities=tuple(row.activities),
        served_on=row.served_on,
        withdrawn_on=row.withdrawn_on,
    )


def _courts(found: Sequence[Entry]) -> tuple[CourtContact, ...]:
    codes = {measure.court_code for entry in found for standing in entry.standings for measure in standing.measures}
    rows = Court.objects.filter(code__in=codes).order_by("code")
    return tuple(CourtContact(code=row.code, name=row.name, phone=row.phone) for row in rows)
