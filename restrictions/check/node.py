"""One check node: the index, the lease, the keys and the journal of one process, put together."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import msgspec

from blacklist.law.refusals import Refusal
from restrictions.check import answer, body, gate, journal, question, quota, recognition, redressing, rules
from restrictions.check.answer import CourtOut, Replies, Reply
from restrictions.check.gate import Caller
from restrictions.check.index import View
from restrictions.check.keys import Keyring, Keys
from restrictions.check.lease import Lease
from restrictions.check.quota import Exceeded, Headers, Quotas
from restrictions.check.references import References
from restrictions.check.repeats import Repeats
from restrictions.check.sight import Sight
from restrictions.check.sighting import noticed, sighting
from restrictions.check.tokens import Tokens

DAY_MS, CHINA_MS = 86_400_000, 28_800_000
EPOCH = date(1970, 1, 1).toordinal()
_BOOTTIME_NS = partial(time.clock_gettime_ns, time.CLOCK_BOOTTIME)  # `lease.boottime_ns`, without a call in between


@dataclass(frozen=True, slots=True)
class Clocks:
    """The two clocks a node reads: milliseconds since 1970, and nanoseconds since the boot of the machine."""

    wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000
    boottime_ns: Callable[[], int] = _BOOTTIME_NS


@dataclass(frozen=True, slots=True)
class Options:
    """What a node is told by the settings."""

    index_dir: Path
    journal_dir: Path
    secret: bytes
    lease_seconds: float = 10.0
    journal_sync: journal.Sync = "interval"
    redress_url: str = "/redress"
    livemode: bool = False
    token_secrets: Sequence[bytes] = ()
    keys_dir: Path | None = None  # where the next check key is found during a rotation


class Asked(msgspec.Struct, frozen=True, gc=False):
    """One request as HTTP brought it. `refusal` is what was wrong with it before its body counted."""

    body: bytes
    authorization: Sequence[str]
    request_id: str | None = None
    min_list_version: str | None = None
    refusal: Refusal | None = None


class Moment(msgspec.Struct, frozen=True, gc=False):
    """What checks decided together share: when, who asks (None: nobody known), the view, the lease that vouches."""

    at_ms: int
    today: date
    view: View | None
    lease: Lease | None
    caller: Caller | None


class Node:
    """Answers checks in one process. It opens its files itself, so it is made after the fork."""

    def __init__(self, options: Options, clocks: Clocks | None = None) -> None:
        self._options = options
        self._clocks = clocks or Clocks()
        self._keys = Keys(options.secret)  # those of the index in view
        self._keyring = Keyring(self._keys, options.keys_dir)
        self._sight = Sight(
            options.index_dir, boottime_ns=self._clocks.boottime_ns, lease_seconds=options.lease_seconds
        )
        self._view: View | None = None  # whose callers and courts these are
        self._callers: dict[str, Caller] = {}
        self._courts: dict[str, CourtOut] = {}
        self._tokens = Tokens(options.token_secrets)
        self._random = References()
        self._replies = Replies(
            redress_url=options.redress_url, livemode=options.livemode, lease_seconds=options.lease_seconds
        )
        self.quotas = Quotas(options.index_dir / quota.FILE_NAME)
        self.repeats = Repeats(options.journal_dir.with_name("repeats"), self._keys.body)
        self.journal = journal.Journal(options.journal_dir, sync=options.journal_sync)
        self._unauthenticated = 0
        self._today = (-1, date.min)
        self._activity: str | None = None  # what the check in hand asks about, once that is read: for its refusal

    def check(self, asked: Asked) -> Reply:
        """Return the reply to one check, recorded before it is returned."""
        reply = self.prepare(asked)
        try:
            self.journal.flush()
        except Refusal as refusal:
            return unrecorded(reply, refusal)
        return reply

    def prepare(self, asked: Asked) -> Reply:
        """Return the reply to one check; it may leave once the journal is flushed.

        A refusal of a known institution is recorded too.
        """
        moment = self.moment(asked.authorization)
        reference = self._random.reference(moment.at_ms)
        request_id = asked.request_id or reference.hex()
        self._activity = None
        try:
            lease = self.admit(moment, asked)
            left = self._spend(moment, 1)
            content, decision = self._answer(moment, lease, body.read_body(asked.body), reference)
        except Refusal as refusal:
            return self._problem(refusal, moment, asked, reference)
        return Reply(200, self._replies.headers(decision, lease=lease, request_id=request_id) + left, content)

    def decide(self, asked: Asked, checks: Sequence[bytes | Refusal]) -> list[bytes]:
        """Return the answers to some of many checks, in order; they may leave once the journal is flushed.

        Each is decided, numbered and recorded on its own; one that gets no answer is a problem in its place. `spend`
        comes first.
        """
        moment = self.moment(asked.authorization)
        try:
            lease = self.admit(moment, asked)
        except Refusal as refusal:
            return [self._refused(refusal, moment, check, self._random.reference(moment.at_ms)) for check in checks]
        return [self._one(moment, lease, check) for check in checks]

    def moment(self, authorization: Sequence[str]) -> Moment:
        """Return what is known now about whoever sends these `Authorization` headers, and of the list."""
        view, current = self._sight.view()
        if view is not None and view is not self._view:
            keys = self._keyring.of(view.keys_mark)
            if keys is None:  # by other keys nobody would be found: no answer rather than a wrong one
                view = None
            else:
                self._keys = keys
        if view is not self._view:
            self._view = view
            self._callers.clear()
            self._courts.clear()
        at_ms = self._clocks.wall_ms()
        caller = None if view is None else self._caller(view, authorization, at_ms)
        return Moment(at_ms, self._day(at_ms), view, current, caller)

    def admit(self, moment: Moment, asked: Asked) -> Lease:
        """Return the lease under which the caller is answered.

        :raises Refusal: the first that applies of the request's own, `list-unconfirmed`, `list-rolled-back`,
            `number-format`, `list-behind`, `unauthenticated`.
        """
        if asked.refusal is not None:
            raise asked.refusal
        lease = self._sight.confirmed(moment.lease if moment.view is not None else None)
        _check_version(lease, asked.min_list_version)
        if moment.caller is None:
            raise Refusal("unauthenticated")
        return lease

    def spend(self, asked: Asked, items: int) -> Headers:
        """Count many questions on the caller's quota before they are decided, as `prepare` does for one.

        :raises Exceeded: nothing is left of it.
        """
        return self._spend(self.moment(asked.authorization), items)

    def _spend(self, moment: Moment, items: int) -> Headers:
        """Return the headers that tell what is left; who is not known is refused elsewhere."""
        if moment.caller is None:
            return []
        return self.quotas.spend(moment.caller, items, at_ms=moment.at_ms)

    def refuse(self, refusal: Refusal, asked: Asked) -> Reply:
        """Return the reply to a request that is refused as a whole; it is recorded like the refusal of a check."""
        moment = self.moment(asked.authorization)
        self._activity = None
        return self._problem(refusal, moment, asked, self._random.reference(moment.at_ms))

    def told(self, moment: Moment) -> Headers:
        """Return the headers of many answers: the list they rest on at least, and what is left of the quota."""
        found = [] if moment.lease is None else self._replies.freshness(moment.lease)
        return found if moment.caller is None else found + self.quotas.told(moment.caller)

    def freshness(self) -> Reply:
        """Return how fresh the node's list is."""
        try:
            return self._replies.node(self.lease(), state="ready")
        except Refusal as refusal:
            return self._replies.node(self._sight.lease(), state=refusal.code)

    def lease(self) -> Lease:
        """Return the lease under which answers may be given now.

        :raises Refusal: `list-unconfirmed` or `list-rolled-back`.
        """
        return self._sight.confirmed(self._sight.lease())

    def check_readers(self) -> None:
        """Free the index's reader places of processes that were killed; call it each minute."""
        self._sight.check_readers()

    def let_go(self) -> None:
        """Close a view that the follower has gone past, for it keeps old pages; call it each second."""
        self._sight.let_go()

    def take_unauthenticated(self) -> int:
        """Return how many unknown callers were refused since the last call: counted only, so a flood fills no disk."""
        taken, self._unauthenticated = self._unauthenticated, 0
        return taken

    def close(self) -> None:
        self.journal.close()
        self.quotas.close()
        self._sight.close()

    def _problem(self, refusal: Refusal, moment: Moment, asked: Asked, reference: bytes) -> Reply:
        self._record_refusal(refusal, moment, asked.body, reference)
        reply = answer.problem(refusal, request_id=asked.request_id or reference.hex())
        if moment.lease is None:
            return reply
        return Reply(reply.status, reply.headers + self._replies.freshness(moment.lease), reply.body)

    def _one(self, moment: Moment, lease: Lease, check: bytes | Refusal) -> bytes:
        reference = self._random.reference(moment.at_ms)
        self._activity = None
        try:
            if isinstance(check, Refusal):
                raise check
            return self._answer(moment, lease, body.read_body(check), reference)[0]
        except Refusal as refusal:
            return self._refused(refusal, moment, check, reference)

    def _refused(self, refusal: Refusal, moment: Moment, check: bytes | Refusal, reference: bytes) -> bytes:
        """Record that one of many checks gets no answer, and return the problem that stands in its place."""
        self._record_refusal(refusal, moment, b"" if isinstance(check, Refusal) else check, reference)
        return answer.problem_content(refusal, request_id=reference.hex())

    def _answer(
        self, moment: Moment, lease: Lease, shape: body.CheckShape, reference: bytes
    ) -> tuple[bytes, rules.Decision]:
        assert moment.view is not None
        assert moment.caller is not None
        put = self._read(shape, moment.caller, moment.today)
        if put.document is not None and put.document.is_citizen_number:
            self.quotas.see(moment.caller, put.document.number)
        decision, key, misused = self._decide(put, moment.view, moment.today)
        court = None if decision.measure is None else self._court(decision.measure.court_code, moment.view)
        content = self._replies.answer(put, decision, lease=lease, reference=reference, court=court)
        # Last: what was not made is not on record as given.
        self._record(put, decision, key, misused, moment, reference)
        return content, decision

    def _caller(self, view: View, authorization: Sequence[str], at_ms: int) -> Caller | None:
        """Return who asks, or None. Known callers are kept as long as the view is: a fraction of a second."""
        sent = authorization[0] if len(authorization) == 1 else ""
        caller = self._callers.get(sent)
        if caller is None:
            try:
                caller = self._callers[sent] = gate.identify(view, authorization, self._tokens, now_ms=at_ms)
            except Refusal:
                return None
        return caller if caller.is_known(at_ms) else None

    def _day(self, at_ms: int) -> date:
        """Return the day in Asia/Shanghai."""
        day = (at_ms + CHINA_MS) // DAY_MS
        if day != self._today[0]:
            self._today = day, date.fromordinal(EPOCH + day)
        return self._today[1]

    def _read(self, shape: body.CheckShape, caller: Caller, today: date) -> question.Question:
        """Read the values in the order in which they are refused: form (400), activity, scope (403), values (422)."""
        on, birth_date = question.read_dates(shape)
        activity = question.read_activity(shape)
        self._activity = activity.code
        gate.admit(caller, activity)
        return question.read_question(shape, activity=activity, on=on, birth_date=birth_date, today=today)

    def _decide(
        self, put: question.Question, view: View, today: date
    ) -> tuple[rules.Decision, bytes | None, bytes | None]:
        """Return the decision, the key of the document it is about, and the redress number that another one showed."""
        found, key = recognition.find(put, self._keys, view)
        if put.redress_number is None:
            return rules.decide(put, found, today=today), key, None
        spared = redressing.spare(put, found, self._keys, view, today=today)
        return rules.decide(put, spared.found, today=today), key, spared.misused

    def _court(self, code: str, view: View) -> CourtOut:
        found = self._courts.get(code)
        if found is None:
            court = view.court(code)
            found = CourtOut(code, court.name, court.phone) if court else CourtOut(code, None, None)
            self._courts[code] = found
        return found

    def _record(
        self,
        put: question.Question,
        decision: rules.Decision,
        key: bytes | None,
        misused: bytes | None,
        moment: Moment,
        reference: bytes,
    ) -> None:
        assert moment.caller is not None
        assert moment.lease is not None
        self.journal.keep(
            journal.Record(
                reference=reference,
                at_ms=moment.at_ms,
                institution=moment.caller.institution,
                credential=moment.caller.credential,
                http_code=200,
                list_version=moment.lease.list_version,
                activity=put.activity.code,
                decision=decision.decision,
                effect=decision.effect,
                reason=decision.reason,
                identity=decision.identity,
                subject=decision.subject,
                digest=None if key is None else self._keys.subject(key),
                client_reference=put.client_reference,
                on_day=put.on.toordinal(),
                emergency=put.emergency,
                noted=noticed(put, decision, misused=misused is not None),
                sighting=sighting(put, self._keys),
                redress=misused,
            )
        )

    def _record_refusal(self, refusal: Refusal, moment: Moment, raw: bytes, reference: bytes) -> None:
        """Record a refusal; that of somebody unknown, or beyond a quota, is only counted: a flood fills no disk."""
        if moment.caller is None:
            self._unauthenticated += 1
        if moment.caller is None or isinstance(refusal, Exceeded):
            return
        self.journal.keep(
            journal.Record(
                reference=reference,
                at_ms=moment.at_ms,
                institution=moment.caller.institution,
                credential=moment.caller.credential,
                http_code=refusal.status,
                list_version=moment.lease.list_version if moment.lease else 0,
                activity=self._activity,
                problem=refusal.code,
                digest=self._keys.body(raw),
            )
        )


def unrecorded(reply: Reply, refusal: Refusal) -> Reply:
    """Return what is sent in place of a reply that could not be recorded."""
    return answer.problem(refusal, request_id=dict(reply.headers)["x-request-id"])


def _check_version(confirmed: Lease, wanted: str | None) -> None:
    """Let pass what the node's list is new enough for (`Min-List-Version`).

    :raises Refusal: `list-behind`, or `number-format` for what is no version.
    """
    if wanted is None:
        return
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) <= 18):
        raise Refusal("number-format", "Min-List-Version is a list version in decimal digits.")
    if int(wanted) > confirmed.list_version:
        raise Refusal("list-behind")
