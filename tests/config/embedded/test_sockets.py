"""Sockets have short names in private folders; a taken port is said in one line."""

import socket
from pathlib import Path

import pytest

from config.embedded.faults import CannotStart
from config.embedded.sockets import refuse_taken_port, socket_folder

_LONGEST = 107  # bytes, of an address of a unix socket in Linux


class TestSocketFolder:
    def test_stands_in_the_home(self, tmp_path: Path) -> None:
        assert socket_folder(tmp_path) == tmp_path / "sockets"

    def test_is_short_and_the_same_again_for_a_long_home(self, tmp_path: Path) -> None:
        run = tmp_path / ("long" * 30)
        run.mkdir()
        folder = socket_folder(run)
        try:
            assert len(bytes(folder / ".s.PGSQL.5432")) <= _LONGEST
            assert folder.stat().st_mode & 0o777 == 0o700
            assert socket_folder(run) == folder
        finally:
            folder.rmdir()
            folder.parent.rmdir()

    def test_counts_bytes_rather_than_letters(self, tmp_path: Path) -> None:
        run = tmp_path / ("法院" * 12)
        run.mkdir()
        folder = socket_folder(run)
        assert len(bytes(folder / ".s.PGSQL.5432")) <= _LONGEST


class TestRefuseTakenPort:
    def test_says_that_it_is_in_use(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            with pytest.raises(CannotStart, match=f"^Port {port} of 127.0.0.1 is already in use: .*--port"):
                refuse_taken_port("127.0.0.1", port)

    def test_says_why_else_it_cannot_be_used(self) -> None:
        with pytest.raises(CannotStart, match="cannot be used"):
            refuse_taken_port("192.0.2.1", 8000)

    def test_leaves_a_free_one_free(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
        refuse_taken_port("127.0.0.1", port)
        refuse_taken_port("127.0.0.1", port)
