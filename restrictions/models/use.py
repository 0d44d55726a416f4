"""How institutions use the list: what they ask an hour, what stands out, and who has looked at that."""

import uuid

from django.db import models
from django.db.models import F, Q

from restrictions.models.institution import Institution


class UseCount(models.Model):
    """What one institution asked in one hour; counts alone, nobody's number."""

    institution = models.ForeignKey(
        Institution, verbose_name="协助执行单位", on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    hour = models.DateTimeField("小时")
    answered = models.PositiveBigIntegerField("已答复", default=0)
    matched = models.PositiveBigIntegerField("命中", default=0)  # persons, however often each
    undocumented = models.PositiveBigIntegerField("未提供证件", default=0)
    emergencies = models.PositiveBigIntegerField("紧急情况", default=0)
    sequential = models.PositiveBigIntegerField("号码相邻", default=0)
    honey = models.PositiveBigIntegerField("虚设身份", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "每小时查询计数"
        indexes = [models.Index(fields=["hour"], name="use_by_hour")]
        constraints = [models.UniqueConstraint(name="one_count_an_hour", fields=["institution", "hour"])]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.hour:%Y-%m-%d %H}"


class UseAlarmKind(models.TextChoices):
    HITS = "hits", "命中过多"
    UNDOCUMENTED = "undocumented", "多次不提供证件"
    EMERGENCIES = "emergencies", "紧急情况过多"
    SEQUENTIAL = "sequential", "号码连续"
    HONEY = "honey", "查询虚设身份"


class UseAlarmState(models.TextChoices):
    OPEN = "open", "待复核"
    CONFIRMED = "confirmed", "确属滥用"
    DISMISSED = "dismissed", "不属滥用"


class UseAlarm(models.Model):
    """What stands out in one hour of one institution, until an officer has looked at it.

    ``open`` → ``confirmed`` (the institution stays, or is, suspended) or ``dismissed`` (a suspension by this alarm is
    lifted). Above the hard threshold the system suspends at once, ``suspended_at``: only a person ends that.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(
        Institution, verbose_name="协助执行单位", on_delete=models.PROTECT, related_name="alarms"
    )
    kind = models.CharField("事由", max_length=16, choices=UseAlarmKind.choices)
    hour = models.DateTimeField("小时")
    part = models.PositiveBigIntegerField("其中")
    whole = models.PositiveBigIntegerField("共计")
    raised_at = models.DateTimeField("告警时间")
    suspended_at = models.DateTimeField("自动暂停时间", null=True)
    state = models.CharField("状态", max_length=10, choices=UseAlarmState.choices, default=UseAlarmState.OPEN)
    reviewed_by = models.CharField("复核人", max_length=60, blank=True)
    reviewed_at = models.DateTimeField("复核时间", null=True)
    note = models.TextField("理由", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "查询告警"
        ordering = ["-raised_at"]
        constraints = [
            models.UniqueConstraint(name="one_alarm_an_hour", fields=["institution", "kind", "hour"]),
            models.CheckConstraint(name="alarm_kind_is_known", condition=Q(kind__in=UseAlarmKind.values)),
            models.CheckConstraint(name="alarm_part_of_whole", condition=Q(part__lte=F("whole"))),
            models.CheckConstraint(
                name="alarm_reviewed_by_somebody",
                condition=Q(state="open", reviewed_at=None, reviewed_by="")
                | (Q(state__in=["confirmed", "dismissed"], reviewed_at__isnull=False) & ~Q(reviewed_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.hour:%Y-%m-%d %H}"


class HoneyIdentity(models.Model):
    """A number that nobody bears: who asks about it tries numbers out. Only the journal's digest of it is kept."""

    digest = models.BinaryField(max_length=16, primary_key=True)
    planted_at = models.DateTimeField("设立时间")

    class Meta:
        verbose_name = verbose_name_plural = "虚设身份"

    def __str__(self) -> str:
        return bytes(self.digest).hex()
