"""The table of what runs: one row per process of the system."""

import sys
from collections.abc import Mapping

from config.embedded.home import REPOSITORY, Home
from config.embedded.parentage import tied_python
from config.embedded.processes import Program


def migration(environment: Mapping[str, str]) -> Program:
    return Program("migrate", _manage("migrate", "--no-input", "--verbosity=1"), environment)


def demonstration(environment: Mapping[str, str], *, base_url: str) -> Program:
    return Program("seed", _manage("seed_demonstration", "--base-url", base_url), environment)


def programs(home: Home, environment: Mapping[str, str], *, host: str, port: int, workers: int) -> tuple[Program, ...]:
    """Return the processes that serve, in the order in which they are worth starting."""
    web = [
        *["--interface=rsgi", f"--host={host}", f"--port={port}", f"--workers={workers}", "--loop=uvloop"],
        *["--http=1", "--no-ws", "--backlog=1024"],
        "--http1-buffer-size=32768",  # larger headers are answered 431; bodies do not count
        # A killed worker is back by itself; without the first flag it would end the server.
        *["--respawn-failed-workers", "--respawn-interval=0.5", "--workers-kill-timeout=5"],
    ]
    celery = ("celery", "-A", "config.celery:app")
    return (
        Program("follower", _manage("follow_register"), environment),
        Program("web", tied_python("granian", *web, "config.server:app"), environment),
        Program("shipper", _manage("ship_journal"), environment),
        # One process of each: the beat is apart from the worker so that its death is noticed.
        Program("worker", tied_python(*celery, "worker", "--pool=solo", "--loglevel=WARNING"), environment),
        Program(
            "beat",
            tied_python(*celery, "beat", f"--schedule={home.run / 'beat'}", "--pidfile=", "--loglevel=WARNING"),
            environment,
        ),
    )


def manage_command(*arguments: str) -> tuple[str, ...]:
    """Return Django's command line as a command of this interpreter."""
    return (sys.executable, str(REPOSITORY / "manage.py"), *arguments)


def _manage(*arguments: str) -> tuple[str, ...]:
    return tied_python(str(REPOSITORY / "manage.py"), *arguments)
