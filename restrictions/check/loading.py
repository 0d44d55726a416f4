"""Building a large index: subjects are filed in parts on disk, each part is sorted, and what is sorted is appended.

Whoever files the subjects, one process or several, holds some megabytes and writes the rest away. Putting subjects
into the trees one after another would touch a page at random for each key.
"""

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from restrictions.check.filing import (
    BUCKET_BYTES,
    ENTRY_BYTES,
    HANDLE_BYTES,
    KEY_BYTES,
    bucket_of,
    handle_of,
    record_of,
    split,
)
from restrictions.check.index import IndexWriter, file
from restrictions.check.standing import Standing

HELD_BYTES = 32 << 20
PARTS = 256  # by the first byte, so that parts in order are in order as a whole

_ROW_BYTES = KEY_BYTES + HANDLE_BYTES
_LENGTH_BYTES = 4


class Files:
    """What one process has filed: for each part, rows of keys and rows of records, in no order."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._held: defaultdict[str, bytearray] = defaultdict(bytearray)
        self._size = 0

    def put(self, subject: bytes, standing: Standing) -> None:
        """File a subject; each subject once."""
        handle = handle_of(subject)
        for key in standing.keys:
            self._hold(f"{key[0]:02x}.keys", key[:KEY_BYTES] + handle)
        record = record_of(file(subject, standing))
        self._hold(f"{handle[0]:02x}.records", len(record).to_bytes(_LENGTH_BYTES) + handle + record)
        if self._size >= HELD_BYTES:
            self.close()

    def close(self) -> None:
        """Write away what is held."""
        for name, rows in self._held.items():
            with (self._folder / name).open("ab") as part:
                part.write(rows)
        self._held.clear()
        self._size = 0

    def _hold(self, name: str, row: bytes) -> None:
        self._held[name] += row
        self._size += len(row)


def arrange(folders: Sequence[Path], *, share: int = 0, of: int = 1) -> None:
    """Sort what was filed in `folders`, or one `share` `of` several of its parts, for `load` to append."""
    for part in range(share, PARTS, of):
        for kind, pairs_of in (("keys", _buckets), ("records", _standings)):
            rows = b"".join(_taken(folder / f"{part:02x}.{kind}") for folder in folders)
            with (folders[0] / f"{part:02x}.{kind}.sorted").open("wb") as arranged:
                for key, value in pairs_of(rows):
                    arranged.write(len(value).to_bytes(_LENGTH_BYTES) + key + value)


def load(folder: Path, writer: IndexWriter) -> None:
    """Append what was arranged in a folder to an empty index; its files are gone then."""
    for kind, database, key_bytes in (("keys", "keys", BUCKET_BYTES), ("records", "standings", HANDLE_BYTES)):
        for part in range(PARTS):
            rows = _taken(folder / f"{part:02x}.{kind}.sorted")
            if rows:
                with writer.writing() as changes:
                    changes.append(database, _pairs(rows, key_bytes))


def _taken(path: Path) -> bytes:
    try:
        rows = path.read_bytes()
    except FileNotFoundError:
        return b""
    os.unlink(path)
    return rows


def _buckets(rows: bytes) -> Iterator[tuple[bytes, bytes]]:
    for bucket, found in groupby(sorted(set(split(rows, _ROW_BYTES))), bucket_of):
        yield bucket, b"".join(row[_ROW_BYTES - ENTRY_BYTES :] for row in found)


def _standings(rows: bytes) -> Iterator[tuple[bytes, bytes]]:
    for handle, found in groupby(sorted(_pairs(rows, HANDLE_BYTES)), lambda row: row[0]):
        yield handle, b"".join(record for _, record in found)


def _pairs(rows: bytes, key_bytes: int) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(rows):
        begins = at + _LENGTH_BYTES
        middle = begins + key_bytes
        at = middle + int.from_bytes(rows[at:begins])
        yield rows[begins:middle], rows[middle:at]
