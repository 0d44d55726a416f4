"""`manage.py ship_journal`: move the journal of this node's processes into the database; settle its quotas."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from restrictions.check.quota import FILE_NAME
from restrictions.cut_off import cut_off
from restrictions.repeating import Stop, repeat
from restrictions.services import use
from restrictions.settling import Settler
from restrictions.shipper import Shipper

PAUSE_SECONDS = 0.2
DATABASE_SECONDS = 10.0  # nobody waits for the shipper, and a large piece may take a while


class Command(BaseCommand):
    help = "Ship the journal into the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="ship what there is and end")

    def handle(self, *args: Any, **options: Any) -> None:
        shipper = Shipper(settings.JOURNAL_DIR)
        if options["once"]:
            self.stdout.write(f"{shipper.ship()} records shipped")
            return
        stop = Stop()
        stop.listen()

        settler = Settler(settings.INDEX_DIR / FILE_NAME, settings.REDIS_URL)

        def step() -> None:
            settler.turn(time.time_ns() // 1_000_000)
            with cut_off(DATABASE_SECONDS):
                moved = shipper.ship()
                use.count_sequential(settler.take_sequential(), at=timezone.now())
            if not moved:
                stop.wait(PAUSE_SECONDS)

        repeat(step, stop=stop)
