"""The web process as it is served: real sockets, one check node behind it."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from config.server import BODY_BYTES, Pages
from restrictions.check.lease import boottime_ns
from tests.restrictions.check.laboratory import CREDENTIAL, SECRET, Laboratory, question
from tests.restrictions.check.test_endpoint import Received, Sent

BODY = json.dumps(question()).encode()
AUTHORISED = f"Authorization: Bearer {CREDENTIAL}\r\nContent-Type: application/json\r\n"


class Served:
    """Raw connections to the server."""

    def __init__(self, port: int) -> None:
        self.port = port

    def send(self, head: str, body: bytes = b"", *, breaks_off: bool = False) -> bytes:
        """Send one request and return the answer; with `breaks_off`, the client hangs up behind it."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(head.encode("latin-1") + body)
            if breaks_off:
                connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def post(
        self, lines: str = "", body: bytes = BODY, length: str | None = None, *, breaks_off: bool = False
    ) -> bytes:
        length = str(len(body)) if length is None else length
        head = f"POST /v1/checks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{AUTHORISED}{lines}"
        return self.send(f"{head}Content-Length: {length}\r\n\r\n", body, breaks_off=breaks_off)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("home")
    laboratory = Laboratory(home, boottime_ns=boottime_ns())
    laboratory.close()
    (home / "keys").mkdir()
    (home / "keys" / "check.key").write_text(SECRET.hex())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"RESTRICTION_HOME": str(home), "SECRET_KEY": "only-for-tests", "RESTRICTIONS_LEASE_SECONDS": "3600"}
    command = [sys.executable, "-m", "config.serving", "--port", str(port)]
    environment = {**os.environ, **settings, "DJANGO_SETTINGS_MODULE": "config.settings.local"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _await(port)
            yield Served(port)
        finally:
            server.terminate()
            server.wait(20)


def _await(port: int) -> None:
    """Wait until the server listens."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except ConnectionRefusedError:
            threading.Event().wait(0.05)
    raise AssertionError("the server did not start")


def state(answer: bytes) -> int:
    return int(answer[9:12]) if answer else 0


class TestWire:
    def test_answers_a_check(self, served: Served) -> None:
        answer = served.post()
        assert state(answer) == 200
        assert b"restriction-decision: restricted; effect=barred" in answer.lower()

    def test_refuses_both_framings_and_closes(self, served: Served) -> None:
        answer = served.post("Transfer-Encoding: chunked\r\n", b"0\r\n\r\n")
        assert (state(answer), b"connection: close" in answer.lower()) == (400, True)

    def test_refuses_two_lengths(self, served: Served) -> None:
        assert state(served.post(f"Content-Length: {len(BODY) + 1}\r\n")) == 400

    def test_refuses_three_megabytes_unread(self, served: Served) -> None:
        assert state(served.post(body=b"", length="3000000")) == 413

    def test_refuses_huge_headers(self, served: Served) -> None:
        assert state(served.post(f"X-Long: {'a' * 100_000}\r\n")) == 431

    def test_refuses_a_thousand_headers(self, served: Served) -> None:
        assert state(served.post("".join(f"X-{number}: a\r\n" for number in range(1000)))) == 431

    def test_sets_no_header_from_a_request_id(self, served: Served) -> None:
        answer = served.post("X-Request-Id: abcdefgh\rSet-Cookie: b=1\r\n")
        assert b"set-cookie" not in answer.lower()

    @pytest.mark.parametrize("method", ["GET", "TRACE", "FROB"])
    def test_names_the_method_it_takes(self, served: Served, method: str) -> None:
        answer = served.send(f"{method} /v1/checks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert state(answer) == 405
        assert b"allow: post" in answer.lower()

    def test_refuses_another_host(self, served: Served) -> None:
        answer = served.send("GET /v1/status HTTP/1.1\r\nHost: evil.cn\r\nConnection: close\r\n\r\n")
        assert state(answer) == 400
        assert b"evil" not in answer

    def test_refuses_two_hosts(self, served: Served) -> None:
        assert state(served.post("Host: localhost\r\n")) == 400

    def test_gives_no_answer_to_half_a_body(self, served: Served) -> None:
        assert state(served.post(body=BODY[:10], length=str(len(BODY)), breaks_off=True)) in (0, 400)

    def test_hands_every_other_path_to_django(self, served: Served) -> None:
        answer = served.send("GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert state(answer) == 404

    def test_turns_a_stranger_away_before_reading_the_file_he_brings(self, served: Served) -> None:
        head = "POST /court/v1/imports HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: text/csv\r\n"
        answer = served.send(f"{head}Content-Length: 60000000\r\n\r\n", b"row_id")
        assert (state(answer), b"unauthenticated" in answer) == (401, True)

    def test_serves_others_while_a_client_is_slow(self, served: Served) -> None:
        with socket.create_connection(("127.0.0.1", served.port)) as slow:
            slow.sendall(
                f"POST /v1/checks HTTP/1.1\r\nHost: localhost\r\n{AUTHORISED}Content-Length: 500\r\n\r\n{{".encode()
            )
            assert state(served.post()) == 200


STREAM = (
    f"POST /v1/checks/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {CREDENTIAL}\r\n"
    "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
).encode()


def chunk(content: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(content), content)


def until(connection: socket.socket, ending: bytes) -> bytes:
    """Return what arrives up to ``ending``, or up to the end of the connection."""
    found = b""
    while ending not in found and (part := connection.recv(65536)):
        found += part
    return found


class TestBatch:
    def test_is_answered(self, served: Served) -> None:
        body = b'{"checks":[%b]}' % b",".join([BODY] * 1000)
        head = f"POST /v1/checks/batch HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{AUTHORISED}"
        answer = served.send(f"{head}Content-Length: {len(body)}\r\n\r\n", body)
        assert (state(answer), answer.count(b'"decision":"restricted"')) == (200, 1000)

    def test_of_a_stranger_is_turned_away_unread(self, served: Served) -> None:
        head = "POST /v1/checks/batch HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        answer = served.send(f"{head}Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n", b"{")
        assert state(answer) == 401

    def test_is_refused_when_too_large(self, served: Served) -> None:
        head = f"POST /v1/checks/batch HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{AUTHORISED}"
        assert state(served.send(f"{head}Content-Length: 3000000\r\n\r\n")) == 413


class TestStream:
    @pytest.fixture
    def connection(self, served: Served) -> Iterator[socket.socket]:
        with socket.create_connection(("127.0.0.1", served.port), timeout=20) as connection:
            yield connection

    def test_answers_each_line_as_it_comes(self, connection: socket.socket) -> None:
        connection.sendall(STREAM)
        assert state(until(connection, b"\r\n\r\n")) == 200
        for _ in range(3):
            connection.sendall(chunk(BODY + b"\n"))
            assert b'"decision":"restricted"' in until(connection, b"\n\r\n")
        connection.sendall(b"0\r\n\r\n")
        assert until(connection, b"0\r\n\r\n") == b"0\r\n\r\n"

    def test_joins_what_chunks_tear_apart(self, connection: socket.socket) -> None:
        whole = BODY + b"\nnonsense\n" + BODY
        parts = [whole[at : at + 50] for at in range(0, len(whole), 50)]
        connection.sendall(STREAM + b"".join(map(chunk, parts)) + b"0\r\n\r\n")
        answer = until(connection, b"\r\n0\r\n\r\n")
        assert answer.count(b'"decision":"restricted"') == 2
        assert b'{"line":2,' in answer

    def test_reads_nothing_behind_both_framings(self, connection: socket.socket) -> None:
        """Nothing is answered but that it is malformed, and the connection ends (RFC 9112 §6.3)."""
        head = STREAM[:-2] + b"Content-Length: 5\r\n\r\n"
        connection.sendall(head + b"0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        answer = until(connection, b"alive")
        assert (state(answer), b"connection: close" in answer, b"alive" in answer) == (400, True, False)

    def test_stops_reading_while_nobody_reads_its_answers(self, served: Served, connection: socket.socket) -> None:
        """Neither the server's memory nor another caller pays for a reader that is not there."""
        connection.sendall(STREAM)
        connection.setblocking(False)
        part = chunk((BODY + b"\n") * 1000)
        sent, full = 0, 0
        while full < 20 and sent < 400 * len(part):
            try:
                sent += connection.send(part[sent % len(part) :])
                full = 0
            except BlockingIOError:
                full += 1
                assert state(served.post()) == 200
        assert full == 20
        connection.setblocking(True)
        before = connection.recv(1 << 20)
        assert b"200 OK" in before

    def test_is_ended_by_a_client_that_hangs_up(self, served: Served, connection: socket.socket) -> None:
        connection.sendall(STREAM + chunk(BODY + b"\n" + BODY[:20]))
        until(connection, b"\n\r\n")
        connection.close()
        assert state(served.post()) == 200

    def test_serves_others_while_a_client_is_silent(self, served: Served, connection: socket.socket) -> None:
        connection.sendall(STREAM + b"5\r\nab")
        assert state(served.post()) == 200


def page(request: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    body = request["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    return [request["PATH_INFO"].encode("latin-1"), b"|", body]


class TestPages:
    def test_carries_a_request_through(self) -> None:
        pages, received = Pages(page), Received(b"abc")
        sent = Sent("PUT", "/张", {"content-type": "text/plain"}, body=b"abc")
        asyncio.run(pages.respond(sent, received))
        pages.close()
        assert (received.status, received.content) == (200, "/张|abc".encode())

    def test_refuses_a_large_body_unread(self) -> None:
        pages, received = Pages(page), Received(b"")
        asyncio.run(pages.respond(Sent(lines={"content-length": str(BODY_BYTES + 1)}), received))
        pages.close()
        assert (received.status, received.was_read) == (413, False)

    def test_turns_away_whom_no_thread_can_serve(self) -> None:
        """A full pool is told at once; nobody queues without an end."""
        release = threading.Event()

        def slow(request: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            release.wait(20)
            return page(request, start_response)

        pages = Pages(slow, threads=1, may_wait=1)
        received = [Received(b"") for _ in range(4)]

        async def rush() -> None:
            tasks = [asyncio.create_task(pages.respond(Sent(body=b""), one)) for one in received]
            while sum(task.done() for task in tasks) < 2:
                await asyncio.sleep(0)
            release.set()
            await asyncio.gather(*tasks)

        asyncio.run(rush())
        pages.close()
        assert sorted(one.status for one in received) == [200, 200, 503, 503]
        assert {one.code for one in received if one.status == 503} == {"overloaded"}
