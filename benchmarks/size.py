"""`bin/bench size`: an index of N subjects beside one of 100,000: bytes, time and memory to build, latency, a new node.

Latency is measured in process, by the product's own look-up of keys drawn at random, half of them on file; and over
HTTP on one connection, one request after another, so that waiting in line is no part of it.
"""

import argparse
import json
import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import home, subjects
from benchmarks.load import Target, load, one_by_one
from benchmarks.steady import P99_MS, at_rate
from restrictions.check.index import Index, generation_folder
from restrictions.check.keys import Keys
from restrictions.compiling import compile_standing

SMALL = 100_000
LOOKUPS, REQUESTS, BODIES, SAMPLE = 200_000, 5_000, 20_000, 10_000
SECONDS = 5
CHANGED = 100  # one subject in a hundred is written anew
BYTES, BUILD_SECONDS, READY_SECONDS, TIMES = 320, 300.0, 60.0, 1.2


@dataclass
class Found:
    """What was measured at one size; times of a look-up in microseconds, of a request in milliseconds."""

    subjects: int
    bytes_each: int = 0
    build_seconds: float = 0.0
    build_cpu_seconds: float = 0.0
    invent_microseconds: float = 0.0
    compile_microseconds: float = 0.0
    peak_megabytes: int = 0
    lookup_p50: float = 0.0
    lookup_p99: float = 0.0
    http_p50: float = 0.0
    http_p99: float = 0.0
    full_load: float = 0.0
    half_load_p99: float = 0.0
    writes_per_second: float = 0.0
    snapshot_seconds: float = 0.0
    ready_seconds: float = 0.0


def main(argv: list[str]) -> int:
    told = _arguments(argv)
    found = []
    for count in (SMALL, told.subjects):
        with tempfile.TemporaryDirectory(prefix="bench-", dir=told.scratch) as folder:
            found.append(_measure(Path(folder), count, told.processes))
            _say(found[-1])
    small, large = found
    print(f"load of the machine at the end: {os.getloadavg()[0]:.1f}")
    if told.json:
        told.json.write_text(json.dumps([asdict(one) for one in found], indent=2))
    return 0 if all(_judge(small, large)) else 1


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench size", description=__doc__)
    parser.add_argument("--subjects", type=int, default=1_000_000)
    parser.add_argument("--processes", type=int, default=2, help="that file the subjects; one loads what they filed")
    parser.add_argument("--scratch", type=Path, help="folder for some gigabytes; default: the system's")
    parser.add_argument("--json", type=Path, help="write the figures here")
    return parser.parse_args(argv)


def _measure(folder: Path, count: int, processes: int) -> Found:
    found, root = Found(count), folder / "home" / "index"
    cpu = _cpu()
    found.build_seconds = _took(lambda: home.fill(folder / "home", count, processes=processes))
    found.build_cpu_seconds = _cpu() - cpu
    found.invent_microseconds, found.compile_microseconds = _one_by_one()
    found.bytes_each = (generation_folder(root, 1) / "data.mdb").stat().st_size // count
    found.peak_megabytes = _peak(processes)
    found.lookup_p50, found.lookup_p99 = _look_up(root, count)
    _ask(folder, found)
    found.snapshot_seconds = _took(lambda: home.take_snapshot(root, folder / "taken"))
    found.ready_seconds = _took(lambda: home.start_from_snapshot(folder / "taken", folder / "new"))
    changed = count // CHANGED
    found.writes_per_second = changed / _took(lambda: home.write_anew(folder / "new", changed, every=CHANGED))
    return found


def _took(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _one_by_one() -> tuple[float, float]:
    """Return the processor time of inventing one subject, and of compiling it, in microseconds; both are part of it."""
    keys, begun = Keys(home.SECRET), time.process_time()
    published = [subjects.published(serial) for serial in range(0, 2 * SAMPLE, 2)]
    invented = time.process_time()
    for one in published:
        compile_standing(one, keys)
    return (invented - begun) / SAMPLE * 1e6, (time.process_time() - invented) / SAMPLE * 1e6


def _cpu() -> float:
    """Return the processor time of this process and its children that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _peak(processes: int) -> int:
    """Return the most that the building processes can have held at once, in MB: the file's pages in memory included."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * processes if processes > 1 else 0
    return max(own, children) // 1024


def _look_up(root: Path, count: int) -> tuple[float, float]:
    drawn, keys = random.Random(5), Keys(home.SECRET)
    wanted = [subjects.key_of(drawn.randrange(2 * count), keys) for _ in range(LOOKUPS)]
    taken = []
    with Index(generation_folder(root, 1)) as index, index.reading() as view:
        for key in wanted:
            begun = time.perf_counter_ns()
            view.find(key)
            taken.append((time.perf_counter_ns() - begun) / 1000)
    return _percentiles(taken[LOOKUPS // 2 :])  # the first half brings the pages into memory


def _ask(folder: Path, found: Found) -> None:
    """Ask over HTTP: one after another, then as fast as it goes, then at half of that."""
    bodies = tuple(subjects.bodies(BODIES, found.subjects))
    with home.serving(folder / "home", "benchmarks.served:app") as port:
        target = Target(port, "/v1/checks", home.CREDENTIAL, bodies)
        found.http_p50, found.http_p99 = _percentiles(one_by_one(target, REQUESTS)[REQUESTS // 2 :])
        found.full_load = load(target, SECONDS, folder).per_second
        found.half_load_p99 = at_rate(target, 0.5, found.full_load / 2, SECONDS).p99


def _percentiles(taken: list[float]) -> tuple[float, float]:
    cut = statistics.quantiles(taken, n=100)
    return cut[49], cut[98]


def _say(found: Found) -> None:
    print(f"{found.subjects:,} subjects, {datetime.now(UTC):%H:%M}, load {os.getloadavg()[0]:.1f}")
    print(
        f"  index {found.bytes_each} bytes each, peak {found.peak_megabytes} MB; compiled, filed, sorted and loaded",
        end=" ",
    )
    print(f"in {found.build_seconds:.0f} s ({found.build_cpu_seconds:.0f} s of processor time)")
    print(f"  of that inventing a subject takes {found.invent_microseconds:.0f} µs, compiling it", end=" ")
    print(f"{found.compile_microseconds:.0f} µs")
    print(f"  look-up p50 {found.lookup_p50:.1f} µs, p99 {found.lookup_p99:.1f} µs; HTTP, one by one:", end=" ")
    print(f"p50 {found.http_p50:.2f} ms, p99 {found.http_p99:.2f} ms")
    print(f"  {found.full_load:,.0f} checks/s at full load; at half of it p99 {found.half_load_p99:.1f} ms")
    print(f"  snapshot taken in {found.snapshot_seconds:.1f} s; a new node has it in {found.ready_seconds:.1f} s")
    print(f"  1 % written anew at {found.writes_per_second:,.0f} subjects/s", flush=True)


def _judge(small: Found, large: Found) -> list[bool]:
    rows = (
        ("bytes of index each", large.bytes_each, BYTES),
        ("seconds to build", large.build_seconds, BUILD_SECONDS),
        ("seconds until a new node has it", large.ready_seconds, READY_SECONDS),
        ("ms p99 at half load", large.half_load_p99, P99_MS),
        ("times the HTTP p50 of 100,000", large.http_p50 / small.http_p50, TIMES),
    )
    for words, found, promised in rows:
        print(f"{found:.2f} {words} (promised at most {promised:g}: {'kept' if found <= promised else 'MISSED'})")
    return [found <= promised for _, found, promised in rows]
