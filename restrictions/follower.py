"""Register to index: the one writer of a node's index and of its lease."""

import shutil
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from blacklist import publication
from restrictions import models, selectors
from restrictions.check import lease, loading
from restrictions.check.index import (
    Changes,
    Court,
    Credential,
    IndexWriter,
    Institution,
    Position,
    current_generation,
    generation_folder,
    next_generation,
    swing,
)
from restrictions.check.keys import Keyring, Keys
from restrictions.check.lease import Lease, LeaseFile
from restrictions.compiling import compile_redress, compile_standing, mask
from restrictions.gathering import gather
from restrictions.models import InstitutionState
from restrictions.services import institutions

PAGE_ENTRIES = 500


class RolledBack(Exception):
    """The register does not know the entry up to which this node has followed."""

    def __init__(self, position: Position) -> None:
        super().__init__(f"The register does not know entry {position.list_version} as this node has seen it.")
        self.position = position


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the follower reads: the register's door out, and the directory of institutions.

    ``heed`` puts what assistance notices say into the directory before that is read; ``proof_age_ns`` says how old the
    newest proof is that this server is still the one whose acts count.
    """

    entries: Callable[..., publication.Page] = publication.entries
    moment: Callable[[], AbstractContextManager[publication.Moment]] = publication.moment
    confirmation: Callable[[], bytes | None] = publication.confirmation
    proof_age_ns: Callable[[], int] = lambda: 0
    heed: Callable[[Sequence[publication.ServedNotice]], None] = institutions.heed
    directory: Callable[..., selectors.DirectoryPage] = selectors.directory

    def go_on_from(self, position: Position) -> bool:
        """Say whether the register has the entry at ``position``, or an officer has answered for its loss since."""
        after_hash = position.entry_hash if position.list_version else None
        known = self.entries(after=position.list_version, after_hash=after_hash, limit=0).known
        return known or self.has_confirmed(position)

    def has_confirmed(self, position: Position) -> bool:
        """Say whether the register holds a confirmation that ``position`` does not know of."""
        newest = self.confirmation()
        return newest is not None and newest != position.confirmation


@dataclass(frozen=True, slots=True)
class _Goal:
    """A head, and the instant before the poll that saw it."""

    list_version: int
    seen_ns: int
    seen_at: datetime


class Follower:
    """Follows the register into the current generation, and into its successor when the pointer swings."""

    def __init__(self, root: Path, keys: Keys, sources: Sources | None = None, *, keys_dir: Path | None = None) -> None:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._root = root
        self._keys = keys
        self._keyring = Keyring(keys, keys_dir)
        self._sources = sources or Sources()
        self._boot_id = lease.current_boot_id()
        self._lease = LeaseFile(root / lease.FILE_NAME, is_writer=True)
        self._generation = 0
        self._writer: IndexWriter | None = None
        self._position = Position(0, None, 0)
        self._memory: Position | None = None  # what the node has answered by, until the register was asked for it
        self._goal: _Goal | None = None

    def step(self, *, limit: int = PAGE_ENTRIES) -> bool:
        """Poll once, apply what is new, and renew the lease when everything up to a head is applied.

        The lease gets the instant before the poll that saw this head: whatever was committed by then is in the index.
        A head that takes several pages is kept as the goal meanwhile; a moving one would never be reached under load.
        Where a standby may take the server's place, it is the instant of the newest proof that none has.

        :returns: whether there is more to fetch at once.
        """
        polled_ns, polled_at = lease.boottime_ns(), datetime.now(UTC)
        age_ns = self._sources.proof_age_ns()
        seen_ns, seen_at = polled_ns - age_ns, polled_at - timedelta(microseconds=age_ns // 1000)
        writer = self._current_writer()
        try:
            self._recall()
            head, self._position = advance(writer, self._position, keys=self._keys, sources=self._sources, limit=limit)
        except RolledBack as rolled:
            self._goal = None
            if self._memory is None and self._sources.has_confirmed(rolled.position):
                self._begin_anew()
                return True
            self._renew(_Goal(0, seen_ns, seen_at), rolled.position, is_rolled_back=True)
            return False
        goal = self._goal or _Goal(head, seen_ns, seen_at)
        is_reached = self._position.list_version >= goal.list_version
        if is_reached:
            self._renew(goal, self._position, is_rolled_back=False)
        self._goal = None if is_reached else goal
        return self._position.list_version < head

    def close(self) -> None:
        """Leave the index whole, so that the next start may go on from here."""
        if self._writer is not None:
            self._writer.finish()
            self._writer.close()
        self._lease.close()

    def _recall(self) -> None:
        """Ask the register once for the entry by which this node answered last, whatever has become of its index.

        :raises RolledBack: when the register neither knows it nor holds a confirmation made since.
        """
        if self._memory is not None and not self._sources.go_on_from(self._memory):
            raise RolledBack(self._memory)
        self._memory = None

    def _renew(self, goal: "_Goal", position: Position, *, is_rolled_back: bool) -> None:
        self._lease.write(
            Lease(
                boot_id=self._boot_id,
                confirmed_ns=goal.seen_ns,
                as_of=goal.seen_at,
                list_version=position.list_version,
                generation=self._generation,
                is_rolled_back=is_rolled_back,
                entry_hash=position.entry_hash or b"",
                confirmation=position.confirmation or b"",
            )
        )

    def _current_writer(self) -> IndexWriter:
        """Return the writer of the generation in use; a new one is begun when none can be used."""
        generation = current_generation(self._root)
        if self._writer is not None and generation == self._generation:
            return self._writer
        self._memory = remembered(self._root)
        if self._writer is not None:
            self._writer.close()
            self._writer = self._goal = None
        writer = self._open(generation)
        if writer is None or generation is None:
            return self._begin_anew()
        self._writer, self._generation, self._position = writer, generation, writer.position()
        return writer

    def _begin_anew(self) -> IndexWriter:
        """Go over to an empty generation; until it has caught up the lease is not renewed."""
        if self._writer is not None:
            self._writer.close()
        self._generation, self._position = next_generation(self._root), Position(0, None, 0)
        self._writer = begin_generation(self._root, self._generation, self._keys)
        swing(self._root, self._generation)
        return self._writer

    def _open(self, generation: int | None) -> IndexWriter | None:
        """Open a generation unless it is missing, not ours to read, or was cut off by a crash of the machine."""
        if generation is None or not generation_folder(self._root, generation).is_dir():
            return None
        writer = IndexWriter(generation_folder(self._root, generation))
        self._keys = self._keyring.of(writer.keys_mark) or self._keys
        if not writer.is_usable(boot_id=self._boot_id, keys=self._keys.mark):
            writer.close()
            return None
        writer.begin(boot_id=self._boot_id, keys=self._keys.mark)
        return writer


def begin_generation(root: Path, generation: int, keys: Keys) -> IndexWriter:
    """Create an empty generation and return its writer."""
    writer = IndexWriter(generation_folder(root, generation))
    writer.begin(boot_id=lease.current_boot_id(), keys=keys.mark)
    return writer


def remembered(root: Path) -> Position | None:
    """Return the position by which the node under ``root`` answered last, None when it never did."""
    try:
        file = LeaseFile(root / lease.FILE_NAME)
    except FileNotFoundError:
        return None
    found = file.read()
    file.close()
    if found is None or not found.entry_hash:
        return None
    return Position(found.list_version, found.entry_hash, 0, found.confirmation or None)


def rebuild(root: Path, keys: Keys, *, sources: Sources | None = None, told: Callable[[int, int], None]) -> Position:
    """Build a new generation from the whole register beside the one in use, then swing the pointer to it.

    It is loaded with every subject's standing as of one moment, and follows from there to the head. A running follower
    goes on in the new generation at its next poll.

    :param told: called with the version reached and the head after each page.
    :raises RolledBack: when the register has lost the entry by which this node answered last, and none confirmed that.
    """
    sources = sources or Sources()
    memory = remembered(root)
    if memory is not None and not sources.go_on_from(memory):
        raise RolledBack(memory)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    generation = next_generation(root)
    with begin_generation(root, generation, keys) as writer:
        position = _load(writer, keys, sources)
        head = -1
        while position.list_version != head:
            head, position = advance(writer, position, keys=keys, sources=sources, limit=PAGE_ENTRIES)
            told(position.list_version, head)
        writer.finish()
    swing(root, generation)
    return position


def _load(writer: IndexWriter, keys: Keys, sources: Sources) -> Position:
    """File all subjects in parts beside an empty index, load it with them, and return its position."""
    scratch = writer.folder / "filed"
    with sources.moment() as whole:
        folders = gather(whole, scratch, keys)
    loading.load(folders, writer, processes=len(folders))
    shutil.rmtree(scratch)
    sources.heed(whole.notices)
    with writer.writing() as changes:
        _apply_beside(changes, whole, keys)
        if whole.head_version:
            changes.set_list_version(whole.head_version, whole.head_hash)
        if whole.confirmation:
            changes.set_confirmation(whole.confirmation)
    return writer.position()


def advance(
    writer: IndexWriter, position: Position, *, keys: Keys, sources: Sources, limit: int
) -> tuple[int, Position]:
    """Fetch one page and apply it in one transaction; return the register's head and the new position.

    :raises RolledBack: when the register does not know `position`.
    """
    after_hash = position.entry_hash if position.list_version else None
    page = sources.entries(after=position.list_version, after_hash=after_hash, limit=limit)
    if not page.known:
        raise RolledBack(position)
    sources.heed(page.notices)
    directory = sources.directory(after=position.directory_version)
    is_changed = directory.version != position.directory_version or directory.is_whole
    if not page.entries and not is_changed:
        return page.head_version, position
    newest = page.entries[-1] if page.entries else None
    confirmations = [entry.entry_hash for entry in page.entries if entry.is_confirmation]
    with writer.writing() as changes:
        _apply_entries(changes, page, keys)
        if is_changed:
            _apply_directory(changes, directory)
        if newest is not None:
            changes.set_list_version(newest.version, newest.entry_hash)
        if confirmations:
            changes.set_confirmation(confirmations[-1])
    return page.head_version, Position(
        newest.version if newest else position.list_version,
        newest.entry_hash if newest else position.entry_hash,
        directory.version,
        confirmations[-1] if confirmations else position.confirmation,
    )


def _apply_entries(changes: Changes, page: publication.Page, keys: Keys) -> None:
    """Write the last standing of each subject on the page: an entry holds the whole of it, so earlier ones are moot."""
    newest = {published.subject_id: published for entry in page.entries for published in entry.standings}
    for subject_id, published in newest.items():
        changes.put_standing(subject_id.bytes, compile_standing(published, keys))
    _apply_beside(changes, page, keys)


def _apply_beside(changes: Changes, told: publication.Page | publication.Moment, keys: Keys) -> None:
    """Write what a page of the register, or the whole of it, tells beside standings."""
    for redress in told.redress:
        changes.put_redress(keys.redress(redress.number), compile_redress(redress, keys))
    for court in told.courts:
        changes.put_court(court.code, Court(court.name, court.phone))


def _apply_directory(changes: Changes, directory: selectors.DirectoryPage) -> None:
    if directory.is_whole:
        changes.clear_directory()
    for row in directory.institutions:
        is_suspended = row.state != InstitutionState.ACTIVE
        kept = Institution(mask(row.activities), is_suspended, row.per_second, row.per_day)
        changes.put_institution(row.pk.bytes, kept)
    for credential in directory.credentials:
        digest = bytes(credential.digest)
        if credential.revoked_at is not None:
            changes.drop_credential(digest)
        else:
            changes.put_credential(digest, _credential(credential))
    changes.set_directory_version(directory.version)


def _credential(row: models.Credential) -> Credential:
    until_ms = int(row.valid_until.timestamp() * 1000) if row.valid_until else 0
    return Credential(row.pk.bytes, row.institution_id.bytes, mask(row.activities), until_ms)
