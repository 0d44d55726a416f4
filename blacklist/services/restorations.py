"""After a database was restored to an earlier state: an officer answers for the register as it now stands (L13)."""

from datetime import datetime

from django.db import transaction

from blacklist.law.duties import Duty
from blacklist.law.lifecycle import Act
from blacklist.law.refusals import Refusal
from blacklist.models import Officer, RegisterEntry
from blacklist.register import Deed, append
from blacklist.services import relation

ARTICLE = "L13"


def confirm(*, note: str, by: Officer, at: datetime) -> RegisterEntry:
    """State that this register is the right one, though check nodes have seen entries which it lost; return the entry.

    The entry is chained to the one it confirms. A node that is ahead of the register, or beside it, answers again once
    it finds a confirmation which it has not followed yet; so one confirms one restoration, and none that comes later.

    :raises Refusal: ``duty-required``; ``reason-required`` without a note on why the lost entries are given up.
    """
    with transaction.atomic():
        relation.require_duty(by, Duty.ADMINISTER)
        relation.hold(by)
        if not note.strip():
            raise Refusal("reason-required", "Say why the entries that were lost are given up.", article=ARTICLE)
        deed = Deed(
            act=Act.CONFIRM_REGISTER,
            court_code=by.court_id,
            at=at,
            article=ARTICLE,
            actor_name=by.username,
            actor_id=by.pk,
            note=note,
        )
        return append(deed, subjects=[])
