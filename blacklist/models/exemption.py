"""What a restricted person may do all the same: applications for exemptions and temporary lifts."""

import uuid
from datetime import date
from typing import Any

import orjson
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from blacklist.law.exemptions import EXEMPTIONS, ExemptionState
from blacklist.models.correction import Channel
from blacklist.models.officer import Officer
from blacklist.models.order import ConsumptionOrder
from blacklist.models.person import Person
from blacklist.sealing import seal, unseal

KINDS = [(rule.kind.value, rule.zh) for rule in EXEMPTIONS.values()]


class Exemption(models.Model):
    """Certain activities under one order, permitted to one person in a window (例外许可、暂时解除).

    Its life: ``submitted`` (receive) → ``incomplete`` once (send back, complete) → ``approved`` or ``rejected`` →
    ``used`` if it was for one time, ``expired`` by the calendar, or ``voided`` for false evidence or a breach, which
    bars further applications in the case until the finding is set aside (G17-4). ``from_on``/``until_on`` are
    half-open. The evidence may speak of health: sealed apart, opened to deciders only, erased after its retention.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("类型", max_length=16, choices=KINDS)
    order = models.ForeignKey(
        ConsumptionOrder, verbose_name="限制消费令", on_delete=models.PROTECT, related_name="exemptions"
    )
    person = models.ForeignKey(Person, verbose_name="申请人", on_delete=models.PROTECT, related_name="exemptions")
    state = models.CharField("状态", max_length=12, choices=[(s.value, s.value) for s in ExemptionState])
    activities = ArrayField(models.CharField(max_length=40), verbose_name="许可项目")
    from_on = models.DateField("起始日")
    until_on = models.DateField("终止日（不含）")
    is_single_use = models.BooleanField("仅限一次", default=False)
    has_undertaking = models.BooleanField("已书面承诺", default=False)
    travel_reason = models.CharField("出行事由", max_length=16, blank=True)
    receipt_number = models.CharField("回执编号", max_length=40, unique=True)
    received_on = models.DateField("收到日期")
    channel = models.CharField("提交方式", max_length=16, choices=Channel.choices, default=Channel.COUNTER)
    particulars_sealed = models.BinaryField()
    evidence_sealed = models.BinaryField(null=True)
    returned_on = models.DateField("告知补正日期", null=True)
    decided_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField("决定日期", null=True)
    outcome_reason = models.CharField("决定理由", max_length=32, blank=True)
    used_at = models.DateTimeField("使用时间", null=True)
    used_reference = models.UUIDField("使用的查询编号", null=True)
    set_aside_on = models.DateField("认定被撤销日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "例外许可"
        indexes = [
            models.Index(fields=["order", "person"], name="exemptions_of_restricted"),
            models.Index(fields=["until_on"], name="exemptions_to_run_out", condition=Q(state="approved")),
        ]
        constraints = [
            models.CheckConstraint(name="exemption_window_has_days", condition=Q(until_on__gt=F("from_on"))),
            models.CheckConstraint(name="exemption_names_an_activity", condition=~Q(activities=[])),
            models.CheckConstraint(
                name="exemption_used_says_when",
                condition=~Q(state=ExemptionState.USED.value) | Q(used_at__isnull=False, used_reference__isnull=False),
            ),
            models.CheckConstraint(
                name="exemption_decided_says_by_whom",
                condition=~Q(state__in=[ExemptionState.APPROVED.value, ExemptionState.REJECTED.value])
                | Q(decided_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.receipt_number

    def seal_particulars(self, particulars: dict[str, Any]) -> None:
        self.particulars_sealed = seal(orjson.dumps(particulars).decode(), record=f"exemption:{self.id}")

    @property
    def particulars(self) -> dict[str, Any]:
        """What it is for: purpose, place, need and cost, in words."""
        opened: dict[str, Any] = orjson.loads(unseal(self.particulars_sealed, record=f"exemption:{self.id}"))
        return opened

    def seal_evidence(self, evidence: list[str]) -> None:
        self.evidence_sealed = seal(orjson.dumps(evidence).decode(), record=f"evidence:{self.id}")

    @property
    def evidence(self) -> list[str]:
        """The evidence in words or file ids; empty once it is erased."""
        if self.evidence_sealed is None:
            return []
        opened: list[str] = orjson.loads(unseal(self.evidence_sealed, record=f"evidence:{self.id}"))
        return opened

    def covers(self, activity: str, on: date) -> bool:
        return activity in self.activities and self.from_on <= on < self.until_on


class ReadingPurpose(models.TextChoices):
    """For what evidence may be opened; each opening is kept with its purpose."""

    DECIDE = "decide", "审批申请"
    INQUIRE = "inquire", "核查虚假证据或违反承诺"
    REVIEW = "review", "审查纠正或复议申请"


class EvidenceReading(models.Model):
    """Who opened the evidence of an application, when and for what: kept for the person concerned (D28–31)."""

    exemption = models.ForeignKey(Exemption, on_delete=models.PROTECT, related_name="readings")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("查阅时间")
    purpose = models.CharField("查阅目的", max_length=10, choices=ReadingPurpose.choices)
    was_refused = models.BooleanField("被拒绝", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "证据查阅记录"

    def __str__(self) -> str:
        return f"{self.exemption_id} {self.at:%F}"
