"""`bin/bench`: requests a second of a check beside a constant and a plain DRF view, and the two promises about them."""

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks import acts, home, size, subjects
from benchmarks.load import CONNECTIONS, Measured, Target, generator, load

SUBJECTS = 100_000
BODIES = 1000
PATHS = {"constant": "/constant", "check": "/v1/checks", "plain DRF view": "/plain"}
OF_CONSTANT, OF_DRF = 0.40, 12.0
Rounds = dict[str, list[Measured]]


def main() -> int:
    if sys.argv[1:2] == ["acts"]:
        return acts.main(sys.argv[2:])
    if sys.argv[1:2] == ["size"]:
        return size.main(sys.argv[2:])
    told = _arguments()
    from django.core.management import call_command

    call_command("migrate", "--no-input", "--verbosity=0")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        each = home.fill(Path(folder) / "home", told.subjects)
        home.fill_table(told.subjects)
        sent = tuple(subjects.bodies(BODIES, told.subjects))
        print(f"{told.subjects:,} subjects, {each} bytes of index each; {CONNECTIONS} connections, one worker")
        print(f"load by {generator()}; the DRF view stands where config/server.py puts Django: behind it, in threads")
        measured = _measure(Path(folder), told, sent)
        if told.compare:
            _compare(Path(folder), told, sent)
    found = _report(measured)
    if told.json:
        told.json.write_text(json.dumps(found, indent=2))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("--seconds", type=int, default=2, help="length of one round")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each; the median counts")
    parser.add_argument("--subjects", type=int, default=SUBJECTS)
    parser.add_argument("--sync", choices=["interval", "answer"], default="interval", help="JOURNAL_SYNC")
    parser.add_argument("--compare", action="store_true", help="also measure WSGI with four threads")
    parser.add_argument("--json", type=Path, help="write the figures here")
    return parser.parse_args()


def _measure(folder: Path, told: argparse.Namespace, bodies: tuple[bytes, ...]) -> Rounds:
    """Measure all three in alternating rounds, so that whatever else the machine does hits them alike."""
    rounds: Rounds = {name: [] for name in PATHS}
    environment = {"JOURNAL_SYNC": told.sync}
    with home.serving(folder / "home", "benchmarks.served:app", environment=environment) as port:
        for number in range(told.rounds + 1):
            for name, path in PATHS.items():
                found = load(Target(port, path, home.CREDENTIAL, bodies), told.seconds, folder)
                if number:  # the first round warms up
                    rounds[name].append(found)
    return rounds


def _compare(folder: Path, told: argparse.Namespace, bodies: tuple[bytes, ...]) -> None:
    threads = ("--blocking-threads", "4")
    with home.serving(folder / "home", "benchmarks.wsgi:app", *threads) as port:
        found = [
            load(Target(port, "/v1/checks", home.CREDENTIAL, bodies), told.seconds, folder) for _ in range(told.rounds)
        ]
    print(f"{'check by WSGI, 4 threads':<26}{_rate(found):>10,.0f} /s")


def _report(rounds: Rounds) -> dict[str, float]:
    for name, found in rounds.items():
        rates = [one.per_second for one in found]
        spread = f"{min(rates):,.0f} to {max(rates):,.0f}"
        p99 = statistics.median(one.p99_ms for one in found)
        print(f"{name:<26}{_rate(found):>10,.0f} /s   ({spread}), p99 {p99:.1f} ms at full load")
    busy = statistics.median(one.busy for one in rounds["constant"])
    if busy > 0.9:
        print(f"The generator used {busy:.0%} of a core on the constant: it is the limit there, and the first ratio")
        print("is higher than the truth. Install wrk, or read it as an upper bound.")
    constant, check, plain = (_rate(rounds[name]) for name in PATHS)
    of_constant = [_ratio(*pair) for pair in zip(rounds["check"], rounds["constant"], strict=True)]
    of_plain = [_ratio(*pair) for pair in zip(rounds["check"], rounds["plain DRF view"], strict=True)]
    ratios = (("of the constant", of_constant, OF_CONSTANT), ("times the DRF view", of_plain, OF_DRF))
    for words, found_ratios, promised in ratios:
        ratio = statistics.median(found_ratios)
        print(f"a check is {ratio:.2f} {words} (promised {promised:g}: {'kept' if ratio >= promised else 'MISSED'})")
    return {"constant": constant, "check": check, "plain": plain, "generator_busy": busy}


def _rate(found: list[Measured]) -> float:
    return statistics.median(one.per_second for one in found)


def _ratio(one: Measured, other: Measured) -> float:
    return one.per_second / other.per_second


if __name__ == "__main__":
    sys.exit(main())
