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
    celery = ("celery", "-A", "config.celery:app")
    return (
        Program("follower", _manage("follow_register"), environment),
        *(
            Program(name, tied_python("config.serving", f"--host={host}", f"--port={port}"), environment)
            for name in web_names(workers)
        ),
        Program("shipper", _manage("ship_journal"), environment),
        # One process of each: the beat is apart from the worker so that its death is noticed.
        Program("worker", tied_python(*celery, "worker", "--pool=solo", "--loglevel=WARNING"), environment),
        Program(
            "beat",
            tied_python(*celery, "beat", f"--schedule={home.run / 'beat'}", "--pidfile=", "--loglevel=WARNING"),
            environment,
        ),
    )


def web_names(workers: int) -> list[str]:
    """Return what the web processes are called; each listens at the same port, and is back by itself when killed."""
    return ["web", *(f"web-{number}" for number in range(2, workers + 1))]


def manage_command(*arguments: str) -> tuple[str, ...]:
    """Return Django's command line as a command of this interpreter."""
    return (sys.executable, str(REPOSITORY / "manage.py"), *arguments)


def _manage(*arguments: str) -> tuple[str, ...]:
    return tied_python(str(REPOSITORY / "manage.py"), *arguments)
