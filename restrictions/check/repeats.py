"""What was answered to a request with an Idempotency-Key, for when it comes again: one small file a key.

The file is locked from before the checks are decided until the answer is written, so that two equal requests are never
decided side by side, in whichever process of the node; a killed process lets go of its lock. What is kept survives the
process. It is swept away after an hour, sooner when all of it takes too much room.
"""

import contextlib
import fcntl
import os
import re
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from blacklist.law.refusals import Refusal

KEPT_SECONDS = 3600
KEPT_BYTES = 256 << 20

_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}").fullmatch
_HEAD = struct.Struct("<4s16sI")  # magic, digest of the request's body, CRC-32 of what follows
_MAGIC = b"RCI1"


class Repeat:
    """One key while its request is answered. ``content`` is what was answered before, if anything was."""

    def __init__(self, descriptor: int, digest: bytes) -> None:
        self._descriptor, self._digest = descriptor, digest
        self.content = self._read()

    def keep(self, content: bytes) -> None:
        """Keep an answer; what cannot be kept is answered all the same, for a check changes nothing."""
        packed = zlib.compress(content, 1)
        with contextlib.suppress(OSError):  # torn, it does not count
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, _HEAD.pack(_MAGIC, self._digest, zlib.crc32(packed)) + packed, 0)

    def _read(self) -> bytes | None:
        raw = os.pread(self._descriptor, os.fstat(self._descriptor).st_size, 0)
        if len(raw) < _HEAD.size:
            return None
        magic, digest, checksum = _HEAD.unpack_from(raw)
        packed = raw[_HEAD.size :]
        if magic != _MAGIC or zlib.crc32(packed) != checksum:
            return None
        if digest != self._digest:
            raise Refusal("idempotency-mismatch")
        return zlib.decompress(packed)


class Repeats:
    """The folder of kept answers, shared by the processes of a node."""

    def __init__(self, folder: Path, digest: Callable[[bytes], bytes]) -> None:
        """Open the folder; ``digest`` is a keyed one: a caller's key may be anything, even somebody's number."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._digest = digest

    @contextmanager
    def opened(self, institution: bytes, key: str, body: bytes) -> Iterator[Repeat]:
        """Hold a key for the length of the block.

        :raises Refusal: `idempotency-key-format`, `idempotency-mismatch` when the key came with another body,
            `in-progress` while the first request is answered, `unavailable` when nothing can be kept.
        """
        if not _KEY(key):
            raise Refusal("idempotency-key-format")
        path = self._folder / self._digest(b"idempotency|" + institution + key.encode()).hex()
        descriptor = _lock(path)
        try:
            yield Repeat(descriptor, self._digest(body))
        finally:
            os.close(descriptor)

    def sweep(self) -> None:
        """Remove what has been kept long enough, and the oldest of what is too much; call it each minute."""
        found = []
        for entry in os.scandir(self._folder):
            with contextlib.suppress(FileNotFoundError):  # another process of the node sweeps too
                told = entry.stat()
                found.append((told.st_mtime, told.st_size, entry.path))
        left = sum(size for _, size, _ in found)
        for changed, size, path in sorted(found):
            if changed > time.time() - KEPT_SECONDS and left <= KEPT_BYTES:
                break
            _remove(path)
            left -= size


def _lock(path: Path) -> int:
    """Open and lock the file of a key, and not one that was just swept away.

    :raises Refusal: `in-progress` or `unavailable`.
    """
    while True:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            raise Refusal("unavailable") from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(descriptor).st_nlink:
                return descriptor
        except BlockingIOError:
            os.close(descriptor)
            raise Refusal("in-progress") from None
        os.close(descriptor)


def _remove(path: str) -> None:
    """Remove the file of a key, unless its request is being answered."""
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(path)
        finally:
            os.close(descriptor)
