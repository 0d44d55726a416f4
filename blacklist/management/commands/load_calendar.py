"""``load_calendar FILE``: load the calendar of a newly published year and count every open deadline again."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from blacklist.imports.calendars import read_notice
from blacklist.imports.reader import FileRefused
from blacklist.law.refusals import Refusal
from blacklist.models import Officer
from blacklist.services import calendars


class Command(BaseCommand):
    help = "Load the working days of one year from a JSON file; open deadlines are counted again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--officer", metavar="USERNAME", help="on whose account; default: the operator")
        parser.add_argument("--replace", action="store_true", help="the year is loaded, and its days were changed")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            notice = read_notice(options["file"])
            done = calendars.load(
                notice, is_replacing=options["replace"], by=_officer(options["officer"]), at=timezone.now()
            )
        except Refusal as refusal:
            raise CommandError(refusal.detail) from None
        except (FileRefused, OSError) as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(
            f"{notice.year}: {len(notice.rest_days)} days of rest, {len(notice.make_up_days)} made up; "
            f"{done.counted} open deadlines counted again, {done.moved} moved, {done.provisional} still provisional"
        )


def _officer(username: str | None) -> Officer | None:
    if username is None:
        return None
    officer = Officer.objects.filter(username=username).first()
    if officer is None:
        raise CommandError("There is no officer with this user name.")
    return officer
