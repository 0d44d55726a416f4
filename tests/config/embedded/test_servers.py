"""PostgreSQL and Valkey for real: private, with passwords, and back with their data after a kill."""

import os
import signal
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.embedded.faults import CannotStart
from config.embedded.home import Home
from config.embedded.processes import Record, is_alive
from config.embedded.servers import Servers, servers_of
from config.embedded.supervisor import Supervisor
from tests.waiting import eventually


@pytest.fixture
def servers(home: Home) -> Servers:
    return servers_of(home, environ={})


@pytest.fixture
def running(home: Home, servers: Servers) -> Iterator[Supervisor]:
    supervisor = Supervisor(home, say=lambda _: None)
    _start(supervisor, servers)
    yield supervisor
    supervisor.stop()


def _start(supervisor: Supervisor, servers: Servers) -> None:
    assert servers.postgres is not None
    assert servers.valkey is not None
    servers.postgres.make()
    supervisor.start(servers.valkey.program(os.environ))
    supervisor.start(servers.postgres.program(os.environ))
    servers.wait_until_ready(supervisor.insist)


def _ask(servers: Servers, query: LiteralString) -> object:
    assert servers.postgres is not None
    with psycopg.connect(servers.postgres.address, autocommit=True, connect_timeout=2) as connection:
        row = connection.execute(query).fetchone()
    return row and row[0]


def _answers(servers: Servers, query: LiteralString) -> bool:
    try:
        return bool(_ask(servers, query))
    except psycopg.OperationalError:
        return False


class TestServersOf:
    def test_lets_the_environment_win(self, home: Home) -> None:
        environ = {"DATABASE_URL": "postgresql://elsewhere/a", "REDIS_URL": "redis://elsewhere"}
        servers = servers_of(home, environ=environ)
        assert servers == Servers(postgres=None, valkey=None)
        environment = servers.environment(home, environ)
        assert (environment["DATABASE_URL"], environment["REDIS_URL"]) == tuple(environ.values())

    def test_tells_django_where_everything_is(self, home: Home, servers: Servers) -> None:
        environment = servers.environment(home, {"PATH": "/bin"})
        assert environment["RESTRICTION_HOME"] == str(home.path)
        assert environment["DATABASE_URL"].startswith("postgresql://")
        assert environment["REDIS_URL"].startswith("unix://")
        assert environment["PATH"] == "/bin"


class TestPostgres:
    pytestmark = pytest.mark.usefixtures("running")

    def test_is_version_18_and_confirms_only_what_is_on_disk(self, servers: Servers) -> None:
        assert str(_ask(servers, "SHOW server_version")).startswith("18.")
        assert _ask(servers, "SHOW synchronous_commit") == "on"
        assert _ask(servers, "SHOW fsync") == "on"

    def test_listens_on_no_port(self, servers: Servers) -> None:
        assert _ask(servers, "SHOW listen_addresses") == ""

    def test_wants_the_password(self, servers: Servers) -> None:
        assert servers.postgres is not None
        address = servers.postgres.address.replace(servers.postgres.password, "wrong")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(address)

    def test_sorts_the_same_on_every_machine(self, servers: Servers) -> None:
        assert _ask(servers, "SELECT datlocale FROM pg_database WHERE datname = 'restriction'") == "C.UTF-8"

    def test_lets_only_its_user_into_data_and_sockets(self, servers: Servers) -> None:
        assert servers.postgres is not None
        for folder in (servers.postgres.data, servers.postgres.sockets):
            assert folder.stat().st_mode & 0o777 == 0o700

    def test_comes_back_with_its_data_when_every_process_is_killed(
        self, home: Home, servers: Servers, running: Supervisor
    ) -> None:
        assert servers.postgres is not None
        with psycopg.connect(servers.postgres.address) as connection:
            connection.execute("CREATE TABLE act AS SELECT 7 AS number")
        for name, identity, _ in Record(home.run / "processes.json").left_over():
            assert name in ("postgres", "valkey")
            os.killpg(identity.pid, signal.SIGKILL)

        def is_back() -> bool:
            running.insist()
            return _answers(servers, "SELECT number = 7 FROM act")

        assert eventually(is_back)


class TestClearStaleLocks:
    def test_does_not_believe_a_process_number_alone(self, home: Home, servers: Servers) -> None:
        assert servers.postgres is not None
        servers.postgres.make()
        lock = servers.postgres.data / "postmaster.pid"
        lock.write_text(f"{os.getppid()}\n{servers.postgres.data}\n{int(time.time())}\n")
        supervisor = Supervisor(home, say=lambda _: None)
        try:
            _start(supervisor, servers)
            assert _ask(servers, "SELECT 1") == 1
        finally:
            supervisor.stop()

    def test_ends_a_server_that_nobody_recorded(self, servers: Servers, running: Supervisor, home: Home) -> None:
        assert servers.postgres is not None
        left = next(i for n, i, _ in Record(home.run / "processes.json").left_over() if n == "postgres")
        servers.postgres.clear_stale_locks()
        assert eventually(lambda: not is_alive(left))


class TestMake:
    def test_refuses_data_of_another_version(self, servers: Servers) -> None:
        assert servers.postgres is not None
        servers.postgres.data.mkdir()
        (servers.postgres.data / "PG_VERSION").write_text("16\n")
        with pytest.raises(CannotStart, match="PostgreSQL 16, not 18"):
            servers.postgres.make()

    def test_forgets_an_attempt_that_was_cut_off(self, servers: Servers) -> None:
        assert servers.postgres is not None
        (servers.postgres.folder / "unfinished" / "base").mkdir(parents=True)
        assert servers.postgres.make()
        assert not servers.postgres.make()
        assert {path.name for path in servers.postgres.folder.iterdir()} == {"data"}


class TestValkey:
    pytestmark = pytest.mark.usefixtures("running")

    @pytest.fixture
    def client(self, servers: Servers) -> Iterator[redis.Redis]:
        assert servers.valkey is not None
        with redis.Redis.from_url(servers.valkey.address, decode_responses=True) as client:
            yield client

    def test_refuses_rather_than_forgets(self, client: redis.Redis) -> None:
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}

    def test_listens_on_no_port(self, client: redis.Redis) -> None:
        assert client.config_get("port") == {"port": "0"}

    def test_wants_the_password(self, servers: Servers) -> None:
        assert servers.valkey is not None
        address = servers.valkey.address.replace(servers.valkey.password, "wrong")
        with (
            redis.Redis.from_url(address, retry=Retry(NoBackoff(), 0)) as stranger,
            pytest.raises(redis.AuthenticationError),
        ):
            stranger.ping()

    def test_shows_its_password_in_no_list_of_processes(self, home: Home, servers: Servers) -> None:
        assert servers.valkey is not None
        assert servers.postgres is not None
        for _, identity, _ in Record(home.run / "processes.json").left_over():
            command = Path(f"/proc/{identity.pid}/cmdline").read_text()
            assert servers.valkey.password not in command
            assert servers.postgres.password not in command

    def test_lets_only_its_user_connect(self, servers: Servers) -> None:
        assert servers.valkey is not None
        assert stat.S_IMODE(servers.valkey.socket.stat().st_mode) == 0o700
