"""HTTP as it is brought to a check node, and what is refused of it before a body is read."""

import os
import re
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from blacklist.law.refusals import Refusal

JSON_MEDIA = ("application/json",)
LINES_MEDIA = ("application/x-ndjson", "application/jsonl", "application/ndjson")

_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}").fullmatch
_IDENTITY_NUMBER = re.compile(r"[0-9]{15}|[0-9]{17}[0-9Xx]").fullmatch
_TRACE_PARENT = re.compile(
    r"(?P<version>[0-9a-f]{2})-(?P<trace>[0-9a-f]{32})-(?P<parent>[0-9a-f]{16})-[0-9a-f]{2}(?P<more>-.*)?"
).fullmatch
_CHARSET = re.compile(r';[ \t]*charset[ \t]*=[ \t]*"?([^";]*)"?', re.IGNORECASE).findall


class Headers(Protocol):
    """Request headers, names in lower case."""

    def get(self, key: str, default: Any = None) -> Any: ...
    def get_all(self, key: str) -> Sequence[str]: ...
    def items(self) -> Sequence[tuple[str, str]]: ...


class Scope(Protocol):
    """A request without its body, as a check needs it. `authority`: the host that its target names, if it does."""

    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def authority(self) -> str | None: ...
    @property
    def headers(self) -> Headers: ...


class Exchange(Protocol):
    """A request's body, part by part, and its answer. A part that does not come raises `ConnectionError`."""

    def __aiter__(self) -> Any: ...
    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None: ...


class Streaming(Exchange, Protocol):
    """An exchange whose answer may be sent in parts: `response_stream` returns what has `send_bytes`."""

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> Any: ...
    def cut(self) -> None: ...


def hosts(allowed: Sequence[str]) -> Callable[[str], bool]:
    """Return whether a Host header names one of `allowed`, in the notation of Django's ALLOWED_HOSTS."""
    exact = frozenset(host.lower() for host in allowed if not host.startswith("."))
    below = tuple(host.lower() for host in allowed if host.startswith("."))
    form = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?").fullmatch
    known: dict[str, bool] = {}

    def is_allowed(header: str) -> bool:
        found = known.get(header)
        if found is None:
            host = form(header)
            name = host[1].lower().rstrip(".") if host else ""
            found = bool(name) and ("*" in exact or name in exact or f".{name}".endswith(below or ("\0",)))
            if len(known) < 1000:
                known[header] = found
        return found

    return is_allowed


def check_length(headers: Headers, *, limit: int) -> None:
    """Refuse a body whose end two parsers might see at two places, and one that is too large, unread."""
    if headers.get("transfer-encoding") is not None:
        raise Refusal("malformed-request", "Send a Content-Length; only a stream takes Transfer-Encoding.")
    length = headers.get("content-length")
    if length is not None and int(length) > limit:
        raise Refusal("too-large")


def check_framing(headers: Headers) -> None:
    """Refuse a stream whose end two parsers might see at two places."""
    coding = headers.get("transfer-encoding")
    if coding is not None and (coding.strip().lower() != "chunked" or headers.get("content-length") is not None):
        raise Refusal("malformed-request", "Send either a Content-Length or Transfer-Encoding: chunked.")


def check_medium(headers: Headers, allowed: tuple[str, ...]) -> None:
    """Refuse what is not one of the media, in UTF-8 and uncompressed."""
    encoding = headers.get("content-encoding")
    if encoding is not None and encoding.strip().lower() != "identity":
        raise Refusal("content-encoding")
    medium = headers.get_all("content-type")
    if len(medium) == 1 and medium[0] in allowed:
        return
    if len(medium) != 1 or medium[0].partition(";")[0].strip().lower() not in allowed:
        raise Refusal("media-type", f"Send {allowed[0]}")
    if any(charset.strip().lower() not in ("utf-8", "utf8") for charset in _CHARSET(medium[0])):
        raise Refusal("charset")


def request_id(scope: Scope) -> str | None:
    """Return the caller's request id if it is one: 8 to 64 letters, digits and hyphens, and not somebody's number."""
    sent = scope.headers.get("x-request-id")
    return sent if sent and _REQUEST_ID(sent) and not _IDENTITY_NUMBER(sent) else None


def trace_response(headers: Headers) -> list[tuple[str, str]]:
    """Return the `traceresponse` header (W3C Trace Context) for a well-formed `traceparent`, else nothing.

    It repeats the caller's trace id, names this service's part by a random id, and says that no trace of it is kept:
    no other service is called, and a trace id is never put beside a record.
    """
    if headers.get("traceparent") is None:
        return []
    sent = headers.get_all("traceparent")
    form = _TRACE_PARENT(sent[0]) if len(sent) == 1 else None
    if form is None or form["version"] == "ff" or (form["version"] == "00" and form["more"]):
        return []
    if not form["trace"].strip("0") or not form["parent"].strip("0"):
        return []
    return [("traceresponse", f"00-{form['trace']}-{os.urandom(8).hex()}-00")]
