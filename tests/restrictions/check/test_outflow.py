import asyncio
import os
import socket
from collections.abc import Iterator

import pytest

from blacklist.law.refusals import Refusal
from restrictions.check import outflow as module
from restrictions.check.outflow import Outflow, outflow_of
from tests.restrictions.check.test_endpoint import Sent

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    """The server's end of a connection, and its client's."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        client = socket.create_connection(listening.getsockname())
        server, _ = listening.accept()
        with server, client:
            yield server, client


def sent_over(pair: Pair, http_version: str = "1.1") -> Sent:
    (host, port), (own_host, own_port) = pair[0].getpeername(), pair[0].getsockname()
    return Sent(client=f"{host}:{port}", server=f"{own_host}:{own_port}", http_version=http_version)


class TestOutflowOf:
    def test_finds_the_connection_of_a_request(self, pair: Pair) -> None:
        found = outflow_of(sent_over(pair))
        found.cut()
        found.close()
        assert pair[1].recv(1) == b""

    def test_leaves_nothing_open_behind(self, pair: Pair) -> None:
        before = len(os.listdir("/proc/self/fd"))
        outflow_of(sent_over(pair)).close()
        assert len(os.listdir("/proc/self/fd")) == before

    def test_refuses_a_connection_that_others_share(self, pair: Pair) -> None:
        with pytest.raises(Refusal, match="unavailable"):
            outflow_of(sent_over(pair, http_version="2"))

    def test_refuses_what_is_no_connection_of_this_process(self) -> None:
        with pytest.raises(Refusal, match="unavailable"):
            outflow_of(Sent(client="unix:", server="unix:"))


class TestSettle:
    def test_returns_at_once_when_the_kernel_has_taken_all(self, pair: Pair) -> None:
        flow = Outflow(pair[0].dup())
        pair[0].sendall(b"x" * 1000)
        flow.add(1000)
        asyncio.run(asyncio.wait_for(flow.settle(), 5))
        assert flow._queued() == 0
        flow.close()

    def test_counts_what_the_reader_has_taken_long_ago(self, pair: Pair) -> None:
        flow = Outflow(pair[0].dup())
        for _ in range(100):
            pair[0].sendall(b"x" * 10_000)
            flow.add(10_000)
            pair[1].recv(10_000, socket.MSG_WAITALL)
        assert flow._queued() == 0
        flow.close()

    def test_gives_up_on_a_reader_that_takes_nothing(self, pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.0)
        flow = Outflow(pair[0].dup())
        flow.add(module.LARGEST_QUEUE + 1)
        with pytest.raises(ConnectionError):
            asyncio.run(flow.settle())
        flow.close()

    def test_goes_on_when_the_reader_catches_up(self, pair: Pair) -> None:
        flow = Outflow(pair[0].dup())
        flow.add(module.LARGEST_QUEUE + 1000)

        async def settled() -> None:
            waiting = asyncio.create_task(flow.settle())
            await asyncio.sleep(0)
            assert not waiting.done()
            pair[0].sendall(b"x" * 1000)
            await waiting

        asyncio.run(asyncio.wait_for(settled(), 5))
        flow.close()

    def test_lets_go_what_framing_adds(self, pair: Pair) -> None:
        flow = Outflow(pair[0].dup())
        pair[0].sendall(b"x" * 1000)
        assert flow._queued() == 0
        flow.add(10)
        assert flow._queued() == 10
        flow.close()
