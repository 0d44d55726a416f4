"""Load on one address for some seconds: wrk when it is installed, else sockets of our own."""

import asyncio
import json
import re
import resource
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

CONNECTIONS = 16


@dataclass(frozen=True)
class Target:
    """An address that takes the bodies by POST. `elements`: checks in each body."""

    port: int
    path: str
    credential: str
    bodies: tuple[bytes, ...]
    medium: str = "application/json"
    elements: int = 1
    connections: int = CONNECTIONS


@dataclass(frozen=True)
class Measured:
    """One round. `per_second` counts checks, not requests.

    `busy` is the share of one core that the generator used: near 1, it is what was measured.
    """

    per_second: float
    p99_ms: float
    busy: float


def generator() -> Literal["wrk", "asyncio"]:
    return "wrk" if shutil.which("wrk") else "asyncio"


def load(target: Target, seconds: int, scratch: Path) -> Measured:
    """Send as many requests as 16 connections take, and return the rate. Any answer but 2xx ends the run.

    :raises RuntimeError: when the server answers otherwise.
    """
    return _wrk(target, seconds, scratch) if generator() == "wrk" else asyncio.run(_sockets(target, seconds))


SCRIPT = """
local bodies = {%s}
local requests, n = {}, 0
function init(args)
  for i, body in ipairs(bodies) do
    requests[i] = wrk.format("POST", "%s", {["Authorization"]="Bearer %s", ["Content-Type"]="%s"}, body)
  end
end
function request() n = n %% #requests + 1; return requests[n] end
function done(summary, latency, requests)
  io.write(string.format("RESULT %%d %%d %%d %%f\\n",
    summary.requests, summary.duration, summary.errors.status, latency:percentile(99)))
end
"""


def _wrk(target: Target, seconds: int, scratch: Path) -> Measured:
    quoted = ",".join(json.dumps(body.decode(), ensure_ascii=False) for body in target.bodies)
    script = scratch / "load.lua"
    script.write_text(SCRIPT % (quoted, target.path, target.credential, target.medium), encoding="utf-8")
    command = ["wrk", "-t1", f"-c{target.connections}", f"-d{seconds}s", "-s", str(script)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = subprocess.run(
        [*command, f"http://127.0.0.1:{target.port}"], capture_output=True, text=True, check=True
    ).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = re.search(r"RESULT (\d+) (\d+) (\d+) ([\d.]+)", said)
    if found is None or int(found[3]):
        raise RuntimeError(f"{target.path}: {said}")
    took = int(found[2]) / 1e6
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(int(found[1]) * target.elements / took, float(found[4]) / 1000, used / took)


def one_by_one(target: Target, count: int) -> list[float]:
    """Send `count` requests over one connection, each after the answer to the one before; return what each took, in ms.

    :raises RuntimeError: when the server answers otherwise than 2xx.
    """
    taken: list[float] = []
    asyncio.run(_connection(target, lambda: len(taken) < count, 0, taken))
    return [seconds * 1000 for seconds in taken]


async def _sockets(target: Target, seconds: float) -> Measured:
    begun, cpu = time.perf_counter(), time.process_time()
    taken: list[float] = []
    until = begun + seconds
    goes_on = [_connection(target, lambda: time.perf_counter() < until, n, taken) for n in range(target.connections)]
    await asyncio.gather(*goes_on)
    took = time.perf_counter() - begun
    taken.sort()
    p99 = taken[int(len(taken) * 0.99)] * 1000
    return Measured(len(taken) * target.elements / took, p99, (time.process_time() - cpu) / took)


async def _connection(target: Target, goes_on: Callable[[], bool], first: int, taken: list[float]) -> None:
    requests = requests_of(target)
    reader, writer = await asyncio.open_connection("127.0.0.1", target.port)
    position = first
    while goes_on():
        sent = time.perf_counter()
        position = (position + target.connections) % len(requests)
        await exchange(reader, writer, requests[position])
        taken.append(time.perf_counter() - sent)
    writer.close()
    await writer.wait_closed()


def requests_of(target: Target) -> list[bytes]:
    """Return the requests of a target as they go over the wire."""
    head = f"POST {target.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {target.credential}\r\n"
    head += f"Content-Type: {target.medium}\r\nContent-Length: "
    return [head.encode() + f"{len(body)}\r\n\r\n".encode() + body for body in target.bodies]


async def exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes, *, may_be: str = "2"
) -> None:
    """Send one request and read its whole answer.

    :param may_be: with which figures the status may begin.
    :raises RuntimeError: when the server answers otherwise.
    """
    writer.write(request)
    answer = await reader.readuntil(b"\r\n\r\n")
    if answer[9:10].decode() not in may_be:
        raise RuntimeError(f"{request[:40]!r}: {answer[:200]!r}")
    await _read_through(reader, answer)


async def _read_through(reader: asyncio.StreamReader, head: bytes) -> None:
    """Read the rest of a response, of a known length or in chunks."""
    if b"transfer-encoding: chunked" not in head:
        length = re.search(rb"content-length: (\d+)", head)
        await reader.readexactly(int(length[1]) if length else 0)
        return
    while size := int(await reader.readline(), 16):
        await reader.readexactly(size + 2)
    await reader.readline()
