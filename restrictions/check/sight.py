"""What one process sees of the list: the lease, and the view of the index that it vouches for."""

from collections.abc import Callable
from pathlib import Path

from blacklist.law.refusals import Refusal
from restrictions.check.index import Index, View, generation_folder
from restrictions.check.lease import FILE_NAME, Lease, LeaseFile, current_boot_id


class Sight:
    """The index folder of a node, opened for reading when there is something in it."""

    def __init__(self, folder: Path, *, boottime_ns: Callable[[], int], lease_seconds: float) -> None:
        self._folder = folder
        self._boottime_ns = boottime_ns
        self._lease_seconds = lease_seconds
        self._boot_id = current_boot_id()
        self._lease_file: LeaseFile | None = None
        self._index: Index | None = None
        self._generation = -1
        self._seen: Lease | None = None  # the lease that `_view` was opened after
        self._view: View | None = None
        self._trusted: Lease | None = None  # found fresh before, and fresh until then
        self._trusted_until_ns = 0

    def lease(self) -> Lease | None:
        """Return the newest lease, fresh or not; None before the first."""
        if self._lease_file is None:
            try:
                self._lease_file = LeaseFile(self._folder / FILE_NAME)
            except FileNotFoundError:
                return None
        return self._lease_file.read()

    def confirmed(self, found: Lease | None) -> Lease:
        """Return a lease under which answers may be given now.

        :raises Refusal: `list-unconfirmed` or `list-rolled-back`.
        """
        now_ns = self._boottime_ns()
        if found is not None and found is self._trusted and now_ns <= self._trusted_until_ns:
            return found
        if found is None:
            raise Refusal("list-unconfirmed")
        if found.is_rolled_back:
            raise Refusal("list-rolled-back")
        if not found.is_fresh(now_ns=now_ns, boot_id=self._boot_id, seconds=self._lease_seconds):
            raise Refusal("list-unconfirmed")
        self._trusted, self._trusted_until_ns = found, found.confirmed_ns + int(self._lease_seconds * 1_000_000_000)
        return found

    def view(self) -> tuple[View | None, Lease | None]:
        """Return a view, and the one lease that vouches for it: read before the view was opened.

        Between two leases (a poll apart) all checks share a view. Opening one for each check would answer by nothing
        newer that is confirmed, and each call into the index hands the interpreter to another thread.
        """
        current = self.lease()
        if self._view is None or current is not self._seen:
            self._close_view()
            index = self._index_of(current) if current else None
            if index is not None:
                self._seen, self._view = current, index.view()
        return self._view, current

    def let_go(self) -> None:
        """Close a view that the follower has gone past, for it keeps old pages."""
        if self.lease() is not self._seen:
            self._close_view()

    def check_readers(self) -> None:
        """Free the index's reader places of processes that were killed."""
        if self._index is not None:
            self._index.check_readers()

    def close(self) -> None:
        self._close_view()
        if self._index is not None:
            self._index.close()
        if self._lease_file is not None:
            self._lease_file.close()

    def _close_view(self) -> None:
        if self._view is not None:
            self._view.close()
        self._seen = self._view = None

    def _index_of(self, current: Lease) -> Index | None:
        """Return the generation that the lease names, opening it when it is another than before."""
        if current.generation != self._generation:
            folder = generation_folder(self._folder, current.generation)
            if not folder.is_dir():
                return None
            previous, self._index = self._index, Index(folder)
            self._generation = current.generation
            if previous is not None:
                previous.close()
        return self._index
