import select
import socket
from contextlib import suppress

import pytest

from config import serving
from config.serving import listening


class TestListening:
    def test_lets_go_of_who_does_not_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Else an answer that nobody takes would be kept for ever."""
        monkeypatch.setattr(serving, "UNREAD_SECONDS", 0.5)
        with listening("127.0.0.1", 0) as server:
            server.listen()
            with socket.create_connection(server.getsockname()), server.accept()[0] as connection:
                connection.setblocking(False)
                with suppress(BlockingIOError):
                    while True:
                        connection.send(b"a" * 65536)
                [(_, event)] = _of(connection).poll(10_000)
                assert event & (select.POLLERR | select.POLLHUP)
                with pytest.raises(TimeoutError):
                    connection.recv(1)

    def test_is_thirty_seconds(self) -> None:
        assert serving.UNREAD_SECONDS == 30.0


def _of(connection: socket.socket) -> select.poll:
    found = select.poll()
    found.register(connection, 0)  # errors only
    return found
