"""No wait for the database without an end: a silent server must hold neither follower nor shipper nor a request."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping

DATABASE_SECONDS = 2.0
WHERE = ("host", "port", "dbname", "user", "connect_timeout")


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


@contextmanager
def cut_off_when_silent(seconds: float) -> Iterator[None]:
    """Shut the database connection's socket when the server does not even take a new connection.

    Asked every ``seconds`` seconds while the block runs, so that a block may take as long as it works on something.
    """
    over, turn = threading.Event(), threading.Lock()
    watcher = threading.Thread(target=_watch, args=(connections[connection.alias], seconds, over, turn), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        with turn:  # else the watcher could shut the socket while it serves the next block
            over.set()


def _watch(wrapper: BaseDatabaseWrapper, seconds: float, over: threading.Event, turn: threading.Lock) -> None:
    while not over.wait(seconds):
        if not _answers(wrapper):
            with turn:
                if not over.is_set():
                    _shut(wrapper)


def _answers(wrapper: BaseDatabaseWrapper) -> bool:
    """Say whether the server says anything to who wants to connect, be it no."""
    given = wrapper.get_connection_params()
    where = make_conninfo(**{name: given[name] for name in WHERE if name in given})
    return PGconn.ping(where.encode()) in (Ping.OK, Ping.REJECT)


def _shut(wrapper: BaseDatabaseWrapper) -> None:
    raw = wrapper.connection
    if raw is None or raw.closed:
        return
    with socket.socket(fileno=os.dup(raw.fileno())) as ours:
        ours.shutdown(socket.SHUT_RDWR)
