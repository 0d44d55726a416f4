"""Building a large index: subjects are filed in parts on disk, each part is sorted, and what is sorted is appended.

Whoever files the subjects, one process or several, holds some megabytes and writes the rest away. Putting subjects
into the trees one after another would touch a page at random for each key.
"""

import multiprocessing
import os
import struct
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from itertools import islice
from operator import eq
from pathlib import Path

from restrictions.check.filing import (
    BUCKET_BYTES,
    ENTRY_BYTES,
    HANDLE_BYTES,
    KEY_BYTES,
    MOST_BITS,
    bits_for,
    bucket_of,
    handle_of,
    record_of,
)
from restrictions.check.index import IndexWriter, file
from restrictions.check.standing import Standing

HELD_BYTES = 32 << 20
PARTS = 256  # by the first byte, so that parts in order are in order as a whole

_ROW_BYTES = KEY_BYTES + HANDLE_BYTES
_LENGTH_BYTES = 4
_rows = struct.Struct(f"{_ROW_BYTES}s").iter_unpack  # half the time of slices

Pairs = list[tuple[bytes, bytes]]


class Files:
    """What one process has filed: for each part, rows of keys and rows of records, in no order."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._held = {kind: [bytearray() for _ in range(PARTS)] for kind in ("keys", "records")}
        self._keys, self._records = self._held.values()
        self._size = 0

    def put(self, subject: bytes, standing: Standing) -> None:
        """File a subject; each subject once."""
        handle = handle_of(subject)
        for key in standing.keys:
            self._keys[key[0]] += key[:KEY_BYTES] + handle
        row = handle + record_of(file(subject, standing))
        self._records[row[0]] += len(row).to_bytes(_LENGTH_BYTES) + row
        self._size += len(row) + _ROW_BYTES * len(standing.keys)
        if self._size >= HELD_BYTES:
            self.close()

    def close(self) -> None:
        """Write away what is held."""
        for kind, parts in self._held.items():
            for part, rows in enumerate(parts):
                if rows:
                    with _part(self._folder, kind, part).open("ab") as written:
                        written.write(rows)
                    rows.clear()
        self._size = 0


def load(folders: Sequence[Path], writer: IndexWriter, *, processes: int = 1) -> None:
    """Append what was filed in some folders to an empty index; their files are gone then.

    Several processes sort beside this one, which appends.
    """
    filed = sum(path.stat().st_size for folder in folders for path in folder.glob("*.keys"))
    bits = bits_for(filed // _ROW_BYTES)
    writer.lay_out(bits)
    keys, records = partial(arrange_keys, folders, bits), partial(arrange_records, folders)
    work = [
        (name, partial(arrange, part))
        for name, arrange in (("keys", keys), ("standings", records))
        for part in range(PARTS)
    ]
    for (database, _), pairs in zip(work, _in_order([arrange for _, arrange in work], processes), strict=True):
        if pairs:
            with writer.writing() as changes:
                changes.append(database, pairs)


def _in_order(work: Iterable[Callable[[], Pairs]], processes: int) -> Iterator[Pairs]:
    """Yield what each piece of work gives, in order; several processes do a few ahead."""
    if processes == 1:
        yield from (arrange() for arrange in work)
        return
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        ahead: deque[Future[Pairs]] = deque()
        for arrange in work:
            ahead.append(pool.submit(arrange))
            if len(ahead) > 2 * processes:
                yield ahead.popleft().result()
        yield from (arranged.result() for arranged in ahead)


def arrange_keys(folders: Iterable[Path], bits: int, part: int) -> Pairs:
    """Return the buckets of a part."""
    rows = sorted([row for (row,) in _rows(_taken(folders, "keys", part))])
    if any(map(eq, rows, islice(rows, 1, None))):  # two subjects share a handle and a key
        rows = sorted(set(rows))
    entries = b"".join([row[_ROW_BYTES - ENTRY_BYTES :] for row in rows])
    found, begins = [], 0
    while begins < len(rows):
        bucket = bucket_of(rows[begins], bits)
        ends = bisect_left(rows, _behind(bucket, bits), begins)
        found.append((bucket, entries[begins * ENTRY_BYTES : ends * ENTRY_BYTES]))
        begins = ends
    return found


def _behind(bucket: bytes, bits: int) -> bytes:
    """Return what all keys of a bucket, and of those before it, are smaller than."""
    following = int.from_bytes(bucket) + (1 << (MOST_BITS - bits))
    return following.to_bytes(BUCKET_BYTES) if following >> MOST_BITS == 0 else b"\xff" * (_ROW_BYTES + 1)


def arrange_records(folders: Iterable[Path], part: int) -> Pairs:
    """Return the records of a part under their handles."""
    rows, filed, at = [], _taken(folders, "records", part), 0
    while at < len(filed):
        begins = at + _LENGTH_BYTES
        at = begins + int.from_bytes(filed[at:begins])
        rows.append(filed[begins:at])
    found: dict[bytes, bytes] = {}
    for row in sorted(rows):
        handle = row[:HANDLE_BYTES]
        found[handle] = found.get(handle, b"") + row[HANDLE_BYTES:]
    return list(found.items())


def _taken(folders: Iterable[Path], kind: str, part: int) -> bytes:
    """Return what was filed of a part; its files are gone then."""
    taken = []
    for path in (_part(folder, kind, part) for folder in folders):
        if path.exists():
            taken.append(path.read_bytes())
            os.unlink(path)
    return b"".join(taken)


def _part(folder: Path, kind: str, part: int) -> Path:
    return folder / f"{part:02x}.{kind}"
