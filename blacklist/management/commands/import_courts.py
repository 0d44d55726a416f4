"""``import_courts FILE``: bring the table of courts in line with a CSV file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from blacklist.imports.courts import import_courts
from blacklist.imports.reader import FileRefused


class Command(BaseCommand):
    help = "Import courts from a CSV file with the columns code, name, level, higher_court_code, phone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            tally = import_courts(options["file"])
        except (FileRefused, OSError) as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(f"courts: {tally.added} added, {tally.changed} changed, {tally.unchanged} unchanged")
