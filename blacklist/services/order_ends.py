"""What ending an order takes: whom it frees, in answer to which application, and who hears of it (C9, G17-2, G18)."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from blacklist.law.days import legal_day
from blacklist.law.grounds import Reason
from blacklist.law.refusals import Refusal
from blacklist.models import Application, ConsumptionOrder, Officer, RestrictedPerson
from blacklist.services import answers, order_duties


def application_of(
    order: ConsumptionOrder, reason: Reason, rows: Sequence[RestrictedPerson], application_id: uuid.UUID | None
) -> Application | None:
    """Lock and return the application that a lift for this reason answers: of one of those it frees.

    :raises Refusal: the codes of ``answers.for_reason``.
    """
    application = answers.for_reason(application_id, reason, case_id=order.case_id, order_id=order.pk)
    if application is not None and application.about_id not in {row.person_id for row in rows}:
        raise Refusal("application-mismatch", pointer="application")
    return application


def rows_of(order: ConsumptionOrder, person_id: uuid.UUID | None) -> list[RestrictedPerson]:
    """Return whom the order restricts: everyone, or one person in each capacity.

    :raises Refusal: ``not-found`` when the order does not name the person.
    """
    rows = [row for row in order.restricted_persons.all() if person_id in (None, row.person_id)]
    if not rows:
        raise Refusal("not-found", "The order does not name this person.", pointer="person")
    return rows


def end(
    order: ConsumptionOrder,
    rows: Sequence[RestrictedPerson],
    reason: Reason,
    *,
    by: Officer,
    at: datetime,
) -> list[RestrictedPerson]:
    """End what has not ended, let the units served hear of it (C9), and return whom it ended for.

    :raises Refusal: ``already-done`` when all of it has.
    """
    running = [row for row in rows if row.ended_on is None]
    if not running:
        raise Refusal("already-done", "The order has ended for this person.")
    for row in running:
        row.ended_on, row.ended_reason = legal_day(at), reason.code
        row.save()
    order_duties.settle_done(order, by=by, at=at)
    order_duties.open_lift_notices(order, running, at=at)
    return running


def undo(
    order: ConsumptionOrder,
    rows: Sequence[RestrictedPerson],
    reason: Reason,
    *,
    by: Officer,
    at: datetime,
) -> Sequence[RestrictedPerson]:
    """End what runs; what has ended already only gets the other reason, and the units served hear of it."""
    if any(row.ended_on is None for row in rows):
        return end(order, rows, reason, by=by, at=at)
    for row in rows:
        row.ended_reason = reason.code
        row.save()
    order_duties.open_lift_notices(order, rows, at=at)
    return rows
