"""An enforcement settlement: recorded with its days, and each day's part when it is performed (P241–242)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.law.refusals import Refusal
from blacklist.models import Instalment, Officer, Settlement
from blacklist.services import records


@dataclass(frozen=True)
class Agreed:
    """What was agreed: the terms in words, and the days by which parts of it are to be performed."""

    case_id: uuid.UUID
    debtor_id: uuid.UUID
    agreed_on: date
    terms: str
    due_on: Sequence[date]


def record(agreed: Agreed, *, by: Officer, at: datetime) -> Settlement:
    """Record a settlement.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``; ``not-a-debtor``, ``date-in-future``,
        ``field-required`` when nothing is ever due, ``date`` for a day before the agreement.
    """
    with transaction.atomic():
        case = records.locked_for(agreed.case_id, by=by, duty=Duty.REGISTER)
        debtor = records.locked_debtor(case, agreed.debtor_id)
        _check(agreed, on=legal_day(at))
        settlement = Settlement(case=case, debtor=debtor, agreed_on=agreed.agreed_on, entered_at=at)
        settlement.seal_terms(agreed.terms)
        settlement.save(force_insert=True)
        days = sorted(set(agreed.due_on))
        Instalment.objects.bulk_create([Instalment(settlement=settlement, due_on=day) for day in days])
        records.enter("settlement_reached", settlement.pk, debtor, case, article="P241", by=by, at=at)
        return settlement


def perform(settlement_id: uuid.UUID, *, due_on: date, performed_on: date, by: Officer, at: datetime) -> Settlement:
    """Record that what was due on a day is performed.

    :raises Refusal: ``not-found``, also for a day on which nothing is due; ``duty-required``, ``other-court``;
        ``already-done``, ``date-in-future``, ``date`` for a day before the agreement.
    """
    with transaction.atomic():
        found = Settlement.objects.filter(pk=settlement_id).first()
        if found is None:
            raise Refusal("not-found", "There is no such settlement.")
        case = records.locked_for(found.case_id, by=by, duty=Duty.REGISTER)
        debtor = records.locked_debtor(case, found.debtor_id)
        instalment = found.instalments.filter(due_on=due_on).first()
        if instalment is None:
            raise Refusal("not-found", "Nothing is due on this day.", pointer="due_on")
        if instalment.performed_on is not None:
            raise Refusal("already-done", "This part is performed.")
        if performed_on > legal_day(at):
            raise Refusal("date-in-future", pointer="performed_on")
        if performed_on < found.agreed_on:
            raise Refusal("date", "Nothing is performed before it was agreed.", pointer="performed_on")
        instalment.performed_on = performed_on
        instalment.save()
        records.enter("instalment_performed", found.pk, debtor, case, article="P241", by=by, at=at)
        return found


def _check(agreed: Agreed, *, on: date) -> None:
    if agreed.agreed_on > on:
        raise Refusal("date-in-future", pointer="agreed_on")
    if not agreed.due_on:
        raise Refusal("field-required", "Name the days by which it is to be performed.", pointer="due_on")
    if min(agreed.due_on) < agreed.agreed_on:
        raise Refusal("date", "Nothing is due before it was agreed.", pointer="due_on")
