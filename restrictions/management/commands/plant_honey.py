"""`manage.py plant_honey COUNT`: numbers that nobody bears; who asks about one tries numbers out."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from restrictions.check.keys import Keys, read_secret
from restrictions.services import use

MOST = 10_000


class Command(BaseCommand):
    help = "Plant honey identities; they are printed once and kept as digests only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("count", type=int, help=f"how many, up to {MOST}")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 0 < options["count"] <= MOST:
            raise CommandError(f"Plant 1 to {MOST} at a time.")
        keys = Keys(read_secret(settings.KEYS_DIR / "check.key"))
        for number in use.plant(options["count"], keys=keys, at=timezone.now()):
            self.stdout.write(number)
