"""What a court has been asked to do: clerical duties with a deadline, and what the check side reported."""

import uuid

from django.db import models
from django.db.models import Q

from blacklist.models.court import Court
from blacklist.models.officer import Officer
from blacklist.models.person import Person


class TaskKind(models.TextChoices):
    ORDER_MISSING = "order_missing", "已纳入名单而无限制消费令 (C1)"
    TAKE_DOWN = "take_down", "撤下已公布的信息 (L9, L10)"
    NAME_MISMATCH = "name_mismatch", "证件号码与姓名不符"
    EMERGENCY = "emergency", "紧急情况放行复核"
    LISTING_WITHOUT_ORDER = "listing_without_order", "查询时发现有名单而无限制消费令 (C1)"
    MINOR_ON_FILE = "minor_on_file", "未成年人在册"


class TaskState(models.TextChoices):
    OPEN = "open", "待办"
    DONE = "done", "已办"


class Task(models.Model):
    """One duty of one court. Reports of one kind about one subject share one open task."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("事项", max_length=24, choices=TaskKind.choices)
    court = models.ForeignKey(Court, verbose_name="法院", on_delete=models.PROTECT)
    subject = models.ForeignKey(Person, verbose_name="当事人", on_delete=models.PROTECT, related_name="+")
    measure_id = models.UUIDField("措施", null=True)
    article = models.CharField("依据", max_length=40)
    reference = models.CharField("查询编号", max_length=40, blank=True)
    activity = models.CharField("消费行为", max_length=40, blank=True)
    reports = models.PositiveIntegerField("次数", default=1)
    opened_at = models.DateTimeField("产生时间")
    due_on = models.DateField("期限", null=True)
    is_provisional = models.BooleanField("期限暂定", default=False)
    state = models.CharField("状态", max_length=6, choices=TaskState.choices, default=TaskState.OPEN)
    closed_at = models.DateTimeField("办结时间", null=True)
    closed_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "待办事项"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "court"],
                name="one_open_report_per_subject",
                condition=Q(state="open", measure_id__isnull=True),
            ),
            models.CheckConstraint(
                name="closed_task_says_when",
                condition=Q(state="open", closed_at__isnull=True) | Q(state="done", closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.court_id}"
