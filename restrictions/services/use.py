"""Count how institutions use the list, hour by hour, behind the answers; and plant numbers that nobody bears."""

import secrets
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from django.db import connection
from django.db.models import F
from stdnum.cn.ric import calc_check_digit

from blacklist.law.identity import CITIZEN_FAMILY
from restrictions.check.journal import Record
from restrictions.check.keys import Keys
from restrictions.models import HoneyIdentity, UseCount

KEPT = timedelta(days=400)
HOUR_MS = 3_600_000
COLUMNS = ("answered", "matched", "undocumented", "emergencies", "sequential", "honey")

_AREAS = ("110000", "310000", "440000", "510000")  # a province's own code: on nobody's card
_FIRST_DAY, _DAYS = date(1950, 1, 1).toordinal(), 20_000

Hour = tuple[bytes, int]
Hit = tuple[Hour, bytes]

_MET_BEFORE = """
SELECT institution, hour, subject FROM unnest(%s::uuid[], %s::bigint[], %s::uuid[]) AS hit (institution, hour, subject)
WHERE EXISTS (
    SELECT FROM restrictions_checkrecord
    WHERE subject_id = subject AND institution_id = institution
    AND at >= to_timestamp(hour * 3600) AND at < to_timestamp(hour * 3600 + 3600)
)
"""


def count(records: Sequence[Record]) -> None:
    """Add records to the counts of their hours; call it in the transaction that ships them, before they are there.

    A person is one hit an hour: who asks a desk's customer again, or a passenger on each leg, tries nobody out.
    """
    answered = [record for record in records if record.decision]
    digests = {record.digest for record in answered if record.digest}
    honey = {bytes(row) for row in HoneyIdentity.objects.filter(pk__in=digests).values_list("pk", flat=True)}
    found: dict[Hour, Counter[str]] = defaultdict(Counter)
    for record in answered:
        found[_hour(record)].update(_columns(record, honey))
    for hour, _ in _hits(answered):
        found[hour]["matched"] += 1
    _add(found)


def count_sequential(counts: Mapping[bytes, int], *, at: datetime) -> None:
    """Add neighbouring numbers that a node saw; it tells how many, never which."""
    hour = int(at.timestamp() * 1000) // HOUR_MS
    _add({(institution, hour): Counter(sequential=number) for institution, number in counts.items()})


def forget(*, at: datetime) -> int:
    """Delete counts older than some thirteen months; return how many."""
    return UseCount.objects.filter(hour__lt=at - KEPT).delete()[0]


def plant(number: int, *, keys: Keys, at: datetime) -> list[str]:
    """Plant that many well-formed citizen numbers which are on nobody's card, and return them; they are not kept."""
    numbers = [_number() for _ in range(number)]
    rows = [HoneyIdentity(digest=honey_digest(one, keys), planted_at=at) for one in numbers]
    HoneyIdentity.objects.bulk_create(rows, ignore_conflicts=True)
    return numbers


def honey_digest(number: str, keys: Keys) -> bytes:
    """Return what the journal keeps of a check about this citizen number."""
    return keys.subject(keys.document(family=CITIZEN_FAMILY, number=number, issuer=None))


def _hour(record: Record) -> Hour:
    return record.institution, record.at_ms // HOUR_MS


def _hits(answered: Iterable[Record]) -> set[Hit]:
    """Return whom each institution met with in which hour, but for those whom it had met before."""
    hits = {(_hour(record), record.subject) for record in answered if record.subject}
    return hits - _shipped(hits) if hits else hits


def _shipped(hits: Iterable[Hit]) -> set[Hit]:
    rows = [
        (uuid.UUID(bytes=institution), hour, uuid.UUID(bytes=subject)) for (institution, hour), subject in sorted(hits)
    ]
    with connection.cursor() as cursor:
        cursor.execute(_MET_BEFORE, list(map(list, zip(*rows, strict=True))))
        return {((institution.bytes, hour), subject.bytes) for institution, hour, subject in cursor.fetchall()}


def _columns(record: Record, honey: set[bytes]) -> Iterable[str]:
    yield "answered"
    if record.reason == "document_required":
        yield "undocumented"
    if record.emergency:
        yield "emergencies"
    if record.digest in honey:
        yield "honey"


def _add(found: Mapping[Hour, Counter[str]]) -> None:
    """Add counts, in one order of rows, so that two shippers never wait for each other in a ring."""
    hours = {key: (uuid.UUID(bytes=key[0]), datetime.fromtimestamp(key[1] * 3600, UTC)) for key in sorted(found)}
    rows = [UseCount(institution_id=institution, hour=hour) for institution, hour in hours.values()]
    UseCount.objects.bulk_create(rows, ignore_conflicts=True)
    for key, (institution, hour) in hours.items():
        added = {column: F(column) + number for column, number in found[key].items()}
        UseCount.objects.filter(institution_id=institution, hour=hour).update(**added)


def _number() -> str:
    born = date.fromordinal(_FIRST_DAY + secrets.randbelow(_DAYS))
    body = f"{secrets.choice(_AREAS)}{born:%Y%m%d}{secrets.randbelow(999) + 1:03d}"
    return body + calc_check_digit(body + "0")
