"""`bin/bench acts`: acts of the court at a steady rate, from eight threads, through the services; how long each takes.

They are driven from several web processes, as production has them, and from one, where the interpreter's lock is part
of what is measured.
"""

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path

import django

from benchmarks.driving import THREADS, Load, Taken, drive
from benchmarks.scene import Scene, prepare

PROCESSES = (1, 2, 4, 8)
P99_MS, P99_BESIDE_MS = 500.0, 1000.0


def main(argv: list[str]) -> int:
    told = _arguments(argv)
    django.setup()
    from django.core.management import call_command

    call_command("migrate", "--no-input", "--verbosity=0")
    several, one = Load(told.rate, told.seconds, told.processes), Load(told.rate, told.seconds, 1)
    before = _head()
    found = [_report("alone", several, drive(several, _scene(several)), P99_MS)]
    if told.beside:
        scene = _scene(several)
        with _Import(told.beside):
            taken = drive(several, scene)
        found.append(_report("beside an import", several, taken, P99_BESIDE_MS))
    if several.processes > 1:
        _report("alone", one, drive(one, _scene(one)), P99_MS)
    found.append(_check(before))
    return 0 if all(found) else 1


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench acts", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--rate", type=int, default=100, help="acts a second, of all threads together")
    parser.add_argument("--processes", type=int, default=4, choices=PROCESSES, help="among which the threads are")
    parser.add_argument("--beside", type=Path, metavar="RULINGS.csv", help="once more, while this file is imported")
    return parser.parse_args(argv)


def _scene(load: Load) -> Scene:
    print(f"preparing {load.cases} cases …", flush=True)
    return prepare(load.cases)


def _report(words: str, load: Load, taken: Taken, promised: float) -> bool:
    """Say what the acts took, and whether their 99th percentile is as promised."""
    cut = statistics.quantiles(taken.milliseconds, n=1000)
    said = ", ".join(f"{code} {count}" for code, count in taken.outcomes.most_common())
    where = f"{THREADS} threads in {load.processes} process{'es' if load.processes > 1 else ''}"
    print(f"{words}: {taken.outcomes.total() / load.seconds:.0f} acts/s for {load.seconds} s from {where} ({said})")
    print(f"  p50 {cut[499]:.0f} ms, p99 {cut[989]:.0f} ms, p99.9 {cut[998]:.0f} ms (promised p99 ≤ {promised:.0f} ms)")
    print(f"  {taken.cpu_milliseconds:.1f} ms of processor time in Python for an act, the database not counted")
    return cut[989] <= promised


def _head() -> int:
    from blacklist.models import ListHead

    version: int = ListHead.objects.get().version
    return version


def _check(before: int) -> bool:
    """Say whether the register has no gap, nobody is listed twice in a case, and the whole register stands."""
    from django.db.models import Count

    from blacklist.models import Listing, RegisterEntry
    from blacklist.models.listing import LIVE_LISTING_STATES
    from blacklist.verification import faults

    head = _head()
    entries = RegisterEntry.objects.filter(version__gt=before).count()
    live = Listing.objects.filter(state__in=LIVE_LISTING_STATES).values("case", "debtor")
    twice = live.annotate(times=Count("pk")).filter(times__gt=1).count()
    found = list(faults())
    numbers = f"versions {before + 1} to {head}"
    print(f"register: {entries} entries for {numbers}; {twice} debtors listed twice; {len(found)} faults")
    return entries == head - before and not twice and not found


class _Import:
    """An import running in a process of its own for the length of a ``with`` block; its courts lie beside its file."""

    def __init__(self, file: Path) -> None:
        self._file = file.resolve()

    def __enter__(self) -> None:
        courts = str(self._file.with_name("courts.csv"))
        subprocess.run(_manage("import_courts", courts), env=_environment(), check=True)
        command = _manage("import_rulings", str(self._file))
        self._process = subprocess.Popen(command, env=_environment(), stdout=subprocess.PIPE, text=True)

    def __exit__(self, *error: object) -> None:
        is_done = self._process.poll() is not None
        out, _ = self._process.communicate()
        if self._process.returncode:
            raise SystemExit("The import failed; nothing was measured beside it.")
        print(f"  the import {'ended first' if is_done else 'outlasted the acts'}: {out.strip()}")


def _manage(*arguments: str) -> list[str]:
    return [sys.executable, str(Path(__file__).parents[1] / "manage.py"), *arguments]


def _environment() -> dict[str, str]:
    """Return what a command is run with: settings that pass Django's own checks, which the bench's do not."""
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.local", "SECRET_KEY": "only-for-measuring"}
