"""What somebody files from their own record: the same acts as at the counter, by the person, once for each form."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction

from blacklist.law.accounts import Oneself
from blacklist.law.refusals import Refusal
from blacklist.models import Application, CorrectionRequest, Exemption, OwnFiling, Reconsideration
from blacklist.sealing import blind

KEPT = timedelta(days=7)
Matter = CorrectionRequest | Reconsideration | Exemption | Application


def once(form_id: uuid.UUID, act: Callable[[], Matter], *, by: Oneself, at: datetime) -> uuid.UUID:
    """Do the act that a form asks for, or return what it led to when the same form was sent before.

    Whoever sends a form twice at once waits for the first: then there is one application. A refusal leaves the form
    good to be sent again.

    :returns: the id of the application.
    :raises Refusal: ``not-found`` for another person's form; what the act raises.
    """
    lock = int.from_bytes(blind(form_id.hex, purpose="own-filing")[:8], "big", signed=True)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])
        sent = OwnFiling.objects.filter(pk=form_id).first()
        if sent is None:
            matter = act()
            sent = OwnFiling(pk=form_id, person_id=by.person_id, matter_id=matter.pk, filed_at=at)
            sent.save(force_insert=True)
        if sent.person_id != by.person_id:
            raise Refusal("not-found", "Open the form anew.")
        return sent.matter_id


def sent_before(form_id: uuid.UUID, *, by: Oneself) -> uuid.UUID | None:
    """Return what this form of the person has led to, or None: then it was not sent, or not taken in."""
    kept = OwnFiling.objects.filter(pk=form_id, person_id=by.person_id)
    return kept.values_list("matter_id", flat=True).first()


def forget(*, at: datetime) -> int:
    """Forget the forms sent more than a week ago; the applications stay. Return how many."""
    return OwnFiling.objects.filter(filed_at__lt=at - KEPT).delete()[0]
