"""The folder of an installation and the claim to it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.embedded.faults import CannotStart
from config.embedded.home import REPOSITORY, Home, HomeInUse, claimed, open_home
from tests.waiting import eventually

_HOLD = """
import sys, time
from pathlib import Path
from config.embedded.home import claimed, open_home
with claimed(open_home(Path(sys.argv[1]), environ={}), purpose="run"):
    print("held", flush=True)
    sys.stdin.read()
"""


class TestOpenHome:
    def test_lets_nobody_else_read_it(self, home: Home) -> None:
        assert home.path.stat().st_mode & 0o066 == 0
        for folder in (home.keys, home.logs, home.postgres, home.valkey, home.path / "journal"):
            assert folder.stat().st_mode & 0o777 == 0o700

    def test_keeps_the_modes_of_what_exists(self, tmp_path: Path) -> None:
        (tmp_path / "home").mkdir()
        (tmp_path / "home").chmod(0o750)
        tmp_path.chmod(0o701)
        open_home(tmp_path / "home", environ={})
        assert (tmp_path / "home").stat().st_mode & 0o777 == 0o750
        assert tmp_path.stat().st_mode & 0o777 == 0o701

    def test_keeps_keys_where_the_environment_says(self, tmp_path: Path) -> None:
        home = open_home(tmp_path / "home", environ={"RESTRICTION_KEYS": str(tmp_path / "elsewhere")})
        assert home.keys == tmp_path / "elsewhere"
        assert not (home.path / "keys").exists()

    def test_says_in_one_line_that_it_cannot_write(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(CannotStart, match=r"^Cannot write to [^\n]*$"):
            open_home(tmp_path / "file" / "home", environ={})


class TestClaimed:
    def test_refuses_a_second_holder_and_names_the_first(self, home: Home) -> None:
        with (
            claimed(home, purpose="run"),
            pytest.raises(HomeInUse, match=str(os.getpid())) as refusal,
            claimed(home, purpose="manage"),
        ):
            raise AssertionError("both hold it")
        assert refusal.value.purpose == "run"

    def test_ends_with_its_block(self, home: Home) -> None:
        for _ in range(2):
            with claimed(home, purpose="manage"):
                pass

    def test_ends_when_the_holder_is_killed(self, home: Home) -> None:
        holder = subprocess.Popen(
            [sys.executable, "-c", _HOLD, str(home.path)],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        with holder:
            assert holder.stdout is not None
            assert holder.stdout.readline() == b"held\n"
            assert not self._can_claim(home)
            holder.kill()
            assert eventually(lambda: self._can_claim(home))

    def _can_claim(self, home: Home) -> bool:
        try:
            with claimed(home, purpose="manage"):
                return True
        except HomeInUse:
            return False
