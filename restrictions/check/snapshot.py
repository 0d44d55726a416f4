"""A snapshot: one moment of a node's index as a folder of two files, from which another node starts.

`data.mdb` is the index; `manifest.json` says what it is and seals it by a digest that only holders of the check key can
make. So neither damage on the way nor an invented index is taken for the register.
"""

import hashlib
import hmac
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from restrictions.check import index
from restrictions.check.index import (
    Index,
    IndexWriter,
    Position,
    current_generation,
    generation_folder,
    next_generation,
    swing,
)
from restrictions.check.keys import Keys
from restrictions.check.lease import current_boot_id

DATA, MANIFEST = "data.mdb", "manifest.json"
CHUNK_BYTES = 4 << 20


class Unfit(Exception):
    """No snapshot can be taken here, or this one is not for this node. The message says why."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a snapshot holds; digests as hexadecimal.

    `keys` names the secret of the digests, `seal` is over `data.mdb`.
    """

    format: str
    keys: str
    list_version: int
    entry_hash: str | None
    directory_version: int
    confirmation: str | None
    taken_at: datetime
    size: int
    seal: str

    @property
    def position(self) -> Position:
        entry_hash, confirmation = (
            None if digest is None else bytes.fromhex(digest) for digest in (self.entry_hash, self.confirmation)
        )
        return Position(self.list_version, entry_hash, self.directory_version, confirmation)


def take(root: Path, keys: Keys, *, to: Path, at: datetime) -> Manifest:
    """Write the index in use under `root`, as it is at this moment, into the new folder `to`.

    The follower goes on meanwhile. The folder has its name only once it is whole.

    :raises Unfit: when there is no index, or the folder exists.
    """
    generation = current_generation(root)
    if generation is None:
        raise Unfit("There is no index yet.")
    if to.exists():
        raise Unfit(f"{to.name} exists; name another folder.")
    unfinished = to.with_name(f".{to.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    with Index(generation_folder(root, generation)) as used:
        used.copy(unfinished)
    (unfinished / DATA).chmod(0o600)
    manifest = _manifest(unfinished, keys, at=at)
    (unfinished / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))
    unfinished.rename(to)
    return manifest


def _manifest(folder: Path, keys: Keys, *, at: datetime) -> Manifest:
    with Index(folder) as copied, copied.reading() as view:
        position = view.position()
    (folder / "lock.mdb").unlink()
    with (folder / DATA).open("rb") as file:
        seal = hashlib.file_digest(file, keys.seal).hexdigest()
    return Manifest(
        format=index.FORMAT.decode(),
        keys=keys.seal().hexdigest(),
        list_version=position.list_version,
        entry_hash=position.entry_hash.hex() if position.entry_hash else None,
        directory_version=position.directory_version,
        confirmation=position.confirmation.hex() if position.confirmation else None,
        taken_at=at,
        size=(folder / DATA).stat().st_size,
        seal=seal,
    )


def start(root: Path, keys: Keys, *, source: Path, is_known: Callable[[Position], bool]) -> Manifest:
    """Make a snapshot the index in use under `root`; a follower goes on from its position.

    :param is_known: says whether the register has the entry at a position, with that hash.
    :raises Unfit: when it is of another format, secret or register, or not what its seal says.
    """
    manifest = _read_manifest(source)
    _check(manifest, keys, is_known)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    generation = next_generation(root)
    folder = generation_folder(root, generation)
    folder.mkdir(mode=0o700)
    try:
        _install(source, folder, manifest, keys)
    except BaseException:
        shutil.rmtree(folder)
        raise
    swing(root, generation)
    return manifest


def _read_manifest(source: Path) -> Manifest:
    try:
        return msgspec.json.decode((source / MANIFEST).read_bytes(), type=Manifest)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Unfit(f"{source.name} is not a snapshot: it has no {MANIFEST}.") from error
    except msgspec.DecodeError as error:
        raise Unfit(f"{MANIFEST} is not that of a snapshot: {error}.") from error


def _check(manifest: Manifest, keys: Keys, is_known: Callable[[Position], bool]) -> None:
    if manifest.format != index.FORMAT.decode():
        raise Unfit(f"The snapshot has format {manifest.format}; this version reads {index.FORMAT.decode()}.")
    if not hmac.compare_digest(manifest.keys, keys.seal().hexdigest()):
        raise Unfit("The snapshot was made with another check key.")
    if not is_known(manifest.position):
        raise Unfit(f"This register does not know entry {manifest.list_version} as the snapshot does.")


def _install(source: Path, folder: Path, manifest: Manifest, keys: Keys) -> None:
    try:
        is_whole = (source / DATA).stat().st_size == manifest.size
        seal = _copy(source / DATA, folder / DATA, keys) if is_whole else ""
    except FileNotFoundError as error:
        raise Unfit(f"{source.name} has no {DATA}.") from error
    if not hmac.compare_digest(seal, manifest.seal):
        raise Unfit(f"{DATA} is not the one that was sealed: it is damaged, or not from a holder of the check key.")
    with IndexWriter(folder) as writer:
        if writer.position() != manifest.position:
            raise Unfit(f"{MANIFEST} names another position than {DATA}.")
        writer.begin(boot_id=current_boot_id(), keys=keys.seal().digest())
        writer.finish()


def _copy(source: Path, target: Path, keys: Keys) -> str:
    """Copy a file, reading it once, and return its seal."""
    seal = keys.seal()
    with source.open("rb") as read, target.open("xb") as written:
        target.chmod(0o600)
        while chunk := read.read(CHUNK_BYTES):
            seal.update(chunk)
            written.write(chunk)
    return seal.hexdigest()
