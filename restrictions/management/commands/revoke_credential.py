"""`manage.py revoke_credential [ID | PREFIX]`: revoke a credential; nodes refuse it within a poll."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from blacklist.law.refusals import Refusal
from restrictions import selectors
from restrictions.services import credentials

_PREFIX_LENGTH = 16


class Command(BaseCommand):
    help = "Revoke a credential by its id or public prefix; without one, the credential is read from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="?", help="id or public prefix; '-' or nothing reads standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        named = options["name"]
        if named is None or named == "-":
            named = sys.stdin.readline().strip()
        elif named.startswith("rc_") and len(named) > _PREFIX_LENGTH:
            # Arguments are seen by every user of the machine and kept in the shell's history.
            raise CommandError("Give the prefix, or the credential itself on standard input.")
        credential = selectors.credential_named(named)
        if credential is None:
            raise CommandError("There is no such credential.")
        try:
            credentials.revoke(credential, at=timezone.now())
        except Refusal as refusal:
            raise CommandError("This credential is revoked already.") from refusal
        self.stdout.write(f"revoked {credential.prefix}")
