"""Acts at the same time: each call on a thread and a database connection of its own, closed afterwards."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def at_once(calls: Sequence[Callable[[], T]]) -> list[T]:
    """Start all calls together and return what each returned; an exception of one is raised here."""
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], T]) -> T:
        try:
            start.wait()
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def elsewhere(call: Callable[[], T]) -> T:
    """Return what one call returns on another connection."""
    return at_once([call])[0]
