"""What the proxy of ``deploy/nginx.conf`` refuses before a node sees it: bytes on a raw socket against a real nginx."""

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.conftest import extra

CONFIGURATION = Path(__file__).parents[2] / "deploy" / "nginx.conf"
BODY = b"\r\n\r\n{}"
HEAD = b"POST /v1/checks HTTP/1.1\r\nHost: localhost\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
FILE = b"POST /court/v1/imports HTTP/1.1\r\nHost: localhost\r\n"

REQUESTS = [
    ("a whole request", HEAD + b"Content-Length: 2" + BODY, 200),
    ("a bare LF, which is sent on as CRLF", HEAD.replace(b"\r\n", b"\n") + b"Content-Length: 2\n\n{}", 200),
    ("a length and a transfer encoding", HEAD + b"Content-Length: 2\r\nTransfer-Encoding: chunked" + BODY, 400),
    ("the same length twice", HEAD + b"Content-Length: 2\r\nContent-Length: 2" + BODY, 400),
    ("two lengths that differ", HEAD + b"Content-Length: 2\r\nContent-Length: 3" + BODY, 400),
    ("a length that is no number", HEAD + b"Content-Length: +2" + BODY, 400),
    ("a body in chunks, which is sent on with its length", HEAD + CHUNKED + b"2\r\n{}\r\n0\r\n\r\n", 200),
    ("chunks that are none", HEAD + CHUNKED + b"x\r\n{}\r\n0\r\n\r\n", 400),
    ("a NUL in a header", HEAD + b"X-Y: a\0b\r\nContent-Length: 2" + BODY, 400),
    ("a TLS hello", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(50) + b"\r\n\r\n", 400),
    ("TRACE", HEAD.replace(b"POST", b"TRACE") + b"\r\n", 405),
    ("a target that climbs", b"GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    ("two hosts", HEAD + b"Host: evil.cn\r\nContent-Length: 2" + BODY, 400),
    ("a folded header", HEAD + b"X-Request-Id: a\r\n Set-Cookie: b=1\r\nContent-Length: 2" + BODY, 400),
    ("a blank in a header's name", HEAD + b"X Y: a\r\nContent-Length: 2" + BODY, 400),
    ("a header of 100 KB", HEAD + b"X-Long: " + b"a" * 100_000 + b"\r\nContent-Length: 2" + BODY, 431),
    ("ten thousand headers", HEAD + b"X-Many: b\r\n" * 10_000 + b"Content-Length: 2" + BODY, 431),
    ("a body announced as too large", HEAD + b"Content-Length: 50000000" + BODY, 413),
    ("a file as large as one may be", FILE + b"Content-Length: 50000000\r\n\r\nrow_id", 401),
    ("a file announced as too large", FILE + b"Content-Length: 80000000\r\n\r\nrow_id", 413),
]


class Node(BaseHTTPRequestHandler):
    """A stand-in for a check node: answers 200 to whatever the proxy lets through, and to a stranger's file at once."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        is_file = self.path == "/court/v1/imports"
        self.close_connection = is_file
        self.rfile.read(0 if is_file else int(self.headers.get("content-length", "0")))
        self.send_response(401 if is_file else 200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output quiet."""


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of an nginx with the shipped configuration before a stand-in node."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if program is None:
        extra("nginx")
    folder = tmp_path_factory.mktemp("nginx")
    node = ThreadingHTTPServer(("127.0.0.1", 0), Node)
    thread = threading.Thread(target=node.serve_forever, daemon=True)
    thread.start()
    port = _free_port()
    text = CONFIGURATION.read_text()
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{node.server_port}").replace(
        "listen 8080", f"listen 127.0.0.1:{port}"
    )
    text = text.replace("client_body_timeout 10s", "client_body_timeout 1s").replace(
        "client_header_timeout 10s", "client_header_timeout 1s"
    )
    written = folder / "nginx.conf"
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    written.write_text(text.replace("access_log off;", f"access_log off;\n{temporary}", 1))
    command = [str(program), "-p", str(folder), "-c", str(written), "-e", "stderr", "-g", "daemon off;"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        _wait_for(port)
        yield port
        server.terminate()
    node.shutdown()
    thread.join()
    node.server_close()


class TestProxy:
    @pytest.mark.parametrize(("what", "request_bytes", "status"), REQUESTS, ids=[row[0] for row in REQUESTS])
    def test_answers(self, proxy: int, what: str, request_bytes: bytes, status: int) -> None:
        with socket.create_connection(("127.0.0.1", proxy), timeout=5) as connection:
            with suppress(ConnectionError):  # refused before all of it was sent
                connection.sendall(request_bytes)
            assert int(connection.recv(12).split()[1]) == status, what

    def test_tells_a_client_that_stops_within_the_body_and_hangs_up(self, proxy: int) -> None:
        with socket.create_connection(("127.0.0.1", proxy), timeout=5) as connection:
            connection.sendall(HEAD + b"Content-Length: 100\r\n\r\n{")
            said = b"".join(iter(lambda: connection.recv(4096), b""))
        assert said == b"" or (said.startswith(b"HTTP/1.1 408") and b"request-timeout" in said)

    def test_hangs_up_on_a_client_that_stops_within_the_head(self, proxy: int) -> None:
        with socket.create_connection(("127.0.0.1", proxy), timeout=5) as connection:
            connection.sendall(HEAD)
            assert connection.recv(4096)[:12] in (b"", b"HTTP/1.1 408")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("nginx did not start")
