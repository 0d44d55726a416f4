"""Requests that arrived as ASGI, as Django is called with them."""

import io
from collections.abc import Callable, Iterable
from typing import Any

from config.wsgi import call, environ
from tests.restrictions.check.test_endpoint import Sent


class TestEnviron:
    def test_joins_repeated_headers_and_drops_underscores(self) -> None:
        sent = Sent(lines={"x-a": "1", "x_forwarded_for": "spoofed", "cookie": "c"}, more=[("x-a", "2")])
        found = environ(sent, b"body")
        assert (found["HTTP_X_A"], found["HTTP_COOKIE"], found["CONTENT_LENGTH"]) == ("1,2", "c", "4")
        assert "spoofed" not in found.values()
        assert found["wsgi.input"].read() == b"body"
        assert (found["REMOTE_ADDR"], found["SERVER_NAME"], found["SERVER_PORT"]) == ("127.0.0.1", "127.0.0.1", "8000")


class TestCall:
    def test_closes_what_it_was_given(self) -> None:
        class Parts(io.BytesIO):
            pass

        parts = Parts(b"content")

        def application(request: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            start_response("204 No Content", [("X-A", "1")])
            return parts

        assert call(application, {}) == (204, [("x-a", "1")], b"content")
        assert parts.closed
