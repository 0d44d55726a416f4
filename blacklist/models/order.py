"""限制消费令: a measure of its own, with the persons it restricts."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from blacklist.law.lifecycle import OrderState
from blacklist.models.decision import Effect, Measure
from blacklist.models.listing import Listing
from blacklist.models.person import Person

RUNNING_ORDER_STATES = (OrderState.SIGNED, OrderState.GRACE, OrderState.IN_FORCE, OrderState.PAUSED)


class Capacity(models.TextChoices):
    """In what capacity a person other than the debtor is restricted (C3 ¶2)."""

    LEGAL_REPRESENTATIVE = "legal_representative", "法定代表人"
    PRINCIPAL_OFFICER = "principal_officer", "主要负责人"
    DIRECTLY_RESPONSIBLE = "directly_responsible", "影响债务履行的直接责任人员"
    ACTUAL_CONTROLLER = "actual_controller", "实际控制人"


class OrderKind(models.TextChoices):
    DISCRETIONARY = "discretionary", "未按期履行（可以限制）"
    BECAUSE_LISTED = "because_listed", "已纳入失信名单（应当限制）"


class ConsumptionOrder(Measure):
    """A consumption restriction order: what it covers and until when.

    Its life: ``drafted`` (propose) → ``signed`` by the president (sign), or ``refused`` → ``in_force`` for each person
    from the day of service on that person (serve) → ``lifted`` (lift, C9), ``revoked`` or ``expired``. Held back in
    ``grace`` it binds nobody, until it is applied, or ``closed`` because the debtor performed (G15). ``activities`` are
    the codes it names; after signing they are frozen. Without ``period_until`` it lasts until performance, and a court
    reviews it by ``review_on`` (Q6). What its announcement cost is noted and is no condition of anything (C7).
    """

    kind = models.CharField("类型", max_length=16, choices=OrderKind.choices)
    listing = models.ForeignKey(Listing, null=True, on_delete=models.PROTECT, related_name="orders")
    state = models.CharField("状态", max_length=12, choices=[(s.value, s.value) for s in OrderState])
    activities = ArrayField(models.CharField(max_length=40), verbose_name="限制项目")
    period_until = models.DateField("限制期间终止日（不含）", null=True)
    review_on = models.DateField("复核日期", null=True)
    announcement_cost = models.DecimalField("公告费用（元）", max_digits=14, decimal_places=2, null=True)

    class Meta:
        verbose_name = verbose_name_plural = "限制消费令"
        indexes = [
            models.Index(fields=["proposed_at", "id"], name="orders_by_proposal"),
            models.Index(fields=["decided_on"], name="orders_by_decision", condition=Q(decided_on__isnull=False)),
            models.Index(
                fields=["period_until"],
                name="orders_to_run_out",
                condition=Q(state__in=[state.value for state in RUNNING_ORDER_STATES]),
            ),
        ]
        constraints = [
            *Measure.Meta.constraints,
            models.CheckConstraint(name="order_names_an_activity", condition=~Q(activities=[])),
            models.CheckConstraint(
                name="order_has_a_last_day_or_a_review",
                condition=Q(period_until__isnull=False) | Q(review_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.decision_number or str(self.id)


class RestrictedPerson(Effect):
    """One person whom an order restricts: the debtor (no capacity) or an officer of the debtor unit, each served."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(ConsumptionOrder, on_delete=models.PROTECT, related_name="restricted_persons")
    person = models.ForeignKey(Person, verbose_name="被限制人", on_delete=models.PROTECT, related_name="restrictions")
    capacity = models.CharField("身份", max_length=24, choices=Capacity.choices, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "被限制消费人"
        indexes = [models.Index(fields=["ended_on"], name="restrictions_by_end", condition=Q(ended_on__isnull=False))]
        constraints = [
            *Effect.Meta.constraints,
            models.UniqueConstraint(fields=["order", "person", "capacity"], name="named_once_per_capacity"),
            models.CheckConstraint(
                name="restricted_from_service_on",
                condition=Q(in_force_from__isnull=True) | Q(served_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.person_id}"
