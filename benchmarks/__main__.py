"""`bin/bench`: checks a second beside a constant and the ways others would take; and the other measurements by name."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import django

django.setup()

from benchmarks import acts, answers, screens, size, whole  # noqa: E402
from benchmarks.identity import report  # noqa: E402

NAMED: Mapping[str, Callable[[list[str]], int]] = {
    "acts": acts.main,
    "pages": screens.main,
    "size": size.main,
    "identity": report.main,
    "all": whole.main,
}


def main() -> int:
    if sys.argv[1:2] and sys.argv[1] in NAMED:
        return NAMED[sys.argv[1]](sys.argv[2:])
    others = f"The other measurements, each with a --help of its own: {', '.join(NAMED)}."
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__, epilog=others)
    parser.add_argument("--seconds", type=int, default=2, help="length of one round")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each; the median counts")
    parser.add_argument("--subjects", type=int, default=answers.SUBJECTS)
    told = parser.parse_args()
    whole.prepare()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        answers.measure(Path(folder), told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
