"""`manage.py verify_index`: compare this node's index with the register and name the first difference."""

import tempfile
from itertools import zip_longest
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from restrictions.check.index import Index, View, current_generation, generation_folder
from restrictions.check.keys import Keys, read_secret
from restrictions.follower import rebuild

COMPARED = ("keys", "standings", "courts", "institutions", "credentials")


class Command(BaseCommand):
    help = "Replay the register into a throw-away index and compare it with the one in use."

    def handle(self, *args: Any, **options: Any) -> None:
        generation = current_generation(settings.INDEX_DIR)
        if generation is None:
            raise CommandError("There is no index yet.")
        with tempfile.TemporaryDirectory(prefix="verify-", dir=settings.INDEX_DIR) as folder:
            root = Path(folder)
            keys = Keys(read_secret(settings.KEYS_DIR / "check.key"))
            rebuild(root, keys, told=lambda version, head: None)
            fresh = generation_folder(root, current_generation(root) or 0)
            self._compare(generation_folder(settings.INDEX_DIR, generation), fresh)

    def _compare(self, used: Path, fresh: Path) -> None:
        with Index(used) as ours, Index(fresh) as theirs, ours.reading() as mine, theirs.reading() as true:
            found = first_difference(mine, true)
            position, replayed = mine.position(), true.position()
        if position.list_version != replayed.list_version:
            self.stderr.write(
                f"compared version {position.list_version} with {replayed.list_version}: acts came between"
            )
        if found:
            raise CommandError(found)
        self.stdout.write(f"index and register agree at list version {replayed.list_version}")


def first_difference(mine: View, true: View) -> str | None:
    """Return the first key at which two indexes differ, as `database key`, or None."""
    for database in COMPARED:
        for left, right in zip_longest(mine.pairs(database), true.pairs(database)):
            if left != right:
                key = min(pair[0] for pair in (left, right) if pair is not None)
                return f"{database} {key.hex()} differs"
    return None
