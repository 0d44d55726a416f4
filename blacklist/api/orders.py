"""The acts on a consumption order (限制消费令), one view each."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from rest_framework import serializers

from blacklist import selectors
from blacklist.api.measures import DecisionOut, EffectOut, EndIn, MeasureFilterIn, ServiceIn, SignIn
from blacklist.api.paging import page, paged
from blacklist.api.persons import PersonOut
from blacklist.api.shapes import LIST, LONG, Amount, Choice, Day, Id, Input, Named, NothingIn, Several, Text
from blacklist.api.views import CourtView, Given, Operation, matching, one
from blacklist.law.duties import Duty
from blacklist.law.lifecycle import OrderState
from blacklist.models import Capacity, ConsumptionOrder, Officer, OrderKind
from blacklist.services import order_costs, order_reviews, orders, sessions

STATES = [(state.value, state.value) for state in OrderState]


class RestrictedPersonIn(Input):
    """Whom the order restricts: the debtor, or an officer of the debtor unit with the evidence of the capacity."""

    person = Id()
    capacity = Choice(Capacity.choices, required=False, allow_null=True)
    evidence = serializers.ListField(child=Text(), max_length=LIST, required=False, default=list)


class FactorsIn(Input):
    """The four factors a court weighs before a discretionary order (C2), each with its reasons."""

    passive_performance = Text(max_length=LONG, required=False, allow_blank=True)
    evasion = Text(max_length=LONG, required=False, allow_blank=True)
    resistance = Text(max_length=LONG, required=False, allow_blank=True)
    ability_to_perform = Text(max_length=LONG, required=False, allow_blank=True)


class SchoolIn(Input):
    """The court's decision that a school's fees are high (G20). Nothing about a child has a place here."""

    school = Text(help_text="The school's name.")
    decision_number = Text(max_length=60)


class OrderIn(Input):
    """What a judge puts before the president. With ``listing``, the order follows that listing (C1).

    Without ``period_until`` it lasts until performance, to be reviewed by ``review_on``, within six months (Q6).
    """

    case = Id()
    persons = Several(child=RestrictedPersonIn())
    activities = serializers.ListField(child=Text(max_length=40), max_length=LIST)
    other = Text(
        max_length=LONG,
        required=False,
        allow_blank=True,
        default="",
        help_text="With `other.named`: in words what else the order names (C3-9).",
    )
    school = SchoolIn(required=False, allow_null=True, help_text="With `school.high_fee`, and only then.")
    period_until = Day(required=False, allow_null=True, help_text="Last day of the order.")
    review_on = Day(required=False, allow_null=True)
    consequences = Text(
        max_length=LONG,
        required=False,
        allow_null=True,
        allow_blank=True,
        help_text="To be added to the standard words on consequences, which always stand; left out: nothing.",
    )
    exception = Text(
        max_length=LONG,
        required=False,
        allow_blank=True,
        default="",
        help_text="Why a full-time student with a campus loan is not spared (G16-3); the president has to agree.",
    )
    remedy = Text(
        max_length=LONG,
        required=False,
        allow_null=True,
        allow_blank=True,
        help_text="To be added to the standard words on remedies, which always stand; left out: nothing.",
    )
    factors = FactorsIn(required=False, default=dict)
    reasons = Text(max_length=LONG)
    listing = Id(required=False, allow_null=True)
    application = Id(required=False, allow_null=True, help_text="The application it answers, granted with it.")
    own_motion = Text(
        max_length=LONG,
        required=False,
        allow_blank=True,
        default="",
        help_text="Why the court acts without an application (C4); not needed because of a listing.",
    )


class OrderServiceIn(ServiceIn):
    """When and how the order was served; without ``person`` on all who were not served yet."""

    person = Id(required=False, allow_null=True)


class AnnouncementCostIn(Input):
    """What announcing the order has cost, in yuan."""

    cost = Amount(allow_null=True)


class ProofsIn(Input):
    """What the former officer has to prove, each with its evidence (G17-2)."""

    truly_changed = serializers.ListField(child=Text(), max_length=LIST, required=False, default=list)
    not_actual_controller = serializers.ListField(child=Text(), max_length=LIST, required=False, default=list)
    not_directly_responsible = serializers.ListField(child=Text(), max_length=LIST, required=False, default=list)


class ReplacementIn(Input):
    """That the unit has truly changed who leads it. The successor is restricted by an own order only."""

    changed_on = Day(help_text="Day on which the register was changed.")
    evidence = ProofsIn()
    successor = Id(required=False, allow_null=True)


class LiftIn(EndIn):
    """Why the order ends, and for whom; in answer to which application."""

    person = Id(required=False, help_text="Only this person is freed; without it everyone is.")
    application = Id(required=False, allow_null=True, help_text="The application it answers, granted with it.")
    replacement = ReplacementIn(required=False, allow_null=True, help_text="With `officer_replaced`.")


class KeepOrderIn(Input):
    """Why the order stays. Where its listing has ended, the four factors are weighed (C2)."""

    note = Text(max_length=LONG, allow_blank=True, help_text="Reasons in words.")
    factors = FactorsIn(required=False, default=dict)
    review_on = Day(required=False, allow_null=True, default=None, help_text="Its next review (Q6).")


class OrderFilterIn(MeasureFilterIn):
    """Which orders."""

    state = Choice(STATES, required=False)
    person = Id(required=False, help_text="Whom they restrict.")


class RestrictedPersonOut(EffectOut):
    """One person the order restricts, and its effect on that person."""

    person = PersonOut()
    capacity = Named(Capacity.choices)


class OrderOut(DecisionOut):
    """A consumption restriction order."""

    kind = serializers.ChoiceField(OrderKind.choices)
    listing = serializers.UUIDField(source="listing_id", allow_null=True)
    state = serializers.ChoiceField(STATES)
    activities = serializers.ListField(child=serializers.CharField())
    period_until = serializers.SerializerMethodField(help_text="Last day of the order; null: until performance.")
    review_on = serializers.DateField(allow_null=True)
    announcement_cost = serializers.DecimalField(
        max_digits=14, decimal_places=2, allow_null=True, help_text="For the debtor to bear; no condition (C7)."
    )
    persons = RestrictedPersonOut(source="restricted_persons", many=True)

    def get_period_until(self, order: ConsumptionOrder) -> date | None:
        return order.period_until - timedelta(days=1) if order.period_until else None


class Orders(CourtView):
    operations = {
        "GET": Operation("list_orders", Duty.READ, takes=OrderFilterIn, gives=paged(OrderOut, name="OrderPage")),
        "POST": Operation("propose_order", Duty.PROPOSE, takes=OrderIn, gives=OrderOut, answers=201),
    }

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """List the consumption orders of the own court, and for who supervises of the courts below; newest first."""
        unserved = Q(pk__in=selectors.orders_unserved())
        rows = matching(
            selectors.orders_of(by),
            given,
            *("state", "case"),
            court=lambda code: Q(case__court=code),
            person=lambda person_id: Q(pk__in=selectors.orders_on(person_id)),
            ending_before=lambda day: Q(period_until__lte=day),
            unserved=lambda is_so: unserved if is_so else ~unserved,
        )
        return page(rows, given, newest_by="proposed_at")

    def act(self, given: Given, *, by: Officer, at: datetime) -> ConsumptionOrder:
        """Draft a consumption order; another officer signs it."""
        return orders.propose(_proposal(given), by=by, at=at)


class OneOrder(CourtView):
    operations = {"GET": Operation("read_order", Duty.READ, takes=NothingIn, gives=OrderOut)}

    def read(self, given: Given, *, by: Officer, at: datetime, order_id: uuid.UUID) -> Any:
        """Read a consumption order of the own court."""
        return one(selectors.orders_of(by), order_id)


class SignOrder(CourtView):
    operations = {"POST": Operation("sign_order", Duty.SIGN, takes=SignIn, gives=OrderOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, order_id: uuid.UUID) -> ConsumptionOrder:
        """Sign an order that another officer drafted; it binds nobody before it is served.

        Needs a one-time code no older than five minutes: give a new one at `/session/factor`.
        """
        sessions.require_fresh_factor(self.session, at=at)
        return orders.sign(order_id, **given, by=by, at=at)


class ServeOrder(CourtView):
    operations = {"POST": Operation("serve_order", Duty.SERVE, takes=OrderServiceIn, gives=OrderOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, order_id: uuid.UUID) -> ConsumptionOrder:
        """Record the service of the signed order; it is in force for each person from the day of service."""
        return orders.serve(
            order_id,
            served_on=given["served_on"],
            service_method=given["service_method"],
            person_id=given.get("person"),
            by=by,
            at=at,
        )


class LiftOrder(CourtView):
    operations = {"POST": Operation("lift_order", Duty.LIFT, takes=LiftIn, gives=OrderOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, order_id: uuid.UUID) -> ConsumptionOrder:
        """End an order for everyone it restricts (C9), or for one person (G17-2); its effect ends at once."""
        return orders.lift(
            order_id,
            reason=given["reason"],
            note=given["note"],
            person_id=given.get("person"),
            correction_id=given.get("correction_id"),
            application_id=given.get("application"),
            replacement=_replacement(given.get("replacement")),
            by=by,
            at=at,
        )


class KeepOrder(CourtView):
    operations = {"POST": Operation("keep_order", Duty.LIFT, takes=KeepOrderIn, gives=OrderOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, order_id: uuid.UUID) -> ConsumptionOrder:
        """Decide on review that an order stays; one whose listing has ended stands at discretion from now (C1)."""
        return order_reviews.keep(order_id, **given, by=by, at=at)


class RevokeOrder(CourtView):
    operations = {"POST": Operation("revoke_order", Duty.REVOKE, takes=EndIn, gives=OrderOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, order_id: uuid.UUID) -> ConsumptionOrder:
        """Undo an order that should never have been (G18); its effect ends at once."""
        return orders.revoke(order_id, **given, by=by, at=at)


class AnnouncementCost(CourtView):
    operations = {"POST": Operation("record_announcement_cost", Duty.SERVE, takes=AnnouncementCostIn, gives=OrderOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, order_id: uuid.UUID) -> ConsumptionOrder:
        """Note what announcing the order in the media has cost; whether it is paid changes nothing (C7)."""
        return order_costs.record(order_id, cost=given["cost"], by=by, at=at)


def _proposal(given: Given) -> orders.Proposal:
    return orders.Proposal(
        case_id=given["case"],
        persons=[_named(person) for person in given["persons"]],
        activities=given["activities"],
        period_until=given.get("period_until"),
        factors=given["factors"],
        reasons=given["reasons"],
        listing_id=given.get("listing"),
        application_id=given.get("application"),
        own_motion=given["own_motion"],
        review_on=given.get("review_on"),
        other=given["other"],
        school=orders.SchoolDecision(**given["school"]) if given.get("school") else None,
        consequences=given.get("consequences"),
        remedy=given.get("remedy"),
        exception=given["exception"],
    )


def _replacement(given: Given | None) -> orders.Replacement | None:
    if given is None:
        return None
    return orders.Replacement(given["changed_on"], given["evidence"], given.get("successor"))


def _named(given: Given) -> orders.Named:
    return orders.Named(
        person_id=given["person"], capacity=given.get("capacity") or "", evidence=tuple(given["evidence"])
    )
