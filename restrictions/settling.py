"""What institutions ask on several nodes, told from node to node through Valkey; never on the way of a check.

Each second a node says how much it has granted today and is asked a second, and hears the same of the others. While
nobody answers, each node goes by the whole quota after a few seconds: a check is never refused for want of Valkey.
"""

import hashlib
import logging
import socket
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from restrictions.check.quota import WHOLE, QuotaFile, Row, day_of

TURN_MS = 1000
LIVE_MS = 5000  # what a node said longer ago than this is no rate any more
TIMEOUT_SECONDS = 0.05
KEPT_SECONDS = 2 * 86_400

logger = logging.getLogger(__name__)


class Settler:
    """Speaks for one node."""

    def __init__(self, path: Path, redis_url: str, *, node: str | None = None) -> None:
        self._file = QuotaFile(path)
        self._node = node or hashlib.blake2b(f"{socket.gethostname()}:{path}".encode(), digest_size=8).hexdigest()
        self._redis = Redis.from_url(
            redis_url,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            retry=Retry(NoBackoff(), 0),
            decode_responses=True,
        )
        self._asked: dict[bytes, int] = {}
        self._sequential: dict[bytes, int] = {}
        self._seen: Counter[bytes] = Counter()
        self._at_ms = 0
        self._is_lost = False

    def turn(self, at_ms: int) -> None:
        """Settle once, unless that was done within the last second."""
        passed_ms = at_ms - self._at_ms
        if 0 <= passed_ms < TURN_MS:
            return
        day = day_of(at_ms)
        rates = {
            offset: (row, (row.asked - self._asked.get(row.institution, row.asked)) * 1000 // max(passed_ms, 1))
            for offset, row in self._file.rows(day=day)
        }
        self._asked = {row.institution: row.asked for row, _ in rates.values()}
        self._see([row for row, _ in rates.values()])
        self._at_ms = at_ms
        try:
            self._exchange(rates, day, at_ms)
        except RedisError as error:
            if not self._is_lost:
                logger.warning("Valkey does not answer (%s); this node goes by its own count", type(error).__name__)
            self._is_lost = True
        else:
            self._is_lost = False

    def take_sequential(self) -> Mapping[bytes, int]:
        """Return how many neighbouring numbers each institution asked about since the last call."""
        taken, self._seen = self._seen, Counter()
        return taken

    def _see(self, rows: Sequence[Row]) -> None:
        for row in rows:
            new = row.sequential - self._sequential.get(row.institution, row.sequential)
            if new > 0:
                self._seen[row.institution] += new
            self._sequential[row.institution] = row.sequential

    def close(self) -> None:
        self._file.close()
        self._redis.close()

    def _exchange(self, rates: Mapping[int, tuple[Row, int]], day: int, at_ms: int) -> None:
        if not rates:
            return
        with self._redis.pipeline(transaction=False) as pipeline:
            for row, rate in rates.values():
                key = f"quota:{day}:{row.institution.hex()}"
                pipeline.hset(key, self._node, f"{row.granted},{rate},{at_ms}")
                pipeline.expire(key, KEPT_SECONDS)
                pipeline.hgetall(key)
            said = pipeline.execute()[2::3]
        for (offset, (row, _)), heard in zip(rates.items(), said, strict=True):
            self._heed(offset, row, [text for node, text in heard.items() if node != self._node], at_ms)

    def _heed(self, offset: int, seen: Row, heard: list[str], at_ms: int) -> None:
        told = [tuple(map(int, text.split(","))) for text in heard]
        others = [asked for _, asked, at in told if asked and abs(at_ms - at) < LIVE_MS]
        with self._file.locked() as is_held:
            row = self._file.read(offset)
            if not is_held or row.institution != seen.institution or row.day != seen.day:
                return  # next time
            row.elsewhere = sum(granted for granted, _, _ in told)
            row.others = sum(others)
            row.share = WHOLE // (1 + len(others))
            row.settled_ms = at_ms
            self._file.write(offset, row)
