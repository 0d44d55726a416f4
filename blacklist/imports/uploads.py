"""Uploaded files on disk: under random names in a folder of our own, readable by us alone, and gone when done."""

import os
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from django.conf import settings

from blacklist.law.refusals import Refusal
from blacklist.sealing import file_digest

LARGEST = 64 * 1024 * 1024
BLOCK = 1 << 18
CUT_OFF_KEPT, QUARANTINE_KEPT = timedelta(hours=1), timedelta(days=7)
_PART, _QUARANTINE = ".part", ".quarantine"


class Stream(Protocol):
    """Where an upload comes from."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Upload:
    """A file that has arrived whole, and the keyed digest by which it is known again."""

    path: Path
    digest: bytes


@contextmanager
def incoming(stream: Stream) -> Iterator[Upload]:
    """Write what comes to a file, and delete it at the end of the ``with`` block unless it was kept meanwhile.

    :raises Refusal: ``too-large``, ``malformed-request`` when it breaks off.
    """
    path = _folder() / f"{uuid.uuid4()}{_PART}"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            digest = file_digest(purpose="import")
            size = 0
            while block := stream.read(BLOCK):
                size += len(block)
                if size > LARGEST:
                    raise Refusal("too-large", "A file may have 64 MiB; import larger ones by the command line.")
                digest.update(block)
                file.write(block)
        yield Upload(path, digest.digest())
    finally:
        path.unlink(missing_ok=True)


def path_of(run_id: uuid.UUID) -> Path:
    """Return where the file of a run lies."""
    return _folder() / str(run_id)


def keep(upload: Upload, run_id: uuid.UUID) -> Path:
    """Keep an upload as the file of a run and return where."""
    return upload.path.rename(path_of(run_id))


def set_apart(upload: Upload) -> None:
    """Put a harmful upload where nobody opens it by mistake; an operator may look at it for a week."""
    upload.path.chmod(0o000)
    upload.path.rename(upload.path.with_suffix(_QUARANTINE))


def discard(run_id: uuid.UUID) -> None:
    path_of(run_id).unlink(missing_ok=True)


def sweep(wanted: Collection[uuid.UUID], *, at: datetime) -> int:
    """Delete what nobody will ask for any more; return how many files.

    That is the rest of an upload whose process was killed and the file of no run after an hour, what is set apart
    after a week.
    """
    names = {str(run_id) for run_id in wanted}
    old = [path for path in _folder().iterdir() if path.name not in names and _age(path, at) > _kept(path)]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _kept(path: Path) -> timedelta:
    return QUARANTINE_KEPT if path.suffix == _QUARANTINE else CUT_OFF_KEPT


def _age(path: Path, at: datetime) -> timedelta:
    return at - datetime.fromtimestamp(path.lstat().st_mtime, tz=at.tzinfo)


def _folder() -> Path:
    folder: Path = settings.IMPORTS_DIR
    folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    return folder
