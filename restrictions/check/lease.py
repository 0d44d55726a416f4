"""How fresh the index is: one small shared file that the follower writes and every process of the node reads.

The lease holds the instant *before* the poll after which everything up to the head was applied. It counts by
CLOCK_BOOTTIME, which goes on while the machine sleeps, and names the boot, so neither a stopped follower, a set clock
nor a restart can make an old list look fresh. A checksum betrays a read in the middle of a write; the reader then
tries again.
"""

import mmap
import os
import struct
import time
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

FILE_NAME = "lease"
_SIZE = 4096
_FIELDS = struct.Struct("<Q32sQQQQB32s32s")  # a sequence number, then the fields of Lease
_SUM = struct.Struct("<I")
_RECORD_BYTES = _FIELDS.size + _SUM.size
_ATTEMPTS = 1000


@dataclass(frozen=True, slots=True)
class Lease:
    """What was confirmed when: all entries up to `list_version` were applied in `generation` at `confirmed_ns`.

    The two hashes are the follower's memory, which outlives every generation: the entry at `list_version`, and the
    newest confirmation of a restored register. Empty where there is none.
    """

    boot_id: bytes
    confirmed_ns: int
    as_of: datetime
    list_version: int
    generation: int
    is_rolled_back: bool
    entry_hash: bytes = b""
    confirmation: bytes = b""

    def is_fresh(self, *, now_ns: int, boot_id: bytes, seconds: float) -> bool:
        """Say whether the list may still be answered from, `seconds` being the longest age allowed."""
        age = now_ns - self.confirmed_ns
        return boot_id == self.boot_id and 0 <= age <= seconds * 1_000_000_000


def boottime_ns() -> int:
    """Return the clock of the lease: nanoseconds since boot, time asleep included."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME)


def current_boot_id() -> bytes:
    """Return 32 hexadecimal digits that name this boot of the machine."""
    return Path("/proc/sys/kernel/random/boot_id").read_bytes().strip().replace(b"-", b"")


class LeaseFile:
    """The shared file. One process, the follower, writes it; any number read it."""

    def __init__(self, path: Path, *, is_writer: bool = False) -> None:
        """Open the file; a writer creates it when it is not there.

        :raises FileNotFoundError: when a reader comes before the first writer.
        """
        flags = os.O_RDWR | os.O_CREAT if is_writer else os.O_RDONLY
        descriptor = os.open(path, flags | os.O_CLOEXEC, 0o600)
        try:
            if is_writer:
                os.ftruncate(descriptor, _SIZE)
            access = mmap.ACCESS_WRITE if is_writer else mmap.ACCESS_READ
            self._map = mmap.mmap(descriptor, _SIZE, access=access)
        except ValueError as error:
            raise FileNotFoundError(path) from error  # created, but not yet of its full size
        finally:
            os.close(descriptor)
        self._raw = b""
        self._lease: Lease | None = None

    def write(self, lease: Lease) -> None:
        """Replace the lease that readers see."""
        sequence = _FIELDS.unpack_from(self._map)[0] + 1
        wall_ns = round(lease.as_of.timestamp() * 1000) * 1_000_000
        fields = _FIELDS.pack(
            sequence,
            lease.boot_id,
            lease.confirmed_ns,
            wall_ns,
            lease.list_version,
            lease.generation,
            lease.is_rolled_back,
            lease.entry_hash,
            lease.confirmation,
        )
        self._map[:_RECORD_BYTES] = fields + _SUM.pack(zlib.crc32(fields))

    def read(self) -> Lease | None:
        """Return the newest whole lease, or None when none was ever written."""
        for _ in range(_ATTEMPTS):
            raw = self._map[:_RECORD_BYTES]
            if raw == self._raw:
                return self._lease
            if _SUM.unpack_from(raw, _FIELDS.size)[0] == zlib.crc32(raw[: _FIELDS.size]):
                self._raw, self._lease = raw, _parse(raw)
                return self._lease
            if not raw.strip(b"\x00"):
                return None
        return None  # never seen whole: no better than none

    def close(self) -> None:
        self._map.close()


def _parse(raw: bytes) -> Lease:
    _, boot_id, confirmed_ns, wall_ns, list_version, generation, is_rolled_back, *hashes = _FIELDS.unpack_from(raw)
    as_of = datetime.fromtimestamp(wall_ns / 1_000_000_000, UTC)
    entry_hash, confirmation = (found if any(found) else b"" for found in hashes)
    return Lease(boot_id, confirmed_ns, as_of, list_version, generation, bool(is_rolled_back), entry_hash, confirmation)
