"""A stream of checks on a raw socket: some lines go out, their answers are awaited, and so on over one request."""

import json
import socket
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.asking import Body, Reply
from tests.faults.test_web_killed import journal_writers
from tests.running import Run

_END = b"0\r\n\r\n"


class Stream:
    """One request to `/v1/checks/stream`."""

    def __init__(self, port: int, credential: str, *, seconds: float = 5.0) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=seconds)
        lines = (
            "POST /v1/checks/stream HTTP/1.1",
            "Host: localhost",
            f"Authorization: Bearer {credential}",
            "Content-Type: application/x-ndjson",
            "Transfer-Encoding: chunked",
        )
        self._socket.sendall("\r\n".join((*lines, "", "")).encode())
        self._from = self._socket.makefile("rb")
        self._left = b""
        self.status = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._from.close()
        self._socket.close()

    def ask(self, checks: Sequence[Body]) -> list[Reply]:
        """Send some checks and return as many replies; fewer when the stream ends before.

        :raises OSError: nothing came, or the connection broke off.
        """
        self.send(b"".join(json.dumps(check).encode() + b"\n" for check in checks))
        found: list[Reply] = []
        while len(found) < len(checks) and (line := self.line()):
            body = json.loads(line)
            found.append(Reply(body.get("status", 200), body, time.monotonic()))
        return found

    def send(self, part: bytes) -> None:
        """Send some bytes as one chunk."""
        self._socket.sendall(b"%x\r\n%b\r\n" % (len(part), part))

    def finish(self) -> None:
        """Say that nothing more comes."""
        self._socket.sendall(_END)

    def line(self) -> bytes:
        """Return the next answer; nothing at the end of them all.

        :raises OSError: nothing came, or the connection broke off.
        """
        if not self.status:
            self._read_head()
        while b"\n" not in self._left:
            part = self._chunk()
            if not part:
                return b""
            self._left += part
        line, _, self._left = self._left.partition(b"\n")
        return line

    def _read_head(self) -> None:
        first = self._from.readline()
        if not first:
            raise ConnectionError
        self.status = int(first.split()[1])
        while self._from.readline().strip():
            pass
        if self.status != 200:
            raise ConnectionError(f"refused: {self.status}")

    def _chunk(self) -> bytes:
        size = self._from.readline().strip()
        if not size:
            raise ConnectionError
        part = self._from.read(int(size, 16))
        self._from.readline()
        return part


def resident_bytes(run: Run) -> int:
    """Return how much memory the web processes of a system hold."""
    return sum(map(_resident, journal_writers(run)))


def _resident(pid: int) -> int:
    [found] = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS")]
    return int(found.split()[1]) * 1024
