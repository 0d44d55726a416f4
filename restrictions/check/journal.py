"""What was answered, on disk before the answer leaves: one append-only file for each process.

A record is written to the file before its answer is sent, so a killed process loses nothing. A thread syncs the file
every 10 ms while there is something to sync (`JOURNAL_SYNC=interval`), or each answer waits for the sync of its group
(`answer`). The writer holds a lock on its file for as long as it lives; so whoever ships the file knows a dead writer
from a quiet one. File: the magic, then records of length, CRC-32 and MessagePack.
"""

import asyncio
import contextlib
import fcntl
import os
import struct
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

import msgspec

from blacklist.law.refusals import Refusal

MAGIC = b"RCJ1"
SUFFIX = ".journal"
ROTATE_BYTES = 64 << 20
ROTATE_SECONDS = 600.0  # a file that is left can be shipped to its end and removed
SYNC_SECONDS = 0.01

Sync = Literal["interval", "answer"]

_HEAD = struct.Struct("<II")
_LARGEST_RECORD = 1 << 16


class Record(msgspec.Struct, frozen=True, array_like=True, kw_only=True):
    """One answer or one refusal; never a name, a number or a body. Instants are milliseconds, days ordinals."""

    reference: bytes
    at_ms: int
    institution: bytes
    credential: bytes
    http_code: int
    list_version: int
    activity: str | None = None
    decision: str | None = None
    effect: str | None = None
    reason: str | None = None
    problem: str | None = None
    identity: str | None = None
    subject: bytes | None = None
    digest: bytes | None = None
    client_reference: str | None = None
    on_day: int | None = None
    emergency: str | None = None
    noted: str | None = None
    sighting: bytes | None = None  # who was asked about by a document that is no citizen number: only to be counted
    redress: bytes | None = None  # the redress number that somebody else than its holder has shown


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Record).decode


class Journal:
    """The journal of one process. `record`, `keep`, `take`, `write` and `flush` are one thread's."""

    def __init__(
        self, folder: Path, *, sync: Sync, rotate_bytes: int = ROTATE_BYTES, rotate_seconds: float = ROTATE_SECONDS
    ) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._sync = sync
        self._rotate_bytes = rotate_bytes
        self._rotate_seconds = rotate_seconds
        self._rotate_at = time.monotonic() + rotate_seconds
        self._fault: OSError | None = None
        self._pending: list[bytes] = []
        self._waiting: list[tuple[asyncio.AbstractEventLoop, asyncio.Future[bool]]] = []
        self._lock = threading.Lock()
        self._dirty = threading.Event()
        self._closing = False
        self._descriptor, self._size = _new_file(folder)
        self._thread = threading.Thread(target=self._sync_until_closed, name="journal", daemon=True)
        self._thread.start()

    def record(self, record: Record) -> None:
        """Append one record.

        :raises Refusal: `journal-unavailable`; then it is not kept and its answer may not leave.
        """
        self.keep(record)
        self.flush()

    def keep(self, record: Record) -> None:
        """Hold one record for the next `flush` or `take`; its answer may not leave before it is written."""
        payload = _encode(record)
        self._pending += (_HEAD.pack(len(payload), zlib.crc32(payload)), payload)

    @property
    def is_pending(self) -> bool:
        """Say whether there is a record kept that nobody has taken."""
        return bool(self._pending)

    @property
    def waits_for_disk(self) -> bool:
        """Say whether an answer waits for the disk (`on_disk`), not for the file alone."""
        return self._sync == "answer"

    def take(self) -> bytes:
        """Return the records kept, and keep them no longer: for `write`, together with others."""
        frames, self._pending = b"".join(self._pending), []
        return frames

    def flush(self) -> None:
        """Append what was kept, as `write` does."""
        self.write(self.take())

    def write(self, frames: bytes) -> None:
        """Append records that were taken; when this returns, no kill of the process can lose them.

        :raises Refusal: `journal-unavailable`; then none of these records is kept and none of their answers may leave.
        """
        if not frames:
            return
        if self._fault is not None or self._size >= self._rotate_bytes:
            self._rotate()
        elif time.monotonic() >= self._rotate_at and self._size > len(MAGIC):
            self._rotate_aged()
        try:
            written = os.write(self._descriptor, frames)
            if written != len(frames):
                raise OSError(f"{written} of {len(frames)} bytes were written")
        except OSError as error:
            self._withdraw(error)
        self._size += len(frames)
        if not self._dirty.is_set():
            self._dirty.set()

    async def on_disk(self) -> None:
        """Wait, in `answer` mode, until what was recorded so far is on disk; return at once in `interval` mode.

        :raises Refusal: `journal-unavailable` when the disk fails.
        """
        if self._sync == "interval":
            return
        loop = asyncio.get_running_loop()
        future: asyncio.Future[bool] = loop.create_future()
        with self._lock:
            self._waiting.append((loop, future))
        self._dirty.set()
        # Its own group's sync counts: a later record may have got over the fault of it meanwhile.
        if not await future or self._fault is not None:
            raise Refusal("journal-unavailable")

    def recover(self) -> None:
        """Leave a file that failed for a new one, so that a node which is asked nothing while unready comes back.

        Call it from the thread that records.

        :raises Refusal: `journal-unavailable` when that fails too.
        """
        if self._fault is not None:
            self._rotate()
        if self._fault is not None:
            raise Refusal("journal-unavailable")

    @property
    def is_writable(self) -> bool:
        return self._fault is None

    def close(self) -> None:
        """Sync and let go of the file."""
        with contextlib.suppress(Refusal):
            self.flush()
        self._closing = True
        self._dirty.set()
        self._thread.join()
        os.close(self._descriptor)

    def _withdraw(self, error: OSError) -> None:
        """Take back what was half written, and refuse."""
        self._fault = error
        with contextlib.suppress(OSError):  # else the torn record is the last: the next attempt leaves the file
            os.ftruncate(self._descriptor, self._size)
        raise Refusal("journal-unavailable") from error

    def _rotate_aged(self) -> None:
        """Leave a file that is whole and old; where no other can be made it goes on taking records."""
        try:
            fresh = _new_file(self._folder)
        except OSError:
            self._rotate_at = time.monotonic() + self._rotate_seconds
        else:
            self._go_on_in(*fresh)

    def _rotate(self) -> None:
        """Go on in a new file; also the way back after a fault."""
        try:
            fresh = _new_file(self._folder)
        except OSError as error:
            self._fault = error
            raise Refusal("journal-unavailable") from error
        self._go_on_in(*fresh)

    def _go_on_in(self, descriptor: int, size: int) -> None:
        with self._lock:
            previous, self._descriptor = self._descriptor, descriptor
            self._size, self._fault = size, None
        self._rotate_at = time.monotonic() + self._rotate_seconds
        try:
            os.fdatasync(previous)
        except OSError as error:
            self._fault = error
        os.close(previous)  # which also unlocks it: the shipper may finish and delete the file

    def _sync_until_closed(self) -> None:
        while not self._closing:
            self._dirty.wait()
            self._dirty.clear()
            self._sync_once()
            if self._sync == "interval":
                time.sleep(SYNC_SECONDS)
        self._sync_once()

    def _sync_once(self) -> None:
        with self._lock:
            waiting, self._waiting = self._waiting, []
            descriptor = os.dup(self._descriptor)  # a rotation may close the other one meanwhile
        is_synced = True
        try:
            os.fdatasync(descriptor)
        except OSError as error:
            self._fault, is_synced = error, False
        finally:
            os.close(descriptor)
        for loop, future in waiting:
            loop.call_soon_threadsafe(_wake, future, is_synced)


def _wake(future: asyncio.Future[bool], is_synced: bool) -> None:
    if not future.done():
        future.set_result(is_synced)


def _new_file(folder: Path) -> tuple[int, int]:
    """Create a locked file and only then give it the name by which the shipper finds it; return it and its size."""
    name = f"{time.time_ns():020d}-{os.getpid()}"
    hidden = folder / f".{name}"
    descriptor = os.open(hidden, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.write(descriptor, MAGIC)
        hidden.rename(folder / f"{name}{SUFFIX}")
        _sync_folder(folder)
    except OSError:
        os.close(descriptor)
        hidden.unlink(missing_ok=True)
        raise
    return descriptor, len(MAGIC)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# --- Reading it back --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a journal file. `offset` is where the next one begins.

    `tail` says why it ends there: "end", "torn" (an unfinished last record: its answer never left), or "damaged" (a
    record that was whole once, with others behind it).
    """

    records: tuple[Record, ...]
    offset: int
    tail: Literal["end", "torn", "damaged", "more"]


def files(folder: Path) -> list[Path]:
    """Return the journal files, oldest first."""
    return sorted(folder.glob(f"*{SUFFIX}"))


def has_writer(file: BinaryIO) -> bool:
    """Say whether the process that writes the file is alive."""
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    fcntl.flock(file, fcntl.LOCK_UN)
    return False


def read_piece(file: BinaryIO, *, offset: int, limit: int) -> Piece:
    """Read at most `limit` records from `offset` on (0: the file's beginning)."""
    size = os.fstat(file.fileno()).st_size
    file.seek(offset)
    if offset == 0:
        magic = file.read(len(MAGIC))
        if magic != MAGIC:
            return Piece((), 0, "torn" if MAGIC.startswith(magic) else "damaged")
        offset = len(MAGIC)
    found: list[Record] = []
    for record, end in _records(file, offset):
        if record is None:
            return Piece(tuple(found), offset, "torn" if end >= size else "damaged")
        found.append(record)
        offset = end
        if len(found) == limit:
            return Piece(tuple(found), offset, "more")
    return Piece(tuple(found), offset, "end")


def _records(file: BinaryIO, offset: int) -> Iterator[tuple[Record | None, int]]:
    """Yield each record with its end; None for one that is not whole, and then stop."""
    while head := file.read(_HEAD.size):
        if len(head) < _HEAD.size:
            yield None, offset + _HEAD.size
            return
        length, checksum = _HEAD.unpack(head)
        end = offset + _HEAD.size + length
        payload = file.read(length) if length <= _LARGEST_RECORD else b""
        if length > _LARGEST_RECORD or zlib.crc32(payload) != checksum or len(payload) < length:
            yield None, end
            return
        yield _decode(payload), end
        offset = end
