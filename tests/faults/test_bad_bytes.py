"""Bytes that are hardly HTTP, on a raw socket of a really started node: who answers them, what, and who is not hurt.

Layers: the connection refuses what it cannot read, without a body; the endpoint refuses the rest as a problem.
"""

import json
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass

import pytest

from tests.asking import Asker
from tests.faults.lines import resident_bytes
from tests.running import Run

Figure = Callable[[str, object], None]

SLOW, HALF_OPEN = 40, 100
DEADLINE_SECONDS, SLACK_SECONDS = 10.0, 3.0
UNHURT_SECONDS = 1.0
ANSWERED = "answered"

# What, header lines more, changes of what is usual, status, and the code when the endpoint says so.
Row = tuple[str, tuple[str, ...], dict[str, str], int, str | None]
REQUESTS: list[Row] = [
    ("a whole request", (), {}, 200, ANSWERED),
    ("a length and a transfer encoding", ("Transfer-Encoding: chunked",), {}, 400, None),
    ("two lengths that differ", ("Content-Length: 3",), {}, 400, None),
    ("two lengths that agree", ("Content-Length: {length}",), {}, 400, None),
    ("a bare LF", (), {"line": "\n"}, 400, None),
    ("a length with a sign", (), {"length": "+5"}, 400, None),
    ("a length below nothing", (), {"length": "-1"}, 400, None),
    ("a length as a power", (), {"length": "1e3"}, 400, None),
    ("a length as a list", (), {"length": "5, 5"}, 400, None),
    ("a length of thirty digits", (), {"length": "9" * 30}, 400, None),
    ("a length in Arabic digits", (), {"length": "٣"}, 400, None),
    ("a length of 3 MB", (), {"length": "3000000"}, 413, "too-large"),
    ("two hosts", ("Host: evil.cn",), {}, 400, "host-not-allowed"),
    ("another host", (), {"host": "evil.cn"}, 400, "host-not-allowed"),
    ("another host in the target", (), {"target": "http://evil.cn/v1/checks"}, 400, "host-not-allowed"),
    ("a folded header", ("X-Request-Id: abcdefgh\r\n Set-Cookie: b=1",), {}, 400, None),
    ("a blank in a header's name", ("X Y: a",), {}, 400, None),
    ("a blank before the colon", ("X-Y : a",), {}, 400, None),
    ("a NUL in a header", ("X-Y: a\0b",), {}, 400, None),
    ("a CR in a header", ("X-Request-Id: a\rSet-Cookie: b=1",), {}, 400, None),
    ("a header smuggled in", ("X-Request-Id: a\r\nSet-Cookie: b=1",), {}, 200, ANSWERED),
    ("a header of 100 KB", ("X-Long: " + "a" * 100_000,), {}, 431, None),
    ("a thousand headers", ("X-Many: b",) * 1000, {}, 431, None),
    ("a version from nowhere", (), {"version": "HTTP/9.9"}, 400, None),
    ("a target that is not ASCII", (), {"target": "/v1/chécks"}, 400, None),
    ("a target that climbs", (), {"target": "/v1/checks/../../../etc/passwd"}, 404, "not-found"),
    ("TRACE", (), {"verb": "TRACE"}, 405, "method-not-allowed"),
    ("an unknown verb", (), {"verb": "FROB"}, 405, None),
    ("a verb in small letters", (), {"verb": "post"}, 405, None),
    ("another verb in a header", ("X-HTTP-Method-Override: DELETE",), {}, 200, ANSWERED),
    ("two credentials", ("Authorization: Bearer x",), {}, 401, "unauthenticated"),
    ("a compressed body", ("Content-Encoding: gzip",), {}, 415, "content-encoding"),
    ("an upgrade", ("Upgrade: h2c",), {"connection": "Upgrade, close"}, 400, None),
    ("an older list than none", ("Min-List-Version: -1",), {}, 400, "number-format"),
    ("two list versions", ("Min-List-Version: 1", "Min-List-Version: 1"), {}, 400, "number-format"),
]
CHUNKS = [
    ("a size that is no number", b"x\r\n{}\r\n"),
    ("a size below nothing", b"-1\r\n{}\r\n"),
    ("a size with its base", b"0x2\r\n{}\r\n"),
    ("a size of thirty digits", b"f" * 30 + b"\r\n{}\r\n"),
    ("no size", b"\r\n\r\n"),
    ("a bare LF behind a size", b"2\n{}\r\n"),
    ("more than its size", b"2\r\n{}{}\r\n"),
]
NOT_HTTP = [
    ("a TLS hello", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(50) + b"\r\n\r\n", b"HTTP/1.1 400"),
    ("HTTP/0.9", b"GET /v1/status\r\n\r\n", b"HTTP/1.1 400"),
    ("HTTP/2 unasked", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b""),
    ("nothing but line ends", b"\r\n" * 1000, b""),
]


@dataclass(frozen=True)
class Got:
    """The first response on a connection, and how often one began."""

    status: int
    outcome: str | None
    head: str
    responses: int


@dataclass(frozen=True)
class Line:
    """Raw connections to a started system, and a check as bytes."""

    port: int
    credential: str
    body: bytes

    def open(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=DEADLINE_SECONDS + SLACK_SECONDS)

    def head(self, *more: str, **usual: str) -> bytes:
        """Return a request up to its body."""
        said = {"verb": "POST", "target": "/v1/checks", "version": "HTTP/1.1", "host": "localhost", "line": "\r\n"}
        said |= {"length": str(len(self.body)), "connection": "close"} | usual
        lines = [
            f"{said['verb']} {said['target']} {said['version']}",
            f"Host: {said['host']}",
            f"Authorization: Bearer {self.credential}",
            "Content-Type: application/json",
            f"Content-Length: {said['length']}",
            f"Connection: {said['connection']}",
            *(line.replace("{length}", said["length"]) for line in more),
        ]
        return (said["line"].join(lines) + said["line"] * 2).encode()

    def stream_head(self, *more: str, is_known: bool = True) -> bytes:
        """Return a stream's request up to its first chunk."""
        lines = [
            "POST /v1/checks/stream HTTP/1.1",
            "Host: localhost",
            *([f"Authorization: Bearer {self.credential}"] if is_known else []),
            "Content-Type: application/x-ndjson",
            "Transfer-Encoding: chunked",
            *more,
        ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    @property
    def chunk(self) -> bytes:
        """The check as a line of a stream."""
        return b"%x\r\n%b\n\r\n" % (len(self.body) + 1, self.body)

    def send(self, raw: bytes, *, breaks_off: bool = False) -> bytes:
        """Send bytes and return all that comes back."""
        with self.open() as connection:
            with suppress(ConnectionError):  # refused before all of it was sent
                connection.sendall(raw)
                if breaks_off:
                    connection.shutdown(socket.SHUT_WR)
            return received(connection)


def received(connection: socket.socket) -> bytes:
    parts = []
    with suppress(ConnectionError):
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def read(raw: bytes) -> Got:
    head, _, content = raw.partition(b"\r\n\r\n")
    status = int(head.split()[1])
    body = json.loads(content[: content.rfind(b"}") + 1] or b"{}") if content.count(b"HTTP/1.1") == 0 else {}
    outcome = ANSWERED if body.get("decision") else body.get("code")
    return Got(status, outcome, head.decode().lower(), raw.count(b"HTTP/1.1 "))


@pytest.fixture
def line(running: Run) -> Line:
    question = {"activity": "flight.business", "subject": running.demo()["subjects"]["listed_and_ordered"]}
    return Line(running.port, running.credential("gateway"), json.dumps(question).encode())


class TestNode:
    @pytest.mark.parametrize(("what", "more", "usual", "status", "outcome"), REQUESTS, ids=[row[0] for row in REQUESTS])
    def test_answers(
        self, line: Line, what: str, more: tuple[str, ...], usual: dict[str, str], status: int, outcome: str | None
    ) -> None:
        got = read(line.send(line.head(*more, **usual) + line.body))
        assert (got.status, got.outcome, got.responses) == (status, outcome, 1), what
        assert "set-cookie" not in got.head

    @pytest.mark.parametrize(("what", "raw", "begins"), NOT_HTTP, ids=[row[0] for row in NOT_HTTP])
    def test_closes_on_what_is_no_http(self, line: Line, what: str, raw: bytes, begins: bytes) -> None:
        assert line.send(raw, breaks_off=True).startswith(begins), what

    def test_answers_requests_sent_at_once_in_their_order(self, line: Line) -> None:
        other = line.head("X-Request-Id: second-one") + line.body
        raw = line.send(line.head("X-Request-Id: first-one", connection="keep-alive") + line.body + other)
        assert 0 < raw.index(b"first-one") < raw.index(b"second-one")
        assert raw.count(b"HTTP/1.1 200") == 2

    def test_refuses_a_body_that_breaks_off(self, line: Line) -> None:
        got = read(line.send(line.head(length="5000") + line.body, breaks_off=True))
        assert (got.status, got.outcome) == (400, "malformed-request")


class TestChunks:
    @pytest.mark.parametrize(("what", "raw"), CHUNKS, ids=[row[0] for row in CHUNKS])
    def test_ends_a_stream_of_no_chunks(self, line: Line, what: str, raw: bytes) -> None:
        got = line.send(line.stream_head() + raw + line.chunk)
        assert (got.count(b"HTTP/1.1 "), b"decision" in got) == (1, False), what

    @pytest.mark.parametrize(("what", "raw"), CHUNKS, ids=[row[0] for row in CHUNKS])
    def test_keeps_what_was_answered_before(self, line: Line, what: str, raw: bytes) -> None:
        """Nothing stands behind it that could pass for another answer."""
        with line.open() as connection:
            connection.sendall(line.stream_head() + line.chunk)
            before = connection.recv(65536)
            while b'"decision"' not in before:
                before += connection.recv(65536)
            with suppress(ConnectionError):
                connection.sendall(raw + line.chunk)
            after = received(connection)
        assert before.startswith(b"HTTP/1.1 200 ")
        assert (b"HTTP/1.1 " in after, b'"decision"' in after) == (False, False), what

    @pytest.mark.parametrize("name", ["Authorization", "Min-List-Version", "Host"])
    def test_takes_no_trailer_for_a_header(self, line: Line, name: str) -> None:
        """RFC 9110 §6.5.1: what stands behind a body is no part of the head, and a proxy may not have looked at it."""
        value = {"Authorization": f"Bearer {line.credential}", "Min-List-Version": "9" * 15, "Host": "evil.cn"}[name]
        head = line.stream_head("Connection: close", is_known=name != "Authorization")
        got = line.send(head + line.chunk + f"0\r\n{name}: {value}\r\n\r\n".encode())
        assert got.startswith(b"HTTP/1.1 401 " if name == "Authorization" else b"HTTP/1.1 200 ")

    def test_keeps_no_trailers(self, running: Run, line: Line) -> None:
        with line.open() as connection:
            connection.sendall(line.stream_head("Connection: close") + line.chunk + b"0\r\n")
            before = resident_bytes(running)
            for _ in range(8):
                connection.sendall((b"X-Many: " + b"a" * 1000 + b"\r\n") * 1000)
            connection.sendall(b"\r\n")
            assert received(connection).startswith(b"HTTP/1.1 200 ")
        assert resident_bytes(running) - before < 4 << 20


class TestSlowClients:
    def test_are_cut_off_and_hurt_nobody(self, running: Run, line: Line, asker: Asker, record_property: Figure) -> None:
        """Some send a body byte by byte, some stop within it, some within the head, some are gone without a word."""
        with ExitStack() as held:
            slow = [held.enter_context(line.open()) for _ in range(SLOW)]
            for number, connection in enumerate(slow):
                target = "/v1/checks/batch" if number % 4 == 1 else "/v1/checks"
                connection.sendall(line.head(target=target) + line.body[:3])
            for _ in range(HALF_OPEN):
                held.enter_context(line.open()).sendall(line.head()[:60])
                line.open().close()
            begun, taken = time.monotonic(), []
            sent = 3
            while time.monotonic() < begun + DEADLINE_SECONDS - 1:
                asked = time.monotonic()
                assert asker.answer(line.body, credential=line.credential).status == 200
                taken.append(time.monotonic() - asked)
                if time.monotonic() - begun > sent - 2:  # one byte more each second, from half of them
                    for connection in slow[::2]:
                        connection.sendall(line.body[sent : sent + 1])
                    sent += 1
            cut_off = [read(received(connection)) for connection in slow]
            waited = time.monotonic() - begun
        assert {(got.status, got.outcome) for got in cut_off} == {(408, "request-timeout")}
        assert waited < DEADLINE_SECONDS + SLACK_SECONDS
        assert max(taken) < UNHURT_SECONDS
        record_property(
            "figure",
            f"beside {SLOW} slow and {HALF_OPEN} half-open clients a check took at most "
            f"{max(taken) * 1000:.0f} ms; they were cut off after {waited:.1f} s",
        )
