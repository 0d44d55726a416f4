"""``import_rulings FILE --report OUT.json``: take over decisions already signed and served; or, with ``--preview``, see
what would become of them."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from blacklist.files.csv_rows import count_lines
from blacklist.files.examined import kind_of_file
from blacklist.files.kinds import Kind
from blacklist.imports.preview import first_names, preview_rulings
from blacklist.imports.reader import FileRefused, examine
from blacklist.imports.report import Tally, Told, document, report_of, tally_of
from blacklist.imports.rulings import ImportRunning, import_file
from blacklist.imports.writer import Importer
from blacklist.law.duties import Duty
from blacklist.models import Officer

OPERATOR = Importer(name="operator")
OnProgress = Callable[[int], None]


class Command(BaseCommand):
    help = "Import rulings from a .csv or .xlsx file; each row is accepted, unchanged or refused with one code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--report", type=Path, metavar="OUT.json", help="where the report is written")
        parser.add_argument("--officer", metavar="USERNAME", help="on whose account; default: the operator")
        parser.add_argument("--preview", action="store_true", help="judge every row and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        path, report, importer = options["file"], options["report"], _importer(options["officer"])
        started = perf_counter()
        try:
            with _progress(path) as on_progress:
                if options["preview"]:
                    tally = self._preview(path, report, on_progress)
                else:
                    tally = _import(path, report, importer, on_progress)
        except ImportRunning:
            raise CommandError("Another import is running; start again when it has ended.") from None
        except (FileRefused, OSError) as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(_summary(tally, perf_counter() - started))

    def _preview(self, path: Path, report: Path | None, on_progress: OnProgress) -> Tally:
        file, heard = examine(path), list[Told]()

        def hear(told: Told) -> None:
            on_progress(told.tally.rows)
            if report:
                heard.append(told)

        preview = preview_rulings(file, own_court=None, at=timezone.now(), hear=hear)
        if report:
            _write(report, document(preview.tally, lambda name: (getattr(told, name) for told in heard)))
        self.stdout.write(f"Read as {file.kind} {file.encoding}; the first names:".replace(" ;", ";"))
        self.stdout.write("\n".join(f"  {name}" for name in first_names(file)))
        for code, rows in sorted(preview.codes.items()):
            self.stdout.write(f"{rows:>8,} {code}")
        self.stdout.write("Nothing was written. An import would come to:")
        return preview.tally


def _import(path: Path, report: Path | None, importer: Importer, on_progress: OnProgress) -> Tally:
    run = import_file(path, importer, at=timezone.now(), on_progress=on_progress)
    if report:
        _write(report, report_of(run))
    return tally_of(run)


def _write(path: Path, parts: Iterable[bytes]) -> None:
    with path.open("wb") as out:
        out.writelines(parts)


def _importer(username: str | None) -> Importer:
    if username is None:
        return OPERATOR
    officer = Officer.objects.filter(username=username).first()
    if officer is None or not officer.may(Duty.IMPORT):
        raise CommandError("There is no such officer with the duty “import”.")
    return Importer(name=officer.username, officer_id=officer.pk)


@contextmanager
def _progress(path: Path) -> Iterator[OnProgress]:
    """Show a bar; how many rows a spreadsheet has is not known before it is read."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    total = max(count_lines(path) - 1, 0) if kind_of_file(path) is Kind.CSV else None
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task("rulings", total=total)
        yield lambda rows: progress.advance(bar, rows)


def _summary(tally: Tally, seconds: float) -> str:
    return (
        f"rulings: {tally.accepted} accepted, {tally.refused} refused, {tally.unchanged} unchanged; "
        f"{tally.rows} rows in {seconds:.1f} s ({tally.rows / max(seconds, 0.001):,.0f}/s)"
    )
