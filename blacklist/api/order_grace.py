"""The acts on a consumption order that is not, or not yet, to have effect: refused, held back, applied, closed."""

import uuid
from datetime import datetime

from blacklist.api.measures import ClosureIn, GraceIn, ReasonsIn
from blacklist.api.orders import OrderOut
from blacklist.api.shapes import NothingIn
from blacklist.api.views import CourtView, Given, Operation
from blacklist.law.duties import Duty
from blacklist.models import ConsumptionOrder, Officer
from blacklist.services import order_grace, orders


class RefuseOrder(CourtView):
    operations = {"POST": Operation("refuse_order", Duty.SIGN, takes=ReasonsIn, gives=OrderOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, order_id: uuid.UUID) -> ConsumptionOrder:
        """Decline a draft with reasons; the judge may draft anew, or refuse the application it answers."""
        return orders.refuse(order_id, **given, by=by, at=at)


class GraceOrder(CourtView):
    operations = {"POST": Operation("grace_order", Duty.SIGN, takes=GraceIn, gives=OrderOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, order_id: uuid.UUID) -> ConsumptionOrder:
        """Hold a signed order back for one to three months (G15); served meanwhile, it binds nobody."""
        return order_grace.grace(order_id, **given, by=by, at=at)


class ApplyOrder(CourtView):
    operations = {"POST": Operation("apply_order", Duty.PUBLISH, takes=NothingIn, gives=OrderOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, order_id: uuid.UUID) -> ConsumptionOrder:
        """Confirm after grace that nothing was performed; the order is in force for whom it was served on (G15)."""
        return order_grace.apply(order_id, by=by, at=at)


class CloseOrder(CourtView):
    operations = {"POST": Operation("close_order", Duty.LIFT, takes=ClosureIn, gives=OrderOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, order_id: uuid.UUID) -> ConsumptionOrder:
        """Close an order in its grace, because the debtor has performed; it never bound anybody (G15)."""
        return order_grace.close(order_id, **given, by=by, at=at)
