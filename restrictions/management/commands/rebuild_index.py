"""`manage.py rebuild_index`: build this node's index anew from the register, beside the one in use."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from restrictions.check.keys import Keys, read_secret
from restrictions.follower import rebuild


class Command(BaseCommand):
    help = (
        "Build the index anew and swing to it. After a database was restored to an earlier state this is how its "
        "operator confirms that the register as it now stands is the right one."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        keys = Keys(read_secret(settings.KEYS_DIR / "check.key"))
        position = rebuild(settings.INDEX_DIR, keys, told=self._tell)
        self.stdout.write(f"rebuilt to list version {position.list_version}")

    def _tell(self, version: int, head: int) -> None:
        self.stderr.write(f"{version} of {head}")
