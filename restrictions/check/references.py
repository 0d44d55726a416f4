"""The reference of an answer: ordered by time, and not to be guessed."""

import os
from datetime import datetime


class References:
    """Random bytes drawn in bulk: one system call for many references."""

    _BYTES = 10
    _DRAWN = 512

    def __init__(self) -> None:
        self._pool = b""
        self._next = 0

    def reference(self, at: datetime) -> bytes:
        """Return a UUID of version 7 (RFC 9562): the time, so that rows lie in order, then 74 random bits."""
        if self._next == len(self._pool):
            self._pool, self._next = os.urandom(self._BYTES * self._DRAWN), 0
        drawn = int.from_bytes(self._pool[self._next : self._next + self._BYTES])
        self._next += self._BYTES
        stamped = milliseconds(at) << 80 | drawn
        return (stamped & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62).to_bytes(16)


def milliseconds(at: datetime) -> int:
    """Return an instant as milliseconds since 1970."""
    return int(at.timestamp() * 1000)
