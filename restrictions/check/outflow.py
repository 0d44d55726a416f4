"""How much of a streamed answer its reader has not taken yet.

The server queues the parts of a streamed answer without a bound, and says nothing of it. The kernel knows how much of a
connection it has taken over (acknowledged, or in its own queue); what is missing of what was sent is in the server's
queue. So a stream pauses until its reader has caught up, and holds up nobody else.
"""

import asyncio
import contextlib
import fcntl
import os
import socket
import stat
import struct
import termios

from blacklist.law.refusals import Refusal
from restrictions.check.http import Scope

LARGEST_QUEUE = 256 * 1024
PATIENCE_SECONDS = 30.0
SHORTEST_PAUSE, LONGEST_PAUSE = 0.002, 0.05

_TCP_INFO_BYTES = 128
_BYTES_ACKED = 120  # offset of tcpi_bytes_acked, linux/tcp.h
_U64, _INT = struct.Struct("<Q"), struct.Struct("i")


class Outflow:
    """The way out of one stream."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._sent = 0
        self._base = self._taken()

    def add(self, size: int) -> None:
        """Say that so many bytes were handed to the server."""
        self._sent += size

    async def settle(self) -> None:
        """Return when little enough is queued.

        :raises ConnectionError: when the reader takes nothing for half a minute, or is gone.
        """
        queued, pause = self._queued(), SHORTEST_PAUSE
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE_SECONDS
        while queued > LARGEST_QUEUE:
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
            now = self._queued()
            if now < queued:
                until = loop.time() + PATIENCE_SECONDS
            elif loop.time() > until:
                raise ConnectionError
            queued = now

    def cut(self) -> None:
        """End the connection: its reader is not there."""
        with contextlib.suppress(OSError):  # already ended
            self._connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._connection.close()

    def _queued(self) -> int:
        """Return how much the server holds; what TLS and framing add is let go whenever it has caught up."""
        queued = self._sent - (self._taken() - self._base)
        if queued < 0:
            self._base -= queued
            queued = 0
        return queued

    def _taken(self) -> int:
        """Return how many bytes of the connection the kernel has taken over so far."""
        told = self._connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO_BYTES)
        in_kernel = _INT.unpack(fcntl.ioctl(self._connection, termios.TIOCOUTQ, _INT.pack(0)))[0]
        return int(_U64.unpack_from(told, _BYTES_ACKED)[0]) + int(in_kernel)


def outflow_of(scope: Scope) -> Outflow:
    """Return the way out of a request's connection.

    :raises Refusal: `unavailable` when there is none of its own: HTTP/2, or no TCP.
    """
    connection = _connection(scope) if scope.http_version.startswith("1") else None
    if connection is None:
        raise Refusal("unavailable", "A stream needs a connection of its own: HTTP/1.1 over TCP.")
    return Outflow(connection)


def _connection(scope: Scope) -> socket.socket | None:
    """Return a socket of our own on the connection from `scope.client` to `scope.server`."""
    wanted = _address(scope.client), _address(scope.server)
    for name in os.listdir("/proc/self/fd"):
        try:
            if not stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                continue
            found = socket.socket(fileno=os.dup(int(name)))
        except OSError:
            continue  # closed meanwhile
        if found.family in (socket.AF_INET, socket.AF_INET6) and _ends(found) == wanted:
            return found
        found.close()
    return None


def _ends(connection: socket.socket) -> tuple[tuple[str, str], tuple[str, str]] | None:
    try:
        peer, own = connection.getpeername(), connection.getsockname()
    except OSError:
        return None  # it listens, or is no longer connected
    return (_plain(peer[0]), str(peer[1])), (_plain(own[0]), str(own[1]))


def _address(text: str) -> tuple[str, str]:
    host, _, port = text.rpartition(":")
    return _plain(host.strip("[]")), port


def _plain(host: str) -> str:
    return host.partition("%")[0].removeprefix("::ffff:")
