"""Interim relief on a listing or an order: its effect is paused while an error is likely, and goes on by an act."""

import uuid
from datetime import datetime

from blacklist.api.listings import ListingOut
from blacklist.api.measures import ReliefIn
from blacklist.api.orders import OrderOut
from blacklist.api.views import CourtView, Given, Operation
from blacklist.law.duties import Duty
from blacklist.law.remedies import MeasureKind
from blacklist.models import Officer
from blacklist.services import relief
from blacklist.services.decisions import Decision


class PauseListing(CourtView):
    operations = {"POST": Operation("pause_listing", Duty.RELIEVE, takes=ReliefIn, gives=ListingOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, listing_id: uuid.UUID) -> Decision:
        """Take the effect from a listing while a request for its correction is open and an error likely."""
        return relief.pause(MeasureKind.LISTING, listing_id, **given, by=by, at=at)


class ResumeListing(CourtView):
    operations = {"POST": Operation("resume_listing", Duty.RELIEVE, takes=ReliefIn, gives=ListingOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, listing_id: uuid.UUID) -> Decision:
        """Give a paused listing its effect back."""
        return relief.resume(MeasureKind.LISTING, listing_id, **given, by=by, at=at)


class PauseOrder(CourtView):
    operations = {"POST": Operation("pause_order", Duty.RELIEVE, takes=ReliefIn, gives=OrderOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, order_id: uuid.UUID) -> Decision:
        """Take the effect from an order while a request for its correction is open and an error likely."""
        return relief.pause(MeasureKind.ORDER, order_id, **given, by=by, at=at)


class ResumeOrder(CourtView):
    operations = {"POST": Operation("resume_order", Duty.RELIEVE, takes=ReliefIn, gives=OrderOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, order_id: uuid.UUID) -> Decision:
        """Give a paused order its effect back."""
        return relief.resume(MeasureKind.ORDER, order_id, **given, by=by, at=at)
