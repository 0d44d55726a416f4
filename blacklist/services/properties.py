"""What the court controls against what is still owed: valued, released; and the sum outstanding (L3, G16-1)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.law.refusals import Refusal
from blacklist.models import ControlledProperty, EnforcementCase, Officer
from blacklist.services import records


@dataclass(frozen=True)
class Valued:
    """One property under control: whose, what it is worth, since when, and on what basis."""

    case_id: uuid.UUID
    debtor_id: uuid.UUID
    amount: Decimal
    valued_on: date
    basis: str


def record(valued: Valued, *, by: Officer, at: datetime) -> ControlledProperty:
    """Record a property that is sealed, seized or frozen, with its value.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``; ``not-a-debtor``, ``date-in-future``,
        ``number-range`` for nothing, ``reasons-required`` without a basis of the valuation.
    """
    with transaction.atomic():
        case = records.locked_for(valued.case_id, by=by, duty=Duty.REGISTER)
        debtor = records.locked_debtor(case, valued.debtor_id)
        if valued.valued_on > legal_day(at):
            raise Refusal("date-in-future", pointer="valued_on")
        if valued.amount <= 0:
            raise Refusal("number-range", "It is worth something.", pointer="amount")
        if not valued.basis.strip():
            raise Refusal("reasons-required", "Say how it was valued.", pointer="basis", article="L3")
        held = ControlledProperty(
            case=case, debtor=debtor, amount=valued.amount, valued_on=valued.valued_on, entered_at=at
        )
        held.seal_basis(valued.basis)
        held.save(force_insert=True)
        records.enter("property_controlled", held.pk, debtor, case, article="L3", by=by, at=at)
        return held


def release(property_id: uuid.UUID, *, released_on: date, by: Officer, at: datetime) -> ControlledProperty:
    """Record that the court controls a property no longer; it counts no more.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``; ``already-done``, ``date-in-future``, ``date``.
    """
    with transaction.atomic():
        found = ControlledProperty.objects.filter(pk=property_id).first()
        if found is None:
            raise Refusal("not-found", "There is no such property.")
        case = records.locked_for(found.case_id, by=by, duty=Duty.REGISTER)
        debtor = records.locked_debtor(case, found.debtor_id)
        found.refresh_from_db()
        if found.released_on is not None:
            raise Refusal("already-done", "It was released.")
        if released_on > legal_day(at):
            raise Refusal("date-in-future", pointer="released_on")
        if released_on < found.valued_on:
            raise Refusal("date", "It was under control on the day of its valuation.", pointer="released_on")
        found.released_on = released_on
        found.save()
        records.enter("property_released", found.pk, debtor, case, article="L3", by=by, at=at)
        return found


def controlled_in(case: EnforcementCase) -> Decimal:
    """Return what all property under control in the case is worth."""
    held = case.properties.filter(released_on=None).aggregate(total=Sum("amount"))
    return held["total"] or Decimal(0)
