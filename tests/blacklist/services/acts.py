"""Every act on a measure and every state of one, as tables: who is needed, how it is called, how it is reached."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from blacklist.law.duties import Duty
from blacklist.law.extensions import ENDS as EXTENSION_ENDS
from blacklist.law.extensions import EXTENSION, ExtensionState
from blacklist.law.lifecycle import (
    APPLICATION,
    ENDS,
    LISTING,
    ORDER,
    Act,
    ApplicationState,
    ListingState,
    OrderState,
    State,
    Table,
)
from blacklist.law.remedies import MeasureKind
from blacklist.models import Application, ConsumptionOrder, Extension, Listing, Officer
from blacklist.services import applications, extensions, grace, listings, order_grace, order_reviews, orders, relief
from blacklist.services.rectification import Right, rectify
from tests.blacklist.services.drafts import DIRECT, instant, order_in_force
from tests.factories import applications as application_factory
from tests.factories import extensions as extension_factory
from tests.factories import listings as listing_factory
from tests.factories import orders as order_factory
from tests.factories import people
from tests.factories import relief as relief_factory
from tests.factories.clock import AT, TODAY

Measure = Listing | ConsumptionOrder
OnFile = Measure | Application | Extension
RIGHT, WRONG = Right(words={"reasons": "更正后的理由。"}), Right(words={"reason": "更正后的理由。"})
LONG_AFTER = instant(date(2029, 1, 1))


def expired_listing() -> Listing:
    """Return a listing on ground 3 whose term ran out in November 2028."""
    return listings.expire(listing_factory.active(ground=3).pk, at=LONG_AFTER)


def revoked_order() -> ConsumptionOrder:
    """Return an order that should never have been."""
    order = order_factory.in_force()
    return orders.revoke(order.pk, reason="issued_in_error", note="不符合条件。", by=people.judge(), at=AT)


def expired_order() -> ConsumptionOrder:
    """Return an order whose period ran out."""
    return orders.expire(order_in_force(on=date(2024, 2, 1), period_until=date(2025, 1, 31)).pk, at=AT)


LISTINGS: Mapping[ListingState, Callable[[], Listing]] = {
    ListingState.PROPOSED: listing_factory.proposed,
    ListingState.REFUSED: listing_factory.refused,
    ListingState.SIGNED: listing_factory.signed,
    ListingState.GRACE: listing_factory.in_grace,
    ListingState.CLOSED: listing_factory.closed,
    ListingState.ACTIVE: listing_factory.active,
    ListingState.PAUSED: relief_factory.paused_listing,
    ListingState.REMOVED: listing_factory.removed,
    ListingState.REVOKED: listing_factory.revoked,
    ListingState.EXPIRED: expired_listing,
}
ORDERS: Mapping[OrderState, Callable[[], ConsumptionOrder]] = {
    OrderState.DRAFTED: order_factory.drafted,
    OrderState.REFUSED: order_factory.refused,
    OrderState.SIGNED: order_factory.signed,
    OrderState.GRACE: order_factory.in_grace,
    OrderState.CLOSED: order_factory.closed,
    OrderState.IN_FORCE: order_factory.in_force,
    OrderState.PAUSED: relief_factory.paused_order,
    OrderState.LIFTED: order_factory.lifted,
    OrderState.REVOKED: revoked_order,
    OrderState.EXPIRED: expired_order,
}
APPLICATIONS: Mapping[ApplicationState, Callable[[], Application]] = {
    ApplicationState.RECEIVED: application_factory.received,
    ApplicationState.GRANTED: application_factory.granted,
    ApplicationState.REFUSED: application_factory.refused,
    ApplicationState.WITHDRAWN: application_factory.withdrawn,
}
EXTENSIONS: Mapping[ExtensionState, Callable[[], Extension]] = {
    ExtensionState.PROPOSED: extension_factory.proposed,
    ExtensionState.REFUSED: extension_factory.refused,
    ExtensionState.SIGNED: extension_factory.signed,
    ExtensionState.EFFECTIVE: extension_factory.effective,
    ExtensionState.VOID: extension_factory.void,
}


@dataclass(frozen=True)
class Doing:
    """One act of an officer: its duty, the call as it succeeds, the same with a value that breaks a rule (or None)."""

    act: Act
    duty: Duty
    ready: Callable[[], OnFile]
    well: Callable[[uuid.UUID, Officer], OnFile]
    badly: Callable[[uuid.UUID, Officer], OnFile] | None = None
    code: str = ""


LISTING_ACTS = (
    Doing(
        Act.SIGN,
        Duty.SIGN,
        listing_factory.proposed,
        lambda measure, by: listings.sign(measure, by=by, at=AT),
    ),
    Doing(
        Act.REFUSE,
        Duty.SIGN,
        listing_factory.proposed,
        lambda measure, by: listings.refuse(measure, note="证据不足。", by=by, at=AT),
        lambda measure, by: listings.refuse(measure, note=" ", by=by, at=AT),
        "reasons-required",
    ),
    Doing(
        Act.GRACE,
        Duty.SIGN,
        listing_factory.signed,
        lambda measure, by: grace.grace(measure, months=1, note="正在筹款。", by=by, at=AT),
        lambda measure, by: grace.grace(measure, months=4, note="正在筹款。", by=by, at=AT),
        "grace-length",
    ),
    Doing(
        Act.WITHHOLD,
        Duty.SIGN,
        listing_factory.in_grace,
        lambda measure, by: grace.withhold(measure, note="不宜公开。", by=by, at=AT),
        lambda measure, by: grace.withhold(measure, note=" ", by=by, at=AT),
        "reasons-required",
    ),
    Doing(
        Act.CLOSE,
        Duty.REMOVE,
        listing_factory.in_grace,
        lambda measure, by: grace.close(measure, reason="performed", note="", by=by, at=AT),
        lambda measure, by: grace.close(measure, reason="sympathy", note="", by=by, at=AT),
        "unknown-value",
    ),
    Doing(
        Act.JUSTIFY,
        Duty.PROPOSE,
        listing_factory.active,
        lambda measure, by: listings.justify(measure, note="仍未履行。", by=by, at=AT),
        lambda measure, by: listings.justify(measure, note=" ", by=by, at=AT),
        "reasons-required",
    ),
    Doing(
        Act.SERVE,
        Duty.SERVE,
        listing_factory.signed,
        lambda measure, by: listings.serve(measure, served_on=TODAY, service_method=DIRECT, by=by, at=AT),
        lambda measure, by: listings.serve(measure, served_on=date(2026, 11, 15), service_method=DIRECT, by=by, at=AT),
        "served-before-signed",
    ),
    Doing(
        Act.PUBLISH,
        Duty.PUBLISH,
        listing_factory.served,
        lambda measure, by: listings.publish(measure, by=by, at=AT),
    ),
    Doing(
        Act.REMOVE,
        Duty.REMOVE,
        listing_factory.active,
        lambda measure, by: listings.remove(measure, reason="performed", note="", by=by, at=AT),
        lambda measure, by: listings.remove(measure, reason="sympathy", note="", by=by, at=AT),
        "unknown-value",
    ),
    Doing(
        Act.KEEP,
        Duty.SIGN,
        listing_factory.under_review,
        lambda measure, by: listings.keep(measure, note="情节严重。", by=by, at=AT),
        lambda measure, by: listings.keep(measure, note=" ", by=by, at=AT),
        "reasons-required",
    ),
    Doing(
        Act.REVOKE,
        Duty.REVOKE,
        listing_factory.active,
        lambda measure, by: listings.revoke(measure, reason="listed_in_error", note="复核。", by=by, at=AT),
        lambda measure, by: listings.revoke(measure, reason="listed_in_error", note=" ", by=by, at=AT),
        "reasons-required",
    ),
    Doing(
        Act.RECTIFY,
        Duty.RECTIFY,
        listing_factory.active,
        lambda measure, by: rectify(MeasureKind.LISTING, measure, right=RIGHT, note="误录。", by=by, at=AT),
        lambda measure, by: rectify(MeasureKind.LISTING, measure, right=WRONG, note="误录。", by=by, at=AT),
        "unknown-value",
    ),
    Doing(
        Act.PAUSE,
        Duty.RELIEVE,
        relief_factory.disputed_listing,
        lambda measure, by: relief.pause(MeasureKind.LISTING, measure, note="很可能有误。", by=by, at=AT),
        lambda measure, by: relief.pause(MeasureKind.LISTING, measure, note=" ", by=by, at=AT),
        "reasons-required",
    ),
    Doing(
        Act.RESUME,
        Duty.RELIEVE,
        relief_factory.paused_listing,
        lambda measure, by: relief.resume(MeasureKind.LISTING, measure, note="申请未获支持。", by=by, at=AT),
        lambda measure, by: relief.resume(MeasureKind.LISTING, measure, note=" ", by=by, at=AT),
        "reasons-required",
    ),
)
ORDER_ACTS = (
    Doing(
        Act.SIGN,
        Duty.SIGN,
        order_factory.drafted,
        lambda measure, by: orders.sign(measure, by=by, at=AT),
    ),
    Doing(
        Act.SERVE,
        Duty.SERVE,
        order_factory.signed,
        lambda measure, by: orders.serve(measure, served_on=TODAY, service_method=DIRECT, by=by, at=AT),
        lambda measure, by: orders.serve(measure, served_on=date(2026, 11, 17), service_method=DIRECT, by=by, at=AT),
        "date-in-future",
    ),
    Doing(
        Act.REFUSE,
        Duty.SIGN,
        order_factory.drafted,
        lambda measure, by: orders.refuse(measure, note="理由不足。", by=by, at=AT),
        lambda measure, by: orders.refuse(measure, note=" ", by=by, at=AT),
        "reasons-required",
    ),
    Doing(
        Act.GRACE,
        Duty.SIGN,
        order_factory.signed,
        lambda measure, by: order_grace.grace(measure, months=1, note="正在筹款。", by=by, at=AT),
        lambda measure, by: order_grace.grace(measure, months=4, note="正在筹款。", by=by, at=AT),
        "grace-length",
    ),
    Doing(
        Act.APPLY,
        Duty.PUBLISH,
        order_factory.served_in_grace,
        lambda measure, by: order_grace.apply(measure, by=by, at=instant(date(2027, 2, 17))),
        lambda measure, by: order_grace.apply(measure, by=by, at=AT),
        "grace-running",
    ),
    Doing(
        Act.CLOSE,
        Duty.LIFT,
        order_factory.in_grace,
        lambda measure, by: order_grace.close(measure, reason="performed", note="", by=by, at=AT),
        lambda measure, by: order_grace.close(measure, reason="sympathy", note="", by=by, at=AT),
        "unknown-value",
    ),
    Doing(
        Act.KEEP,
        Duty.LIFT,
        order_factory.under_review,
        lambda measure, by: order_reviews.keep(
            measure, note="仍有必要。", factors={}, review_on=date(2027, 5, 16), by=by, at=AT
        ),
        lambda measure, by: order_reviews.keep(
            measure, note=" ", factors={}, review_on=date(2027, 5, 16), by=by, at=AT
        ),
        "reasons-required",
    ),
    Doing(
        Act.LIFT,
        Duty.LIFT,
        order_factory.in_force,
        lambda measure, by: orders.lift(measure, reason="performed", note="", by=by, at=AT),
        lambda measure, by: orders.lift(measure, reason="issued_in_error", note="", by=by, at=AT),
        "unknown-value",
    ),
    Doing(
        Act.REVOKE,
        Duty.REVOKE,
        order_factory.in_force,
        lambda measure, by: orders.revoke(measure, reason="issued_in_error", note="复核。", by=by, at=AT),
        lambda measure, by: orders.revoke(measure, reason="performed", note="复核。", by=by, at=AT),
        "unknown-value",
    ),
    Doing(
        Act.RECTIFY,
        Duty.RECTIFY,
        order_factory.in_force,
        lambda measure, by: rectify(MeasureKind.ORDER, measure, right=RIGHT, note="误录。", by=by, at=AT),
        lambda measure, by: rectify(MeasureKind.ORDER, measure, right=WRONG, note="误录。", by=by, at=AT),
        "unknown-value",
    ),
    Doing(
        Act.PAUSE,
        Duty.RELIEVE,
        relief_factory.disputed_order,
        lambda measure, by: relief.pause(MeasureKind.ORDER, measure, note="很可能有误。", by=by, at=AT),
        lambda measure, by: relief.pause(MeasureKind.ORDER, measure, note=" ", by=by, at=AT),
        "reasons-required",
    ),
    Doing(
        Act.RESUME,
        Duty.RELIEVE,
        relief_factory.paused_order,
        lambda measure, by: relief.resume(MeasureKind.ORDER, measure, note="申请未获支持。", by=by, at=AT),
        lambda measure, by: relief.resume(MeasureKind.ORDER, measure, note=" ", by=by, at=AT),
        "reasons-required",
    ),
)
APPLICATION_ACTS = (
    Doing(
        Act.GRANT,
        Duty.PROPOSE,
        application_factory.received,
        lambda application, by: applications.grant(application, by=by, at=AT),
    ),
    Doing(
        Act.REFUSE,
        Duty.PROPOSE,
        application_factory.received,
        lambda application, by: applications.refuse(application, note="不符合纳入情形。", by=by, at=AT),
        lambda application, by: applications.refuse(application, note=" ", by=by, at=AT),
        "reasons-required",
    ),
    Doing(
        Act.SERVE,
        Duty.SERVE,
        application_factory.refused,
        lambda application, by: applications.serve(application, served_on=TODAY, service_method=DIRECT, by=by, at=AT),
        lambda application, by: applications.serve(
            application, served_on=date(2026, 11, 15), service_method=DIRECT, by=by, at=AT
        ),
        "served-before-signed",
    ),
    Doing(
        Act.WITHDRAW,
        Duty.REGISTER,
        application_factory.received,
        lambda application, by: applications.withdraw(application, by=by, at=AT),
    ),
)
EXTENSION_ACTS = (
    Doing(
        Act.SIGN,
        Duty.SIGN,
        extension_factory.proposed,
        lambda extension, by: extensions.sign(extension, by=by, at=AT),
    ),
    Doing(
        Act.REFUSE,
        Duty.SIGN,
        extension_factory.proposed,
        lambda extension, by: extensions.refuse(extension, note="情节不严重。", by=by, at=AT),
        lambda extension, by: extensions.refuse(extension, note=" ", by=by, at=AT),
        "reasons-required",
    ),
    Doing(
        Act.SERVE,
        Duty.SERVE,
        extension_factory.signed,
        lambda extension, by: extensions.serve(extension, served_on=TODAY, service_method=DIRECT, by=by, at=AT),
        lambda extension, by: extensions.serve(
            extension, served_on=date(2026, 11, 17), service_method=DIRECT, by=by, at=AT
        ),
        "date-in-future",
    ),
)


@dataclass(frozen=True)
class Noun:
    """What acts are done to: its table, its acts, a factory of each state, and one of a state in which it rests."""

    name: str
    table: Table
    acts: tuple[Doing, ...]
    states: Mapping[Any, Callable[[], Any]]
    at_rest: Callable[[], Any]
    ends: Mapping[Act, frozenset[State]] = field(default_factory=lambda: ENDS)


NOUNS = (
    Noun("listing", LISTING, LISTING_ACTS, LISTINGS, listing_factory.revoked),
    Noun("order", ORDER, ORDER_ACTS, ORDERS, revoked_order),
    Noun("extension", EXTENSION, EXTENSION_ACTS, EXTENSIONS, extension_factory.void, EXTENSION_ENDS),
    Noun("application", APPLICATION, APPLICATION_ACTS, APPLICATIONS, application_factory.withdrawn),
)
