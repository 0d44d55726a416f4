"""`manage.py rotate_check_key`: give this node's index new keys, prove that none of the old is left, forget the old."""

import os
import secrets
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from restrictions.check.index import Index, View, current_generation, generation_folder
from restrictions.check.keys import CURRENT, NEXT, Keys, read_secret
from restrictions.follower import rebuild


class Command(BaseCommand):
    help = (
        "Build the index anew by a new secret, beside the one in use, and swing to it. Both keys stand side by side "
        "until it is proven that no digest of the old is left. Cut off, it goes on when it is called again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        root, next_key = settings.INDEX_DIR, settings.KEYS_DIR / NEXT
        before = current_generation(root)
        if before is None:
            raise CommandError("There is no index yet.")
        _make(next_key)
        rebuild(root, Keys(read_secret(next_key)), told=self._tell)
        old, new = generation_folder(root, before), generation_folder(root, current_generation(root) or 0)
        self._prove(old, new)
        next_key.replace(settings.KEYS_DIR / CURRENT)
        shutil.rmtree(old, ignore_errors=True)
        self.stdout.write("rotated: no digest of the old key is left")

    def _prove(self, old: Path, new: Path) -> None:
        with Index(old) as before, Index(new) as after, before.reading() as mine, after.reading() as true:
            left = left_over(mine, true)
        if left:
            raise CommandError(f"{left} digests of the old key are left; both keys are kept")

    def _tell(self, version: int, head: int) -> None:
        self.stderr.write(f"{version} of {head}")


def left_over(old: View, new: View) -> int:
    """Return how many keys of the old generation, of people and of redress numbers, the new one holds still."""
    return len(_keys(old) & _keys(new))


def _keys(view: View) -> set[bytes]:
    return {key for pairs in (view.entries(), view.pairs("redress")) for key, _ in pairs}


def _make(path: Path) -> None:
    """Write a new secret, unless a rotation that was cut off has left its own."""
    if path.exists():
        return
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(f"{secrets.token_hex(32)}\n")
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
