"""``import_rulings FILE --report OUT.json``: take over decisions already signed and served."""

from argparse import ArgumentParser
from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from blacklist.files.csv_rows import count_lines
from blacklist.imports.reader import FileRefused
from blacklist.imports.report import Report, Tally
from blacklist.imports.rulings import Import, ImportRunning, import_rulings
from blacklist.imports.writer import Importer
from blacklist.law.duties import Duty
from blacklist.models import Officer

OPERATOR = Importer(name="operator")


class Command(BaseCommand):
    help = "Import rulings from a .csv or .xlsx file; each row is accepted, unchanged or refused with one code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--report", type=Path, metavar="OUT.json", help="where the report is written")
        parser.add_argument("--officer", metavar="USERNAME", help="on whose account; default: the operator")

    def handle(self, *args: Any, **options: Any) -> None:
        importer = _importer(options["officer"])
        path: Path = options["file"]
        started = perf_counter()
        try:
            with Report() as report, _progress() as progress:
                bar = progress.add_task("rulings", total=max(count_lines(path) - 1, 0))
                run = Import(importer, timezone.now(), report, lambda rows: progress.advance(bar, rows))
                tally = import_rulings(path, run)
                if options["report"]:
                    report.write(options["report"], tally)
        except ImportRunning:
            raise CommandError("Another import is running; start again when it has ended.") from None
        except (FileRefused, OSError) as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(_summary(tally, perf_counter() - started))


def _importer(username: str | None) -> Importer:
    if username is None:
        return OPERATOR
    officer = Officer.objects.filter(username=username).first()
    if officer is None or not officer.may(Duty.IMPORT):
        raise CommandError("There is no such officer with the duty “import”.")
    return Importer(name=officer.username, officer_id=officer.pk)


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True))


def _summary(tally: Tally, seconds: float) -> str:
    rows = tally.accepted + tally.refused + tally.unchanged
    return (
        f"rulings: {tally.accepted} accepted, {tally.refused} refused, {tally.unchanged} unchanged; "
        f"{rows} rows in {seconds:.1f} s ({rows / max(seconds, 0.001):,.0f}/s)"
    )
