"""Counting answers by month, court, sector and kind, so that statistics never read the records of checks."""

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime

from django.db import connection

from blacklist.law.days import legal_day
from restrictions.check.journal import Record
from restrictions.models import Institution

_ADD = """
INSERT INTO restrictions_answercount (month, court_code, sector, activity, decision, reason, checks)
VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (month, court_code, sector, activity, decision, reason)
DO UPDATE SET checks = restrictions_answercount.checks + EXCLUDED.checks
"""


def count(records: Sequence[Record]) -> None:
    """Add the answers among these records; call it in the transaction that stores them.

    Rows are written in one order, so that two shippers never wait for each other in a ring.
    """
    answered = [record for record in records if record.decision]
    ids = {uuid.UUID(bytes=record.institution) for record in answered}
    known = Institution.objects.filter(pk__in=ids).values_list("pk", "court_code", "sector")
    asking = {pk.bytes: (court_code, sector) for pk, court_code, sector in known}
    found = Counter(
        (_month_of(record), *asking[record.institution], record.activity or "", record.decision, record.reason or "")
        for record in answered
        if record.institution in asking
    )
    if found:
        with connection.cursor() as cursor:
            cursor.executemany(_ADD, [(*key, checks) for key, checks in sorted(found.items())])


def _month_of(record: Record) -> date:
    return legal_day(datetime.fromtimestamp(record.at_ms / 1000, UTC)).replace(day=1)
