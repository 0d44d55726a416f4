"""What a record said before it was put right is kept, sealed, beside what it says now (L9)."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from blacklist.law.refusals import Refusal
from blacklist.models import Officer, Rectification


def remember(record_id: uuid.UUID, old: Mapping[str, str], *, by: Officer, at: datetime) -> None:
    """Keep what these fields of a record said.

    :raises Refusal: ``already-done`` when nothing was to be put right.
    """
    if not old:
        raise Refusal("already-done", "The record says so already.")
    Rectification.objects.bulk_create(
        [
            Rectification.sealed(
                said, record_id=record_id, field=field, rectified_at=at, rectified_by_id=by.pk, court_id=by.court_id
            )
            for field, said in old.items()
        ]
    )
