"""The loop of a follower and of a shipper: a step, a wait, and patience while the database is away."""

import logging
import signal
import threading
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, connection

logger = logging.getLogger(__name__)

FIRST_PAUSE = 0.1
LONGEST_PAUSE = 1.0


class Stop:
    """Becomes true on SIGTERM or SIGINT."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def listen(self) -> None:
        """Take over the two signals; call it from the main thread."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._event.set())

    def set(self) -> None:
        self._event.set()

    def __bool__(self) -> bool:
        return self._event.is_set()

    def wait(self, seconds: float) -> None:
        self._event.wait(seconds)


def repeat(step: Callable[[], None], *, stop: Stop, lost: Callable[[], None] = lambda: None) -> None:
    """Call ``step`` until stopped. When the database fails, drop the connection, pause, and try again.

    :param lost: called after each failure.
    """
    pause = FIRST_PAUSE
    while not stop:
        try:
            step()
        except (DatabaseError, InterfaceError) as error:
            if pause == FIRST_PAUSE:
                logger.warning("the database does not answer (%s); trying again", type(error).__name__)
            lost()
            connection.close()
            stop.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            if pause != FIRST_PAUSE:
                logger.warning("the database answers again")
            pause = FIRST_PAUSE
