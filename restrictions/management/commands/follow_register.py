"""`manage.py follow_register`: keep this node's index at the register's head. One such process for each node."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection

from blacklist.publication import CHANNEL
from restrictions.check.keys import Keys, read_secret
from restrictions.cut_off import cut_off
from restrictions.follower import PAGE_ENTRIES, Follower
from restrictions.repeating import Stop, repeat

SMALLEST_PAGE = 25


class Command(BaseCommand):
    help = "Follow the register into this node's index."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = Stop()
        stop.listen()
        keys = Keys(read_secret(settings.KEYS_DIR / "check.key"))
        watch = Watch(Follower(settings.INDEX_DIR, keys), poll_seconds=settings.POLL_SECONDS)
        try:
            repeat(watch.step, stop=stop, lost=watch.lose)
        finally:
            watch.follower.close()


class Watch:
    """Polls, and waits for the next poll by listening for a wake-up."""

    def __init__(self, follower: Follower, *, poll_seconds: float) -> None:
        self.follower = follower
        self._poll_seconds = poll_seconds
        self._listening: object = None
        self._limit = PAGE_ENTRIES

    def step(self) -> None:
        """Poll once, then wait for a notification or the poll interval, whichever is first.

        :raises OperationalError: when the server is a standby: it may lag behind acts already acknowledged.
        """
        with cut_off():
            self._listen()
            is_behind = self.follower.step(limit=self._limit)
        self._limit = PAGE_ENTRIES
        if not is_behind:
            list(connection.connection.notifies(timeout=self._poll_seconds, stop_after=1))

    def lose(self) -> None:
        """Ask for less next time: a page that takes too long must not be asked for forever."""
        self._limit = max(self._limit // 2, SMALLEST_PAGE)

    def _listen(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_is_in_recovery()")
            if cursor.fetchone() != (False,):
                raise OperationalError("the server is in recovery")
            if self._listening is not connection.connection:
                cursor.execute(f"LISTEN {CHANNEL}")
                self._listening = connection.connection
