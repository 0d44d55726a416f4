"""What is measured, as tables for docs/benchmarks.md: each section stands between two marks and is written anew."""

import statistics
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.answers import BULK_CONNECTIONS, BULK_PROMISED, CONSTANT, PROMISES, WAYS, Answers, kept
from benchmarks.freshness import P99_MS as FRESH_MS
from benchmarks.freshness import Fresh
from benchmarks.load import CONNECTIONS, generator
from benchmarks.plot import bars, lines
from benchmarks.size import BUILD_SECONDS, BYTES, READY_SECONDS
from benchmarks.steady import CONNECTIONS as STEADY_CONNECTIONS
from benchmarks.steady import FAIR_TIMES, P99_MS, TIMES, Point, Steady

DOCS = Path(__file__).parents[1] / "docs"
TEN_MILLION = 10_000_000
PAGE = DOCS / "benchmarks.md"


def write(section: str, text: str, *, page: Path = PAGE) -> None:
    """Put a text between the marks of its section.

    :raises ValueError: when the page has no such section.
    """
    begin, end = f"<!-- bench:{section} -->\n", f"<!-- end:{section} -->"
    before, found, rest = page.read_text().partition(begin)
    _, ended, after = rest.partition(end)
    if not found or not ended:
        raise ValueError(f"{page.name} has no section {section}")
    page.write_text(f"{before}{begin}{text.strip()}\n{end}{after}")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def answers_text(answers: Answers) -> str:
    rounds = answers.rounds
    rows = [_way_row(way.words, name, answers) for name, way in WAYS.items()]
    if answers.redis_benchmark:
        share = answers.redis_benchmark / answers.rate(CONSTANT)
        rows.append(["`redis-benchmark`, `GET`", f"{answers.redis_benchmark:,.0f}", "–", "–", f"{share:.2f}"])
    promises = [
        [words, f"{answers.ratio(way, other):.3f}", f"≥ {promised:g}: {kept(answers.ratio(way, other) >= promised)}"]
        for words, way, other, promised in PROMISES
    ]
    is_kept = kept(answers.bulk >= BULK_PROMISED)
    promises.append(["batch or stream, checks/s", f"{answers.bulk:,.0f}", f"≥ {BULK_PROMISED:,.0f}: {is_kept}"])
    busy = statistics.median(one.busy for one in rounds[CONSTANT])
    return "\n\n".join(
        (
            f"{when()}: {answers.subjects:,} subjects, two cores shared by generator and server, {CONNECTIONS} "
            f"connections (batches and streams {BULK_CONNECTIONS}), `{generator()}`; the median of "
            f"{len(rounds[CONSTANT])} alternating rounds. One web process unless said, journal synced every 10 ms.",
            "![Checks a second by way of asking](benchmarks-answers.svg)",
            table(["", "checks/s", "rounds from–to", "p99 of a request at full load", "of the constant"], rows),
            table(["Ratio within each round", "Here", "Promised"], promises),
            f"The generator used {busy:.0%} of a core on the constant. The DRF views stand where `config/server.py` "
            "puts Django: behind the check endpoint, in threads.",
        )
    )


def _way_row(words: str, name: str, answers: Answers) -> list[str]:
    rates = [one.per_second for one in answers.rounds[name]]
    p99 = statistics.median(one.p99_ms for one in answers.rounds[name])
    share = answers.ratio(name, CONSTANT)
    return [
        words,
        f"{answers.rate(name):,.0f}",
        f"{min(rates):,.0f}–{max(rates):,.0f}",
        f"{p99:.1f} ms",
        f"{share:.2f}",
    ]


def answers_plot(answers: Answers) -> str:
    rows = [(way.words, answers.rate(name), way.path.startswith("/v1/")) for name, way in WAYS.items()]
    if answers.redis_benchmark:
        rows.append(("redis-benchmark, GET", answers.redis_benchmark, False))
    return bars("Checks a second", rows)


def steady_text(steady: Steady) -> str:
    rows = [
        [
            f"{one.share:.0%}",
            f"{one.answered:,.0f}",
            *(f"{value:.1f} ms" for value in (one.p50, one.p99, bare.p50, bare.p99)),
        ]
        for one, bare in zip(steady.check, steady.constant, strict=True)
    ]
    half, times = steady.at_half, steady.beside.p99 / steady.alone.p99
    return "\n\n".join(
        (
            f"{when()}: single checks, one web process, due at their instants from one Python process over "
            f"{STEADY_CONNECTIONS} connections; a time counts from the instant. The constant at the same rates shows "
            "what generator and machine add. What lies above the plot is drawn at its edge.",
            "![Latency against load](benchmarks-latency.svg)",
            table(["Load", "answers/s", "check p50", "check p99", "constant p50", "constant p99"], rows),
            f"At half load p99 {half.p99:.1f} ms (promised ≤ {P99_MS:g} ms: {kept(half.p99 <= P99_MS)}).",
            f"At {steady.alone.share:.0%} of the load p99 {steady.alone.p99:.1f} ms; beside one institution that asks "
            f"{TIMES} times as much, far beyond its quota, {steady.beside.p99:.1f} ms: {times:.1f} times "
            f"(promised < {FAIR_TIMES:g}: {kept(times < FAIR_TIMES)}).",
        )
    )


def steady_plot(steady: Steady) -> str:
    def points(found: Sequence[Point], name: str) -> list[tuple[float, float]]:
        return [(point.share, getattr(point, name)) for point in found]

    curves = {
        "check p50": points(steady.check, "p50"),
        "check p99": points(steady.check, "p99"),
        "constant p99": points(steady.constant, "p99"),
    }
    return lines("Latency against load", curves, across="share of the rate at full load", up="ms", promise=P99_MS)


def fresh_text(fresh: Fresh) -> str:
    share = fresh.acts_per_second / fresh.checks_per_second
    return (
        f"{when()}: the whole system with two web processes; {fresh.lifts:,} lifts, "
        f"{fresh.checks_per_second:,.0f} checks/s from fifty pollers, {fresh.acts_per_second:.1f} acts/s "
        f"({share:.1%} writes). From a lift's 2xx to the beginning of the last check still told `restricted`: "
        f"p50 {fresh.p50:.0f} ms, p99 {fresh.p99:.0f} ms (promised ≤ {FRESH_MS:.0f} ms: "
        f"{kept(fresh.p99 <= FRESH_MS)}), at most {fresh.most:.0f} ms."
    )


def size_text(found: Sequence[Mapping[str, Any]]) -> str:
    rows = [
        [
            f"{one['subjects']:,}",
            str(one["bytes_each"]),
            f"{one['build_seconds']:.1f} s",
            f"{one['compile_microseconds']:.0f} µs",
            f"{one['peak_megabytes']:,} MB",
            f"{one['lookup_p50']:.1f} / {one['lookup_p99']:.1f} µs",
            f"{one['http_p50']:.2f} / {one['http_p99']:.2f} ms",
            f"{one['half_load_p99']:.1f} ms",
            f"{one['ready_seconds']:.1f} s",
            f"{one['writes_per_second']:,.0f}",
        ]
        for one in found
    ]
    head = [
        "Subjects",
        "bytes each",
        "built in",
        "compiling one",
        "peak memory",
        "look-up p50 / p99",
        "check one by one p50 / p99",
        "p99 at half load",
    ]
    head += ["a new node has it in", "subjects/s written anew"]
    worst = max(one["bytes_each"] for one in found)
    times = found[-1]["http_p50"] / found[0]["http_p50"]
    said = f"{times:.2f} times the latency of {found[0]['subjects']:,} (promised ≤ 1.2: {kept(times <= 1.2)}). "
    said += f"{worst} bytes each (promised ≤ {BYTES}: {kept(worst <= BYTES)}). "
    slowest = max(one["half_load_p99"] for one in found)
    said += f"p99 at half load at most {slowest:.1f} ms (promised ≤ {P99_MS:g}: {kept(slowest <= P99_MS)})."
    if found[-1]["subjects"] >= TEN_MILLION:
        built, ready = found[-1]["build_seconds"], found[-1]["ready_seconds"]
        said += f" Ten million built in {built:.0f} s (promised ≤ {BUILD_SECONDS:g}: {kept(built <= BUILD_SECONDS)}), "
        said += f"a new node ready in {ready:.0f} s (promised ≤ {READY_SECONDS:g}: {kept(ready <= READY_SECONDS)})."
    command = f"size --subjects {found[-1]['subjects']}"
    return f"{when(command)}.\n\n{table(head, rows)}\n\n{said}"


def when(command: str = "all") -> str:
    """Return by what a section was measured, and on which day."""
    now = datetime.now(UTC)
    return f"`bin/bench {command}`, {now.day} {now:%B %Y}"
