"""The index of a node: what the register says, keyed by digests, in an LMDB environment that all processes share.

Each generation is a folder of its own under the index folder; the file `current` names the one in use. One process
writes (the follower, or a rebuild into a new generation); the others read without a lock between them.
"""

import os
import shutil
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import lmdb
import msgspec

from restrictions.check import filing, keys
from restrictions.check.filing import Filed, Filing, prefixes_of
from restrictions.check.standing import Names, Standing, pack, unpack

MAP_BYTES = 32 << 30  # address space, not disk: room for some hundred million subjects
MAX_READERS = 512
SUBJECT_BYTES = 16
FORMAT = f"7/{keys.VERSION}".encode()
POINTER = "current"

_VERSION = struct.Struct("<Q")
_DATABASES = ("keys", "standings", "courts", "credentials", "institutions", "redress", "meta")


class Court(msgspec.Struct, frozen=True, array_like=True):
    """How a court is reached."""

    name: str
    phone: str


class Credential(msgspec.Struct, frozen=True, array_like=True):
    """Whose credential it is and which activities it may ask about (`law.activities.BIT` positions)."""

    id: bytes
    institution: bytes
    activities: int
    until_ms: int = 0  # 0: until it is revoked


class Institution(msgspec.Struct, frozen=True, array_like=True):
    """What the assistance notice of an institution covers, and how much it may ask; 0 is no limit."""

    activities: int
    is_suspended: bool
    per_second: int = 0
    per_day: int = 0


class Redress(msgspec.Struct, frozen=True, array_like=True):
    """A redress number: the holder, of these names and born on this day, is none of `not_subjects`; days ordinal."""

    id: bytes
    names: Names
    birth_day: int
    not_subjects: tuple[bytes, ...]
    until_day: int


_encode = msgspec.msgpack.Encoder().encode
_court = msgspec.msgpack.Decoder(Court).decode
_credential = msgspec.msgpack.Decoder(Credential).decode
_institution = msgspec.msgpack.Decoder(Institution).decode
_redress = msgspec.msgpack.Decoder(Redress).decode


@dataclass(frozen=True, slots=True)
class Position:
    """How far a generation has followed; `confirmation` is the newest one of a restored register, by its hash."""

    list_version: int
    entry_hash: bytes | None
    directory_version: int
    confirmation: bytes | None = None


class _Environment:
    """One open generation. It must not be carried over a fork."""

    def __init__(self, folder: Path, *, is_writer: bool) -> None:
        self.folder = folder
        self._pid = os.getpid()
        self._env = lmdb.open(
            str(folder),
            map_size=MAP_BYTES,
            max_dbs=8,
            max_readers=MAX_READERS,
            readonly=not is_writer,
            create=is_writer,
            # The register holds the truth: after a power cut the index is rebuilt, so it need not wait for the disk.
            sync=False,
            readahead=False,
            mode=0o600,
        )
        self._env.reader_check()
        opened = {name: self._env.open_db(name.encode(), create=is_writer) for name in _DATABASES}
        self._keys, self._standings, self._courts = (opened[name] for name in _DATABASES[:3])
        self._credentials, self._institutions, self._redress, self._meta = (opened[name] for name in _DATABASES[3:])
        with self._env.begin() as transaction:
            bits = transaction.get(b"bits", db=self._meta)
            self.keys_mark: bytes | None = transaction.get(b"keys", db=self._meta)  # names those of the generation
        self._bits = int.from_bytes(bits) if bits else filing.BITS

    def check_readers(self) -> int:
        """Free the places of readers that were killed; return how many."""
        return int(self._env.reader_check())

    def close(self) -> None:
        if self._pid == os.getpid():
            self._env.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class View:
    """One consistent moment of the index. An open one keeps its pages from being used again, so close it soon."""

    def __init__(self, index: "Index", transaction: Any) -> None:
        self._index = index
        self._txn = transaction
        self._filing = Filing(transaction, index._keys, index._standings, index._bits)

    @property
    def keys_mark(self) -> bytes | None:
        """Return what names the keys of the index, None where it does not say."""
        return self._index.keys_mark

    def close(self) -> None:
        self._txn.abort()

    def credential(self, digest: bytes) -> Credential | None:
        """Return the credential with this digest, or with this id, if it is valid."""
        packed = self._txn.get(digest, db=self._index._credentials)
        return None if packed is None else _credential(packed)

    def institution(self, id: bytes) -> Institution | None:
        packed = self._txn.get(id, db=self._index._institutions)
        return None if packed is None else _institution(packed)

    def court(self, code: str) -> Court | None:
        packed = self._txn.get(code.encode(), db=self._index._courts)
        return None if packed is None else _court(packed)

    def find(self, key: bytes) -> list[tuple[bytes, Standing]]:
        """Return the subjects filed under a key, with their standings."""
        found = self._filing.find(key)
        if not found:
            return []  # mostly
        return [(filed.subject, unpack(filed.packed)) for filed in found]

    def holds(self, key: bytes) -> bool:
        """Say whether a subject may be filed under a key: the same look-up, without reading who."""
        return self._filing.holds(key)

    def redress(self, key: bytes) -> Redress | None:
        """Return the redress number under this key, unless it was revoked."""
        packed = self._txn.get(key, db=self._index._redress)
        return None if packed is None else _redress(packed)

    def standing(self, subject: bytes) -> Standing | None:
        filed = self._filing.filed(subject)
        return None if filed is None else unpack(filed.packed)

    def position(self) -> Position:
        return _position(self._txn, self._index._meta)

    def pairs(self, database: str) -> Iterator[tuple[bytes, bytes]]:
        """Yield every key and value of one database in key order; for `verify_index`."""
        yield from self._txn.cursor(db=getattr(self._index, f"_{database}"))

    def entries(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield what is kept of every key with each handle it leads to, in order, whatever bits the buckets have."""
        return self._filing.entries()


class Index(_Environment):
    """A generation opened for reading."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, is_writer=False)

    def view(self) -> View:
        """Open a view of the index as it is now."""
        return View(self, self._env.begin())

    def copy(self, folder: Path) -> None:
        """Write this moment of the generation into an empty folder, without what it no longer needs."""
        self._env.copy(str(folder), compact=True)

    @contextmanager
    def reading(self) -> Iterator[View]:
        """Open a view and close it at the end of the block."""
        view = self.view()
        try:
            yield view
        finally:
            view.close()


class IndexWriter(_Environment):
    """A generation opened by its one writer."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        super().__init__(folder, is_writer=True)

    def position(self) -> Position:
        with self._env.begin() as transaction:
            return _position(transaction, self._meta)

    def is_usable(self, *, boot_id: bytes, keys: bytes) -> bool:
        """Say whether the generation has today's format and `keys`, and was not cut off by a crash of the machine."""
        with self._env.begin() as transaction:
            is_known = transaction.get(b"boot_id", db=self._meta) == boot_id
            is_clean = transaction.get(b"is_clean", db=self._meta) == b"1"
            is_ours = transaction.get(b"format", db=self._meta) == FORMAT
            return is_ours and transaction.get(b"keys", db=self._meta) == keys and (is_known or is_clean)

    def begin(self, *, boot_id: bytes, keys: bytes) -> None:
        """Mark the generation as being written during this boot, with digests by the secret that `keys` names."""
        marks = ((b"format", FORMAT), (b"keys", keys), (b"boot_id", boot_id), (b"is_clean", b"0"))
        with self._env.begin(write=True) as transaction:
            for key, value in marks:
                transaction.put(key, value, db=self._meta)
        self._env.sync(True)

    def lay_out(self, bits: int) -> None:
        """Give the buckets of an empty index so many bits."""
        with self._env.begin(write=True) as transaction:
            transaction.put(b"bits", bits.to_bytes(), db=self._meta)
        self._bits = bits

    def finish(self) -> None:
        """Mark the generation as whole, so that the next start may use it even after a reboot."""
        self._env.sync(True)
        with self._env.begin(write=True) as transaction:
            transaction.put(b"is_clean", b"1", db=self._meta)
        self._env.sync(True)

    @contextmanager
    def writing(self) -> Iterator["Changes"]:
        """Open one transaction: readers see all of it or nothing."""
        with self._env.begin(write=True) as transaction:
            yield Changes(self, transaction)


class Changes:
    """What a follower may write, in one transaction."""

    def __init__(self, writer: IndexWriter, transaction: Any) -> None:
        self._writer = writer
        self._txn = transaction
        self._filing = Filing(transaction, writer._keys, writer._standings, writer._bits)

    def put_standing(self, subject: bytes, standing: Standing) -> None:
        """Replace all that is known of a subject; without a measure nothing is kept."""
        if standing.measures:
            self._filing.put(file(subject, standing), standing.keys)
        else:
            self._filing.drop(subject)

    def append(self, database: str, pairs: Iterable[tuple[bytes, bytes]]) -> None:
        """Write sorted pairs behind all that a database holds; for an index that is being built."""
        cursor = self._txn.cursor(db=getattr(self._writer, f"_{database}"))
        cursor.putmulti(pairs, dupdata=False, append=True)

    def put_court(self, code: str, court: Court) -> None:
        self._txn.put(code.encode(), _encode(court), db=self._writer._courts)

    def put_redress(self, key: bytes, redress: Redress | None) -> None:
        """Keep a redress number under its key; None for one that was revoked."""
        if redress is None:
            self._txn.delete(key, db=self._writer._redress)
        else:
            self._txn.put(key, _encode(redress), db=self._writer._redress)

    def clear_directory(self) -> None:
        """Forget all institutions and credentials."""
        for database in (self._writer._credentials, self._writer._institutions):
            self._txn.drop(database, delete=False)

    def put_institution(self, id: bytes, institution: Institution) -> None:
        self._txn.put(id, _encode(institution), db=self._writer._institutions)

    def put_credential(self, digest: bytes, credential: Credential) -> None:
        """File a credential under its digest (32 bytes) and, for tokens, under its id (16 bytes)."""
        for key in (digest, credential.id):
            self._txn.put(key, _encode(credential), db=self._writer._credentials)

    def drop_credential(self, digest: bytes) -> None:
        packed = self._txn.get(digest, db=self._writer._credentials)
        if packed is not None:
            for key in (digest, _credential(packed).id):
                self._txn.delete(key, db=self._writer._credentials)

    def set_list_version(self, version: int, entry_hash: bytes) -> None:
        self._txn.put(b"list_version", _VERSION.pack(version), db=self._writer._meta)
        self._txn.put(b"entry_hash", entry_hash, db=self._writer._meta)

    def set_confirmation(self, entry_hash: bytes) -> None:
        self._txn.put(b"confirmation", entry_hash, db=self._writer._meta)

    def set_directory_version(self, version: int) -> None:
        self._txn.put(b"directory_version", _VERSION.pack(version), db=self._writer._meta)


def file(subject: bytes, standing: Standing) -> Filed:
    """Return a subject's standing as it is filed: its keys stand beside it, cut short."""
    return Filed(subject, prefixes_of(standing.keys), pack(msgspec.structs.replace(standing, keys=())))


def _position(transaction: Any, meta: Any) -> Position:
    def number(key: bytes) -> int:
        packed = transaction.get(key, db=meta)
        return 0 if packed is None else int(_VERSION.unpack(packed)[0])

    def digest(key: bytes) -> bytes | None:
        found: bytes | None = transaction.get(key, db=meta)
        return found

    return Position(
        number(b"list_version"), digest(b"entry_hash"), number(b"directory_version"), digest(b"confirmation")
    )


# --- Generations ------------------------------------------------------------------------------------------------------


def generation_folder(root: Path, generation: int) -> Path:
    return root / f"{generation:016d}"


def current_generation(root: Path) -> int | None:
    """Return the generation in use, or None when there is none yet."""
    try:
        return int((root / POINTER).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return None


def next_generation(root: Path) -> int:
    """Return a number that no folder has yet."""
    return max(_generations(root), default=0) + 1


def swing(root: Path, generation: int) -> None:
    """Make `generation` the one in use, and remove those older than its predecessor."""
    pointer = root / f"{POINTER}.new"
    pointer.write_text(str(generation), encoding="ascii")
    pointer.replace(root / POINTER)
    _remove(root, [old for old in sorted(_generations(root)) if old < generation][:-1])


def _generations(root: Path) -> Sequence[int]:
    return [int(folder.name) for folder in root.glob("[0-9]*") if folder.name.isdigit()]


def _remove(root: Path, generations: Iterable[int]) -> None:
    for generation in generations:
        shutil.rmtree(generation_folder(root, generation), ignore_errors=True)
