"""`manage.py enrol_institution NOTICE_NUMBER`: enrol the unit on which an assistance notice was served."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from blacklist.law.refusals import Refusal
from restrictions.services import institutions


class Command(BaseCommand):
    help = "Enrol an institution; name, sector, basis and scope are those of its served assistance notice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("notice_number", help="number of the assistance notice")
        parser.add_argument("--activity", action="append", help="only this activity (may be repeated)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            enrolled = institutions.enrol(options["notice_number"], activities=options["activity"])
        except Refusal as refusal:
            raise CommandError(refusal.detail) from refusal
        self.stdout.write(f"enrolled {enrolled.notice_number}")
