"""As whom the servers run: as whoever starts them or, for PostgreSQL refuses root, as their own user."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from config.embedded.faults import CannotStart

NAME = "restriction-pg"
# In the order of trial: none when the user can enter by itself, then the least power to pass closed parents
# (containers usually lack that one). Opening the parents to everybody would be the worse way.
_CAPABILITIES = (None, "dac_read_search", "dac_override")


@dataclass(frozen=True)
class Account:
    """A user of the operating system, and the capability without which it cannot reach its files."""

    uid: int
    gid: int
    capability: str | None = None

    def command(self, command: Sequence[str], *, death_signal: str) -> tuple[str, ...]:
        """Return a command that runs another as this user, with the signal it gets when we are killed."""
        switch = [
            f"--reuid={self.uid}",
            f"--regid={self.gid}",
            "--clear-groups",
            f"--pdeathsig={death_signal}",
        ]
        if self.capability:
            switch += [f"--inh-caps=+{self.capability}", f"--ambient-caps=+{self.capability}"]
        return ("setpriv", *switch, "--", *command)

    def give(self, path: Path) -> None:
        """Make a file or folder this user's."""
        os.chown(path, self.uid, self.gid)


def server_account(folders: Sequence[Path], *, program: Path) -> Account | None:
    """Return as whom the servers run on `folders`, which become theirs; None when it is whoever starts them.

    :raises CannotStart: when root cannot become another user, or that user cannot be let in.
    """
    if os.geteuid() != 0:
        return None
    if shutil.which("setpriv") is None:
        raise CannotStart("PostgreSQL refuses to run as root and setpriv (util-linux) is missing: run as another user.")
    owner = folders[0].stat()
    uid, gid = (owner.st_uid, owner.st_gid) if owner.st_uid else _own_user()
    for folder in folders:
        os.chown(folder, uid, gid)
    for capability in _CAPABILITIES:
        account = Account(uid=uid, gid=gid, capability=capability)
        if _can_work(account, folders, program):
            return account
    raise CannotStart(f"User {uid} cannot enter {folders[0]} or run {program}: choose another folder with --home.")


def _own_user() -> tuple[int, int]:
    """Return user and group of the servers, made when missing; `nobody` where users cannot be made."""
    if not _exists(NAME) and shutil.which("useradd"):
        home = ["--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"]
        command = ["useradd", "--system", "--user-group", *home, NAME]
        subprocess.run(command, check=False, capture_output=True)
    user = pwd.getpwnam(NAME if _exists(NAME) else "nobody")
    return user.pw_uid, user.pw_gid


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _can_work(account: Account, folders: Sequence[Path], program: Path) -> bool:
    """Try it, rather than reading modes: access lists and mounts have a say too."""
    attempt = account.command(
        ["/bin/sh", "-c", 'test -x "$0" && for d; do cd "$d" && test -w . || exit 1; done', str(program)]
        + [str(folder) for folder in folders],
        death_signal="KILL",
    )
    return subprocess.run(attempt, check=False, capture_output=True, cwd="/").returncode == 0
