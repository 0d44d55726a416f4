"""`manage.py rebuild_index`: build this node's index anew from the register, beside the one in use."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from restrictions.check.keys import Keys, read_secret
from restrictions.follower import RolledBack, rebuild


class Command(BaseCommand):
    help = "Build the index anew beside the one in use, and swing to it. Refused on a register that was rolled back."

    def handle(self, *args: Any, **options: Any) -> None:
        keys = Keys(read_secret(settings.KEYS_DIR / "check.key"))
        try:
            position = rebuild(settings.INDEX_DIR, keys, told=self._tell)
        except RolledBack as reason:
            raise CommandError(f"{reason} If this register is the right one: confirm_register.") from None
        self.stdout.write(f"rebuilt to list version {position.list_version}")

    def _tell(self, version: int, head: int) -> None:
        self.stderr.write(f"{version} of {head}")
