"""`manage.py write_snapshot FOLDER`: write this node's index as a snapshot, from which a new node starts."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from restrictions.check import snapshot
from restrictions.check.keys import Keys, read_secret


class Command(BaseCommand):
    help = "Write this node's index, as it is now, into a new folder; the node goes on meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        keys = Keys(read_secret(settings.KEYS_DIR / "check.key"))
        try:
            taken = snapshot.take(settings.INDEX_DIR, keys, to=options["folder"].absolute(), at=timezone.now())
        except snapshot.Unfit as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(f"list version {taken.list_version}, {taken.size:,} bytes")
