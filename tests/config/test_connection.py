"""Connections as they are served, byte by byte; `tests/config/test_server.py` has the whole process."""

import socket

import pytest

from restrictions.check.body import MAX_BYTES
from tests.config.test_server import AUTHORISED, BODY, Served, served, state, until  # noqa: F401

HEAD = f"POST /v1/checks HTTP/1.1\r\nHost: localhost\r\n{AUTHORISED}"
WHOLE = f"{HEAD}Content-Length: {len(BODY)}\r\n\r\n".encode() + BODY
END = b'"livemode":false}'


@pytest.fixture
def connection(served: Served) -> socket.socket:  # noqa: F811
    return socket.create_connection(("127.0.0.1", served.port), timeout=20)


class TestSingle:
    def test_is_answered_again_and_again(self, connection: socket.socket) -> None:
        with connection:
            for _ in range(3):
                connection.sendall(WHOLE)
                answer = until(connection, END)
                assert (state(answer), answer.count(b"HTTP/1.1")) == (200, 1)
                assert b"connection: close" not in answer.lower()

    def test_is_answered_alike_in_an_unusual_way(self, connection: socket.socket) -> None:
        """`Expect` goes the long way; what is answered is the same but for reference and instants."""
        with connection:
            connection.sendall(WHOLE)
            short = until(connection, END)
            connection.sendall(WHOLE.replace(b"Content-Type", b"Expect: 100-continue\r\nContent-Type"))
            first, _, long = until(connection, END).partition(b"\r\n\r\n")
        assert first.startswith(b"HTTP/1.1 100")
        assert _names(short) == _names(long)
        assert _names(short) >= {"restriction-decision", "list-version", "cache-control", "x-request-id", "date"}

    def test_waits_for_a_body_in_parts(self, connection: socket.socket) -> None:
        with connection:
            for at in range(0, len(WHOLE), 7):
                connection.sendall(WHOLE[at : at + 7])
            assert state(until(connection, END)) == 200

    @pytest.mark.parametrize("count", [2, 5])
    def test_is_answered_in_order_when_many_are_sent_at_once(self, connection: socket.socket, count: int) -> None:
        requests = [
            WHOLE.replace(b"Content-Type", f"X-Request-Id: number-{number}\r\nContent-Type".encode())
            for number in range(count)
        ]
        with connection:
            connection.sendall(b"".join(requests))
            answer = b""
            while answer.count(END) < count:
                answer += connection.recv(65536)
        places = [answer.index(f"number-{number}".encode()) for number in range(count)]
        assert places == sorted(places)

    def test_comes_between_other_requests(self, connection: socket.socket) -> None:
        other = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
        with connection:
            connection.sendall(WHOLE + other + WHOLE + other)
            answer = b""
            while answer.count(b"alive") < 2 or answer.count(END) < 2:
                answer += connection.recv(65536)
        kinds = [END in part for part in answer.split(b"HTTP/1.1 ")[1:]]
        assert kinds == [True, False, True, False]

    def test_is_answered_before_the_end(self, connection: socket.socket) -> None:
        with connection:
            connection.sendall(WHOLE)
            connection.shutdown(socket.SHUT_WR)
            answer = until(connection, b"\0")
        assert (state(answer), answer.endswith(END)) == (200, True)

    @pytest.mark.parametrize(
        "garbage", [b"\x00\x01\r\n\r\n", b"POST /v1/checks HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\nX"]
    )
    @pytest.mark.parametrize("whole", [WHOLE, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"])
    def test_is_answered_whatever_stands_behind_it(
        self, connection: socket.socket, whole: bytes, garbage: bytes
    ) -> None:
        """And nothing more: a second response could pass for the first one's."""
        with connection:
            connection.sendall(whole + garbage)
            answer = until(connection, b"\0")
        assert (state(answer), answer.count(b"HTTP/1.1 ")) == (200, 1)

    def test_is_refused_when_its_body_breaks_off(self, connection: socket.socket) -> None:
        with connection:
            connection.sendall(WHOLE[:-5])
            connection.shutdown(socket.SHUT_WR)
            answer = until(connection, b"\0")
        assert (state(answer), b"malformed-request" in answer) == (400, True)

    def test_is_refused_unread_when_it_is_too_large(self, connection: socket.socket) -> None:
        with connection:
            connection.sendall(f"{HEAD}Content-Length: {MAX_BYTES + 1}\r\n\r\n".encode())
            assert state(until(connection, b"\r\n\r\n")) == 413


class TestHead:
    @pytest.mark.parametrize(
        ("raw", "status"),
        [
            (b"\x16\x03\x01\x02\x00\r\n\r\n", 400),
            (b"GET /v1/status\r\n\r\n", 400),
            (b"GET /v1/status HTTP/1.1\nHost: localhost\n\n", 400),
            (b"GET http://evil.cn/v1/status HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
            (b"GET http://localhost/v1/status HTTP/1.1\r\nHost: localhost\r\n\r\n", 200),
            (b"GET /v1/status HTTP/1.0\r\nHost: localhost\r\n\r\n", 200),
            (b"GET /v1/status HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 40_000 + b"\r\n\r\n", 431),
            (b"GET /v1/status HTTP/1.1\r\nHost: localhost\r\n" + b"X: a\r\n" * 300 + b"\r\n", 431),
        ],
    )
    def test_is_read_or_refused(self, connection: socket.socket, raw: bytes, status: int) -> None:
        with connection:
            connection.sendall(raw)
            assert state(until(connection, b"\r\n\r\n")) == status

    @pytest.mark.parametrize("at", [100, 20_000, 32_000])
    def test_counts_as_one_in_whatever_parts_it_comes(
        self,
        connection: socket.socket,
        served: Served,  # noqa: F811
        at: int,
    ) -> None:
        raw = b"GET /v1/status HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 33_000 + b"\r\n\r\n"
        with connection, socket.create_connection(("127.0.0.1", served.port), timeout=20) as other:
            connection.sendall(raw[:at])
            other.sendall(WHOLE)
            until(other, END)  # the first part has been read by then
            connection.sendall(raw[at:])
            assert state(until(connection, b"\r\n\r\n")) == 431

    def test_does_not_grow_without_an_end(self, connection: socket.socket) -> None:
        with connection:
            connection.sendall(b"GET /v1/status HTTP/1.1\r\nHost: localhost\r\nX: ")
            answer = b""
            try:
                for _ in range(4000):
                    connection.sendall(b"a" * 1000)
                answer = until(connection, b"\r\n\r\n")
            except ConnectionError:
                return  # it was ended while we sent
        assert state(answer) == 431


def _names(answer: bytes) -> set[str]:
    head = answer.partition(b"\r\n\r\n")[0].decode()
    return {line.partition(":")[0].lower() for line in head.split("\r\n")[1:]}
