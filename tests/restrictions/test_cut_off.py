import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection

from restrictions import cut_off as module
from restrictions.cut_off import cut_off, cut_off_when_silent

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 0.02


def ask(statement: str = "SELECT 1") -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


@pytest.fixture
def waiting() -> Iterator[None]:
    """Let go of what a connection that was cut off still waits for in the server, and show that the next one works."""
    [waits] = ask("SELECT pg_backend_pid()")
    yield
    connection.close()
    assert ask(f"SELECT pg_terminate_backend({waits}, 5000)") == (True,)


class TestCutOff:
    def test_ends_a_wait(self, waiting: None) -> None:
        with pytest.raises(OperationalError), cut_off(SECONDS):
            ask("SELECT pg_sleep(60)")


class TestCutOffWhenSilent:
    def test_ends_a_wait_for_a_server_that_takes_no_connection(
        self, waiting: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "_answers", lambda wrapper: False)
        with pytest.raises(OperationalError), cut_off_when_silent(SECONDS):
            ask("SELECT pg_sleep(60)")

    def test_lets_work_go_on_for_as_long_as_the_server_answers(self, monkeypatch: pytest.MonkeyPatch) -> None:
        looked, answers = threading.Event(), module._answers

        def look(wrapper: Any) -> bool:
            looked.set()
            return answers(wrapper)

        monkeypatch.setattr(module, "_answers", look)
        with cut_off_when_silent(SECONDS):
            while not looked.is_set():
                ask()
            assert ask() == (1,)

    def test_knows_a_server_that_is_not_there(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
        nobody = {**connection.get_connection_params(), "host": "127.0.0.1", "port": port}
        monkeypatch.setattr(connection, "get_connection_params", lambda: nobody)
        assert not module._answers(connection)

    def test_takes_a_refusal_in_words_for_an_answer(self, monkeypatch: pytest.MonkeyPatch) -> None:
        unknown = {**connection.get_connection_params(), "dbname": "no_such_database"}
        monkeypatch.setattr(connection, "get_connection_params", lambda: unknown)
        assert module._answers(connection)
