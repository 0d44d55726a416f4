"""What must hold whatever befalls the system, judged by a program from what callers and an officer saw."""

import itertools
import threading
import time
import uuid
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Protocol, Self

from tests.asking import Asker, Body, Officers, Reply
from tests.faults.lines import Stream
from tests.journeys import court
from tests.running import Run
from tests.waiting import eventually

SINGLE, TOGETHER, LINES = 4, 10, 5
CALLERS = SINGLE + 2
SHIPPED_SECONDS = 40.0


@dataclass(frozen=True)
class Seen:
    """One answered question of one caller. Instants are monotonic."""

    caller: int
    began: float
    reply: Reply


@dataclass(frozen=True)
class Phase:
    """How a person stood, from the act's 2xx to the beginning of the next act that changes it."""

    decision: str
    since: float
    until: float


class Asking(Protocol):
    """What may be asked: a system, or a further node of it."""

    @property
    def port(self) -> int: ...
    def asker(self, *, seconds: float = 5.0) -> Asker: ...


class Callers:
    """Threads that ask about one person until the block ends, each question under a `client_reference` of its own.

    Four ask one by one, one sends batches and one a stream. With further nodes, those who ask one by one go from node
    to node and name the newest version they have seen.
    """

    def __init__(self, run: Run, subject: Body, *, name: str, further: Sequence[Asking] = ()) -> None:
        self._nodes: Sequence[Asking] = (run, *further)
        self.name = f"{name}-{uuid.uuid4().hex[:8]}"  # else a second run on one system would repeat its references
        self._question = {"activity": "flight.business", "subject": subject}
        self._credential = run.credential("gateway")
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(caller,)) for caller in range(SINGLE)]
        self._threads.append(threading.Thread(target=self._send_batches, args=(SINGLE,)))
        self._threads.append(threading.Thread(target=self._send_lines, args=(SINGLE + 1,)))
        self.seen: list[Seen] = []
        self.unanswered = 0
        self.repeated_otherwise = 0

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    @property
    def answered(self) -> int:
        return sum(seen.reply.status == 200 for seen in self.seen)

    @property
    def codes(self) -> set[str]:
        """What was said instead of an answer."""
        return {seen.reply.outcome for seen in self.seen if seen.reply.status != 200}

    def _questions(self, caller: int, first: int, count: int) -> list[Body]:
        numbers = range(first, first + count)
        return [self._question | {"client_reference": f"{self.name}-{caller}-{number}"} for number in numbers]

    def _note(self, caller: int, began: float, replies: Sequence[Reply]) -> None:
        self.seen += [Seen(caller, began, reply) for reply in replies]

    def _ask(self, caller: int) -> None:
        with ExitStack() as held:
            askers = [held.enter_context(node.asker(seconds=2)) for node in self._nodes]
            version = 0
            for number in itertools.count():
                asker = askers[number % len(askers)]
                named = {"Min-List-Version": str(version)} if len(askers) > 1 else {}
                began = time.monotonic()
                [question] = self._questions(caller, number, 1)
                reply = asker.ask("POST", "/v1/checks", question, bearer=self._credential, more=named)
                if reply is None:
                    self.unanswered += 1
                else:
                    self._note(caller, began, [reply])
                    version = max(version, reply.body.get("list_version", 0))
                if self._over.wait(0.01):  # leaves the processor to what is tested
                    return

    def _send_batches(self, caller: int) -> None:
        """Send batches, each under a key of its own until it is answered, and once more when it was."""
        with self._nodes[0].asker(seconds=5) as asker:
            for number in itertools.count():
                checks = {"checks": self._questions(caller, number * TOGETHER, TOGETHER)}
                key, began = f"{self.name}-{number:06d}", time.monotonic()
                reply = asker.ask("POST", "/v1/checks/batch", checks, bearer=self._credential, key=key)
                if reply is None:
                    self.unanswered += 1
                elif reply.status != 200:
                    self._note(caller, began, [reply])
                else:
                    results = reply.body["results"]
                    self._note(caller, began, [Reply(one.get("status", 200), one, reply.at) for one in results])
                    again = asker.ask("POST", "/v1/checks/batch", checks, bearer=self._credential, key=key)
                    self.repeated_otherwise += bool(again and again.status == 200 and again.body != reply.body)
                if self._over.wait(0.2):
                    return

    def _send_lines(self, caller: int) -> None:
        """Send lines of one stream for as long as it lasts, and begin another."""
        lines = itertools.count(step=LINES)
        while not self._over.wait(0.1):
            with suppress(OSError), Stream(self._nodes[0].port, self._credential) as stream:
                while not self._over.wait(0.1):
                    began = time.monotonic()
                    self._note(caller, began, stream.ask(self._questions(caller, next(lines), LINES)))


@dataclass
class Court:
    """An officer's thread that orders and lifts again and again, and asks for each act until it is answered."""

    officers: Officers
    debtor: court.Debtor
    hold_seconds: Sequence[float]
    phases: list[Phase] = field(default_factory=list)
    drafted: list[str] = field(default_factory=list)
    failure: BaseException | None = None

    def __post_init__(self) -> None:
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work)
        self._since = 0.0
        self._decision = ""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def _work(self) -> None:
        try:
            for seconds in itertools.cycle(self.hold_seconds):
                order = self._ordered()
                self._over.wait(seconds)
                self._act(court.JUDGE, f"{order}/lift", {"reason": "performed"}, decision="permitted")
                if self._over.wait(seconds):
                    return
        except BaseException as error:  # told by `faults_found`
            self.failure = error

    def _ordered(self) -> str:
        drafted = self._act(court.JUDGE, "orders", court.order_of(self.debtor, "flight.business"))
        self.drafted.append(drafted.body["id"])
        order = f"orders/{drafted.body['id']}"
        self._act(court.PRESIDENT, f"{order}/sign", {})
        service = {"served_on": court.today().isoformat(), "service_method": "direct"}
        self._act(court.JUDGE, f"{order}/serve", service, decision="restricted")
        return order

    def _act(self, officer: str, path: str, body: Body, *, decision: str = "") -> Reply:
        """Do one act; with a decision, it changes how the person stands."""
        if decision and self._decision:
            self.phases.append(Phase(self._decision, self._since, time.monotonic()))
        reply = self.officers.insist(officer, path, body, key=uuid.uuid4().hex)
        assert 200 <= reply.status < 300, (path, reply.status, reply.body)
        if decision:
            self._decision, self._since = decision, reply.at
        return reply


def faults_found(run: Run, callers: Callers, acting: Court, *, bound: float) -> list[str]:
    """Return what did not hold; empty when all did."""
    found = [f"the officer: {acting.failure!r}"] if acting.failure else []
    statuses = {seen.reply.status for seen in callers.seen}
    found += [f"answers other than 200 and 503: {statuses}"] if statuses - {200, 503} else []
    found += [f"{callers.repeated_otherwise} batches repeated otherwise"] if callers.repeated_otherwise else []
    answers = [seen for seen in callers.seen if seen.reply.status == 200]
    return (
        found
        + _falling(answers)
        + _stale(answers, acting.phases, bound)
        + _records(run, callers, answers)
        + _acts(run, acting)
    )


def _falling(answers: Sequence[Seen]) -> list[str]:
    """The version of the list never falls for one caller."""
    found = []
    for caller in range(CALLERS):
        versions = [seen.reply.body["list_version"] for seen in answers if seen.caller == caller]
        found += [f"caller {caller}: {one} then {other}" for one, other in itertools.pairwise(versions) if other < one]
    return found


def _stale(answers: Sequence[Seen], phases: Sequence[Phase], bound: float) -> list[str]:
    """Whoever asks later than the bound after an act, and is answered before the next, hears what the act says."""
    return [
        f"{seen.reply.outcome} {seen.began - phase.since:.2f} s after the act that made it {phase.decision}"
        for phase in phases
        for seen in answers
        if phase.since + bound <= seen.began and seen.reply.at <= phase.until and seen.reply.outcome != phase.decision
    ]


def _records(run: Run, callers: Callers, answers: Sequence[Seen]) -> list[str]:
    """Every answer is on record, once; a request that broke off at most once."""
    references = [seen.reply.reference for seen in answers]
    found = [] if len(set(references)) == len(references) else ["a reference was given twice"]
    if not eventually(lambda: not run.unrecorded(references), seconds=SHIPPED_SECONDS):
        found.append(f"{len(run.unrecorded(references))} of {len(references)} answers are not on record")
    twice = """
        SELECT client_reference FROM restrictions_checkrecord WHERE client_reference LIKE %s
        GROUP BY client_reference HAVING count(*) > 1"""
    return found + [f"recorded twice: {row}" for row in run.query(twice, f"{callers.name}-%")]


def _acts(run: Run, acting: Court) -> list[str]:
    """Every act that was acknowledged is there, once, and the register is whole."""
    count = "SELECT count(*) FROM blacklist_consumptionorder WHERE case_id = %s"
    [[made]] = run.query(count, acting.debtor.case)
    found = (
        [] if len(acting.drafted) <= made <= len(acting.drafted) + 1 else [f"{made} of {len(acting.drafted)} drafts"]
    )
    said = run.manage("verify_register")
    return found + ([] if "no fault" in said else [said])
