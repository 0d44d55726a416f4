"""Is the register what it was? Replay every entry: numbers without a gap, the hash chain, each payload's digest, and
whether the tables say today what the newest entry of each subject says."""

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import rfc8785

from blacklist.law.lifecycle import Act
from blacklist.models import (
    AssistanceNotice,
    Delegation,
    EnforcementCase,
    IssuedDocument,
    ListHead,
    Officer,
    Person,
    RedressNumber,
    RegisterEntry,
)
from blacklist.newest import newest_about
from blacklist.register import (
    GENESIS_HASH,
    account_payload,
    assistance_notice_payload,
    calendar_payload,
    delegation_payload,
    entry_hash,
    open_payload,
    redress_number_payload,
    snapshot,
)
from blacklist.selectors import notice_of
from blacklist.standings import measures_of, subject_payload

CHUNK = 1000


@dataclass
class Replay:
    """What a replay has gathered: how many entries, the newest of each year, account, delegation and notice, and the
    digest of each document. What it says of subjects is read again, some at a time: there may be ten million."""

    entries: int = 0
    head_hash: bytes = GENESIS_HASH
    calendars: dict[int, dict[str, Any]] = field(default_factory=dict)
    accounts: dict[int, dict[str, Any]] = field(default_factory=dict)
    delegations: dict[str, dict[str, Any] | None] = field(default_factory=dict)
    courts: dict[str, str] = field(default_factory=dict)
    documents: set[bytes] = field(default_factory=set)
    notices: dict[str, dict[str, Any]] = field(default_factory=dict)
    redress: dict[str, dict[str, Any]] = field(default_factory=dict)


def faults() -> Iterator[str]:
    """Yield one sentence for each fault found, in the order of the register; nothing when all is well."""
    with snapshot():
        replay = Replay()
        for entry in RegisterEntry.objects.order_by("version").iterator(chunk_size=CHUNK):
            yield from _entry_faults(entry, replay)
        head = ListHead.objects.get(pk=1)
        if (head.version, bytes(head.entry_hash)) != (replay.entries, replay.head_hash):
            yield f"The head says version {head.version}, the entries end at {replay.entries}."
        yield from _table_faults()
        yield from _calendar_faults(replay)
        yield from _account_faults(replay)
        yield from _delegation_faults(replay)
        yield from _transfer_faults(replay)
        yield from _document_faults(replay)
        yield from _notice_faults(replay)
        yield from _redress_faults(replay)


def _entry_faults(entry: RegisterEntry, replay: Replay) -> Iterator[str]:
    replay.entries += 1
    if entry.version != replay.entries:
        yield f"Version {replay.entries} is missing; the next entry is {entry.version}."
        replay.entries = entry.version
    if bytes(entry.previous_hash) != replay.head_hash:
        yield f"Entry {entry.version} does not follow the entry before it."
    if entry_hash(entry) != bytes(entry.entry_hash):
        yield f"Entry {entry.version} was changed after it was written."
    replay.head_hash = bytes(entry.entry_hash)
    if entry.document_digest is not None:
        replay.documents.add(bytes(entry.document_digest))
    if entry.act == Act.DELEGATE:
        replay.delegations[str(entry.measure_id)] = None
    payload = open_payload(entry)
    if payload is None or entry.payload_salt is None:
        return
    if hashlib.sha256(bytes(entry.payload_salt) + rfc8785.dumps(payload)).digest() != bytes(entry.payload_digest):
        yield f"The payload of entry {entry.version} is not the one that was recorded."
    if "delegation" in payload:
        replay.delegations[payload["delegation"]["delegation"]] = payload["delegation"]
    if "transfer" in payload and entry.act == Act.ACCEPT_TRANSFER:
        replay.courts[payload["transfer"]["case"]] = payload["transfer"]["to"]
    if "account" in payload:
        replay.accounts[payload["account"]["officer"]] = payload["account"]
    if "calendar" in payload:
        replay.calendars[payload["calendar"]["year"]] = payload["calendar"]
    if "assistance_notice" in payload:
        replay.notices[payload["assistance_notice"]["id"]] = payload["assistance_notice"]
    if "redress_number" in payload:
        replay.redress[payload["redress_number"]["id"]] = payload["redress_number"]


def _table_faults() -> Iterator[str]:
    ids = Person.objects.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=CHUNK)
    while chunk := list(islice(ids, CHUNK)):
        on_file, recorded = measures_of(chunk), newest_about(chunk, readable=True)
        for subject in chunk:
            if subject not in recorded and not on_file[subject]:
                continue
            if recorded.get(subject) != subject_payload(subject, on_file[subject]):
                yield f"The measures of subject {subject} differ from the register's newest entry about it."


def _calendar_faults(replay: Replay) -> Iterator[str]:
    for year, recorded in replay.calendars.items():
        notice = notice_of(year)
        if notice is None or calendar_payload(notice) != recorded:
            yield f"The calendar of {year} differs from the one that the register says was loaded."


def _account_faults(replay: Replay) -> Iterator[str]:
    """An account changed past the services differs from the newest entry about it (L13)."""
    on_file = Officer.objects.in_bulk(list(replay.accounts))
    for key, recorded in sorted(replay.accounts.items()):
        if key not in on_file or account_payload(on_file[key]) != recorded:
            yield f"The account of officer {key} differs from the register's newest entry about it."


def _document_faults(replay: Replay) -> Iterator[str]:
    for document in IssuedDocument.objects.order_by("pk").iterator(chunk_size=CHUNK):
        digest, pdf = bytes(document.content_digest), document.pdf
        if digest not in replay.documents:
            yield f"No entry of the register issued document {document.pk}."
        if hashlib.sha256(document.content).digest() != digest:
            yield f"Document {document.pk} does not say what it said when it was issued."
        if pdf is not None and hashlib.sha256(pdf).digest() != bytes(document.pdf_digest or b""):
            yield f"The PDF of document {document.pk} is not the one that was made first."


def _notice_faults(replay: Replay) -> Iterator[str]:
    on_file = {str(row.pk): assistance_notice_payload(row) for row in AssistanceNotice.objects.all()}
    for key in sorted(on_file.keys() | replay.notices.keys()):
        if on_file.get(key) != replay.notices.get(key):
            yield f"The assistance notice {key} differs from the register's newest entry about it."


def _delegation_faults(replay: Replay) -> Iterator[str]:
    """Whoever signed as acting president was lent the signature, or the table says so past the register (L5 ¶3)."""
    on_file = {str(row.pk): row for row in Delegation.objects.select_related("principal", "deputy")}
    for key in sorted({*on_file, *replay.delegations}):
        recorded = replay.delegations.get(key)
        is_erased = key in replay.delegations and recorded is None
        if key not in on_file or not (is_erased or delegation_payload(on_file[key]) == recorded):
            yield f"Delegation {key} differs from what the register says of it."


def _transfer_faults(replay: Replay) -> Iterator[str]:
    """A case is handled by the court that took it over last (J15)."""
    handled_by = EnforcementCase.objects.in_bulk(list(replay.courts), field_name="pk")
    for key, court_code in sorted(replay.courts.items()):
        case = handled_by.get(uuid.UUID(key))
        if case is None or case.court_id != court_code:
            yield f"The case {key} is not handled by the court that took it over."


def _redress_faults(replay: Replay) -> Iterator[str]:
    on_file = {str(row.pk): redress_number_payload(row) for row in RedressNumber.objects.all()}
    for key in sorted(on_file.keys() | replay.redress.keys()):
        if on_file.get(key) != replay.redress.get(key):
            yield f"The redress number {key} differs from the register's newest entry about it."
