"""`manage.py start_from_snapshot FOLDER`: begin this node's index with a peer's snapshot; the follower catches up."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from blacklist import publication
from restrictions.check import snapshot
from restrictions.check.index import Position
from restrictions.check.keys import Keys, read_secret


class Command(BaseCommand):
    help = "Use a snapshot as this node's index. It is refused when format, check key, register or digest do not fit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        keys = Keys(read_secret(settings.KEYS_DIR / "check.key"))
        source = options["folder"].absolute()
        try:
            begun = snapshot.start(settings.INDEX_DIR, keys, source=source, is_known=_is_known)
        except snapshot.Unfit as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(f"begun at list version {begun.list_version}; the follower goes on from there")


def _is_known(position: Position) -> bool:
    after_hash = position.entry_hash if position.list_version else None
    return publication.entries(after=position.list_version, after_hash=after_hash, limit=0).known
