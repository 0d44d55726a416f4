"""What the newest entry about each subject says, for a few subjects at a time: a large register is read in pieces."""

import uuid
from collections.abc import Collection
from typing import Any

from blacklist.models import RegisterEntry
from blacklist.register import open_payload

NEWEST = """
    SELECT DISTINCT ON (subject) subject, version, entry_id, payload_sealed
    FROM blacklist_registerentry CROSS JOIN LATERAL unnest(subjects) AS subject
    WHERE subjects && %(subjects)s::uuid[] AND subject = ANY(%(subjects)s)
        AND (payload_sealed IS NOT NULL OR NOT %(readable)s)
    ORDER BY subject, version DESC
"""


def newest_about(subjects: Collection[uuid.UUID], *, readable: bool = False) -> dict[uuid.UUID, dict[str, Any] | None]:
    """Return what the newest entry about each subject says of it, None where its payload was erased.

    :param readable: look past entries whose payload was erased. Subjects without an entry are left out.
    """
    rows: Any = RegisterEntry.objects.raw(NEWEST, {"subjects": list(subjects), "readable": readable})
    return {row.subject: _part(row) for row in rows}


def _part(row: Any) -> dict[str, Any] | None:
    payload = open_payload(row)
    if payload is None:
        return None
    part: dict[str, Any] = next(part for part in payload["subjects"] if part["subject"] == str(row.subject))
    return part
