"""The bytes of an answer and of a problem. Their keys and their order never change with what the list holds."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone

import msgspec

from blacklist.law.refusals import Refusal
from restrictions.check.lease import Lease
from restrictions.check.question import Question
from restrictions.check.quota import Exceeded
from restrictions.check.rules import Decision

ANSWER_VALID_SECONDS = 60
CHINA = timezone(timedelta(hours=8))  # Asia/Shanghai has had no summer time since 1991
JSON = "application/json"
PROBLEM_JSON = "application/problem+json"
PROBLEM_TYPE = "urn:restriction:problem:"

Headers = list[tuple[str, str]]


class CourtOut(msgspec.Struct, frozen=True):
    code: str
    name: str | None
    phone: str | None


class MeasureOut(msgspec.Struct, frozen=True):
    court: CourtOut
    case_number: str


class AnswerOut(msgspec.Struct, frozen=True):
    """The answer to a check; every key is always there."""

    reference: str
    decision: str
    effect: str | None
    reason: str | None
    activity: str
    legal_basis: tuple[str, ...]
    measure: MeasureOut | None
    next_step: str | None
    redress_url: str | None
    list_version: int
    as_of: str
    valid_until: str
    normalised: tuple[str, ...]
    livemode: bool


class FaultOut(msgspec.Struct, frozen=True):
    """Which field is at fault, written like `subject.document.number`."""

    pointer: str
    code: str


class NodeOut(msgspec.Struct, frozen=True):
    """How fresh the node's list is; `state` is `ready` or the code for which checks are refused."""

    state: str
    list_version: int | None
    as_of: str | None
    lease_seconds: float
    livemode: bool


class ProblemOut(msgspec.Struct, frozen=True):
    """A problem as RFC 9457 has it. A problem is never a decision."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    article: str | None
    errors: tuple[FaultOut, ...]
    request_id: str
    decision: None = None


class Reply(msgspec.Struct, frozen=True, gc=False):
    """What the endpoint sends."""

    status: int
    headers: Headers
    body: bytes


_encode = msgspec.json.Encoder().encode
REFERENCE = b'{"reference":"'  # an answer begins so, a problem does not


class Replies:
    """What one node answers. All but a reference and a measure is written once for each lease, not for each answer."""

    def __init__(self, *, redress_url: str, livemode: bool, lease_seconds: float) -> None:
        self._redress_url = redress_url
        self._lease_seconds = lease_seconds
        self._livemode = livemode
        self._lease: Lease | None = None
        self._as_of = self._valid_until = ""
        self._freshness: Headers = []
        self._valid_day = 0
        self._written: dict[tuple[str | None, ...], tuple[bytes, bytes]] = {}

    def answer(
        self, question: Question, decision: Decision, *, lease: Lease, reference: bytes, court: CourtOut | None
    ) -> bytes:
        """Return the answer that carries a decision."""
        if lease is not self._lease:
            self._renew(lease)
        ends_early = decision.bars_until is not None and decision.bars_until <= self._valid_day
        until = _until(lease, decision.bars_until) if ends_early else self._valid_until
        key = (decision.decision, decision.effect, decision.reason, decision.next_step, question.activity.code, until)
        written = self._written.get(key) if not question.normalised else None
        if written is None:
            written = self._write(question, decision, until)
            if not question.normalised:
                self._written[key] = written
        before, behind = written
        measure = b"null"
        if court is not None and decision.measure is not None:
            measure = _encode(MeasureOut(court, decision.measure.case_number))
        return b"".join((REFERENCE, reference.hex().encode(), before, measure, behind))

    def headers(self, decision: Decision, *, lease: Lease, request_id: str) -> Headers:
        """Return the headers of a single answer."""
        word = decision.decision if decision.effect is None else f"{decision.decision}; effect={decision.effect}"
        return [
            ("content-type", JSON),
            ("restriction-decision", word),
            *self.freshness(lease),
            ("cache-control", "no-store"),
            ("x-request-id", request_id),
        ]

    def freshness(self, lease: Lease) -> Headers:
        """Return the headers that say which list an answer rests on, or a refusal met."""
        if lease is not self._lease:
            self._renew(lease)
        return self._freshness

    def node(self, lease: Lease | None, *, state: str) -> Reply:
        """Return the reply that tells how fresh the list is."""
        body = NodeOut(
            state=state,
            list_version=lease.list_version if lease else None,
            as_of=_milliseconds(lease.as_of) if lease else None,
            lease_seconds=self._lease_seconds,
            livemode=self._livemode,
        )
        return Reply(200, [("content-type", JSON), ("cache-control", "no-store")], _encode(body))

    def _renew(self, lease: Lease) -> None:
        end = lease.as_of + timedelta(seconds=ANSWER_VALID_SECONDS)
        self._as_of, self._valid_until = _milliseconds(lease.as_of), _seconds(end)
        self._freshness = [("list-version", str(lease.list_version)), ("list-as-of", self._as_of)]
        self._valid_day = end.astimezone(CHINA).toordinal()
        self._written.clear()
        self._lease = lease

    def _write(self, question: Question, decision: Decision, until: str) -> tuple[bytes, bytes]:
        """Write an answer without its reference, cut where the measure stands."""
        assert self._lease is not None
        body = AnswerOut(
            reference="",
            decision=decision.decision,
            effect=decision.effect,
            reason=decision.reason,
            activity=question.activity.code,
            legal_basis=question.activity.legal_basis if decision.decision == "restricted" else (),
            measure=None,
            next_step=decision.next_step,
            redress_url=None if decision.decision == "permitted" else self._redress_url,
            list_version=self._lease.list_version,
            as_of=self._as_of,
            valid_until=until,
            normalised=question.normalised,
            livemode=self._livemode,
        )
        before, name, behind = _encode(body).removeprefix(REFERENCE).partition(b'"measure":null')
        return before + name[:-4], behind


def _until(lease: Lease, day: int | None) -> str:
    """Return the end of a restricted answer: a minute, but not past the day on which the last measure ends."""
    assert day is not None
    end = datetime.fromordinal(day).replace(tzinfo=CHINA)
    return _seconds(min(lease.as_of + timedelta(seconds=ANSWER_VALID_SECONDS), end).astimezone(UTC))


def _milliseconds(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond // 1000:03d}Z"


def _seconds(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


_HEADERS: Mapping[str, Headers] = {
    "unauthenticated": [("www-authenticate", "Bearer")],
    **{
        code: [("retry-after", "1")]
        for code in ("list-behind", "list-unconfirmed", "list-rolled-back", "journal-unavailable", "overloaded")
    },
}


def problem(refusal: Refusal, *, request_id: str, allow: str = "POST") -> Reply:
    """Return the reply that says why there is no answer; it never repeats what was sent.

    :param allow: the methods that a 405 names.
    """
    headers = [("content-type", PROBLEM_JSON), ("cache-control", "no-store"), ("x-request-id", request_id)]
    headers += [("allow", allow)] if refusal.status == 405 else _HEADERS.get(refusal.code, [])
    headers += refusal.headers if isinstance(refusal, Exceeded) else []
    return Reply(refusal.status, headers, problem_content(refusal, request_id=request_id))


def problem_content(refusal: Refusal, *, request_id: str) -> bytes:
    """Return a problem as JSON: a reply's whole content, or that of one check among many."""
    body = ProblemOut(
        type=PROBLEM_TYPE + refusal.code,
        title=refusal.title,
        status=refusal.status,
        detail=refusal.detail,
        code=refusal.code,
        article=refusal.article,
        errors=(FaultOut(refusal.pointer, refusal.code),) if refusal.pointer else (),
        request_id=request_id,
    )
    return _encode(body)
