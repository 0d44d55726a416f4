"""The append-only register: one entry per act, numbered in commit order, chained by hash.

``append`` is the last thing an act does: the lock on the one-row ``list_head`` is the last lock of its transaction, so
the order of numbers is the order of commits and a follower that has seen version *n* has seen everything before it.
"""

import hashlib
import os
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import orjson
from django.db import connection, transaction

from blacklist.copying import copy_rows, fresh
from blacklist.law.activities import covered
from blacklist.law.exemptions import ExemptionState
from blacklist.law.lifecycle import Act
from blacklist.law.workdays import Notice
from blacklist.models import (
    AssistanceNotice,
    CaseTransfer,
    Delegation,
    Exemption,
    ListHead,
    Listing,
    Officer,
    Person,
    RegisterEntry,
    RestrictedPerson,
)
from blacklist.sealing import seal, unseal

CHANNEL = "register"
GENESIS_HASH = hashlib.sha256(b"court restriction register, entry 0").digest()
SALT_BYTES = 16

_witness: ContextVar[list[RegisterEntry] | None] = ContextVar("witness", default=None)


@dataclass(frozen=True)
class Deed:
    """What an act puts on record besides the standings it leads to.

    ``reason`` is a code of a closed list; ``note`` is the officer's own words and goes into the sealed payload.
    """

    act: Act
    court_code: str | None
    at: datetime
    article: str
    actor_name: str
    actor_id: int | None = None
    reason: str = ""
    measure_id: uuid.UUID | None = None
    document_digest: bytes | None = None
    note: str = ""


@contextmanager
def witness() -> Iterator[list[RegisterEntry]]:
    """Give a list that holds, after the block, the entries written in it; for one act at a time, not for an import."""
    written: list[RegisterEntry] = []
    token = _witness.set(written)
    try:
        yield written
    finally:
        _witness.reset(token)


@contextmanager
def snapshot() -> Iterator[None]:
    """Read the register in one REPEATABLE READ snapshot; inside a caller's transaction that transaction serves.

    Nothing can be written in it.
    """
    isolation = "" if connection.in_atomic_block else "ISOLATION LEVEL REPEATABLE READ, "
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET TRANSACTION {isolation}READ ONLY")
        yield


def lock_subjects(person_ids: Iterable[uuid.UUID]) -> list[Person]:
    """Lock the subjects of an act in one fixed order, so that each payload is built from a settled whole.

    Two acts on one person wait for each other here; NO KEY UPDATE leaves foreign-key checks undisturbed.
    """
    rows = Person.objects.select_for_update(no_key=True).filter(pk__in=set(person_ids))
    return list(rows.order_by("pk"))


def append(done: Deed, *, subjects: Sequence[Person]) -> RegisterEntry:
    """Write the entry of one act and return it; wakes the followers when the transaction commits.

    Call it last in the act's transaction, with the subjects locked (:func:`lock_subjects`).
    """
    payload: dict[str, Any] = {"subjects": [standing_payload(person) for person in subjects]}
    if done.note:
        payload["note"] = done.note
    return append_many([(done, payload)])[0]


def append_many(deeds: Sequence[tuple[Deed, dict[str, Any]]]) -> list[RegisterEntry]:
    """Write one entry for each deed with its ready payload, taking the head once for the whole range of numbers."""
    prepared = [_prepare(done, payload) for done, payload in deeds]
    head = ListHead.objects.select_for_update().get(pk=1)
    previous = bytes(head.entry_hash)
    for offset, entry in enumerate(prepared, start=1):
        entry.version = head.version + offset
        entry.previous_hash = previous
        previous = entry.entry_hash = entry_hash(entry)
    copy_rows(prepared)
    ListHead.objects.filter(pk=1).update(version=head.version + len(prepared), entry_hash=previous)
    # Robust: the act is done; a connection that breaks now must not make it look undone.
    transaction.on_commit(wake_followers, robust=True)
    if (seen := _witness.get()) is not None:
        seen.extend(prepared)
    return prepared


def _prepare(done: Deed, payload: dict[str, Any]) -> RegisterEntry:
    canonical = canonical_bytes(payload)
    salt = os.urandom(SALT_BYTES)
    entry = fresh(
        RegisterEntry,
        act=done.act,
        actor_id=done.actor_id,
        actor_name=done.actor_name,
        court_id=done.court_code,
        at=done.at,
        reason=done.reason,
        article=done.article,
        measure_id=done.measure_id,
        document_digest=done.document_digest,
        subjects=[uuid.UUID(subject["subject"]) for subject in payload["subjects"]],
        payload_digest=hashlib.sha256(salt + canonical).digest(),
        payload_salt=salt,
    )
    entry.payload_sealed = seal(canonical.decode(), record=f"register:{entry.entry_id}")
    return entry


def entry_hash(entry: RegisterEntry) -> bytes:
    """Return SHA-256(previous hash ‖ canonical bytes of the entry); the payload enters by its salted digest only."""
    core = {
        "version": entry.version,
        "entry_id": str(entry.entry_id),
        "act": str(entry.act),
        "actor": entry.actor_id,
        "actor_name": entry.actor_name,
        "court": entry.court_id,
        "at": entry.at.astimezone(UTC).isoformat(),
        "reason": entry.reason,
        "article": entry.article,
        "measure": str(entry.measure_id) if entry.measure_id else None,
        "document_digest": bytes(entry.document_digest).hex() if entry.document_digest else None,
        "subjects": [str(subject) for subject in entry.subjects],
        "payload_digest": bytes(entry.payload_digest).hex(),
    }
    return hashlib.sha256(bytes(entry.previous_hash) + canonical_bytes(core)).digest()


def canonical_bytes(said: dict[str, Any]) -> bytes:
    """Return the canonical JSON (RFC 8785) of what the register says.

    Its values are text, whole numbers, lists and objects with ASCII keys; for these orjson writes exactly the bytes of
    RFC 8785 (a test holds the two together) in a twentieth of the time of the pure-Python writer.
    """
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)


def open_payload(entry: RegisterEntry) -> dict[str, Any] | None:
    """Return the payload of an entry, or None when it was erased after its retention ended."""
    if entry.payload_sealed is None:
        return None
    text = unseal(entry.payload_sealed, record=f"register:{entry.entry_id}")
    payload: dict[str, Any] = orjson.loads(text)
    return payload


def wake_followers() -> None:
    """Tell listening followers that there is something new. A lost wake-up costs one poll interval, never an act."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


def standing_payload(person: Person) -> dict[str, Any]:
    """Return the subject's whole set of measures as plain JSON values; days are ISO dates, periods half-open."""
    return subject_payload(person.pk, measures_of([person.pk])[person.pk])


def measures_of(person_ids: Collection[uuid.UUID]) -> defaultdict[uuid.UUID, list[dict[str, Any]]]:
    """Return the measures of several subjects in three queries; a subject without any has an empty list."""
    found: defaultdict[uuid.UUID, list[dict[str, Any]]] = defaultdict(list)
    for listing in Listing.objects.filter(debtor_id__in=person_ids).select_related("case"):
        found[listing.debtor_id].append(listing_payload(listing))
    exempted = _exemptions_of(person_ids)
    for row in RestrictedPerson.objects.filter(person_id__in=person_ids).select_related("order__case"):
        found[row.person_id].append(order_payload(row, exemptions=exempted[row.order_id, row.person_id]))
    return found


def _exemptions_of(person_ids: Collection[uuid.UUID]) -> defaultdict[tuple[uuid.UUID, uuid.UUID], list[Exemption]]:
    """Return what the persons may do all the same, by order and person; windows that have passed do no harm."""
    found: defaultdict[tuple[uuid.UUID, uuid.UUID], list[Exemption]] = defaultdict(list)
    rows = Exemption.objects.filter(person_id__in=person_ids, state=ExemptionState.APPROVED)
    for row in rows.order_by("pk"):
        found[row.order_id, row.person_id].append(row)
    return found


def subject_payload(person_id: uuid.UUID, measures: list[dict[str, Any]]) -> dict[str, Any]:
    """Return one subject's part of a payload, its measures in a fixed order."""
    return {"subject": str(person_id), "measures": sorted(measures, key=lambda measure: measure["id"])}


def listing_payload(row: Listing) -> dict[str, Any]:
    """Return a listing as the register states it."""
    return {
        "id": str(row.pk),
        "kind": "listing",
        "grounds": list(row.grounds),
        **_common(row, row, state=row.state, activities=[]),
    }


def order_payload(row: RestrictedPerson, *, exemptions: Sequence[Exemption] = ()) -> dict[str, Any]:
    """Return an order, as far as it restricts this one person, as the register states it.

    Its activities are those that the text of its day lets it cover (C12).
    """
    activities = covered(row.order.activities, decided_on=row.order.decided_on)
    stated = {
        "id": str(row.pk),
        "kind": "order",
        "capacity": row.capacity,
        **_common(row.order, row, state=row.order.state, activities=list(activities)),
    }
    if exemptions:
        stated["exemptions"] = [exemption_payload(exemption) for exemption in exemptions]
    return stated


def calendar_payload(notice: Notice) -> dict[str, Any]:
    """Return a year's calendar as the register states it."""
    return {
        "year": notice.year,
        "source": notice.source,
        "rest_days": sorted(day.isoformat() for day in notice.rest_days),
        "make_up_days": sorted(day.isoformat() for day in notice.make_up_days),
    }


def exemption_payload(row: Exemption) -> dict[str, Any]:
    """Return an approved exemption as the register states it: never why, for that may speak of health."""
    return {
        "id": str(row.pk),
        "activities": list(row.activities),
        "from": _day(row.from_on),
        "until": _day(row.until_on),
    }


def account_payload(officer: Officer) -> dict[str, Any]:
    """Return an account as the register states it."""
    return {
        "officer": officer.pk,
        "username": officer.username,
        "court": officer.court_id,
        "duties": sorted(officer.duties),
        "state": str(officer.state),
    }


def assistance_notice_payload(row: AssistanceNotice) -> dict[str, Any]:
    """Return an assistance notice as the register states it; who the unit is stays with the notice."""
    return {
        "id": str(row.pk),
        "number": row.number,
        "state": str(row.state),
        "court": row.court_id,
        "sector": row.sector,
        "legal_basis": row.legal_basis,
        "activities": list(row.activities),
        "signed_on": _day(row.signed_on),
        "served_on": _day(row.served_on),
        "withdrawn_on": _day(row.withdrawn_on),
    }


def transfer_payload(row: CaseTransfer) -> dict[str, Any]:
    """Return the transfer of a case as the register states it."""
    return {
        "case": str(row.case_id),
        "from": row.from_court_id,
        "to": row.to_court_id,
        "instrument_number": row.instrument_number,
        "state": str(row.state),
    }


def delegation_payload(delegation: Delegation) -> dict[str, Any]:
    """Return a delegation of the president's signature as the register states it."""
    return {
        "delegation": str(delegation.pk),
        "principal": delegation.principal.username,
        "deputy": delegation.deputy.username,
        "instrument_number": delegation.instrument_number,
        "from": delegation.from_on.isoformat(),
        "until": delegation.until_on.isoformat(),
        "is_ended": delegation.ended_at is not None,
    }


def _common(decision: Any, effect: Any, *, state: str, activities: list[str]) -> dict[str, Any]:
    return {
        "state": str(state),
        "court": decision.case.court_id,
        "case_number": decision.case.case_number,
        "decision_number": decision.decision_number,
        "decided_on": _day(decision.decided_on),
        "served_on": _day(effect.served_on),
        "from": _day(effect.in_force_from),
        "until": _day(effect.until),
        "activities": activities,
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
