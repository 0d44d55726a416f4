"""What recognising people costs: checks a second of a node, beside the same node that looks up documents alone."""

import json
import statistics
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import home, subjects
from benchmarks.identity.channels import Noise
from benchmarks.load import Target, load

SUBJECTS, BODIES = 20_000, 1000
PROMISED = 0.70
BEFORE, NOW = "benchmarks.by_number:app", "benchmarks.served:app"


@dataclass(frozen=True)
class Cost:
    """Checks of one kind a second, before and now: medians of the rounds; `ratio` is that of the ratios within each."""

    before: float
    now: float
    ratio: float


def measure(folder: Path, *, seconds: int, rounds: int) -> dict[str, Cost]:
    """Ask both nodes the same questions in alternating rounds, one process each, over HTTP."""
    home.fill(folder / "home", SUBJECTS)
    found: dict[str, dict[str, list[float]]] = {kind: {BEFORE: [], NOW: []} for kind in kinds()}
    with ExitStack() as running:
        ports = {app: running.enter_context(home.serving(folder / "home", app)) for app in (BEFORE, NOW)}
        for number in range(rounds + 1):
            for kind, bodies in kinds().items():
                for app, port in ports.items():
                    target = Target(port, "/v1/checks", home.CREDENTIAL, bodies)
                    rate = load(target, seconds if number else 1, folder).per_second
                    found[kind][app] += [rate] if number else []  # the first round warms up
    return {kind: _cost(rates[BEFORE], rates[NOW]) for kind, rates in found.items()}


def _cost(before: list[float], now: list[float]) -> Cost:
    ratios = [one / other for one, other in zip(now, before, strict=True)]
    return Cost(statistics.median(before), statistics.median(now), statistics.median(ratios))


def kinds() -> dict[str, tuple[bytes, ...]]:
    """Return bodies by how people are named in them. Half of the people are on file, by their resident IDs."""
    asked = [json.loads(body) for body in subjects.bodies(BODIES, SUBJECTS)]
    noise = Noise(9)
    return {
        "resident ID, name in Han": tuple(map(_body, asked)),
        "resident ID, name in pinyin": tuple(_body(_in_pinyin(one, noise)) for one in asked),
        "passport with birth date, name in pinyin": tuple(
            _body(_with_passport(_in_pinyin(one, noise))) for one in asked
        ),
    }


def _in_pinyin(asked: dict[str, Any], noise: Noise) -> dict[str, Any]:
    subject = asked["subject"]
    return {**asked, "subject": {**subject, "name": noise.pinyin(subject["name"])}}


def _with_passport(asked: dict[str, Any]) -> dict[str, Any]:
    subject = asked["subject"]
    number = subject["document"]["number"]
    birth_date = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    passport = {"type": "passport", "number": f"EJ{number[10:17]}", "issuer": "CHN"}
    return {**asked, "subject": {"name": subject["name"], "birth_date": birth_date, "document": passport}}


def _body(asked: dict[str, Any]) -> bytes:
    return json.dumps(asked, ensure_ascii=False).encode()


def table(costs: Mapping[str, Cost]) -> list[str]:
    """Return the figures as Markdown, the dearest first."""
    dearest_first = sorted(costs.items(), key=lambda pair: pair[1].ratio)
    return [
        "| Asked by | Documents alone, checks/s | All of this, checks/s | Ratio |",
        "|---|---|---|---|",
        *(f"| {kind} | {cost.before:,.0f} | {cost.now:,.0f} | {cost.ratio:.2f} |" for kind, cost in dearest_first),
    ]


def failures(costs: Mapping[str, Cost]) -> list[str]:
    """Return the promises that were not kept."""
    return [f"throughput, {kind}: {cost.ratio:.2f}" for kind, cost in costs.items() if cost.ratio < PROMISED]
