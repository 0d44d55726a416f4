import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from blacklist.law.refusals import Refusal
from restrictions.check import bulk as module
from restrictions.check.cutting import BATCH_BYTES
from restrictions.check.endpoint import Endpoint
from restrictions.check.gate import Caller
from restrictions.check.lease import current_boot_id
from tests.restrictions.check.laboratory import (
    AIRLINE_CREDENTIAL,
    LIST_VERSION,
    NUMBER,
    ORDER_ONLY,
    OTHER_NUMBER,
    Laboratory,
    question,
    told,
)
from tests.restrictions.check.test_endpoint import Received, Sent

Send = Callable[..., Received]
RESTRICTED, PERMITTED = question(), question(number=OTHER_NUMBER)
BROKEN = question(number="110000199001010014")
TYPO = question() | {"purpsoe": "x"}
GATEWAY = b"gateway---------"
LINES = {"content-type": "application/x-ndjson", "content-length": None, "transfer-encoding": "chunked"}


def raw(body: Any) -> bytes:
    return body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()


def batch(*checks: Any, **lines: str | None) -> Sent:
    body = b'{"checks":[' + b",".join(map(raw, checks)) + b"]}"
    return Sent(path="/v1/checks/batch", body=body, lines={name.replace("_", "-"): v for name, v in lines.items()})


def stream(*checks: Any, **lines: str | None) -> Sent:
    body = b"".join(raw(check) + b"\n" for check in checks)
    more = {name.replace("_", "-"): value for name, value in lines.items()}
    return Sent(path="/v1/checks/stream", body=body, lines=LINES | more)


class Trickle(Received):
    """A body that comes in small parts, and no more of it than has been answered."""

    def __init__(self, body: bytes, size: int = 1 << 16) -> None:
        super().__init__(body)
        self._size = size

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for at in range(0, len(self._body), self._size):
            self.was_read = True
            yield self._body[at : at + self._size]
        yield b""


class Slow(Trickle):
    """A reader that takes nothing more before it is told to."""

    takes: asyncio.Event

    async def send_bytes(self, part: bytes) -> None:
        self.content += part
        if part:
            await self.takes.wait()


@pytest.fixture
def send(laboratory: Laboratory) -> Send:
    served = Endpoint(laboratory.node, allowed_hosts=["localhost"])

    def call(sent: Sent, received: Received | None = None) -> Received:
        received = received or (Trickle if sent.path.endswith("stream") else Received)(sent.body)
        asyncio.run(served.respond(sent, received))
        return received

    return call


def results(received: Received) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(received.content)["results"]
    return found


def lines(received: Received) -> list[dict[str, Any]]:
    assert received.content.endswith(b"\n")
    return [json.loads(line) for line in received.content.splitlines()]


def essence(found: list[dict[str, Any]]) -> list[str | None]:
    return [one["decision"] or one["code"] for one in found]


ODD: list[tuple[Any, int, str]] = [
    (BROKEN, 422, "identity-check-digit"),
    (TYPO, 400, "unknown-field"),
    (b'{"activity":"a","activity":"b","subject":{"name":"A"}}', 400, "duplicate-key"),
    (b'{"activity":"a","subject":{"name":"A\\u0000"}}', 400, "control-characters"),
    (question("school.high_fee"), 422, "activity-not-answered"),
    (b"null", 400, "wrong-type"),
    (b"[]", 400, "wrong-type"),
    (b'"' + b"a" * 70_000 + b'"', 413, "too-large"),
]


class TestBatch:
    def test_answers_each_check_in_order(self, send: Send) -> None:
        received = send(batch(RESTRICTED, PERMITTED, BROKEN, RESTRICTED))
        assert received.status == 200
        assert received.headers["content-type"] == "application/json"
        assert received.headers["cache-control"] == "no-store"
        assert received.headers["list-version"] == str(LIST_VERSION)
        assert received.headers["list-as-of"] == results(received)[0]["as_of"]
        assert essence(results(received)) == ["restricted", "permitted", "identity-check-digit", "restricted"]

    def test_answers_each_as_if_asked_alone(self, send: Send, laboratory: Laboratory) -> None:
        asked = [question(number=ORDER_ONLY), PERMITTED, question(number=None), BROKEN, question(name="李四")]
        for check, together in zip(asked, results(send(batch(*asked))), strict=True):
            alone = told(laboratory.ask(check))
            for found in (alone, together):
                found.pop("reference", None)
                found.pop("request_id", None)
            assert alone == together

    def test_answers_a_repeated_check_twice_equally_and_by_itself(self, send: Send) -> None:
        first, second = results(send(batch(RESTRICTED, RESTRICTED)))
        assert first.pop("reference") != second.pop("reference")
        assert first == second

    @pytest.mark.parametrize(("check", "status", "code"), ODD, ids=[row[2] for row in ODD])
    def test_gives_a_faulty_check_its_own_problem(self, send: Send, check: Any, status: int, code: str) -> None:
        first, odd, last = results(send(batch(RESTRICTED, check, RESTRICTED)))
        assert (odd["code"], odd["status"], odd["decision"]) == (code, status, None)
        assert first["decision"] == last["decision"] == "restricted"

    def test_records_each_check_under_its_reference(self, send: Send, laboratory: Laboratory) -> None:
        found = results(send(batch(*[RESTRICTED, BROKEN, PERMITTED] * 50)))
        records = laboratory.records()
        references = [one.get("reference") or one["request_id"] for one in found]
        assert [record.reference.hex() for record in records] == references
        assert len(set(references)) == 150
        assert [record.http_code for record in records] == [200, 422, 200] * 50
        assert {record.activity for record in records} == {"flight.business"}

    def test_takes_a_thousand(self, send: Send) -> None:
        assert len(results(send(batch(*[RESTRICTED] * 1000)))) == 1000

    @pytest.mark.parametrize(
        ("body", "status", "code"),
        [
            (b'{"checks":[]}', 400, "field-required"),
            (b'{"checks":[%s]}' % b",".join([b"1"] * 1001), 413, "too-large"),
            (b"{}", 400, "field-required"),
            (b"nonsense", 400, "invalid-json"),
        ],
    )
    def test_refuses_and_records_a_faulty_whole(
        self, send: Send, laboratory: Laboratory, body: bytes, status: int, code: str
    ) -> None:
        received = send(Sent(path="/v1/checks/batch", body=body))
        assert (received.status, received.code) == (status, code)
        (record,) = laboratory.records()
        assert (record.http_code, record.problem, record.reference.hex()) == (
            status,
            code,
            received.headers["x-request-id"],
        )

    @pytest.mark.parametrize(
        ("changed", "status", "code"),
        [
            ({"authorization": None}, 401, "unauthenticated"),
            ({"content_length": str(BATCH_BYTES + 1)}, 413, "too-large"),
            ({"content_type": "text/plain"}, 415, "media-type"),
            ({"transfer_encoding": "chunked"}, 400, "malformed-request"),
            ({"min_list_version": "999999999"}, 503, "list-behind"),
        ],
    )
    def test_refuses_before_it_reads_the_body(
        self, send: Send, changed: dict[str, str | None], status: int, code: str
    ) -> None:
        received = send(batch(RESTRICTED, **changed))
        assert (received.status, received.code, received.was_read) == (status, code, False)

    def test_keeps_to_the_scope_of_the_credential(self, send: Send) -> None:
        sent = batch(RESTRICTED, question("hotel.star_rated"), authorization=f"Bearer {AIRLINE_CREDENTIAL}")
        assert essence(results(send(sent))) == ["restricted", "activity-out-of-scope"]

    def test_gives_nothing_that_cannot_be_recorded(
        self, send: Send, laboratory: Laboratory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        whole = os.write
        monkeypatch.setattr(os, "write", lambda descriptor, raw: whole(descriptor, raw[:-1] if len(raw) > 50 else raw))
        received = send(batch(RESTRICTED, RESTRICTED))
        monkeypatch.undo()
        assert (received.status, received.code) == (503, "journal-unavailable")
        assert laboratory.records() == []

    def test_lets_single_checks_in_between(self, laboratory: Laboratory) -> None:
        served = Endpoint(laboratory.node, allowed_hosts=["localhost"])
        order: list[str] = []

        async def both() -> None:
            async def one(name: str, sent: Sent) -> None:
                await served.respond(sent, Received(sent.body))
                order.append(name)

            await asyncio.gather(one("batch", batch(*[RESTRICTED] * 1000)), one("single", Sent()))

        asyncio.run(both())
        assert order == ["single", "batch"]


class TestIdempotencyKey:
    def test_gives_the_same_references_again(self, send: Send, laboratory: Laboratory) -> None:
        sent = batch(RESTRICTED, BROKEN, idempotency_key="order-0001")
        first, second = send(sent), send(sent)
        assert first.content == second.content
        assert ("idempotent-replay" in first.headers, second.headers["idempotent-replay"]) == (False, "true")
        assert len(laboratory.records()) == 2

    def test_refuses_another_body(self, send: Send) -> None:
        send(batch(RESTRICTED, idempotency_key="order-0001"))
        received = send(batch(PERMITTED, idempotency_key="order-0001"))
        assert (received.status, received.code) == (422, "idempotency-mismatch")

    def test_refuses_what_is_no_key(self, send: Send) -> None:
        received = send(batch(RESTRICTED, idempotency_key="x"))
        assert (received.status, received.code) == (400, "idempotency-key-format")

    def test_belongs_to_the_institution(self, send: Send) -> None:
        airline = f"Bearer {AIRLINE_CREDENTIAL}"
        first = send(batch(RESTRICTED, idempotency_key="order-0001"))
        second = send(batch(RESTRICTED, idempotency_key="order-0001", authorization=airline))
        assert first.content != second.content

    def test_keeps_no_refusal_of_the_whole(self, send: Send, laboratory: Laboratory) -> None:
        sent = batch(RESTRICTED, idempotency_key="order-0001", min_list_version=str(LIST_VERSION + 1))
        assert send(sent).status == 503
        laboratory.confirm(list_version=LIST_VERSION + 1)
        assert send(sent).status == 200


class TestStream:
    def test_answers_each_line_in_order(self, send: Send) -> None:
        received = send(stream(*[RESTRICTED, PERMITTED] * 200))
        assert (received.status, received.headers["content-type"]) == (200, "application/x-ndjson")
        assert essence(lines(received)) == ["restricted", "permitted"] * 200

    def test_says_what_it_answers_by(self, send: Send) -> None:
        trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        headers = send(stream(RESTRICTED, traceparent=trace, x_request_id="stream-0001")).headers
        assert (headers["list-version"], headers["x-request-id"]) == (str(LIST_VERSION), "stream-0001")
        assert headers["traceresponse"].startswith(trace[:35])

    @pytest.mark.parametrize("size", [1, 7, 1000])
    def test_cares_not_how_the_lines_arrive(self, send: Send, size: int) -> None:
        sent = stream(RESTRICTED, PERMITTED, BROKEN)
        assert essence(lines(send(sent, Trickle(sent.body, size)))) == [
            "restricted",
            "permitted",
            "identity-check-digit",
        ]

    @pytest.mark.parametrize(("check", "status", "code"), ODD, ids=[row[2] for row in ODD])
    def test_names_the_line_of_a_problem_and_goes_on(self, send: Send, check: Any, status: int, code: str) -> None:
        found = lines(send(stream(*[RESTRICTED] * 99, check, RESTRICTED)))
        assert (found[99]["line"], found[99]["code"], found[99]["status"]) == (100, code, status)
        assert essence(found[:99] + found[100:]) == ["restricted"] * 100
        assert not any("line" in one for one in found[:99])

    def test_counts_an_empty_line(self, send: Send) -> None:
        found = lines(send(stream(RESTRICTED, b"", RESTRICTED)))
        assert (found[1]["line"], found[1]["code"]) == (2, "invalid-json")

    def test_answers_a_last_line_without_its_end(self, send: Send) -> None:
        sent = stream(RESTRICTED)
        sent.body = sent.body.rstrip()
        assert essence(lines(send(sent))) == ["restricted"]

    def test_answers_nothing_to_nothing(self, send: Send) -> None:
        received = send(stream())
        assert (received.status, received.content) == (200, b"")

    def test_records_each_line(self, send: Send, laboratory: Laboratory) -> None:
        found = lines(send(stream(*[RESTRICTED, BROKEN] * 100)))
        assert [record.reference.hex() for record in laboratory.records()] == [
            one.get("reference") or one["request_id"] for one in found
        ]

    @pytest.mark.parametrize(
        ("changed", "status", "code"),
        [
            ({"authorization": None}, 401, "unauthenticated"),
            ({"content_type": "application/json"}, 415, "media-type"),
            ({"content_length": "5"}, 400, "malformed-request"),
            ({"transfer_encoding": "gzip, chunked"}, 400, "malformed-request"),
            ({"content_encoding": "gzip"}, 415, "content-encoding"),
        ],
    )
    def test_refuses_before_it_reads_a_line(
        self, send: Send, changed: dict[str, str | None], status: int, code: str
    ) -> None:
        received = send(stream(RESTRICTED, **changed))
        assert (received.status, received.code, received.was_read) == (status, code, False)

    def test_takes_a_known_length_too(self, send: Send) -> None:
        assert essence(lines(send(stream(RESTRICTED, content_length="9", transfer_encoding=None)))) == ["restricted"]

    def test_goes_on_when_the_list_is_not_confirmed_for_a_while(self, send: Send, laboratory: Laboratory) -> None:
        class Interrupted(Trickle):
            async def __aiter__(self) -> AsyncIterator[bytes]:
                async for part in super().__aiter__():
                    yield part
                    laboratory.boottime_ns += 60_000_000_000 if laboratory.boottime_ns == confirmed else 0
                    yield part
                    laboratory.confirm()

        confirmed = laboratory.boottime_ns
        sent = stream(RESTRICTED)
        found = lines(send(sent, Interrupted(sent.body)))
        assert essence(found) == ["restricted", "list-unconfirmed"]
        assert found[1]["line"] == 2

    def test_tells_each_line_that_cannot_be_recorded(
        self, send: Send, laboratory: Laboratory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        whole = os.write
        monkeypatch.setattr(os, "write", lambda descriptor, raw: whole(descriptor, raw[:-1] if len(raw) > 50 else raw))
        found = lines(send(stream(RESTRICTED, PERMITTED)))
        monkeypatch.undo()
        assert [(one["line"], one["code"]) for one in found] == [(1, "journal-unavailable"), (2, "journal-unavailable")]
        assert laboratory.records() == []

    def test_ends_when_the_credential_is_revoked(self, send: Send, laboratory: Laboratory) -> None:
        sent = stream(RESTRICTED)

        class Revoked(Trickle):
            async def __aiter__(self) -> AsyncIterator[bytes]:
                yield self._body
                laboratory.node.moment = without_caller  # type: ignore[method-assign]
                yield self._body
                yield self._body

        moment = laboratory.node.moment

        def without_caller(authorization: Any) -> Any:
            return moment([])

        found = lines(send(sent, Revoked(sent.body)))
        assert essence(found) == ["restricted", "unauthenticated"]
        assert found[1]["line"] == 2

    def test_ends_when_nothing_comes(self, laboratory: Laboratory, monkeypatch: pytest.MonkeyPatch) -> None:
        served = Endpoint(laboratory.node, allowed_hosts=["localhost"])
        served._bulk._part_seconds = 0.0

        class Silent(Trickle):
            async def __aiter__(self) -> AsyncIterator[bytes]:
                await asyncio.get_running_loop().create_future()
                yield b""

        received = Silent(b"")
        asyncio.run(served.respond(stream(), received))
        (last,) = lines(received)
        assert (last["line"], last["code"]) == (1, "request-timeout")

    def test_asks_for_no_more_than_the_reader_takes(self, laboratory: Laboratory) -> None:
        """A slow reader holds up its own stream, and no other request."""
        served = Endpoint(laboratory.node, allowed_hosts=["localhost"])
        sent = stream(*[RESTRICTED] * 1000)
        streamed, single = Slow(sent.body, 10_000), Received(Sent().body)

        async def both() -> None:
            streamed.takes = asyncio.Event()
            waiting = asyncio.create_task(served.respond(sent, streamed))
            await served.respond(Sent(), single)
            assert single.status == 200
            for _ in range(100):
                await asyncio.sleep(0)
            assert 0 < len(lines(streamed)) <= module.LINES_AT_ONCE
            streamed.takes.set()
            await waiting

        asyncio.run(both())
        assert len(lines(streamed)) == 1000

    def test_lets_go_of_who_does_not_read(self, laboratory: Laboratory, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "PART_SECONDS", 0.0)
        served = Endpoint(laboratory.node, allowed_hosts=["localhost"])
        sent = stream(RESTRICTED)
        streamed = Slow(sent.body)

        async def let_go() -> None:
            streamed.takes = asyncio.Event()
            await served.respond(sent, streamed)

        asyncio.run(let_go())
        assert streamed.was_cut

    def test_says_so_when_something_goes_wrong_inside(
        self, send: Send, laboratory: Laboratory, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def fail(*_: Any) -> None:
            raise KeyError(NUMBER)

        monkeypatch.setattr(laboratory.node, "decide", fail)
        found = lines(send(stream(RESTRICTED)))
        assert essence(found) == ["internal-error"]
        assert NUMBER not in caplog.text


class TestFreshness:
    @pytest.mark.parametrize("sent", [batch(RESTRICTED), stream(RESTRICTED)])
    def test_is_asked_for_before_the_body(self, send: Send, laboratory: Laboratory, sent: Sent) -> None:
        laboratory.confirm(is_rolled_back=True, boot_id=current_boot_id())
        received = send(sent)
        assert (received.status, received.code, received.was_read) == (503, "list-rolled-back", False)
        assert received.headers["retry-after"] == "1"


def caller(institution: bytes = GATEWAY) -> Caller:
    return Caller(institution, b"credential------", 0)


class TestPlaces:
    def test_are_bounded_for_one_and_for_all(self) -> None:
        places = module.Places(3, 2)

        def take(*institutions: bytes) -> Iterator[None]:
            if institutions:
                with places.taken(caller(institutions[0])):
                    yield from take(*institutions[1:])
            else:
                yield

        assert list(take(b"a", b"a", b"b")) == [None]
        for too_many in ((b"a", b"a", b"a"), (b"a", b"b", b"c", b"d")):
            with pytest.raises(Refusal, match="overloaded"):
                list(take(*too_many))
        assert list(take(b"a", b"a", b"b")) == [None]
        assert not places._of


class TestQuota:
    BEARER = f"Bearer {AIRLINE_CREDENTIAL}"

    @pytest.fixture(autouse=True)
    def _limited(self, laboratory: Laboratory) -> None:
        """The airline may ask ten times a second and thirty times a day."""
        laboratory.node.moment([self.BEARER])
        known = laboratory.node._callers[self.BEARER]
        limited = Caller(known.institution, known.credential, known.activities, 0, 10, 30)
        laboratory.node._callers[self.BEARER] = limited

    def test_takes_a_batch_whole_and_the_next_not_at_all(self, laboratory: Laboratory, send: Send) -> None:
        checks = [PERMITTED] * 20
        first, second = (send(batch(*checks, authorization=self.BEARER)) for _ in range(2))
        assert (first.status, essence(results(first))) == (200, ["permitted"] * 20)
        assert second.status == 429
        assert dict(second.headers)["retry-after"] == "2"
        assert len(laboratory.records()) == 20

    def test_slows_a_stream_to_the_pace_allowed(
        self, laboratory: Laboratory, send: Send, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        waited = []

        async def sleep(seconds: float) -> None:
            if seconds:  # nothing: only the loop goes round
                waited.append(seconds)
            laboratory.now += timedelta(seconds=seconds)

        monkeypatch.setattr(module, "LINES_AT_ONCE", 10)
        monkeypatch.setattr(asyncio, "sleep", sleep)
        received = send(stream(*[PERMITTED] * 40, authorization=self.BEARER))
        assert essence(lines(received)) == ["permitted"] * 30 + ["quota-exceeded"] * 10
        assert waited == [1, 1]
