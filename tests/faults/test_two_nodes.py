"""A further check node, begun with a snapshot of the first: it keeps every promise, and its troubles are its own."""

import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import pytest

from tests.asking import Asker, Body, Officers
from tests.faults.conftest import LEASE_SECONDS
from tests.faults.further import FurtherNode
from tests.faults.invariants import Callers, Court, faults_found
from tests.journeys import court
from tests.running import Run
from tests.waiting import eventually

Figure = Callable[[str, object], None]

FRESH_SECONDS = 1.0
READY_SECONDS = 60.0
HOLD_SECONDS = (0.2, LEASE_SECONDS + 1.0)
OUTAGE_SECONDS = LEASE_SECONDS + 1.0


@dataclass(frozen=True)
class Begun:
    """The further node, and somebody who was barred between the snapshot and its start."""

    node: FurtherNode
    officers: Officers
    debtor: court.Debtor
    order: str
    version: int
    seconds: float


@pytest.fixture(scope="module")
def begun(system: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Begun]:
    folder = tmp_path_factory.mktemp("further")
    officers = Officers("127.0.0.1", system.port, system.demo())
    system.manage("write_snapshot", str(folder / "snapshot"))
    debtor = court.debtor(officers, "冯另处")
    order = court.draft_order(officers, debtor, "flight.business")
    court.sign(officers, order)
    served = court.serve(officers, order)
    with FurtherNode(system, folder / "home", lease_seconds=LEASE_SECONDS) as node:
        at = time.monotonic()
        node.manage("start_from_snapshot", str(folder / "snapshot"))
        node.start()
        yield Begun(node, officers, debtor, order, served.version, time.monotonic() - at)


@pytest.fixture
def asker(begun: Begun) -> Iterator[Asker]:
    with begun.node.asker() as asker:
        yield asker


def about(debtor: court.Debtor) -> Body:
    return {"activity": "flight.business", "subject": debtor.subject}


class TestFurtherNode:
    def test_begins_with_a_snapshot_and_catches_up(
        self, system: Run, begun: Begun, asker: Asker, record_property: Figure
    ) -> None:
        named = {"Min-List-Version": str(begun.version)}
        credential = system.credential("gateway")
        reply = asker.ask("POST", "/v1/checks", about(begun.debtor), bearer=credential, more=named)
        assert reply is not None
        assert (reply.status, reply.outcome) == (200, "restricted")
        assert reply.body["list_version"] >= begun.version > 0
        record_property("figure", f"a further node was ready {begun.seconds:.1f} s after its snapshot was there")
        assert begun.seconds < READY_SECONDS
        assert "agree" in begun.node.manage("verify_index")

    def test_answers_by_an_act_within_a_second(
        self, system: Run, begun: Begun, asker: Asker, record_property: Figure
    ) -> None:
        lifted = begun.officers.done(court.JUDGE, f"{begun.order}/lift", {"reason": "performed"})
        ask = partial(asker.answer, about(begun.debtor), credential=system.credential("gateway"))
        assert eventually(lambda: ask().outcome == "permitted", seconds=10)
        seconds = asker.checked[-1].at - lifted.at
        record_property("figure", f"a further node answers by a lift after {seconds * 1000:.0f} ms")
        assert seconds <= FRESH_SECONDS

    def test_refuses_a_revoked_credential_within_a_second(
        self, system: Run, begun: Begun, asker: Asker, record_property: Figure
    ) -> None:
        shown = begun.officers.read("president01", "institutions")["items"]
        [airline] = [row["id"] for row in shown if row["sector"] == "airline"]
        address = f"institutions/{airline}/credentials"
        issued = begun.officers.done("president01", address).body
        ask = partial(asker.answer, about(begun.debtor), credential=issued["secret"])
        assert eventually(lambda: ask().status == 200, seconds=5)
        begun.officers.done("president01", f"{address}/{issued['credential']['id']}/revoke", {"note": "泄露。"})
        revoked_at = time.monotonic()
        assert eventually(lambda: ask().status == 401, seconds=10)
        seconds = asker.checked[-1].at - revoked_at
        record_property("figure", f"a further node refuses a revoked credential after {seconds * 1000:.0f} ms")
        assert seconds <= FRESH_SECONDS

    def test_keeps_its_word_to_callers_of_both_nodes(self, system: Run, begun: Begun, record_property: Figure) -> None:
        """They name the version they have seen: whatever befalls one node, what they hear never goes back."""
        node = begun.node
        debtor = court.debtor(begun.officers, "冯两处")
        acting = Court(begun.officers, debtor, HOLD_SECONDS)
        with Callers(system, debtor.subject, name="nodes", further=[node]) as callers, acting:
            assert eventually(lambda: len(acting.phases) >= 2 or acting.failure is not None)
            node.send("follower", signal.SIGSTOP)
            time.sleep(OUTAGE_SECONDS)  # the fault itself lasts this long
            node.send("follower", signal.SIGCONT)
            for name in ("follower", "shipper", "web"):
                node.send(name, signal.SIGKILL)
                node.start(name)
            phases = len(acting.phases)
            assert eventually(lambda: len(acting.phases) >= phases + 2 or acting.failure is not None)
        assert faults_found(system, callers, acting, bound=LEASE_SECONDS) == []
        assert {"list-unconfirmed"} <= callers.codes <= {"list-behind", "list-unconfirmed"}
        record_property(
            "figure",
            f"two nodes: {callers.answered} answers, {len(acting.phases)} acts checked, "
            f"{callers.unanswered} requests broke off",
        )
