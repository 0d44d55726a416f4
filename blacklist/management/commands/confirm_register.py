"""``confirm_register --officer USERNAME --note TEXT``: answer for a register that was restored to an earlier state."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from blacklist.law.refusals import Refusal
from blacklist.models import Officer
from blacklist.services import restorations


class Command(BaseCommand):
    help = (
        "Record that the register as it now stands is the right one, after check nodes refused it as rolled back. "
        "They then build their index anew by themselves. What was entered since the backup must be entered again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--officer", metavar="USERNAME", required=True, help="who answers for it; administers")
        parser.add_argument("--note", required=True, help="why the lost entries are given up; kept in the register")

    def handle(self, *args: Any, **options: Any) -> None:
        officer = Officer.objects.filter(username=options["officer"]).first()
        if officer is None:
            raise CommandError("There is no officer with this user name.")
        try:
            entry = restorations.confirm(note=options["note"], by=officer, at=timezone.now())
        except Refusal as refusal:
            raise CommandError(refusal.detail) from None
        self.stdout.write(f"confirmed as version {entry.version}; nodes build their index anew")
