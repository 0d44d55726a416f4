"""Counting checks by name, birth date and other documents, for courts about to sign: a count leaves, nothing else."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime

from django.conf import settings
from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from blacklist.law.entry_gate import Sought
from blacklist.law.names import read_name
from restrictions.check.journal import Record
from restrictions.check.keys import Keys, read_secret
from restrictions.check.sighting import PERSON_BYTES, document_digest, person_digests
from restrictions.models import Sighting
from restrictions.months import after

MONTHS = 2  # before the present one
_ADD = """
INSERT INTO restrictions_sighting (month, person, document, activity, checks) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (person, month, document, activity) DO UPDATE SET checks = restrictions_sighting.checks + EXCLUDED.checks
"""


def count(records: Sequence[Record]) -> None:
    """Add what these records hold of sightings; call it in the transaction that stores them."""
    found = Counter(
        (_month_of(record), record.sighting[:PERSON_BYTES], record.sighting[PERSON_BYTES:], record.activity or "")
        for record in records
        if record.sighting
    )
    if found:
        with connection.cursor() as cursor:
            cursor.executemany(_ADD, [(*key, checks) for key, checks in sorted(found.items())])


def checks_by_other_documents(sought: Sought) -> int:
    """Return how many checks of this and the two months before, by other documents, a measure would have turned."""
    keys = Keys(read_secret(settings.KEYS_DIR / "check.key"))
    persons = person_digests(map(read_name, sought.names), sought.birth_date, keys)
    own = [document_digest(document, keys) for document in sought.documents]
    rows = Sighting.objects.filter(person__in=persons, month__gte=first_month(timezone.now().date()))
    rows = rows.filter(activity__in=sought.activities).exclude(document__in=own)
    return rows.aggregate(checks=Sum("checks"))["checks"] or 0


def drop_ended(today: date) -> int:
    """Delete the counts of months that no court asks about any more; return how many."""
    return Sighting.objects.filter(month__lt=first_month(today)).delete()[0]


def first_month(today: date) -> date:
    """Return the first month that is recent on a day."""
    return after(today.replace(day=1), -MONTHS)


def _month_of(record: Record) -> date:
    return datetime.fromtimestamp(record.at_ms / 1000, UTC).date().replace(day=1)
