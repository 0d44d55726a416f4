import asyncio
import json
import os
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from restrictions.check import endpoint as module
from restrictions.check.endpoint import Endpoint
from restrictions.check.http import hosts
from tests.restrictions.check.laboratory import CREDENTIAL, LIST_VERSION, NUMBER, Laboratory, question

BODY = json.dumps(question()).encode()
TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


class SentHeaders:
    def __init__(self, lines: list[tuple[str, str]]) -> None:
        self._lines = lines

    def get(self, key: str, default: Any = None) -> Any:
        return next((value for name, value in self._lines if name == key), default)

    def get_all(self, key: str) -> list[str]:
        return [value for name, value in self._lines if name == key]

    def items(self) -> list[tuple[str, str]]:
        return self._lines


@dataclass
class Sent:
    """A request as the server hands it over. `get`: how its body arrives."""

    method: str = "POST"
    path: str = "/v1/checks"
    lines: dict[str, str | None] = field(default_factory=dict)
    more: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = BODY
    authority: str | None = None
    query_string: str = ""
    http_version: str = "1.1"
    server: str = "127.0.0.1:8000"
    client: str = "127.0.0.1:1"
    scheme: str = "http"

    @property
    def headers(self) -> SentHeaders:
        usual: dict[str, str | None] = {
            "host": "localhost:8000",
            "authorization": f"Bearer {CREDENTIAL}",
            "content-type": "application/json",
            "content-length": str(len(self.body)),
        }
        kept = [(name, value) for name, value in (usual | self.lines).items() if value is not None]
        return SentHeaders(kept + self.more)


class Received:
    """What the endpoint sent back, and the body it may read."""

    def __init__(self, body: bytes, *, parts: int = 1, arrives: bool = True) -> None:
        self._body, self._parts, self._arrives = body, parts, arrives
        self.was_read = self.was_cut = False
        self.status = 0
        self.headers: dict[str, str] = {}
        self.content = b""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for _ in range(self._parts):
            self.was_read = True
            if not self._arrives:
                await asyncio.Event().wait()
            yield self._body

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.content = status, dict(headers), body

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> "Received":
        self.status, self.headers = status, dict(headers)
        return self

    async def send_bytes(self, part: bytes) -> None:
        self.content += part

    def cut(self) -> None:
        self.was_cut = True

    @property
    def code(self) -> str | None:
        found: str | None = json.loads(self.content).get("code")
        return found


Send = Callable[..., Received]


@pytest.fixture
def send(laboratory: Laboratory) -> Send:
    served = Endpoint(laboratory.node, allowed_hosts=["localhost", ".court.example"])

    def call(sent: Sent, received: Received | None = None) -> Received:
        received = received or Received(sent.body)
        asyncio.run(served.respond(sent, received))
        return received

    return call


REFUSED: list[tuple[str, Sent, int, str]] = [
    ("no content type", Sent(lines={"content-type": None}), 415, "media-type"),
    ("text", Sent(lines={"content-type": "text/plain"}), 415, "media-type"),
    ("XML", Sent(lines={"content-type": "application/xml"}), 415, "media-type"),
    ("form", Sent(lines={"content-type": "application/x-www-form-urlencoded"}), 415, "media-type"),
    ("JSON-like", Sent(lines={"content-type": "application/jsonx"}), 415, "media-type"),
    ("two content types", Sent(more=[("content-type", "text/plain")]), 415, "media-type"),
    ("gbk", Sent(lines={"content-type": "application/json; charset=gbk"}), 415, "charset"),
    ("gb18030", Sent(lines={"content-type": 'application/json;charset="gb18030"'}), 415, "charset"),
    ("utf-7", Sent(lines={"content-type": "application/json; CHARSET = utf-7"}), 415, "charset"),
    ("utf-8 and gbk", Sent(lines={"content-type": "application/json; charset=utf-8; charset=gbk"}), 415, "charset"),
    ("nonsense charset", Sent(lines={"content-type": "application/json; charset=x"}), 415, "charset"),
    ("gzip", Sent(lines={"content-encoding": "gzip"}), 415, "content-encoding"),
    ("br", Sent(lines={"content-encoding": "br"}), 415, "content-encoding"),
    ("3 MB", Sent(lines={"content-length": "3000000"}), 413, "too-large"),
    ("64 KiB and one", Sent(lines={"content-length": "65537"}), 413, "too-large"),
    ("chunked", Sent(lines={"transfer-encoding": "chunked"}), 400, "malformed-request"),
    ("another host", Sent(lines={"host": "evil.cn"}), 400, "host-not-allowed"),
    ("no host", Sent(lines={"host": None}), 400, "host-not-allowed"),
    ("two hosts", Sent(more=[("host", "localhost")]), 400, "host-not-allowed"),
    ("GET", Sent(method="GET"), 405, "method-not-allowed"),
    ("TRACE", Sent(method="TRACE"), 405, "method-not-allowed"),
    ("unknown verb", Sent(method="FROB"), 405, "method-not-allowed"),
]
ACCEPTED = [
    ("charset utf-8", Sent(lines={"content-type": "application/json; charset=UTF-8"})),
    ("other case", Sent(lines={"content-type": "Application/JSON"})),
    ("identity encoding", Sent(lines={"content-encoding": "identity"})),
    ("a host below", Sent(lines={"host": "api.court.example"})),
    ("a host in the target", Sent(lines={"host": None}, authority="localhost")),
    ("method override", Sent(lines={"x-http-method-override": "DELETE"})),
]


class TestCheck:
    @pytest.mark.parametrize(("sent", "status", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
    def test_refuses_before_it_reads_the_body(self, send: Send, sent: Sent, status: int, code: str) -> None:
        received = send(sent)
        assert (received.status, received.code, received.was_read) == (status, code, False)
        assert received.headers["content-type"] == "application/problem+json"
        assert (received.headers.get("allow") == "POST") is (status == 405)

    @pytest.mark.parametrize("sent", [row[1] for row in ACCEPTED], ids=[row[0] for row in ACCEPTED])
    def test_answers(self, send: Send, sent: Sent) -> None:
        received = send(sent)
        assert (received.status, received.headers["restriction-decision"]) == (200, "restricted; effect=barred")

    def test_records_a_refusal_of_a_known_institution(self, send: Send, laboratory: Laboratory) -> None:
        send(Sent(lines={"content-type": "text/plain"}))
        send(Sent(lines={"content-type": "text/plain", "authorization": None}))
        assert [record.problem for record in laboratory.records()] == ["media-type"]

    def test_waits_for_a_body_only_so_long(self, laboratory: Laboratory) -> None:
        served = Endpoint(laboratory.node, allowed_hosts=["localhost"], body_seconds=0.0)
        late, prompt = Received(BODY, arrives=False), Received(BODY)

        async def both() -> None:
            await asyncio.gather(served.respond(Sent(), late), served.respond(Sent(), prompt))

        asyncio.run(both())
        assert (late.status, late.code) == (408, "request-timeout")
        assert prompt.status == 200

    def test_waits_ten_seconds(self) -> None:
        assert module.BODY_SECONDS == 10.0

    def test_reads_no_more_than_the_limit_of_a_body_without_length(self, send: Send) -> None:
        received = send(Sent(lines={"content-length": None}), Received(b"x" * 30_000, parts=1000))
        assert (received.status, received.code) == (413, "too-large")

    def test_answers_a_body_without_length(self, send: Send) -> None:
        assert send(Sent(lines={"content-length": None})).status == 200

    @pytest.mark.parametrize(
        ("sent", "kept"),
        [
            ("abcd-EFGH-0123", True),
            ("short", False),
            ("a" * 65, False),
            ("a b c d e f", False),
            ("abcdefgh\n", False),
            ("110000199001010013", False),
            ("11010519491231002X", False),
        ],
    )
    def test_keeps_a_request_id_only_if_it_is_one(self, send: Send, sent: str, kept: bool) -> None:
        received = send(Sent(lines={"x-request-id": sent}))
        assert (received.headers["x-request-id"] == sent) is kept

    def test_asks_for_a_list_version(self, send: Send) -> None:
        received = send(Sent(lines={"min-list-version": "999999999"}))
        assert (received.status, received.code, received.headers["retry-after"]) == (503, "list-behind", "1")
        assert received.headers["list-version"] == str(LIST_VERSION)

    @pytest.mark.parametrize("versions", [("1", "1"), ("1", "999999999"), ("",)])
    def test_takes_one_list_version_or_none(self, send: Send, versions: tuple[str, ...]) -> None:
        received = send(Sent(more=[("min-list-version", version) for version in versions]))
        assert (received.status, received.code) == (400, "number-format")

    @pytest.mark.parametrize("method", ["POST", "GET"])
    def test_answers_a_trace_without_keeping_it(self, send: Send, method: str) -> None:
        received = send(Sent(method, lines={"traceparent": f"00-{TRACE}-{PARENT}-01"}))
        version, trace, part, sampled = received.headers["traceresponse"].split("-")
        assert (version, trace, sampled) == ("00", TRACE, "00")
        assert re.fullmatch("[0-9a-f]{16}", part)
        assert part != PARENT

    def test_takes_a_trace_of_a_later_version(self, send: Send) -> None:
        assert "traceresponse" in send(Sent(lines={"traceparent": f"01-{TRACE}-{PARENT}-01-more"})).headers

    @pytest.mark.parametrize(
        "sent",
        [
            "",
            "nonsense",
            f"ff-{TRACE}-{PARENT}-01",
            f"00-{TRACE}-{PARENT}-01-more",
            f"00-{TRACE.upper()}-{PARENT}-01",
            f"00-{'0' * 32}-{PARENT}-01",
            f"00-{TRACE}-{'0' * 16}-01",
            f"00-{TRACE}-{PARENT}-01\n",
        ],
    )
    def test_ignores_what_is_no_trace(self, send: Send, sent: str) -> None:
        received = send(Sent(lines={"traceparent": sent}))
        assert (received.status, "traceresponse" in received.headers) == (200, False)

    def test_ignores_two_traces(self, send: Send) -> None:
        more = [("traceparent", f"00-{TRACE}-{PARENT}-01")] * 2
        assert "traceresponse" not in send(Sent(more=more)).headers

    def test_shares_one_write_among_checks_decided_together(
        self, laboratory: Laboratory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        served = Endpoint(laboratory.node, allowed_hosts=["localhost"])
        received = [Received(BODY) for _ in range(10)]
        writes: list[bytes] = []
        whole = os.write

        def watched(descriptor: int, raw: bytes) -> int:
            writes.append(raw)
            return whole(descriptor, raw)

        monkeypatch.setattr(os, "write", watched)

        async def all_at_once() -> None:
            await asyncio.gather(*(served.respond(Sent(), one) for one in received))

        asyncio.run(all_at_once())
        assert [one.status for one in received] == [200] * 10
        assert len(laboratory.records()) == 10
        assert len(writes) < 5

    def test_gives_none_of_a_group_that_cannot_be_recorded(
        self, laboratory: Laboratory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        served = Endpoint(laboratory.node, allowed_hosts=["localhost"])
        received = [Received(BODY) for _ in range(3)]
        whole = os.write
        monkeypatch.setattr(os, "write", lambda descriptor, raw: whole(descriptor, raw[:-1] if len(raw) > 50 else raw))

        async def all_at_once() -> None:
            await asyncio.gather(*(served.respond(Sent(), one) for one in received))

        asyncio.run(all_at_once())
        monkeypatch.undo()
        assert {(one.status, one.code) for one in received} == {(503, "journal-unavailable")}
        assert laboratory.records() == []

    def test_hides_what_went_wrong_inside(
        self, send: Send, laboratory: Laboratory, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def fail(asked: Any) -> None:
            raise RuntimeError(NUMBER)

        monkeypatch.setattr(laboratory.node, "prepare", fail)
        received = send(Sent())
        assert (received.status, received.code) == (500, "internal-error")
        assert NUMBER not in caplog.text
        assert "RuntimeError" in caplog.text


class TestOthers:
    @pytest.mark.parametrize("path", ["/healthz", "/readyz", "/v1/status", "/v1/activities"])
    def test_are_read_by_anyone(self, send: Send, path: str) -> None:
        got = send(Sent("GET", path, {"authorization": None}))
        head = send(Sent("HEAD", path, {"authorization": None}))
        assert (got.status, head.status, head.content) == (200, 200, b"")
        assert json.loads(got.content)

    @pytest.mark.parametrize("path", ["/healthz", "/readyz", "/v1/status", "/v1/activities"])
    def test_take_no_other_method(self, send: Send, path: str) -> None:
        received = send(Sent("POST", path))
        assert (received.status, received.headers["allow"]) == (405, "GET, HEAD")

    def test_check_the_host(self, send: Send) -> None:
        assert send(Sent("GET", "/v1/status", {"host": "evil.cn"})).code == "host-not-allowed"

    def test_are_not_ready_with_a_stale_list(self, send: Send, laboratory: Laboratory) -> None:
        laboratory.boottime_ns += 60_000_000_000
        assert (send(Sent("GET", "/readyz")).status, send(Sent("GET", "/healthz")).status) == (503, 200)
        assert json.loads(send(Sent("GET", "/v1/status")).content)["state"] == "list-unconfirmed"

    @pytest.mark.law("K1")
    def test_name_every_activity_that_may_be_asked_about(self, send: Send) -> None:
        codes = [row["code"] for row in json.loads(send(Sent("GET", "/v1/activities")).content)["activities"]]
        assert "flight.business" in codes
        assert "school.high_fee" not in codes


class TestOwns:
    def test_owns_its_paths_exactly(self, laboratory: Laboratory) -> None:
        served = Endpoint(laboratory.node, allowed_hosts=["localhost"])
        assert served.owns("/v1/checks")
        assert not any(served.owns(path) for path in ("/v1/checks/", "/v1/check", "/", "/court/v1/session"))

    @pytest.mark.law("D10", "11.10", "J12", "9.0")
    @pytest.mark.parametrize(
        "what", ["listings", "orders", "persons", "subjects", "export", "search", "identities", "exit"]
    )
    def test_gives_no_list_to_browse_or_take_away(self, laboratory: Laboratory, what: str) -> None:
        served = Endpoint(laboratory.node, allowed_hosts=["localhost"])
        assert not served.owns(f"/v1/{what}")


class TestHosts:
    @pytest.mark.parametrize(
        ("header", "allowed"),
        [
            ("localhost", True),
            ("LOCALHOST:8000", True),
            ("localhost.", True),
            ("[::1]:80", True),
            ("court.example", True),
            ("a.b.court.example", True),
            ("evilcourt.example", False),
            ("localhost.evil.cn", False),
            ("localhost@evil.cn", False),
            ("localhost/", False),
            ("", False),
            ("::1", False),
        ],
    )
    def test_reads_the_notation_of_allowed_hosts(self, header: str, allowed: bool) -> None:
        is_allowed = hosts(["localhost", "[::1]", ".court.example"])
        assert is_allowed(header) is allowed
        assert is_allowed(header) is allowed

    def test_may_allow_all(self) -> None:
        assert hosts(["*"])("evil.cn")
