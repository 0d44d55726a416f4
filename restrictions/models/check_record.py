"""Every check that was answered or refused, as the journal brought it."""

from django.db import models
from django.db.models import Q

from restrictions.models.institution import Credential, Institution


class CheckRecord(models.Model):
    """One check: who asked, what came out, on which version of the list. No name, no number, no body.

    ``subject_id`` is set only where a record matched; ``digest`` is keyed, of the document for an answer and of the
    body for a refusal. Institutions are not enforced as foreign keys, so that no record is ever lost for want of one.
    """

    reference = models.UUIDField("查询编号", primary_key=True)
    at = models.DateTimeField("查询时间")
    institution = models.ForeignKey(
        Institution, verbose_name="协助执行单位", on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    credential = models.ForeignKey(
        Credential, verbose_name="查询凭证", on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    http_code = models.PositiveSmallIntegerField("HTTP")
    activity = models.CharField("消费行为", max_length=40, blank=True)
    decision = models.CharField("结论", max_length=12, blank=True)
    effect = models.CharField("效果", max_length=16, blank=True)
    reason = models.CharField("原因", max_length=24, blank=True)
    problem = models.CharField("拒答代码", max_length=40, blank=True)
    identity = models.CharField("身份识别规则", max_length=4, blank=True)
    subject_id = models.UUIDField("当事人", null=True)
    digest = models.BinaryField(max_length=16, null=True)
    list_version = models.BigIntegerField("名单版本")
    client_reference = models.CharField("单位自编号", max_length=64, blank=True)
    on = models.DateField("消费日期", null=True)
    emergency = models.CharField("紧急情况", max_length=10, blank=True)
    noted = models.CharField("通报法院", max_length=24, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "查询记录"
        indexes = [
            models.Index(fields=["institution", "at"], name="records_of_institution"),
            models.Index(fields=["subject_id", "at"], name="records_of_subject", condition=Q(subject_id__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="decision_or_problem",
                condition=(Q(decision="") & ~Q(problem="")) | (~Q(decision="") & Q(problem="")),
            )
        ]

    def __str__(self) -> str:
        return str(self.reference)


class JournalPosition(models.Model):
    """How far a journal file has been moved into the database."""

    file = models.CharField(max_length=80, primary_key=True)
    offset = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.file} {self.offset}"
