"""A database that is halted, its sockets open: checks go on for the lease, then refuse, then recover by themselves."""

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from tests.asking import Asker, Officers, Reply
from tests.journeys import court
from tests.running import Run, children
from tests.waiting import eventually

Figure = Callable[[str, object], None]

STOPPED_SECONDS = 15.0
SLACK_SECONDS = 1.5  # a poll may be a fifth of a second old when the halt comes; the rest is a busy machine
BACK_SECONDS = 10.0
PATIENCE_SECONDS = 12.0  # three, two for looking, two for a new connection; the rest is a busy machine


@contextmanager
def halted(postmaster: int) -> Iterator[None]:
    """Stop a database's processes, the one that makes others first, and let them go on afterwards, whatever happens."""
    os.kill(postmaster, signal.SIGSTOP)
    everyone = [postmaster, *children(postmaster)]
    try:
        _send(everyone, signal.SIGSTOP)
        yield
    finally:
        _send(everyone, signal.SIGCONT)


def _send(pids: Sequence[int], number: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


class TestStop:
    def test_is_answered_through_for_the_lease_then_refused_then_recovers(
        self, running: Run, asker: Asker, officers: Officers, record_property: Figure
    ) -> None:
        node = asker.ask("GET", "/v1/status")
        assert node is not None
        lease_seconds = node.body["lease_seconds"]
        assert lease_seconds + SLACK_SECONDS < STOPPED_SECONDS
        question = {"activity": "flight.business", "subject": running.demo()["subjects"]["listed_and_ordered"]}

        def ask() -> Reply:
            begun = time.monotonic()
            reply = asker.answer(question, credential=running.credential("gateway"))
            assert reply.at - begun < SLACK_SECONDS, "a check waited for the database"
            return reply

        assert eventually(lambda: ask().status == 200)
        with halted(running.pid_of("postgres")):
            begun = time.monotonic()
            during = []  # when each was asked, and what came
            while time.monotonic() < begun + STOPPED_SECONDS:  # the fault itself lasts this long
                during.append((time.monotonic() - begun, ask()))
                time.sleep(0.05)
        released = time.monotonic()

        last = max(asked for asked, reply in during if reply.status == 200)
        refused = [(asked, reply) for asked, reply in during if reply.status != 200]
        record_property("figure", f"database halted: answered for {last:.1f} s, then refused")
        assert lease_seconds - SLACK_SECONDS <= last <= lease_seconds
        assert {(reply.status, reply.outcome) for _, reply in refused} == {(503, "list-unconfirmed")}
        assert min(asked for asked, _ in refused) > last  # once refused, always refused

        assert eventually(lambda: ask().status == 200, seconds=BACK_SECONDS)
        record_property("figure", f"and answered again {time.monotonic() - released:.1f} s after it went on")
        assert eventually(lambda: not running.unrecorded(reply.reference for reply in asker.checked), seconds=20)
        assert officers.done(court.JUDGE, "persons", court.subject("冯复行")).status == 201


class TestActs:
    def test_are_refused_after_some_seconds_and_done_once_when_asked_again(
        self, running: Run, officers: Officers, record_property: Figure
    ) -> None:
        """The refused one may have been under way: the same key tells."""
        someone, key = court.subject("冯再申"), "while-halted-1"
        officers.done(court.JUDGE, "persons", court.subject("冯先行"))  # signed in, on a connection that is open
        with halted(running.pid_of("postgres")):
            begun = time.monotonic()
            reply = officers.act(court.JUDGE, "persons", someone, key=key)
            record_property("figure", f"database halted: an act was refused after {reply.at - begun:.1f} s")
            assert (reply.status, reply.outcome) == (503, "unavailable")
            assert reply.at - begun < PATIENCE_SECONDS
        person = officers.insist(court.JUDGE, "persons", someone, key=key)
        assert person.status == 201, person.body
        assert officers.act(court.JUDGE, "persons", someone, key=key).body == person.body
