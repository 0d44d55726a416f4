"""How subjects are filed: small enough for ten million of them, and one read a key.

A key leads to its bucket, the first 16 to 24 bits of the digest: as many as leave some ten keys in each. A bucket is a
row of 16-byte entries in order: 80 bits more of the key, and the subject's handle. The handle, the last six bytes of
the subject's id, leads to its records: nearly always one. A record repeats the rest of the id and the beginning of each
of the subject's keys. So a handle that two subjects share is noticed, and a changed standing takes its old keys along.
LMDB's own 14 bytes for each value are paid once a bucket, not once a key.
"""

import struct
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import msgspec

BUCKET_BYTES = 3
FEWEST_BITS, MOST_BITS = 16, 24
BITS = 22  # of an index that grows from nothing
FULL = 16  # keys in a bucket, on average, before one bit more is taken
HANDLE_BYTES = 6
ENTRY_BYTES = 16
PREFIX_BYTES = 5
KEY_BYTES = 12  # what is kept of a key, its bucket's bits included
_REST = slice(2, KEY_BYTES)
_ID_BYTES = 16 - HANDLE_BYTES
_HEAD = struct.Struct(f"<{_ID_BYTES}sHI")  # the rest of the id, bytes of key prefixes, bytes of the standing
_ENDS = {
    bits: tuple((byte >> (MOST_BITS - bits) << (MOST_BITS - bits)).to_bytes() for byte in range(256))
    for bits in range(FEWEST_BITS, MOST_BITS + 1)
}  # the third byte of a bucket, by that of its key


class Filed(msgspec.Struct, frozen=True, gc=False):
    """One subject: `prefixes` of its keys in one piece, and its standing as `standing.pack` gives it."""

    subject: bytes
    prefixes: bytes
    packed: bytes

    def holds(self, key: bytes) -> bool:
        """Say whether the subject is filed under this key."""
        wanted = key[:PREFIX_BYTES]
        at = self.prefixes.find(wanted)
        while at > 0 and at % PREFIX_BYTES:  # across two others
            at = self.prefixes.find(wanted, at + 1)
        return at >= 0


class Filing:
    """The two databases of an index, buckets and records, in one transaction of it."""

    __slots__ = ("_buckets", "_ends", "_get", "_records", "_txn")

    def __init__(self, transaction: Any, buckets: Any, records: Any, bits: int) -> None:
        self._txn = transaction
        self._get = transaction.get
        self._buckets = buckets
        self._records = records
        self._ends = _ENDS[bits]

    def find(self, key: bytes) -> list[Filed]:
        """Return what is filed under a key."""
        bucket = self._get(key[:2] + self._ends[key[2]], b"", self._buckets)  # by keyword it takes half as long again
        if key[_REST] not in bucket:
            return []
        return [filed for handle in handles(bucket, key) for filed in self._under(handle) if filed.holds(key)]

    def holds(self, key: bytes) -> bool:
        """Say whether something seems to be filed under a key."""
        return key[_REST] in self._get(key[:2] + self._ends[key[2]], b"", self._buckets)

    def entries(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield what is kept of every key with each handle it leads to, in order."""
        for bucket, value in self._txn.cursor(self._buckets):
            for entry in split(value, ENTRY_BYTES):
                yield bucket[:2] + entry[:-HANDLE_BYTES], entry[-HANDLE_BYTES:]

    def filed(self, subject: bytes) -> Filed | None:
        """Return what is filed of a subject."""
        return next((one for one in self._under(handle_of(subject)) if one.subject == subject), None)

    def put(self, filed: Filed, keys: Collection[bytes]) -> None:
        """File a subject under its keys, in place of what was filed of it."""
        handle, others, before = self._apart(filed.subject)
        if before is None or before.prefixes != filed.prefixes:
            if before is not None:
                self._drop_keys(before, handle, others)
            for key in keys:
                bucket = self._bucket_of(key)
                self._write(self._buckets, bucket, with_entry(self._read(self._buckets, bucket), entry_of(key, handle)))
        self._write_records(handle, [*others, filed])

    def drop(self, subject: bytes) -> None:
        """Leave nothing of a subject."""
        handle, others, before = self._apart(subject)
        if before is not None:
            self._drop_keys(before, handle, others)
            self._write_records(handle, others)

    def _apart(self, subject: bytes) -> tuple[bytes, list[Filed], Filed | None]:
        """Return a subject's handle, what others have filed under it, and what the subject has."""
        handle = handle_of(subject)
        filed = self._under(handle)
        before = next((one for one in filed if one.subject == subject), None)
        return handle, [one for one in filed if one is not before], before

    def _drop_keys(self, filed: Filed, handle: bytes, others: Iterable[Filed]) -> None:
        for prefix in split(filed.prefixes, PREFIX_BYTES):
            if any(other.holds(prefix) for other in others):
                continue  # two subjects share the handle and this key: its one entry is for both
            bucket = self._bucket_of(prefix)
            value = without_entries(self._read(self._buckets, bucket), prefix, handle)
            self._write(self._buckets, bucket, value)

    def _under(self, handle: bytes) -> list[Filed]:
        return records(handle, self._read(self._records, handle))

    def _write_records(self, handle: bytes, filed: Iterable[Filed]) -> None:
        in_order = sorted(filed, key=lambda one: one.subject)
        self._write(self._records, handle, b"".join(map(record_of, in_order)))

    def _read(self, database: Any, key: bytes) -> bytes:
        found: bytes = self._get(key, b"", database)
        return found

    def _bucket_of(self, key: bytes) -> bytes:
        """Return the bucket of a key, or of a key's prefix."""
        return key[:2] + self._ends[key[2]]

    def _write(self, database: Any, key: bytes, value: bytes) -> None:
        if value:
            self._txn.put(key, value, db=database)
        else:
            self._txn.delete(key, db=database)


def handle_of(subject: bytes) -> bytes:
    return subject[_ID_BYTES:]


def bits_for(keys: int) -> int:
    """Return how many bits a bucket should have for so many keys."""
    return next((bits for bits in range(FEWEST_BITS, MOST_BITS) if keys >> bits < FULL), MOST_BITS)


def bucket_of(key: bytes, bits: int) -> bytes:
    """Return the bucket of a key where buckets have so many bits."""
    return key[:2] + _ENDS[bits][key[2]]


def prefixes_of(keys: Iterable[bytes]) -> bytes:
    """Return what a record keeps of a subject's keys."""
    return b"".join(sorted({key[:PREFIX_BYTES] for key in keys}))


def entry_of(key: bytes, handle: bytes) -> bytes:
    return key[_REST] + handle


def handles(bucket: bytes, key: bytes) -> list[bytes]:
    """Return the handles that a bucket holds under a key."""
    wanted, found = key[_REST], []
    at = bucket.find(wanted)
    while at >= 0:
        if at % ENTRY_BYTES == 0:
            found.append(bucket[at + ENTRY_BYTES - HANDLE_BYTES : at + ENTRY_BYTES])
        at = bucket.find(wanted, at + 1)
    return found


def with_entry(bucket: bytes, entry: bytes) -> bytes:
    entries = split(bucket, ENTRY_BYTES)
    at = bisect_left(entries, entry)
    if entries[at : at + 1] == [entry]:
        return bucket
    return bucket[: at * ENTRY_BYTES] + entry + bucket[at * ENTRY_BYTES :]


def without_entries(bucket: bytes, prefix: bytes, handle: bytes) -> bytes:
    """Return the bucket without what is filed under a handle by keys with this prefix."""
    begins = prefix[2:PREFIX_BYTES]
    kept = (one for one in split(bucket, ENTRY_BYTES) if not (one.startswith(begins) and one.endswith(handle)))
    return b"".join(kept)


def record_of(filed: Filed) -> bytes:
    head = _HEAD.pack(filed.subject[:_ID_BYTES], len(filed.prefixes), len(filed.packed))
    return head + filed.prefixes + filed.packed


def records(handle: bytes, value: bytes) -> list[Filed]:
    """Return the subjects whose records stand under a handle."""
    found, at, size = [], 0, len(value)
    while at < size:
        subject, prefixes, packed = _HEAD.unpack_from(value, at)
        begin = at + _HEAD.size
        middle = begin + prefixes
        at = middle + packed
        found.append(Filed(subject + handle, value[begin:middle], value[middle:at]))
    return found


def split(value: bytes, size: int) -> list[bytes]:
    """Return the pieces of a value that is a row of equal ones."""
    return [value[at : at + size] for at in range(0, len(value), size)]
