"""``seed_demonstration --base-url URL``: fill an empty register with the demonstration; again: renew the URL."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.demonstration.seed import NotEmpty, seed


class Command(BaseCommand):
    help = "Seed the demonstration: courts, officers, institutions and synthetic rulings."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--base-url", default="http://127.0.0.1:8000")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.LIVEMODE:
            raise CommandError("This service runs under a legal mandate; the demonstration is not for it.")
        try:
            path = settings.RESTRICTION_HOME / "demo.json"
            said = seed(path=path, base_url=options["base_url"], at=timezone.now())
        except NotEmpty as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(f"demonstration: {len(said['officers'])} officers, {len(said['institutions'])} institutions")
