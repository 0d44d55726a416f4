"""申请: what a party asks the court for in writing, and what became of it."""

import uuid
from typing import Any

import orjson
from django.db import models
from django.db.models import Q

from blacklist.law.applications import APPLICATIONS
from blacklist.law.lifecycle import ApplicationState
from blacklist.models.case import EnforcementCase, ServiceMethod
from blacklist.models.correction import Channel
from blacklist.models.listing import Listing
from blacklist.models.officer import Officer
from blacklist.models.order import ConsumptionOrder
from blacklist.models.person import Person
from blacklist.models.task import Task
from blacklist.sealing import seal, unseal


class Application(models.Model):
    """A party's written application for a measure, or for the end of one.

    Its life: ``received`` at the counter (receive) → ``granted`` by a judge (grant), alone or with the act asked for,
    ``refused`` with reasons that are served (refuse, serve), or ``withdrawn``. ``filed_by`` is the party who applies,
    ``about`` the debtor or officer it concerns. ``task`` is the duty to decide it and knows by when. ``particulars``
    holds what is asked in words, the evidence and the agent.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("申请事项", max_length=16, choices=[(kind.code, kind.zh) for kind in APPLICATIONS.values()])
    case = models.ForeignKey(EnforcementCase, on_delete=models.PROTECT, related_name="applications")
    filed_by = models.ForeignKey(Person, verbose_name="申请人", on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(Person, verbose_name="相关当事人", on_delete=models.PROTECT, related_name="+")
    listing = models.ForeignKey(Listing, null=True, on_delete=models.PROTECT, related_name="applications")
    order = models.ForeignKey(ConsumptionOrder, null=True, on_delete=models.PROTECT, related_name="applications")
    state = models.CharField("状态", max_length=10, choices=[(s.value, s.value) for s in ApplicationState])
    receipt_number = models.CharField("回执编号", max_length=40, unique=True)
    received_on = models.DateField("收到日期")
    received_at = models.DateTimeField("登记时间")
    channel = models.CharField("提交方式", max_length=16, choices=Channel.choices, default=Channel.COUNTER)
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="application")
    particulars_sealed = models.BinaryField()
    reasons_sealed = models.BinaryField(null=True)
    decided_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("决定时间", null=True)
    served_on = models.DateField("驳回通知送达日期", null=True)
    service_method = models.CharField("送达方式", max_length=14, choices=ServiceMethod.choices, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "申请"
        indexes = [models.Index(fields=["case", "kind"], name="applications_in_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "filed_by", "about", "listing", "order"],
                name="one_open_application",
                condition=Q(state=ApplicationState.RECEIVED.value),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="decided_application_says_by_whom",
                condition=~Q(state__in=[ApplicationState.GRANTED.value, ApplicationState.REFUSED.value])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="refused_application_has_reasons",
                condition=~Q(state=ApplicationState.REFUSED.value) | Q(reasons_sealed__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.receipt_number

    def seal_particulars(self, particulars: dict[str, Any]) -> None:
        text = orjson.dumps(particulars, option=orjson.OPT_SORT_KEYS).decode()
        self.particulars_sealed = seal(text, record=f"application:{self.id}")

    @property
    def particulars(self) -> dict[str, Any]:
        opened: dict[str, Any] = orjson.loads(unseal(self.particulars_sealed, record=f"application:{self.id}"))
        return opened

    def seal_reasons(self, reasons: str) -> None:
        self.reasons_sealed = seal(reasons, record=f"application:{self.id}:reasons")

    @property
    def reasons(self) -> str | None:
        """Why it was refused."""
        if self.reasons_sealed is None:
            return None
        return unseal(self.reasons_sealed, record=f"application:{self.id}:reasons")
