"""A home for measuring: an index of invented subjects, a credential, a lease that lasts, and a server."""

import multiprocessing
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from benchmarks.subjects import COURT_CODE, number, published, standings
from blacklist.law.activities import BIT
from restrictions.check import snapshot
from restrictions.check.gate import credential_digest
from restrictions.check.index import Court, Credential, IndexWriter, Institution, generation_folder, swing
from restrictions.check.keys import Keys
from restrictions.check.lease import FILE_NAME, Lease, LeaseFile, boottime_ns, current_boot_id
from restrictions.check.loading import Files, load
from restrictions.compiling import compile_standing
from restrictions.follower import PAGE_ENTRIES

CREDENTIAL = "rc_measuring0_" + "m" * 43
GREEDY = "rc_greedy00000_" + "g" * 43
GREEDY_PER_SECOND = 500
SECRET = b"m" * 32
_EVERYTHING = (1 << len(BIT)) - 1


def fill(home: Path, subjects: int, *, processes: int = 1) -> int:
    """Write the keys, the index and a lease; return the bytes of index for each subject."""
    (home / "keys").mkdir(parents=True)
    (home / "keys" / "check.key").write_text(SECRET.hex())
    folder = generation_folder(home / "index", 1)
    scratch = [home / f"filed-{share}" for share in range(processes)]
    _file_all(scratch, subjects)
    with IndexWriter(folder) as writer:
        writer.begin(boot_id=current_boot_id(), keys=Keys(SECRET).seal().digest())
        load(scratch, writer, processes=processes)
        with writer.writing() as changes:
            changes.put_court(COURT_CODE, Court("示范第一人民法院", "000-00000000"))
            changes.put_institution(b"i" * 16, Institution(_EVERYTHING, False))
            changes.put_credential(credential_digest(CREDENTIAL), Credential(b"c" * 16, b"i" * 16, _EVERYTHING))
            changes.put_institution(b"g" * 16, Institution(_EVERYTHING, False, per_second=GREEDY_PER_SECOND))
            changes.put_credential(credential_digest(GREEDY), Credential(b"d" * 16, b"g" * 16, _EVERYTHING))
            changes.set_list_version(subjects, b"h" * 32)
        writer.finish()
    swing(home / "index", 1)
    lease = LeaseFile(home / "index" / FILE_NAME, is_writer=True)
    lease.write(Lease(current_boot_id(), boottime_ns(), datetime.now(UTC), subjects, 1, False))
    return (folder / "data.mdb").stat().st_size // subjects


def _file_all(scratch: list[Path], subjects: int) -> None:
    """File all subjects, a share in each process."""
    of = len(scratch)
    with ProcessPoolExecutor(of, multiprocessing.get_context("spawn")) as pool:
        for filed in [pool.submit(_file, folder, subjects, share, of) for share, folder in enumerate(scratch)]:
            filed.result()


def _file(folder: Path, subjects: int, share: int, of: int) -> None:
    files = Files(folder)
    for subject, standing in standings(subjects, Keys(SECRET), share=share, of=of):
        files.put(subject, standing)
    files.close()


def take_snapshot(root: Path, to: Path) -> None:
    snapshot.take(root, Keys(SECRET), to=to, at=datetime.now(UTC))


def start_from_snapshot(source: Path, root: Path) -> None:
    snapshot.start(root, Keys(SECRET), source=source, is_known=lambda position: True)


def write_anew(root: Path, count: int, *, every: int) -> None:
    """Write `count` subjects as a follower does, a page at a time, each with another measure than it had."""
    keys, serials = Keys(SECRET), iter(range(0, 2 * every * count, 2 * every))
    with IndexWriter(generation_folder(root, 1)) as writer:
        while page := list(islice(serials, PAGE_ENTRIES)):
            with writer.writing() as changes:
                for serial in page:
                    known = published(serial)
                    anew = replace(known, measures=(replace(known.measures[0], activities=("hotel.star_rated",)),))
                    changes.put_standing(known.subject_id.bytes, compile_standing(anew, keys))


def fill_table(subjects: int) -> None:
    """Give the peer's table one row for each subject of the index."""
    from restrictions.models import JournalPosition

    JournalPosition.objects.all().delete()
    rows = [JournalPosition(file=number(serial), offset=serial) for serial in range(0, 2 * subjects, 2)]
    JournalPosition.objects.bulk_create(rows, batch_size=5000)


def fill_redis(subjects: int) -> None:
    """Give Redis one key for each subject of the index."""
    import redis
    from django.conf import settings

    with redis.Redis.from_url(settings.REDIS_URL) as client, client.pipeline(transaction=False) as sent:
        for serial in range(0, 2 * subjects, 2):
            sent.set(f"bench:{number(serial)}", b"restricted")
            if serial % 20_000 == 0:
                sent.execute()
        sent.execute()


@contextmanager
def serving(
    home: Path, application: str, *, processes: int = 1, environment: dict[str, str] | None = None
) -> Iterator[int]:
    """Serve an application as production does, by some processes at one port, and give the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "config.serving", "--port", str(port), "--application", application]
    settings = {**os.environ, "RESTRICTION_HOME": str(home), **(environment or {})}
    with ExitStack() as running:
        for _ in range(processes):
            server = running.enter_context(subprocess.Popen(command, env=settings))
            running.callback(server.terminate)
        _await(port)
        yield port


def _await(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise RuntimeError("the server did not start")
