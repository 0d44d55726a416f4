"""Enforcement cases, their parties and the documents they rest on."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from blacklist.models.court import Court
from blacklist.models.person import Person
from blacklist.sealing import seal, unseal


class ServiceMethod(models.TextChoices):
    """How a document was served (Civil Procedure Law arts 88–95)."""

    DIRECT = "direct", "直接送达"
    LEAVE_BEHIND = "leave_behind", "留置送达"
    ELECTRONIC = "electronic", "电子送达"
    POST = "post", "邮寄送达"
    ENTRUSTED = "entrusted", "委托送达"
    FORWARDED = "forwarded", "转交送达"
    PUBLIC_NOTICE = "public_notice", "公告送达"


class CaseCause(models.TextChoices):
    """What a case is about, where the law makes a difference by it."""

    CAMPUS_LOAN = "campus_loan", "校园贷纠纷"


class EnforcementCase(models.Model):
    """执行案件: the file in which the court enforces, found by its canonical case number.

    ``application_received_on``: from when the ten days for the enforcement notice are counted (P251).
    The enforcement notice (执行通知) with its risk warning is what L5 requires before a listing may be proposed;
    ``court`` handles it now, ``former_courts`` handled it before and read it still (J15).
    ``hold_requested_on`` is the applicant's wish to hold measures off (G16-1). ``outstanding`` is what is still owed on
    a day; what the court controls is held against it (L3). ``cause`` names what the law looks at (G16-3).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_number = models.CharField("案号", max_length=40, unique=True)
    case_number_as_written = models.CharField("案号原文", max_length=80)
    court = models.ForeignKey(Court, verbose_name="执行法院", on_delete=models.PROTECT)
    former_courts = ArrayField(models.CharField(max_length=8), verbose_name="原执行法院", default=list, blank=True)
    filed_on = models.DateField("立案时间")
    application_received_on = models.DateField("收到执行申请日期", null=True)
    notice_served_on = models.DateField("执行通知送达日", null=True)
    notice_service_method = models.CharField("送达方式", max_length=14, choices=ServiceMethod.choices, blank=True)
    notice_perform_by = models.DateField("指定履行期限", null=True)
    notice_has_risk_warning = models.BooleanField("已作风险提示", null=True)
    hold_requested_on = models.DateField("申请执行人申请暂缓", null=True)
    cause = models.CharField("案由", max_length=12, choices=CaseCause.choices, blank=True)
    outstanding = models.DecimalField("未履行金额（元）", max_digits=14, decimal_places=2, null=True)
    outstanding_on = models.DateField("未履行金额截至日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "执行案件"
        indexes = [
            models.Index(fields=["filed_on", "id"], name="cases_by_filing"),
            GinIndex(fields=["former_courts"], name="cases_by_former_court"),
        ]
        constraints = [
            models.CheckConstraint(
                name="notice_period_follows_service",
                condition=Q(notice_perform_by__isnull=True) | Q(notice_perform_by__gte=F("notice_served_on")),
            ),
            models.CheckConstraint(
                name="outstanding_has_its_day",
                condition=Q(outstanding__isnull=True, outstanding_on__isnull=True)
                | Q(outstanding__gte=0, outstanding_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.case_number


class PartyRole(models.TextChoices):
    JUDGMENT_DEBTOR = "judgment_debtor", "被执行人"
    APPLICANT = "applicant", "申请执行人"


class Party(models.Model):
    """A person's role in a case. ``judgment_debtor`` is a role, not a type of person. A student may be spared (G16)."""

    case = models.ForeignKey(EnforcementCase, on_delete=models.PROTECT, related_name="parties")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField("诉讼地位", max_length=16, choices=PartyRole.choices)
    is_full_time_student = models.BooleanField("全日制在校生", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "案件当事人"
        constraints = [models.UniqueConstraint(fields=["case", "person", "role"], name="one_row_per_role")]

    def __str__(self) -> str:
        return f"{self.role} {self.person_id}"


class BasisDocument(models.Model):
    """执行依据: the judgment, mediation, award or notarised instrument under enforcement."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(EnforcementCase, on_delete=models.PROTECT, related_name="basis_documents")
    issuer = models.CharField("作出单位", max_length=100)
    number = models.CharField("文号", max_length=80)
    obligation_sealed = models.BinaryField("生效法律文书确定的义务")

    class Meta:
        verbose_name = verbose_name_plural = "执行依据"
        constraints = [models.UniqueConstraint(fields=["case", "issuer", "number"], name="one_row_per_basis")]

    def __str__(self) -> str:
        return self.number

    @property
    def obligation(self) -> str:
        return unseal(self.obligation_sealed, record=f"basis:{self.id}")

    def seal_obligation(self, text: str) -> None:
        self.obligation_sealed = seal(text, record=f"basis:{self.id}")
