"""`bin/bench all`: everything within ten minutes; with `--write` the tables and plots of docs/benchmarks.md as well.

The acts (`bin/bench acts`) and ten million subjects (`bin/bench size --subjects 10000000`) take longer and are
measured by themselves.
"""

import argparse
import json
import tempfile
from pathlib import Path

from benchmarks import answers, freshness, pages, size, steady

LIFTS = 100
SECTIONS = ("answers", "latency", "freshness", "size")


def main(argv: list[str]) -> int:
    told = _arguments(argv)
    prepare()
    texts: dict[str, str] = {}
    plots: dict[str, str] = {}
    if {"answers", "latency"} & set(told.only):
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            found = answers.measure(Path(folder), told)
            texts["answers"], plots["answers"] = pages.answers_text(found), pages.answers_plot(found)
            at_rates = steady.measure(Path(folder), found, seconds=told.seconds * 2)
            texts["latency"], plots["latency"] = pages.steady_text(at_rates), pages.steady_plot(at_rates)
    if "freshness" in told.only:
        texts["freshness"] = pages.fresh_text(freshness.measure(told.lifts))
    if "size" in told.only:
        texts["size"] = pages.size_text(_sizes(told.larger))
    if told.write:
        _write(texts, plots)
    return 0


def _write(texts: dict[str, str], plots: dict[str, str]) -> None:
    for section, text in texts.items():
        pages.write(section, text)
    for name, plot in plots.items():
        (pages.DOCS / f"benchmarks-{name}.svg").write_text(plot)
    print(f"written in {pages.PAGE.name}: {', '.join(texts)}")


def prepare() -> None:
    """Make the tables of the bench's database."""
    from django.core.management import call_command

    call_command("migrate", "--no-input", "--verbosity=0")


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench all", description=__doc__)
    parser.add_argument("--seconds", type=int, default=2, help="length of one round")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each; the median counts")
    parser.add_argument("--subjects", type=int, default=answers.SUBJECTS)
    parser.add_argument("--larger", type=int, default=1_000_000, help="subjects of the larger index")
    parser.add_argument("--lifts", type=int, default=LIFTS)
    only = "these alone; the first two are measured together"
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=SECTIONS, help=only)
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md and its plots")
    return parser.parse_args(argv)


def _sizes(larger: int) -> list[dict[str, float]]:
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        size.main(["--subjects", str(larger), "--json", file.name])
        found: list[dict[str, float]] = json.loads(Path(file.name).read_text())
    return found
