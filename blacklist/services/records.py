"""A fact in the file of a case, put on record: it moves no measure, but grounds rest on it."""

import uuid
from datetime import datetime

from blacklist.law.duties import Duty
from blacklist.law.lifecycle import Act
from blacklist.law.refusals import Refusal
from blacklist.models import EnforcementCase, Officer, PartyRole, Person
from blacklist.register import Deed, append, lock_subjects
from blacklist.services import relation
from blacklist.services.cases import locked


def locked_for(case_id: uuid.UUID, *, by: Officer, duty: Duty) -> EnforcementCase:
    """Lock and return the case, when the officer holds ``duty`` at the court that handles it.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``.
    """
    case = locked(case_id)
    relation.require(by, duty, court_code=case.court_id)
    return case


def locked_debtor(case: EnforcementCase, person_id: uuid.UUID) -> Person:
    """Lock and return a judgment debtor of the case.

    :raises Refusal: ``not-a-debtor``.
    """
    if not case.parties.filter(person_id=person_id, role=PartyRole.JUDGMENT_DEBTOR).exists():
        raise Refusal("not-a-debtor", pointer="debtor")
    [debtor] = lock_subjects([person_id])
    return debtor


def enter(
    what: str,
    record_id: uuid.UUID,
    debtor: Person,
    case: EnforcementCase,
    *,
    article: str,
    note: str = "",
    act: Act = Act.RECORD,
    by: Officer,
    at: datetime,
) -> None:
    """Enter the fact in the register under its own word; the last step of every such act."""
    deed = Deed(
        act=act,
        court_code=case.court_id,
        at=at,
        article=article,
        actor_name=by.username,
        actor_id=by.pk,
        reason=what,
        note=note.strip(),
        measure_id=record_id,
    )
    append(deed, subjects=[debtor])
