"""The folder in which all state of one installation lives, and the right to run on it."""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.embedded.faults import CannotStart

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Home:
    """The folders of an installation; everything but `path` itself is entered by its owner only."""

    path: Path
    keys: Path

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def postgres(self) -> Path:
        return self.path / "postgres"

    @property
    def valkey(self) -> Path:
        return self.path / "valkey"

    @property
    def demonstration(self) -> Path:
        return self.path / "demo.json"


class HomeInUse(CannotStart):
    """Another command runs on this home.

    :ivar purpose: `run`, `manage` or `with`, as the other command claimed it.
    """

    def __init__(self, home: Home, *, purpose: str, pid: int) -> None:
        super().__init__(f"{home.path} is in use by another command ({purpose}, process {pid}); use another --home.")
        self.purpose = purpose


def open_home(path: Path, *, environ: Mapping[str, str]) -> Home:
    """Create what is missing of a home and return it; what exists keeps its modes.

    Root's servers run as another user and must pass through: root's home and `run` are 0711, else 0700.

    :raises CannotStart: when the folder cannot be written.
    """
    path = path.expanduser().absolute()
    passed = 0o711 if os.geteuid() == 0 else 0o700
    keys = Path(environ.get("RESTRICTION_KEYS") or path / "keys")
    home = Home(path=path, keys=keys)
    try:
        _make(path, mode=passed)
        _make(home.run, mode=passed)
        for folder in (keys, home.logs, home.postgres, home.valkey, path / "index", path / "journal"):
            _make(folder, mode=0o700)
    except OSError as error:
        raise CannotStart(f"Cannot write to {path} ({error.strerror}): choose another --home.") from error
    return home


def _make(folder: Path, *, mode: int) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True)
        folder.chmod(mode)  # mkdir's own mode is cut by the umask


@contextmanager
def claimed(home: Home, *, purpose: str) -> Iterator[None]:
    """Hold the home for this process; the kernel ends the claim when the process ends, however it does.

    :raises HomeInUse: when another process holds it.
    """
    with (home.run / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = json.loads(file.read() or "{}")
            raise HomeInUse(home, purpose=holder.get("purpose", "run"), pid=holder.get("pid", 0)) from None
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "purpose": purpose}))
        file.flush()
        yield
