"""No wait for the database without an end: a silent server must not hold the follower or the shipper."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

DATABASE_SECONDS = 2.0


@contextmanager
def cut_off(seconds: float = DATABASE_SECONDS) -> Iterator[None]:
    """Shut the database connection's socket when the block takes longer than ``seconds``.

    A halted server keeps its sockets open, and libpq then waits for ever; also a rollback would. Once the socket is
    shut, every wait on it ends with an ordinary ``OperationalError``. The timer is a thread, so any thread may use it.
    """
    timer = threading.Timer(seconds, _shut, [connections[connection.alias]])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _shut(wrapper: BaseDatabaseWrapper) -> None:
    raw = wrapper.connection
    if raw is None or raw.closed:
        return
    with socket.socket(fileno=os.dup(raw.fileno())) as ours:
        ours.shutdown(socket.SHUT_RDWR)
