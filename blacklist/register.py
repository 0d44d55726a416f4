"""The append-only register: one entry per act, numbered in commit order, chained by hash.

``append`` is the last thing an act does: the lock on the one-row ``list_head`` is the last lock of its transaction, so
the order of numbers is the order of commits and a follower that has seen version *n* has seen everything before it.
"""

import hashlib
import os
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import orjson
from django.db import connection, transaction

from blacklist.copying import copy_rows, fresh
from blacklist.law.lifecycle import Act
from blacklist.law.workdays import Notice
from blacklist.models import (
    AssistanceNotice,
    CaseTransfer,
    Delegation,
    Officer,
    Person,
    RedressNumber,
    RegisterEntry,
)
from blacklist.sealing import seal, unseal
from blacklist.standings import standing_payload as standing_payload
from blacklist.standings import standing_payloads

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
def snapshot(offered: str | None = None) -> Iterator[None]:
    """Read the register in one REPEATABLE READ snapshot; inside a caller's transaction that transaction serves.

    Nothing can be written in it. ``offered`` is the snapshot of another process, by what `offer_snapshot` called it.
    """
    is_inside = connection.in_atomic_block
    isolation = "" if is_inside else "ISOLATION LEVEL REPEATABLE READ, "
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET TRANSACTION {isolation}READ ONLY")
        if offered is not None and not is_inside:
            cursor.execute("SET TRANSACTION SNAPSHOT %s", [offered])
        yield


def offer_snapshot() -> str:
    """Return by what other processes may read in the snapshot of this transaction, until it ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        return str(cursor.fetchone()[0])


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
    payload: dict[str, Any] = {"subjects": standing_payloads(subjects)}
    if done.note:
        payload["note"] = done.note
    return append_many([(done, payload)])[0]


def append_many(deeds: Sequence[tuple[Deed, dict[str, Any]]]) -> list[RegisterEntry]:
    """Write one entry for each deed with its ready payload, taking the head once for the whole range of numbers."""
    prepared = [_prepare(done, payload) for done, payload in deeds]
    with connection.cursor() as cursor:
        cursor.execute("SELECT version, entry_hash FROM blacklist_listhead WHERE id = 1 FOR UPDATE")
        version, previous = cursor.fetchone()
        for offset, entry in enumerate(prepared, start=1):
            entry.version = version + offset
            entry.previous_hash = previous
            previous = entry.entry_hash = entry_hash(entry)
        copy_rows(prepared)
        moved = [version + len(prepared), previous]
        cursor.execute("UPDATE blacklist_listhead SET version = %s, entry_hash = %s WHERE id = 1", moved)
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


def calendar_payload(notice: Notice) -> dict[str, Any]:
    """Return a year's calendar as the register states it."""
    return {
        "year": notice.year,
        "source": notice.source,
        "rest_days": sorted(day.isoformat() for day in notice.rest_days),
        "make_up_days": sorted(day.isoformat() for day in notice.make_up_days),
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


def redress_number_payload(row: RedressNumber) -> dict[str, Any]:
    """Return a redress number as the register states it; who its holder is stays with the number."""
    return {
        "id": str(row.pk),
        "state": str(row.state),
        "court": row.court_id,
        "not_persons": [str(person) for person in row.not_persons],
        "valid_until": _day(row.valid_until),
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


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
