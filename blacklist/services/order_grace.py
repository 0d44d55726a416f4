"""An order decided and held back: grace, what follows it, and performance meanwhile (G15).

During grace it may be served, so that the debtor knows; it binds nobody, and nobody outside learns of it.
"""

import uuid
from datetime import datetime

from django.db import transaction

from blacklist.law import grounds as law_of_grounds
from blacklist.law.days import legal_day
from blacklist.law.deadlines import ONE_DAY, grace_until
from blacklist.law.lifecycle import Act
from blacklist.law.refusals import Refusal
from blacklist.models import ConsumptionOrder, Officer, OrderKind
from blacklist.services import decisions, ground_facts, order_duties, order_effects
from blacklist.services.decisions import Done, conclude
from blacklist.services.measures import locked_order, step_of


def grace(order_id: uuid.UUID, *, months: int, note: str, by: Officer, at: datetime) -> ConsumptionOrder:
    """Hold a signed order back for one to three months from its day (G15: the president, case by case).

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``already-done``, ``wrong-state``;
        ``reasons-required``, ``grace-length`` (also when it would be over already).
    """
    on = legal_day(at)
    with transaction.atomic():
        order, persons = locked_order(order_id)
        step = step_of(order, Act.GRACE, by=by, on=on)
        decisions.require_note(note, article="G15")
        last_day = grace_until(order.decided_on or on, months=months)
        if last_day < on:
            raise Refusal("grace-length", "It counts from the decision and would be over.", pointer="months")
        order.grace_until = last_day + ONE_DAY
        order.seal_particulars({**order.particulars, "grace": note.strip()})
        order_duties.open_grace_ended(order, at=at)
        return conclude(order, Done(Act.GRACE, step, by, at, note=note), subjects=persons)


def apply(order_id: uuid.UUID, *, by: Officer, at: datetime) -> ConsumptionOrder:
    """Confirm after grace that nothing was performed: the order is in force for everyone it was served on (G15).

    It is not automatic; what keeps the court from restricting is looked at again first (G16-1).

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``wrong-state`` (also when its period has run
        out); ``grace-running``, ``not-served``, ``creditor-hold``.
    """
    on = legal_day(at)
    with transaction.atomic():
        held = order_effects.locked(order_id)
        order = held.order
        step = step_of(order, Act.APPLY, by=by)
        if order.grace_until is not None and on < order.grace_until:
            raise Refusal("grace-running", article="G15")
        if order.period_until is not None and order.period_until <= on:
            raise Refusal("wrong-state", "Its period has run out; nothing is left to apply.", article="C5")
        served = [row for row in order.restricted_persons.all() if row.served_on and row.ended_on is None]
        if not served:
            raise Refusal("not-served", article="G14")
        if order.kind == OrderKind.DISCRETIONARY:
            ground_facts.require_cause(order.case, frozenset())
        order_duties.settle_grace(order, by=by, at=at)
        order_effects.take_effect(held, served, on=on, by=by, at=at)
        return conclude(order, Done(Act.APPLY, step, by, at, persons=served), subjects=held.named_in(order))


def close(order_id: uuid.UUID, *, reason: str, note: str, by: Officer, at: datetime) -> ConsumptionOrder:
    """Close an order in its grace, because the debtor has performed or nothing is left to enforce: it never bound.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``already-done``, ``wrong-state``;
        ``unknown-value``.
    """
    with transaction.atomic():
        order, persons = locked_order(order_id)
        step = step_of(order, Act.CLOSE, by=by)
        found = law_of_grounds.closure_reason(reason, is_in_grace=True)
        rows = [row for row in order.restricted_persons.all() if row.ended_on is None]
        for row in rows:
            row.ended_on, row.ended_reason = legal_day(at), found.code
            row.save()
        order_duties.settle_done(order, by=by, at=at)
        done = Done(Act.CLOSE, step, by, at, found.article, found.code, note, persons=rows)
        return conclude(order, done, subjects=persons)
