"""Enrol a member of court staff from the command line, the first administrator included."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from blacklist.law.duties import OFFICES
from blacklist.law.refusals import Refusal
from blacklist.services import officers


class Command(BaseCommand):
    """Create an account with the duties of an office and print its password and second factor, once.

    The register names the operator as who did it.
    """

    help = "Enrol an officer; prints the password and the second factor's secret once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("name")
        parser.add_argument("office", choices=sorted(OFFICES))
        parser.add_argument("--court", help="court code, e.g. 京0105; an administrator needs none")

    def handle(self, *args: Any, **options: Any) -> None:
        office = options["office"]
        if options["court"] is None and office != "administrator":
            raise CommandError("Only an administrator serves no court: name one with --court.")
        try:
            enrolled = officers.enrol(
                username=options["username"],
                name=options["name"],
                court_code=options["court"],
                duties=OFFICES[office],
                at=timezone.now(),
            )
        except Refusal as refusal:
            raise CommandError(refusal.detail) from None
        self.stdout.write(f"user name      {enrolled.officer.username}")
        self.stdout.write(f"password       {enrolled.password}")
        self.stdout.write(f"second factor  {enrolled.totp_secret} (TOTP, base32)")
        self.stdout.write("Neither is shown again.")
