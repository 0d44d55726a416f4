"""Is an order still needed? Asked when the listing it followed has ended, or on its day of review (C1, Q6)."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from blacklist.law import grounds as law_of_grounds
from blacklist.law.days import legal_day
from blacklist.law.deadlines import order_review_until
from blacklist.law.lifecycle import Act
from blacklist.law.refusals import Refusal
from blacklist.models import ConsumptionOrder, Officer, OrderKind, TaskKind
from blacklist.services import decisions, ground_facts, order_duties, tasks
from blacklist.services.decisions import Done, conclude
from blacklist.services.measures import locked_order, step_of


def keep(
    order_id: uuid.UUID,
    *,
    note: str,
    factors: Mapping[str, str],
    review_on: date | None,
    by: Officer,
    at: datetime,
) -> ConsumptionOrder:
    """Decide on review that the order stays, and why. Otherwise it is lifted (``no_longer_necessary``).

    An order whose listing has ended stands at discretion from now: the four factors are weighed (C1 ¶1, C2), and the
    applicant's wish to hold off is heard (G16-1). Without a last day it names its next review.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``; ``wrong-state`` when no review is due;
        ``reasons-required``, ``factors-required``, ``creditor-hold``, ``period-required``.
    """
    on = legal_day(at)
    with transaction.atomic():
        order, persons = locked_order(order_id)
        step = step_of(order, Act.KEEP, by=by)
        if not order_duties.is_under_review(order):
            raise Refusal("wrong-state", "No review of this order is due.", article="C1")
        decisions.require_note(note, article=step.article)
        if order_duties.has_lost_its_listing(order):
            law_of_grounds.check_factors(factors)
            ground_facts.require_cause(order.case, frozenset())
            order.kind = OrderKind.DISCRETIONARY
        _check_next(order, review_on, on=on)
        order.review_on = review_on
        reviews = [*order.particulars.get("reviews", []), {"on": on.isoformat(), "note": note.strip(), **factors}]
        order.seal_particulars({**order.particulars, "reviews": reviews})
        tasks.settle(TaskKind.ORDER_REVIEW, measure_id=order.pk, by=by, at=at)
        order_duties.open_review(order, at=at)
        return conclude(order, Done(Act.KEEP, step, by, at, note=note), subjects=persons)


def _check_next(order: ConsumptionOrder, review_on: date | None, *, on: date) -> None:
    if order.period_until is None and review_on is None:
        raise Refusal("period-required", "Name the day of its next review.", pointer="review_on", article="Q6")
    if review_on is not None and not on < review_on <= order_review_until(on):
        raise Refusal("period-required", "Review it within six months.", pointer="review_on", article="Q6")
