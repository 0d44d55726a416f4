"""``verify_register``: replay the register and compare it with the tables; names every fault, exits 1 on any."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from blacklist.models import ListHead
from blacklist.verification import faults


class Command(BaseCommand):
    help = "Replay the register: numbers, hash chain, payloads, and whether the tables agree with it."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for sentence in faults():
            found += 1
            self.stderr.write(sentence)
        if found:
            raise CommandError(f"{found} faults in the register")
        self.stdout.write(f"register: {ListHead.objects.get(pk=1).version} entries, no fault")
