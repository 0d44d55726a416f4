"""Django as WSGI (PEP 3333), called with requests that arrived as ASGI."""

import io
import sys
from collections.abc import Callable, Iterable
from typing import Any, BinaryIO, Protocol

from django.conf import settings

from restrictions.check.http import Scope
from restrictions.cut_off import cut_off_when_silent

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Response = tuple[int, Headers, bytes]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Incoming(Scope, Protocol):
    """A request without its body, as WSGI needs it; the ends of the connection as `host:port`."""

    @property
    def http_version(self) -> str: ...
    @property
    def server(self) -> str: ...
    @property
    def client(self) -> str: ...
    @property
    def scheme(self) -> str: ...
    @property
    def query_string(self) -> str: ...


def django_application() -> Wsgi:
    """Return Django, set up."""
    from django.core.wsgi import get_wsgi_application

    wsgi: Wsgi = get_wsgi_application()
    return wsgi


def environ(scope: Incoming, body: bytes) -> Environ:
    """Return a request whose body is here as WSGI has it."""
    return environ_of(scope, io.BytesIO(body), length=len(body))


def environ_of(scope: Incoming, body: BinaryIO, *, length: int) -> Environ:
    """Return a request as WSGI has it.

    A header with an underscore would pass for one with a hyphen, so it is left out.
    """
    host, _, port = scope.server.rpartition(":")
    found: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "CONTENT_LENGTH": str(length) if length else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if name == "content-type":
            found["CONTENT_TYPE"] = value
        elif name not in ("content-length", "transfer-encoding") and "_" not in name:
            key = "HTTP_" + name.upper().replace("-", "_")
            found[key] = f"{found[key]},{value}" if key in found else value
    return found


def call(wsgi: Wsgi, request: Environ) -> Response:
    """Return what a WSGI application answers, collected whole."""
    begun: list[tuple[int, Headers]] = []
    content: list[bytes] = []
    hand_over(wsgi, request, begin=lambda status, headers: begun.append((status, headers)), send=content.append)
    [(status, headers)] = begun
    return status, headers, b"".join(content)


def hand_over(
    wsgi: Wsgi, request: Environ, *, begin: Callable[[int, Headers], None], send: Callable[[bytes], object]
) -> None:
    """Call a WSGI application and hand its answer over, part by part; a silent database keeps it for seconds only."""
    started: list[tuple[str, Headers]] = []

    def start_response(status: str, headers: Headers, error: Any = None) -> None:
        started.append((status, headers))

    with cut_off_when_silent(settings.DATABASE_SILENCE_SECONDS):
        parts = wsgi(request, start_response)
        try:
            status, headers = started[-1]
            begin(int(status[:3]), [(name.lower(), value) for name, value in headers])
            for part in parts:
                send(part)
        finally:
            if close := getattr(parts, "close", None):
                close()  # which also returns the database connection
