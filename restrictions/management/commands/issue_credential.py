"""`manage.py issue_credential NOTICE_NUMBER`: issue a credential to an enrolled institution."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from blacklist.law.refusals import Refusal
from restrictions.models import Institution
from restrictions.services import credentials


class Command(BaseCommand):
    help = "Issue a credential; it is printed once and kept nowhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("notice_number", help="number of the institution's assistance notice")
        parser.add_argument("--activity", action="append", help="only this activity (may be repeated)")

    def handle(self, *args: Any, **options: Any) -> None:
        institution = Institution.objects.filter(notice_number=options["notice_number"]).first()
        if institution is None:
            raise CommandError("No institution is enrolled under this assistance notice.")
        try:
            issued = credentials.issue(institution, activities=options["activity"])
        except Refusal as refusal:
            raise CommandError(refusal.detail) from refusal
        self.stdout.write(issued.secret)
