"""What announcing an order in the media has cost: the debtor bears it, and it is no condition of anything (C7)."""

import uuid
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from blacklist.law.duties import Duty
from blacklist.law.refusals import Refusal
from blacklist.models import ConsumptionOrder, Officer
from blacklist.services import decisions, relation


def record(order_id: uuid.UUID, *, cost: Decimal | None, by: Officer, at: datetime) -> ConsumptionOrder:
    """Note the cost, or that there is none. It changes no measure, so the register has no entry.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``.
    """
    with transaction.atomic():
        order = ConsumptionOrder.objects.select_for_update(no_key=True).filter(pk=order_id).first()
        if order is None:
            raise Refusal("not-found", "There is no such order.")
        order.case = decisions.locked_case(order.case_id)
        relation.require(by, Duty.SERVE, court_code=order.case.court_id)
        order.announcement_cost = cost
        order.save(update_fields=["announcement_cost"])
        return order
