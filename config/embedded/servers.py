"""The two servers of a home, unless the environment names others, and the environment that finds them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from config.embedded import postgres, valkey
from config.embedded.accounts import server_account
from config.embedded.home import REPOSITORY, Home
from config.embedded.keys import make_keys, read_secret
from config.embedded.postgres import Postgres
from config.embedded.sockets import socket_folder
from config.embedded.valkey import Valkey


@dataclass(frozen=True)
class Servers:
    """Those of the two servers that are ours to start; None stands for one that the environment names."""

    postgres: Postgres | None
    valkey: Valkey | None

    def environment(self, home: Home, environ: Mapping[str, str]) -> dict[str, str]:
        """Return the environment in which Django finds its home, its database and its broker."""
        found = {
            **environ,
            "RESTRICTION_HOME": str(home.path),
            "PYTHONPATH": str(REPOSITORY),
            "PYTHONUNBUFFERED": "1",
        }
        if self.postgres is not None:
            found["DATABASE_URL"] = self.postgres.address
        if self.valkey is not None:
            found["REDIS_URL"] = self.valkey.address
        return found

    def wait_until_ready(self, between: Callable[[], None]) -> None:
        """Return when both answer, calling `between` after each vain attempt."""
        if self.postgres is not None:
            self.postgres.wait_until_ready(between)
        if self.valkey is not None:
            self.valkey.wait_until_ready(between)


def servers_of(home: Home, *, environ: Mapping[str, str], throw_away: bool = False) -> Servers:
    """Make the keys of a home and return its servers; `DATABASE_URL` and `REDIS_URL` win over our own.

    :raises CannotStart: when a part is missing, or a key to stored data is.
    """
    make_keys(home.keys, holds_data=(home.postgres / "data").exists())
    sockets = socket_folder(home.run)
    account = None
    database: Postgres | None = None
    if not environ.get("DATABASE_URL"):
        binaries = postgres.find_binaries()
        account = server_account([home.postgres, sockets], program=binaries / "postgres")
        database = Postgres(
            folder=home.postgres,
            sockets=sockets,
            binaries=binaries,
            password=read_secret(home.keys, "postgres.password"),
            account=account,
            throw_away=throw_away,
        )
    broker: Valkey | None = None
    if not environ.get("REDIS_URL"):
        binary = valkey.find_binary()
        password = read_secret(home.keys, "valkey.password")
        account = account or server_account([home.valkey, sockets], program=binary)
        broker = Valkey(folder=home.valkey, sockets=sockets, binary=binary, password=password, account=account)
    if account is not None:
        account.give(home.valkey)
    return Servers(postgres=database, valkey=broker)
