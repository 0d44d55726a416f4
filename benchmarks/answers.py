"""How many checks a second: alone, in a batch, in a stream, beside a constant and the ways others would take."""

import argparse
import shutil
import statistics
import subprocess
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from benchmarks import home, subjects
from benchmarks.load import CONNECTIONS, Measured, Target, generator, load

SUBJECTS = 100_000
BODIES, BULK_BODIES, ELEMENTS = 1000, 8, 1000
BULK_CONNECTIONS = 8  # two processes share them by chance: with four, one got none in an eighth of the runs
CONSTANT, CHECK, DISK, PLAIN = "constant", "check", "disk", "plain"
Rounds = dict[str, list[Measured]]


@dataclass(frozen=True)
class Way:
    """One way of asking: what it is called, on which server, at which path, and what is sent there."""

    words: str
    server: str
    path: str
    sent: str = "single"


SERVERS: dict[str, tuple[int, dict[str, str]]] = {
    "one": (1, {"JOURNAL_SYNC": "interval"}),
    "disk": (1, {"JOURNAL_SYNC": "answer"}),
    "two": (2, {"JOURNAL_SYNC": "interval"}),
}
WAYS = {
    CONSTANT: Way("the same server answering a constant", "one", "/constant"),
    CHECK: Way("`POST /v1/checks`", "one", "/v1/checks"),
    DISK: Way("the same, waiting for the disk on each answer", "disk", "/v1/checks"),
    "batch": Way("`POST /v1/checks/batch`, 1,000 each", "one", "/v1/checks/batch", "batch"),
    "stream": Way("`POST /v1/checks/stream`", "one", "/v1/checks/stream", "stream"),
    PLAIN: Way("DRF view: serializer, one indexed query", "one", "/plain"),
    "redis": Way("DRF view: serializer, Redis `GET`", "one", "/redis"),
    "constant 2": Way("a constant, two processes", "two", "/constant"),
    "check 2": Way("`POST /v1/checks`, two processes", "two", "/v1/checks"),
    "batch 2": Way("`POST /v1/checks/batch`, two processes", "two", "/v1/checks/batch", "batch"),
    "stream 2": Way("`POST /v1/checks/stream`, two processes", "two", "/v1/checks/stream", "stream"),
}
# Ratio, of what, to what, at least.
PROMISES = (
    ("check : constant", CHECK, CONSTANT, 0.40),
    ("check : DRF view", CHECK, PLAIN, 12.0),
    ("waiting for the disk : constant", DISK, CONSTANT, 0.10),
)
BULK_PROMISED = 60_000.0


@dataclass(frozen=True)
class Answers:
    """What one run found. `redis_benchmark`: its `GET` a second, None when it is not installed."""

    subjects: int
    index_bytes: int
    rounds: Rounds
    redis_benchmark: float | None

    def rate(self, way: str) -> float:
        return statistics.median(one.per_second for one in self.rounds[way])

    def ratio(self, way: str, other: str) -> float:
        """Return the median of the ratios within each round."""
        pairs = zip(self.rounds[way], self.rounds[other], strict=True)
        return statistics.median(one.per_second / to.per_second for one, to in pairs)

    @property
    def bulk(self) -> float:
        return max(self.rate(way) for way in ("batch", "stream", "batch 2", "stream 2"))


def measure(folder: Path, told: argparse.Namespace) -> Answers:
    """Measure all ways in alternating rounds, so that whatever else the machine does hits them alike."""
    each = home.fill(folder / "home", told.subjects)
    home.fill_table(told.subjects)
    home.fill_redis(told.subjects)
    print(f"{told.subjects:,} subjects, {each} bytes of index each; load by {generator()}", flush=True)
    rounds: Rounds = {name: [] for name in WAYS}
    with ExitStack() as running:
        ports = {
            name: running.enter_context(
                home.serving(folder / "home", "benchmarks.served:app", processes=processes, environment=environment)
            )
            for name, (processes, environment) in SERVERS.items()
        }
        targets = {name: _target(way, ports, told.subjects) for name, way in WAYS.items()}
        for number in range(told.rounds + 1):
            for name, target in targets.items():
                found = load(target, told.seconds if number else 1, folder)
                if number:  # the first round warms up
                    rounds[name].append(found)
    answers = Answers(told.subjects, each, rounds, redis_benchmark())
    say(answers)
    return answers


def _target(way: Way, ports: dict[str, int], count: int) -> Target:
    port = ports[way.server]
    if way.sent == "single":
        return Target(port, way.path, home.CREDENTIAL, tuple(subjects.bodies(BODIES, count)))
    made = subjects.batches if way.sent == "batch" else subjects.streams
    medium = "application/json" if way.sent == "batch" else "application/x-ndjson"
    bodies = tuple(made(BULK_BODIES, ELEMENTS, count))
    return Target(port, way.path, home.CREDENTIAL, bodies, medium, ELEMENTS, BULK_CONNECTIONS)


def redis_benchmark() -> float | None:
    """Return how many `GET` a second redis-benchmark gets from the bench's own Valkey, on as many connections."""
    from django.conf import settings

    program = shutil.which("redis-benchmark")
    address = urlsplit(settings.REDIS_URL)
    if program is None or address.scheme != "unix":
        return None
    command = [program, "-s", unquote(address.path), "-a", address.password or "", "-t", "get", "--csv"]
    command += ["-n", "200000", "-c", str(CONNECTIONS)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    row = next(line for line in said.splitlines() if line.startswith('"GET"'))
    return float(row.split(",")[1].strip('"'))


def say(answers: Answers) -> None:
    for name, way in WAYS.items():
        rates = [one.per_second for one in answers.rounds[name]]
        p99 = statistics.median(one.p99_ms for one in answers.rounds[name])
        print(
            f"{way.words:<48}{answers.rate(name):>10,.0f} /s ({min(rates):,.0f} to {max(rates):,.0f}), p99 {p99:.1f} ms"
        )
    if answers.redis_benchmark:
        print(f"{'redis-benchmark GET':<48}{answers.redis_benchmark:>10,.0f} /s")
    for words, one, other, promised in PROMISES:
        ratio = answers.ratio(one, other)
        print(f"{words}: {ratio:.2f} (promised {promised:g}: {kept(ratio >= promised)})")
    print(f"bulk: {answers.bulk:,.0f} checks/s (promised {BULK_PROMISED:,.0f}: {kept(answers.bulk >= BULK_PROMISED)})")
    busy = statistics.median(one.busy for one in answers.rounds[CONSTANT])
    print(f"the generator used {busy:.0%} of a core on the constant", flush=True)


def kept(is_kept: bool) -> str:
    return "kept" if is_kept else "**missed**"
