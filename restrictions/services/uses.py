"""Record that a check has led to a booking; what the court permitted for one time is used up by it."""

import uuid
from datetime import datetime

from django.db import transaction

from blacklist import inbox
from blacklist.law.refusals import Refusal
from restrictions.models import CheckRecord, Credential, ExemptionUse


def record(reference: uuid.UUID, *, by: Credential, at: datetime) -> ExemptionUse:
    """Record the use of a permitted check of the caller's own; the same reference again is the same use.

    :raises Refusal: ``not-found`` for a check that is not the caller's or not in the database yet,
        ``not-permitted`` for one that was answered otherwise.
    """
    check = CheckRecord.objects.filter(pk=reference, institution_id=by.institution_id).first()
    if check is None:
        raise Refusal("not-found", "You have no such check; one just answered is found within a second.")
    if check.decision != "permitted":
        raise Refusal("not-permitted", pointer="reference")
    with transaction.atomic():
        use, is_new = ExemptionUse.objects.get_or_create(
            reference=reference, defaults={"institution_id": by.institution_id, "recorded_at": at}
        )
        if is_new and check.subject_id is not None and check.on is not None:
            inbox.use_exemption(check.subject_id, activity=check.activity, on=check.on, reference=reference, at=at)
    return use
