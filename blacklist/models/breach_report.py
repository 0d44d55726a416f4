"""违反限制消费令的举报: what somebody told the court, and what the court found."""

import uuid

from django.db import models
from django.db.models import F, Q

from blacklist.law.breaches import LARGEST_FINE_OF_A_UNIT, LONGEST_DETENTION_DAYS, BreachState
from blacklist.models.assistance_notice import AssistanceNotice
from blacklist.models.officer import Officer
from blacklist.models.order import ConsumptionOrder
from blacklist.models.person import Person
from blacklist.sealing import seal, unseal


class ReportChannel(models.TextChoices):
    """On which way the court heard of it (C10: a hotline or a mailbox)."""

    HOTLINE = "hotline", "举报电话"
    MAILBOX = "mailbox", "举报信箱"
    COUNTER = "counter", "来院举报"
    ASSISTING_UNIT = "assisting_unit", "协助执行单位"


class BreachReport(models.Model):
    """A report that a person acted against an order (C10), or that a unit let it happen (C11, with its ``notice``).

    Its life: ``received`` (receive) → ``found`` by a judge (find), or ``rejected`` (reject) → ``penalised`` by the
    president (penalise). It changes no measure and no answer. Who told the court is sealed apart and never listed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(
        ConsumptionOrder, verbose_name="限制消费令", on_delete=models.PROTECT, related_name="breach_reports"
    )
    person = models.ForeignKey(Person, verbose_name="被限制人", on_delete=models.PROTECT, related_name="+")
    notice = models.ForeignKey(
        AssistanceNotice, verbose_name="协助执行通知书", null=True, on_delete=models.PROTECT, related_name="+"
    )
    channel = models.CharField("来源", max_length=14, choices=ReportChannel.choices)
    activity = models.CharField("消费行为", max_length=40)
    conduct_on = models.DateField("行为日期")
    check_reference = models.CharField("查询编号", max_length=40, blank=True)
    facts_sealed = models.BinaryField()
    tipster_sealed = models.BinaryField(null=True)
    received_at = models.DateTimeField("收到时间")
    state = models.CharField("状态", max_length=10, choices=[(s.value, s.value) for s in BreachState])
    findings_sealed = models.BinaryField(null=True)
    found_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    found_on = models.DateField("认定日期", null=True)
    fine = models.DecimalField("罚款（元）", max_digits=14, decimal_places=2, null=True)
    detention_days = models.PositiveSmallIntegerField("拘留（日）", null=True)
    penalised_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    penalised_on = models.DateField("处罚日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "违反限制消费令的举报"
        constraints = [
            models.CheckConstraint(
                name="breach_finder_does_not_penalise",
                condition=Q(penalised_by__isnull=True) | ~Q(penalised_by=F("found_by")),
            ),
            models.CheckConstraint(
                name="breach_penalty_within_the_law",
                condition=(Q(fine__isnull=True) | Q(fine__gt=0, fine__lte=LARGEST_FINE_OF_A_UNIT))
                & (Q(detention_days__isnull=True) | Q(detention_days__range=(1, LONGEST_DETENTION_DAYS))),
            ),
            models.CheckConstraint(
                name="breach_penalised_after_a_finding",
                condition=~Q(state=BreachState.PENALISED.value)
                | Q(found_by__isnull=False, penalised_by__isnull=False, penalised_on__gte=F("found_on")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def seal_facts(self, text: str) -> None:
        self.facts_sealed = seal(text, record=f"breach:{self.id}:facts")

    def seal_tipster(self, text: str) -> None:
        self.tipster_sealed = seal(text, record=f"breach:{self.id}:tipster") if text else None

    def seal_findings(self, text: str) -> None:
        self.findings_sealed = seal(text, record=f"breach:{self.id}:findings")

    @property
    def facts(self) -> str:
        return unseal(self.facts_sealed, record=f"breach:{self.id}:facts")

    @property
    def tipster(self) -> str:
        """Who told the court, or nothing when nobody gave a name."""
        return unseal(self.tipster_sealed, record=f"breach:{self.id}:tipster") if self.tipster_sealed else ""

    @property
    def findings(self) -> str | None:
        return unseal(self.findings_sealed, record=f"breach:{self.id}:findings") if self.findings_sealed else None
