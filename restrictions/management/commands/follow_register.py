"""`manage.py follow_register`: keep this node's index at the register's head. One such process for each node."""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection

from blacklist.publication import CHANNEL
from restrictions import heartbeat
from restrictions.check.keys import Keys, read_secret
from restrictions.cut_off import cut_off
from restrictions.follower import PAGE_ENTRIES, Follower, Sources
from restrictions.repeating import Stop, repeat

SMALLEST_PAGE = 25
LOCK_NAME = "follower.lock"
WAIT_SECONDS = 0.2

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Follow the register into this node's index."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = Stop()
        stop.listen()
        keys = Keys(read_secret(settings.KEYS_DIR / "check.key"))
        with only_follower(settings.INDEX_DIR, stop=stop):
            sources = Sources(proof_age_ns=heartbeat.age_ns) if settings.STANDBY else Sources()
            watch = Watch(
                Follower(settings.INDEX_DIR, keys, sources, keys_dir=settings.KEYS_DIR),
                poll_seconds=settings.POLL_SECONDS,
            )
            try:
                repeat(watch.step, stop=stop, lost=watch.lose)
            finally:
                watch.follower.close()


@contextmanager
def only_follower(root: Path, *, stop: Stop) -> Iterator[None]:
    """Hold a node's index for this process, waiting for another follower to end (or for ``stop``).

    Each follower goes on from where it believes the index to stand: two at once would put older standings over newer
    ones, under a lease that says otherwise. The kernel lets go when the process ends, however it does.
    """
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (root / LOCK_NAME).open("a") as file:
        is_told = False
        while not stop:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if not is_told:
                    logger.warning("another follower has this index; waiting for it to end")
                is_told = True
                stop.wait(WAIT_SECONDS)
        yield


class Watch:
    """Polls, and waits for the next poll by listening for a wake-up."""

    def __init__(self, follower: Follower, *, poll_seconds: float) -> None:
        self.follower = follower
        self._poll_seconds = poll_seconds
        self._listening: object = None
        self._limit = PAGE_ENTRIES

    def step(self) -> None:
        """Poll once, then wait for a notification or the poll interval, whichever is first.

        :raises OperationalError: when the server is a standby: it may lag behind acts already acknowledged; or when the
            connection ends, be it in the middle of the wait.
        """
        with cut_off():
            self._listen()
            is_behind = self.follower.step(limit=self._limit)
        self._limit = PAGE_ENTRIES
        if not is_behind:
            with connection.wrap_database_errors:
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
