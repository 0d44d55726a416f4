"""What can be asked of a home: run everything, or have the two servers up for one command."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from config.embedded.faults import CannotStart
from config.embedded.home import Home, HomeInUse, claimed, open_home
from config.embedded.parentage import tied
from config.embedded.processes import POLL_SECONDS
from config.embedded.programs import demonstration, manage_command, migration, programs
from config.embedded.readiness import base_url, is_ready
from config.embedded.servers import Servers, servers_of
from config.embedded.sockets import refuse_taken_port
from config.embedded.supervisor import StopRequested, Supervisor
from config.embedded.welcome import welcome

_SLOW_SECONDS = 60.0


def run(path: Path, *, host: str, port: int, workers: int) -> int:
    """Start everything on a home and keep it running until somebody stops it; return the exit code.

    :raises CannotStart: when something is in the way.
    """
    say = _clock()
    os.umask(0o077)
    home = open_home(path, environ=os.environ)
    refuse_demonstration(home, environ=os.environ)
    with claimed(home, purpose="run"):
        supervisor = Supervisor(home, say=say)
        supervisor.listen()
        supervisor.end_left_over()
        refuse_taken_port(host, port)
        try:
            _serve(supervisor, home, say, host=host, port=port, workers=workers)
        except StopRequested:
            say("stopping")
        finally:
            supervisor.stop()
        say("stopped")
    return 0


def refuse_demonstration(home: Home, *, environ: Mapping[str, str]) -> None:
    """Keep a mandated service off a home in which the demonstration was seeded.

    Its invented people would be answered about in earnest, and its gateway may ask about everything.

    :raises CannotStart: when the home holds it.
    """
    if environ.get("RESTRICTION_MANDATE") and home.demonstration.exists():
        raise CannotStart(f"{home.path} holds the demonstration: a service with a mandate needs a --home of its own.")


def _serve(
    supervisor: Supervisor, home: Home, say: Callable[[str], None], *, host: str, port: int, workers: int
) -> None:
    here = base_url(host, port)
    environment = {
        "VERIFY_URL": f"{here}/verify/",
        "REDRESS_URL": f"{here}/redress",
        **_start_servers(supervisor, home, say=say),
    }
    say("bringing the tables up to date")
    supervisor.complete(migration(environment))
    seeding = None
    if not environment.get("RESTRICTION_MANDATE"):
        seeding = demonstration(environment, base_url=base_url(host, port))
    if seeding and not home.demonstration.exists():
        say("seeding the demonstration (once)")
        supervisor.complete(seeding)
        seeding = None
    say("starting the web, the follower, the shipper and the workers")
    for program in programs(home, environment, host=host, port=port, workers=workers):
        supervisor.start(program)
    if seeding:  # nothing but the address changes, so nobody need wait for it
        supervisor.complete(seeding)
    _wait_until_ready(supervisor, say, host=host, port=port)
    print(welcome(home.demonstration, base_url=base_url(host, port)), flush=True)
    while True:
        supervisor.watch()


def _wait_until_ready(supervisor: Supervisor, say: Callable[[str], None], *, host: str, port: int) -> None:
    slow_at = time.monotonic() + _SLOW_SECONDS
    while not is_ready(host, port):
        supervisor.insist()
        if time.monotonic() > slow_at:
            say(f"not ready yet: {supervisor.last_words('web')}; {supervisor.last_words('follower')}")
            slow_at = time.monotonic() + _SLOW_SECONDS
    say("ready")


def manage(path: Path, arguments: Sequence[str]) -> int:
    """Run Django's command line with the keys and servers of a home, starting these when they do not run.

    :raises CannotStart: when something is in the way.
    """
    return _with_servers(path, manage_command(*arguments), purpose="manage", share=True)


def run_beside(path: Path, command: Sequence[str]) -> int:
    """Run any command beside servers whose data need not survive a power cut; what the tests use.

    :raises CannotStart: when another command uses the home.
    """
    return _with_servers(path, command, purpose="with", share=False)


def _with_servers(path: Path, command: Sequence[str], *, purpose: str, share: bool) -> int:
    home = open_home(path, environ=os.environ)
    servers = servers_of(home, environ=os.environ, throw_away=not share)
    environment = servers.environment(home, os.environ)
    if servers.postgres is None and servers.valkey is None:
        return _foreground(command, environment)
    with _ours(home, servers, purpose=purpose, share=share) as ours:
        if not ours:
            return _foreground(command, environment)
        supervisor = Supervisor(home, say=_silence)
        supervisor.end_left_over()
        try:
            _start_servers(supervisor, home, say=_silence, throw_away=not share)
            return _foreground(command, environment)
        finally:
            supervisor.stop()


@contextmanager
def _ours(home: Home, servers: Servers, *, purpose: str, share: bool) -> Iterator[bool]:
    """Give whether the servers are ours to start: not when `bin/run` has them; `bin/manage` is waited for."""
    while True:
        try:
            with claimed(home, purpose=purpose):
                yield True
                return
        except HomeInUse as other:
            if not share:
                raise
            if other.purpose == "run":
                servers.wait_until_ready(_pause)
                yield False
                return
            _pause()


def _start_servers(
    supervisor: Supervisor, home: Home, *, say: Callable[[str], None], throw_away: bool = False
) -> dict[str, str]:
    """Start those servers of a home that are ours and return the environment in which they are found."""
    servers = servers_of(home, environ=os.environ, throw_away=throw_away)
    environment = servers.environment(home, os.environ)
    if servers.valkey is not None:
        supervisor.start(servers.valkey.program(environment))
    if servers.postgres is not None:
        say("starting PostgreSQL and Valkey")
        if servers.postgres.make():
            say("made a new database")
        supervisor.start(servers.postgres.program(environment))
    servers.wait_until_ready(supervisor.insist)
    return environment


def _foreground(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a command on the terminal, return its exit code; Ctrl-C reaches it directly, SIGTERM through us."""
    child = subprocess.Popen(tied(command), env=environment)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda number, _frame: child.send_signal(number))
    returncode = child.wait()
    return returncode if returncode >= 0 else 128 - returncode


def _pause() -> None:
    time.sleep(POLL_SECONDS)


def _clock() -> Callable[[str], None]:
    begun = time.monotonic()
    return lambda sentence: print(f"[{time.monotonic() - begun:5.1f} s] {sentence}", file=sys.stderr, flush=True)


def _silence(sentence: str) -> None:
    """Say nothing: the command's own output belongs to the terminal."""
