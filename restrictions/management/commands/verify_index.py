"""`manage.py verify_index`: compare this node's index with the register and name the first difference."""

import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from restrictions.check.filing import records
from restrictions.check.index import Index, IndexWriter, View, current_generation, generation_folder
from restrictions.check.keys import Keys, read_secret
from restrictions.follower import PAGE_ENTRIES, Sources, advance, rebuild

Pair = tuple[bytes, bytes]
COMPARED = ("keys", "standings", "courts", "institutions", "credentials", "redress")


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
            self._compare(generation_folder(settings.INDEX_DIR, generation), fresh, keys)

    def _compare(self, used: Path, fresh: Path, keys: Keys) -> None:
        with Index(used) as ours, ours.reading() as mine:
            position = mine.position()
            _follow(fresh, position.list_version, keys)
            with Index(fresh) as theirs, theirs.reading() as true:
                found, replayed = first_difference(mine, true), true.position()
        if position.list_version != replayed.list_version:
            self.stderr.write(
                f"compared version {position.list_version} with {replayed.list_version}: acts came between"
            )
        if found:
            raise CommandError(found)
        self.stdout.write(f"index and register agree at list version {replayed.list_version}")


def _follow(fresh: Path, version: int, keys: Keys) -> None:
    """Let the throw-away index follow to the version that the one in use has reached meanwhile."""
    with IndexWriter(fresh) as writer:
        reached = writer.position()
        while reached.list_version < version:
            left = version - reached.list_version  # versions have no gaps
            _, reached = advance(writer, reached, keys=keys, sources=Sources(), limit=min(left, PAGE_ENTRIES))


def first_difference(mine: View, true: View) -> str | None:
    """Return the first key at which two indexes differ, as `database key`, or None; both are read pair by pair.

    A court whose last measure has ended may stay in an index that has followed it.
    """
    for database in COMPARED:
        for left, right in _side_by_side(_pairs(mine, database), _pairs(true, database)):
            if left != right and not (database == "courts" and (left is None or right is None)):
                return f"{database} {_name(database, left, right)} differs"
    return None


def _pairs(view: View, database: str) -> Iterator[Pair]:
    """Return what a database holds; keys one by one, for two indexes may have buckets of different sizes."""
    return view.entries() if database == "keys" else view.pairs(database)


def _side_by_side(left: Iterator[Pair], right: Iterator[Pair]) -> Iterator[tuple[Pair | None, Pair | None]]:
    """Yield what two databases hold under each key, None where one of them holds nothing."""
    mine, true = next(left, None), next(right, None)
    while mine is not None or true is not None:
        is_mine = true is None or (mine is not None and mine[0] <= true[0])
        is_true = mine is None or (true is not None and true[0] <= mine[0])
        yield mine if is_mine else None, true if is_true else None
        mine, true = next(left, None) if is_mine else mine, next(right, None) if is_true else true


def _name(database: str, left: Pair | None, right: Pair | None) -> str:
    """Return the key; of standings the subject, as the register names it."""
    key = (left or right or (b"", b""))[0]
    if database != "standings":
        return key.hex()
    held = [{*records(pair[0], pair[1])} if pair else set() for pair in (left, right)]
    return ", ".join(sorted(str(uuid.UUID(bytes=filed.subject)) for filed in held[0] ^ held[1]))
