"""An act asked for twice is done once: the officer's Idempotency-Key says that it is the same one."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from blacklist.law.refusals import Refusal
from blacklist.models import IdempotencyRecord, Officer
from blacklist.sealing import blind, seal, unseal

KEPT = timedelta(days=7)
SWEPT_AT_ONCE = 5000
CLAIM = """
    SELECT set_config('lock_timeout', %s, true), set_config('statement_timeout', %s, true),
           pg_try_advisory_xact_lock(%s)"""


@dataclass(frozen=True)
class Asked:
    """A request for an act: who asks, under which key, and a keyed digest of what."""

    by: Officer
    key: str
    digest: bytes

    @property
    def lock(self) -> int:
        """Return the number of the advisory lock that only one request under this key can hold."""
        return int.from_bytes(blind(f"{self.by.pk}|{self.key}", purpose="idempotency")[:8], "big", signed=True)

    @property
    def record(self) -> str:
        """Return the name under which the answer is sealed."""
        return f"idempotency:{self.by.pk}:{self.key}"


@dataclass(frozen=True)
class Answer:
    """What was answered; ``body`` is JSON. A secret is shown once and not kept."""

    http_code: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)
    is_secret: bool = False
    is_replay: bool = False


def once(asked: Asked, act: Callable[[], Answer], *, at: datetime) -> Answer:
    """Do the act, or give the answer of the time when it was done.

    The lock is only tried for, so a second request never waits for the first; it ends with the transaction, whatever
    ends that. An act that is refused leaves nothing, and its key free. Nor does an act wait for long: there are limits
    for another's lock and for one statement, after which it fails with ``OperationalError`` as if never begun.

    :raises Refusal: ``in-progress`` while the first request runs, ``idempotency-mismatch`` when the key belongs to
        another request, ``already-done`` when the first answer was a secret; what the act raises.
    """
    with transaction.atomic(durable=True):
        _claim(asked)
        kept = _kept(asked)
        if kept is not None:
            return kept
        answer = act()
        _keep(asked, answer, at=at)
        return answer


def forget(*, at: datetime) -> int:
    """Delete the answers older than a week; return how many."""
    old = IdempotencyRecord.objects.filter(created_at__lt=at - KEPT).order_by("created_at")
    gone = 0
    while keys := list(old.values_list("pk", flat=True)[:SWEPT_AT_ONCE]):
        gone += IdempotencyRecord.objects.filter(pk__in=keys).delete()[0]
    return gone


def _claim(asked: Asked) -> None:
    limits = [f"{seconds * 1000:.0f}" for seconds in (settings.ACT_LOCK_SECONDS, settings.ACT_STATEMENT_SECONDS)]
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [*limits, asked.lock])
        *_, is_ours = cursor.fetchone()
    if not is_ours:
        raise Refusal("in-progress", "Ask again under the same key in a second.")


def _kept(asked: Asked) -> Answer | None:
    found = IdempotencyRecord.objects.filter(officer=asked.by, key=asked.key).first()
    if found is None:
        return None
    if bytes(found.request_digest) != asked.digest:
        raise Refusal("idempotency-mismatch", "Give each new request a key of its own.")
    if found.answer_sealed is None:
        raise Refusal("already-done", "The answer held a secret, which is shown once.")
    said = json.loads(unseal(found.answer_sealed, record=asked.record))
    return Answer(found.http_code, said["body"], said["headers"], is_replay=True)


def _keep(asked: Asked, answer: Answer, *, at: datetime) -> None:
    said = json.dumps({"body": answer.body, "headers": dict(answer.headers)})
    IdempotencyRecord.objects.create(
        officer=asked.by,
        key=asked.key,
        request_digest=asked.digest,
        http_code=answer.http_code,
        answer_sealed=None if answer.is_secret else seal(said, record=asked.record),
        created_at=at,
    )
