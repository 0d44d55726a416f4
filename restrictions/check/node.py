"""One check node: the index, the lease, the keys and the journal of one process, put together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from blacklist.law.refusals import Refusal
from restrictions.check import answer, body, gate, journal, lease, question, rules
from restrictions.check.answer import CHINA, CourtOut, Replies, Reply
from restrictions.check.gate import Caller
from restrictions.check.index import Index, View, generation_folder
from restrictions.check.keys import Keys
from restrictions.check.lease import Lease, LeaseFile, boottime_ns, current_boot_id
from restrictions.check.references import References, milliseconds


@dataclass(frozen=True, slots=True)
class Clocks:
    """The two clocks a node reads: the wall (UTC) and the time since boot, in nanoseconds."""

    wall: Callable[[], datetime] = lambda: datetime.now(UTC)
    boottime_ns: Callable[[], int] = boottime_ns


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


class Asked(msgspec.Struct, frozen=True, gc=False):
    """One request as HTTP brought it. `refusal` is what was wrong with it before its body counted."""

    body: bytes
    authorization: Sequence[str]
    request_id: str | None = None
    min_list_version: str | None = None
    refusal: Refusal | None = None


@dataclass(slots=True)
class _Trace:
    """What is known of a request so far, for the record of a refusal."""

    caller: Caller | None = None
    activity: str | None = None
    list_version: int = 0


class Node:
    """Answers checks in one process. It opens its files itself, so it is made after the fork."""

    def __init__(self, options: Options, clocks: Clocks | None = None) -> None:
        self._options = options
        self._clocks = clocks or Clocks()
        self._keys = Keys(options.secret)
        self._boot_id = current_boot_id()
        self._lease_file: LeaseFile | None = None
        self._index: Index | None = None
        self._generation = -1
        self._seen: Lease | None = None  # the lease that `_view` was opened after
        self._view: View | None = None
        self._callers: dict[str, Caller] = {}  # as the view has them, like the courts
        self._courts: dict[str, CourtOut] = {}
        self._random = References()
        self._replies = Replies(
            redress_url=options.redress_url, livemode=options.livemode, lease_seconds=options.lease_seconds
        )
        self.journal = journal.Journal(options.journal_dir, sync=options.journal_sync)
        self._unauthenticated = 0

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
        at = self._clocks.wall()
        reference = self._random.reference(at)
        request_id = asked.request_id or reference.hex()
        trace = _Trace()
        try:
            return self._answer(asked, trace, at, reference, request_id)
        except Refusal as refusal:
            return self._refuse(refusal, asked, trace, at, reference, request_id)

    def freshness(self) -> Reply:
        """Return how fresh the node's list is."""
        try:
            return self._replies.node(self.lease(), state="ready")
        except Refusal as refusal:
            return self._replies.node(self._read_lease(), state=refusal.code)

    def lease(self) -> Lease:
        """Return the lease under which answers may be given now.

        :raises Refusal: `list-unconfirmed` or `list-rolled-back`.
        """
        return self._confirmed(self._read_lease())

    def _confirmed(self, found: Lease | None) -> Lease:
        if found is None:
            raise Refusal("list-unconfirmed")
        if found.is_rolled_back:
            raise Refusal("list-rolled-back")
        now = self._clocks.boottime_ns()
        if not found.is_fresh(now_ns=now, boot_id=self._boot_id, seconds=self._options.lease_seconds):
            raise Refusal("list-unconfirmed")
        return found

    def check_readers(self) -> None:
        """Free the index's reader places of processes that were killed; call it each minute."""
        if self._index is not None:
            self._index.check_readers()

    def let_go(self) -> None:
        """Close a view that the follower has gone past, for it keeps old pages; call it each second."""
        if self._read_lease() is not self._seen:
            self._close_view()

    def take_unauthenticated(self) -> int:
        """Return how many unknown callers were refused since the last call: counted only, so a flood fills no disk."""
        taken, self._unauthenticated = self._unauthenticated, 0
        return taken

    def close(self) -> None:
        self.journal.close()
        self._close_view()
        if self._index is not None:
            self._index.close()
        if self._lease_file is not None:
            self._lease_file.close()

    def _answer(self, asked: Asked, trace: _Trace, at: datetime, reference: bytes, request_id: str) -> Reply:
        view, current = self._current_view()
        if view is None:
            raise asked.refusal or Refusal("list-unconfirmed")
        trace.list_version = current.list_version if current else 0
        trace.caller = self._caller(view, asked.authorization)
        if asked.refusal is not None:
            raise asked.refusal
        confirmed = self._confirmed(current)
        _check_version(confirmed, asked.min_list_version)
        if trace.caller is None:
            raise Refusal("unauthenticated")
        today = at.astimezone(CHINA).date()
        put = self._read(asked.body, trace, trace.caller, today)
        decision, key = self._decide(put, view, today)
        court = self._court(decision, view)
        reply = self._replies.answer(
            put, decision, lease=confirmed, reference=reference.hex(), request_id=request_id, court=court
        )
        self._record(put, decision, key, trace, at, reference)  # last: what was not made is not on record as given
        return reply

    def _caller(self, view: View, authorization: Sequence[str]) -> Caller | None:
        """Return who asks, or None. Known callers are kept as long as the view is: a fraction of a second."""
        sent = authorization[0] if len(authorization) == 1 else ""
        caller = self._callers.get(sent)
        if caller is None:
            try:
                caller = self._callers[sent] = gate.identify(view, authorization)
            except Refusal:
                return None
        return caller

    @staticmethod
    def _read(raw: bytes, trace: _Trace, caller: Caller, today: date) -> question.Question:
        """Read the body in the order in which it is refused: shape (400), activity, scope (403), values (422)."""
        shape = body.read_body(raw)
        on, birth_date = question.read_dates(shape)
        activity = question.read_activity(shape)
        trace.activity = activity.code
        gate.admit(caller, activity)
        return question.read_question(shape, activity=activity, on=on, birth_date=birth_date, today=today)

    def _decide(self, put: question.Question, view: View, today: date) -> tuple[rules.Decision, bytes | None]:
        """Look the document up and decide; without a document nothing is looked up."""
        document = put.document
        if document is None:
            return rules.decide(put, (), today=today), None
        key = self._keys.document(family=document.family, number=document.number, issuer=document.issuer)
        found = view.find(key)
        if not found:
            return rules.decide(put, (), today=today), key
        name = self._keys.name(put.name.key)
        matches = [rules.Match(subject, standing, name in standing.names) for subject, standing in found]
        return rules.decide(put, matches, today=today), key

    def _court(self, decision: rules.Decision, view: View) -> CourtOut | None:
        if decision.measure is None:
            return None
        code = decision.measure.court_code
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
        trace: _Trace,
        at: datetime,
        reference: bytes,
    ) -> None:
        assert trace.caller is not None
        self.journal.keep(
            journal.Record(
                reference=reference,
                at_ms=milliseconds(at),
                institution=trace.caller.institution,
                credential=trace.caller.credential,
                http_code=200,
                list_version=trace.list_version,
                activity=trace.activity,
                decision=decision.decision,
                effect=decision.effect,
                reason=decision.reason,
                identity=decision.identity,
                subject=decision.subject,
                digest=None if key is None else self._keys.subject(key),
                client_reference=put.client_reference,
                on_day=put.on.toordinal(),
                emergency=put.emergency,
                noted=decision.noted,
            )
        )

    def _refuse(
        self, refusal: Refusal, asked: Asked, trace: _Trace, at: datetime, reference: bytes, request_id: str
    ) -> Reply:
        if trace.caller is None:
            self._unauthenticated += 1
            return answer.problem(refusal, request_id=request_id)
        self.journal.keep(
            journal.Record(
                reference=reference,
                at_ms=milliseconds(at),
                institution=trace.caller.institution,
                credential=trace.caller.credential,
                http_code=refusal.status,
                list_version=trace.list_version,
                activity=trace.activity,
                problem=refusal.code,
                digest=self._keys.body(asked.body),
            )
        )
        return answer.problem(refusal, request_id=request_id)

    def _read_lease(self) -> Lease | None:
        if self._lease_file is None:
            try:
                self._lease_file = LeaseFile(self._options.index_dir / lease.FILE_NAME)
            except FileNotFoundError:
                return None
        return self._lease_file.read()

    def _current_view(self) -> tuple[View | None, Lease | None]:
        """Return a view, and the one lease that vouches for it: read before the view was opened.

        Between two leases (a poll apart) all checks share a view. Opening one for each check would answer by nothing
        newer that is confirmed, and each call into the index hands the interpreter to another thread.
        """
        current = self._read_lease()
        if self._view is None or current is not self._seen:
            self._close_view()
            index = self._index_of(current) if current else None
            if index is not None:
                self._seen, self._view = current, index.view()
        return self._view, current

    def _close_view(self) -> None:
        if self._view is not None:
            self._view.close()
        self._seen = self._view = None
        self._callers.clear()
        self._courts.clear()

    def _index_of(self, current: Lease) -> Index | None:
        """Return the generation that the lease names, opening it when it is another than before."""
        if current.generation != self._generation:
            folder = generation_folder(self._options.index_dir, current.generation)
            if not folder.is_dir():
                return None
            previous, self._index = self._index, Index(folder)
            self._generation = current.generation
            if previous is not None:
                previous.close()
        return self._index


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
