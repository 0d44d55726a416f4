"""The reference of an answer: ordered by time, and not to be guessed."""

import os

_BYTES = 10
_DRAWN = 512
_VERSION = bytes(byte & 0x0F | 0x70 for byte in range(256))
_VARIANT = bytes(byte & 0x3F | 0x80 for byte in range(256))


class References:
    """Random bytes drawn in bulk: one system call for many references."""

    def __init__(self) -> None:
        self._pool = b""
        self._next = 0

    def reference(self, at_ms: int) -> bytes:
        """Return a UUID of version 7 (RFC 9562): the time, so that rows lie in order, then 74 random bits.

        :param at_ms: milliseconds since 1970.
        """
        first = self._next
        if first == len(self._pool):
            self._pool, first = _draw(), 0
        self._next = first + _BYTES
        return at_ms.to_bytes(6) + self._pool[first : self._next]


def _draw() -> bytes:
    """Return the last ten bytes of many references: version and variant stand in the first and third of each."""
    drawn = bytearray(os.urandom(_BYTES * _DRAWN))
    drawn[::_BYTES] = drawn[::_BYTES].translate(_VERSION)
    drawn[2::_BYTES] = drawn[2::_BYTES].translate(_VARIANT)
    return bytes(drawn)
