"""The alternative that was not chosen: checks as WSGI in blocking threads, one lock around the node."""

import threading
from collections.abc import Callable, Iterable
from typing import Any

import django

from config.server import options
from restrictions.check.node import Asked, Node

_lock = threading.Lock()
_node: Node | None = None


def app(request: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a check, or a constant."""
    if request["PATH_INFO"] == "/constant":
        start_response("200 OK", [("content-type", "application/json")])
        return [b'{"decision":"permitted"}']
    body = request["wsgi.input"].read()
    with _lock:
        reply = _opened().check(Asked(body, [request.get("HTTP_AUTHORIZATION", "")]))
    start_response(f"{reply.status} X", reply.headers)
    return [reply.body]


def _opened() -> Node:
    global _node
    if _node is None:
        django.setup()
        _node = Node(options())
    return _node
