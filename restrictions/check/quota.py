"""How much each institution has asked: one small file that all processes of a node share. No network, no SQL.

A rate is kept as one instant, up to which what was asked is paid for (GCRA): a second of the rate may be asked at once,
a batch may go beyond and is paid for by waiting. A process draws some tokens at a time under the file's lock and then
spends them by itself, so most checks cost an addition. The lock is only tried for: a process that was stopped in the
middle holds nobody up, and at worst a draw is not counted.
"""

import fcntl
import logging
import mmap
import os
import struct
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from blacklist.law.refusals import Refusal
from restrictions.check.gate import Caller

FILE_NAME = "quota"
SLOTS, SLOT_BYTES = 4096, 96
DAY_MS, CHINA_MS, SECOND_US = 86_400_000, 28_800_000, 1_000_000
WHOLE = 1_000_000  # the whole of a quota, in millionths
SETTLED_MS = 10_000  # how long a node goes by what it last heard of the others
DRAWN = 32  # a process draws this part of a second's quota at once

RECENT, SERIALS, DAY_STEP, DAYS = 8, 20, 1000, 31  # numbers remembered; steps by serial number, and by day of birth

_ATTEMPTS = 3
_PROBES = 64
_AHEAD_US = 3_600 * SECOND_US  # paid for further ahead than this, the clock was set back
_SLOT = struct.Struct("<16s9Q")

Headers = list[tuple[str, str]]
logger = logging.getLogger("restrictions.check")


class Exceeded(Refusal):
    """`quota-exceeded`, with the headers that say how long to wait and what the quota is."""

    def __init__(self, seconds: int, headers: Headers) -> None:
        super().__init__("quota-exceeded", f"Wait {seconds} s before you ask again.")
        self.seconds, self.headers = seconds, headers


@dataclass(slots=True)
class Row:
    """What the file says of one institution.

    `paid_us` is up to when it has paid; `granted` counts from midnight in China, `asked` for ever, what was refused
    included. The rest is what was last heard of the other nodes: granted that day, asked a second, and the part of a
    second's quota (in millionths) that is this node's whatever they ask.
    """

    institution: bytes
    paid_us: int = 0
    day: int = 0
    granted: int = 0
    asked: int = 0
    elsewhere: int = 0
    others: int = 0
    share: int = WHOLE
    settled_ms: int = 0
    sequential: int = 0  # checks about a neighbour of a number asked about just before, ever

    def packed(self) -> bytes:
        return _SLOT.pack(
            self.institution,
            self.paid_us,
            self.day,
            self.granted,
            self.asked,
            self.elsewhere,
            self.others,
            self.share,
            self.settled_ms,
            self.sequential,
        )


class QuotaFile:
    """The shared file: a hash table of institutions in fixed places. Without one, a process counts alone."""

    def __init__(self, path: Path) -> None:
        self._descriptor = -1
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            os.posix_fallocate(self._descriptor, 0, SLOTS * SLOT_BYTES)  # a page that is not there would be fatal later
            self._map = mmap.mmap(self._descriptor, SLOTS * SLOT_BYTES)
        except OSError as error:
            logger.warning("quotas are counted by each process alone: %s", error.strerror)
            self._map = mmap.mmap(-1, SLOTS * SLOT_BYTES)

    @contextmanager
    def locked(self) -> Iterator[bool]:
        """Hold the lock for the block, if it can be had at once; say whether it was."""
        is_held = self._descriptor >= 0 and any(self._try() for _ in range(_ATTEMPTS))
        try:
            yield is_held
        finally:
            if is_held:
                fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def _try(self) -> bool:
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def place(self, institution: bytes, *, day: int) -> int:
        """Return where the institution stands: its own place, or one that nobody has used today."""
        first, spare = int.from_bytes(institution[:8], "little") % SLOTS, -1
        for step in range(_PROBES):
            offset = (first + step) % SLOTS * SLOT_BYTES
            row = self.read(offset)
            if row.institution == institution:
                return offset
            if spare < 0 and row.day < day:
                spare = offset
        offset = spare if spare >= 0 else first * SLOT_BYTES  # all taken: two share one place, and count together
        self.write(offset, Row(institution))
        return offset

    def read(self, offset: int) -> Row:
        return Row(*_SLOT.unpack_from(self._map, offset))

    def write(self, offset: int, row: Row) -> None:
        self._map[offset : offset + _SLOT.size] = row.packed()

    def rows(self, *, day: int) -> Iterator[tuple[int, Row]]:
        """Yield the place and row of each institution that asked on this day."""
        for offset in range(0, SLOTS * SLOT_BYTES, SLOT_BYTES):
            row = self.read(offset)
            if row.day == day:
                yield offset, row

    def close(self) -> None:
        self._map.close()
        if self._descriptor >= 0:
            os.close(self._descriptor)


@dataclass(slots=True)
class _Purse:
    """What one process has drawn for one institution. `refused` were asked in vain since the last draw."""

    per_second: int
    per_day: int
    left: int = 0
    refused: int = 0
    closed_ms: int = 0
    opens_ms: int = 0
    headers: Headers = field(default_factory=list)
    sequential: int = 0
    recent: deque[int] = field(default_factory=lambda: deque(maxlen=RECENT))


class Quotas:
    """Spends the quotas of institutions in one process of a node."""

    def __init__(self, path: Path) -> None:
        self._file = QuotaFile(path)
        self._purses: dict[bytes, _Purse] = {}
        self._refused = 0

    def spend(self, caller: Caller, items: int, *, at_ms: int) -> Headers:
        """Count some questions of the caller, and return the headers that tell what is left.

        A batch is let in whole while anything is left, and what it goes beyond is waited for afterwards.

        :raises Exceeded: nothing is left of the second's quota or of the day's.
        """
        if not caller.per_second:
            return []
        purse = self._purses.get(caller.institution)
        if purse is None or purse.per_second != caller.per_second or purse.per_day != caller.per_day:
            purse = self._purses[caller.institution] = _Purse(caller.per_second, caller.per_day)
        is_closed = purse.closed_ms <= at_ms < purse.opens_ms
        if purse.left < items and (is_closed or not self._draw(caller.institution, purse, items, at_ms)):
            purse.refused += items
            self._refused += 1
            raise _refusal(purse, at_ms)
        purse.left -= items
        return purse.headers

    def told(self, caller: Caller) -> Headers:
        """Return the headers that tell what is left of the caller's quota, as it was last counted."""
        purse = self._purses.get(caller.institution) if caller.per_second else None
        return [] if purse is None else purse.headers

    def see(self, caller: Caller, number: str) -> None:
        """Count a citizen number that is a neighbour of one asked about just before; numbers stay in memory, a few.

        A neighbour is a step in the serial number, or from day to day, as those take who try numbers out.
        """
        purse = self._purses.get(caller.institution)
        if purse is None:
            return
        serial = int(number[:17])
        if any(_is_step(abs(serial - earlier)) for earlier in purse.recent):
            purse.sequential += 1
        purse.recent.append(serial)

    def take_refused(self) -> int:
        """Return how many requests were refused since the last call: counted only, so that a flood fills no disk."""
        taken, self._refused = self._refused, 0
        return taken

    def close(self) -> None:
        self._file.close()

    def _draw(self, institution: bytes, purse: _Purse, items: int, at_ms: int) -> bool:
        """Draw what these items need and some more, if anything is left."""
        day = day_of(at_ms)
        with self._file.locked():
            offset = self._file.place(institution, day=day)
            row = self._file.read(offset)
            if row.day != day:
                row.day, row.granted, row.elsewhere = day, 0, 0
            row.asked += purse.refused
            row.sequential += purse.sequential
            drawn = _grant(row, purse, items - purse.left, at_ms)
            row.granted += drawn
            row.asked += drawn
            self._file.write(offset, row)
        purse.refused = purse.sequential = 0
        purse.left += drawn
        return drawn > 0


def day_of(at_ms: int) -> int:
    """Return the number of the day in Asia/Shanghai."""
    return (at_ms + CHINA_MS) // DAY_MS


def _grant(row: Row, purse: _Purse, needed: int, at_ms: int) -> int:
    """Return how many tokens are drawn (0: none are left), with the row and the purse brought up to date."""
    each_us = SECOND_US * WHOLE // (purse.per_second * _share(row, purse.per_second, at_ms))
    now_us, day_ends_ms = at_ms * 1000, (row.day + 1) * DAY_MS - CHINA_MS
    if row.paid_us > now_us + _AHEAD_US:
        row.paid_us = 0
    row.paid_us = max(row.paid_us, now_us - SECOND_US)
    at_hand = (now_us - row.paid_us) // max(each_us, 1)
    today = purse.per_day - row.granted - row.elsewhere
    drawn = max(needed, min(purse.per_second // DRAWN, at_hand, today)) if at_hand > 0 and today > 0 else 0
    row.paid_us += drawn * each_us
    purse.closed_ms = at_ms
    purse.opens_ms = day_ends_ms if today <= 0 else 0 if drawn else -(-(row.paid_us + each_us) // 1000)
    purse.headers = [
        ("ratelimit-policy", f'"second";q={purse.per_second};w=1, "day";q={purse.per_day};w=86400'),
        (
            "ratelimit",
            f'"second";r={max(at_hand - drawn, 0)};t=1, '
            f'"day";r={max(today - drawn, 0)};t={max(day_ends_ms - at_ms, 0) // 1000}',
        ),
    ]
    return drawn


def _is_step(distance: int) -> bool:
    return 0 < distance <= SERIALS or (distance % DAY_STEP == 0 and 0 < distance <= DAYS * DAY_STEP)


def _share(row: Row, per_second: int, at_ms: int) -> int:
    """Return which part of a second's quota is this node's: an equal part, or what the others leave."""
    if at_ms - row.settled_ms >= SETTLED_MS:
        return WHOLE
    return max(row.share, WHOLE - row.others * WHOLE // per_second, 1)


def _refusal(purse: _Purse, at_ms: int) -> Exceeded:
    seconds = max(1, -(-(purse.opens_ms - at_ms) // 1000))
    return Exceeded(seconds, [*purse.headers, ("retry-after", str(seconds))])
