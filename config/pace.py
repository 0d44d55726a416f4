"""How often somebody without an account may try something: counted for all processes in Valkey, a window at a time.

While Valkey does not answer, each process counts alone: nobody is locked out for want of it, and nobody is let go on
without end. Who it was is kept as a keyed digest, until the window is over.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

TIMEOUT_SECONDS = 0.05


@dataclass
class Pace:
    """At most ``most`` times within a window of ``seconds``."""

    what: str
    most: int
    seconds: int
    _alone: Counter[str] = field(default_factory=Counter)
    _window: int = 0

    def count(self, who: str, *, at: datetime) -> bool:
        """Count one more time, and say whether it is still within the pace."""
        key = self._key(who, at)
        try:
            pipeline = _valkey(settings.REDIS_URL).pipeline()
            pipeline.incr(key)
            pipeline.expire(key, self.seconds)
            counted = pipeline.execute()[0]
        except RedisError:
            self._alone[key] += 1
            counted = self._alone[key]
        return int(counted) <= self.most

    def is_spent(self, who: str, *, at: datetime) -> bool:
        """Say whether there is no further time left, without counting one."""
        key = self._key(who, at)
        try:
            counted = _valkey(settings.REDIS_URL).get(key) or 0
        except RedisError:
            counted = self._alone[key]
        return int(str(counted)) >= self.most

    def _key(self, who: str, at: datetime) -> str:
        window = int(at.timestamp()) // self.seconds
        if window != self._window:
            self._window = window
            self._alone.clear()
        secret = hashlib.sha256(settings.SECRET_KEY.encode()).digest()
        return f"pace:{self.what}:{window}:{hashlib.blake2b(who.encode(), key=secret, digest_size=12).hexdigest()}"


@lru_cache(maxsize=4)
def _valkey(url: str) -> Redis:
    return Redis.from_url(
        url,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 0),
        decode_responses=True,
    )
