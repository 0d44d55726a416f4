"""What a court has been asked to do: clerical duties with a deadline, and what the check side reported."""

import uuid

from django.db import models
from django.db.models import Q

from blacklist.law.duties import Duty
from blacklist.law.obligations import OBLIGATIONS
from blacklist.models.court import Court
from blacklist.models.officer import Officer
from blacklist.models.person import Person


class TaskKind(models.TextChoices):
    """The kinds of ``law.obligations``, with the words that staff see."""

    ENFORCEMENT_NOTICE = "enforcement_notice", "发出执行通知 (P251)"
    APPLICATION = "application", "审查申请 (L5, C4)"
    SERVICE = "service", "送达已签发的文书 (G14)"
    GRACE_ENDED = "grace_ended", "宽限期满，确认是否公布 (G15)"
    UNIT_NOTICE = "unit_notice", "不予公开，通知所在单位 (J13)"
    ORDER_MISSING = "order_missing", "已纳入名单而无限制消费令 (C1)"
    SUCCESSOR_ORDER = "successor_order", "对继任者发出限制消费令 (G17)"
    EARLY_REMOVAL_REVIEW = "early_removal_review", "审查提前删除 (L2, G19)"
    TAKE_DOWN = "take_down", "撤下已公布的信息 (L9, L10)"
    LIFT_NOTICES = "lift_notices", "解除通知的送达与回执 (C9)"
    REMOVAL_NOTICES = "removal_notices", "删除通知的送达与回执 (L8, J16)"
    ORDER_REVIEW = "order_review", "名单已删除，复核限制消费令是否仍有必要 (C1)"
    ASSET_SEARCH = "asset_search", "终本后定期查询财产 (L10)"
    YEARLY_REASON = "yearly_reason", "无期限名单的年度理由"
    ERROR_FOUND = "error_found", "撤销错误措施 (L9)"
    PARTICULARS_WRONG = "particulars_wrong", "更正错误信息 (L9)"
    CORRECTION = "correction", "审查纠正申请 (L12, G18)"
    EXPLANATION = "explanation", "当日向当事人说明措施和答复 (D24)"
    CORRECTION_TRANSFER = "correction_transfer", "移送纠正申请 (L11)"
    CORRECTION_OVERDUE = "correction_overdue", "下级法院逾期未审查纠正申请 (L12)"
    CORRECTION_UPHELD = "correction_upheld", "执行纠正决定 (L12)"
    RECONSIDERATION_TRANSFER = "reconsideration_transfer", "转送、接收复议申请 (L12)"
    RESUME = "resume", "申请未获支持，恢复暂缓的措施 (L12)"
    RECONSIDERATION = "reconsideration", "审查复议申请 (L12)"
    CASE_TRANSFER = "case_transfer", "接收移送的执行案件 (J15)"
    EXEMPTION = "exemption", "审查例外申请 (C3, C8)"
    TRAVEL_LIFT = "travel_lift", "审查紧急出行暂时解除申请 (G17)"
    BREACH_REPORT = "breach_report", "核查违反限制消费令的举报 (C10)"
    NAME_MISMATCH = "name_mismatch", "证件号码与姓名不符"
    EMERGENCY = "emergency", "紧急情况放行复核"
    LISTING_WITHOUT_ORDER = "listing_without_order", "查询时发现有名单而无限制消费令 (C1)"
    MINOR_ON_FILE = "minor_on_file", "未成年人在册"
    REDRESS_MISUSED = "redress_misused", "识别码他人使用"


class TaskState(models.TextChoices):
    OPEN = "open", "待办"
    DONE = "done", "已办"


class Task(models.Model):
    """One duty of one court, held by who has ``holder``. Reports of one kind about one subject share one open task.

    ``matter_id`` is the application, request or exemption it is about, ``measure_id`` the measure. ``due_on`` was
    counted by ``period`` (a function of ``law.deadlines``) from the day ``counted_from``: what a newly published
    calendar is recomputed by. ``escalated_at``: since when the court above sees it as overdue.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("事项", max_length=24, choices=TaskKind.choices)
    court = models.ForeignKey(Court, verbose_name="法院", on_delete=models.PROTECT)
    holder = models.CharField("承办职责", max_length=20, choices=[(duty.value, duty.value) for duty in Duty])
    subject = models.ForeignKey(Person, verbose_name="当事人", on_delete=models.PROTECT, related_name="+")
    measure_id = models.UUIDField("措施", null=True)
    matter_id = models.UUIDField("申请", null=True)
    article = models.CharField("依据", max_length=40)
    reference = models.CharField("查询编号", max_length=40, blank=True)
    activity = models.CharField("消费行为", max_length=40, blank=True)
    reports = models.PositiveIntegerField("次数", default=1)
    opened_at = models.DateTimeField("产生时间")
    period = models.CharField("期间", max_length=40, blank=True)
    counted_from = models.DateField("起算日", null=True)
    due_on = models.DateField("期限", null=True)
    is_provisional = models.BooleanField("期限暂定", default=False)
    escalated_at = models.DateTimeField("逾期上报时间", null=True)
    state = models.CharField("状态", max_length=6, choices=TaskState.choices, default=TaskState.OPEN)
    closed_at = models.DateTimeField("办结时间", null=True)
    closed_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "待办事项"
        indexes = [
            models.Index(fields=["opened_at", "id"], name="tasks_by_opening"),
            models.Index(fields=["court", "due_on"], name="open_tasks_by_day", condition=Q(state="open")),
            models.Index(fields=["measure_id"], name="tasks_of_measure"),
            models.Index(fields=["matter_id"], name="tasks_of_matter"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "court"],
                name="one_open_report_per_subject",
                condition=Q(state="open", measure_id__isnull=True, matter_id__isnull=True),
            ),
            models.CheckConstraint(
                name="closed_task_says_when",
                condition=Q(state="open", closed_at__isnull=True) | Q(state="done", closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="counted_deadline_has_its_day",
                condition=Q(period="", counted_from__isnull=True)
                | (~Q(period="") & Q(counted_from__isnull=False, due_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.court_id}"

    @property
    def is_closed_by_hand(self) -> bool:
        return OBLIGATIONS[self.kind].is_closed_by_hand
