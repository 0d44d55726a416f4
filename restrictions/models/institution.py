"""Who may ask: institutions that assist in enforcement, and the credentials by which they are known."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from blacklist.law.assistance import LEGAL_BASES, PER_DAY, PER_SECOND


class InstitutionState(models.TextChoices):
    ACTIVE = "active", "有效"
    SUSPENDED = "suspended", "暂停"


class Institution(models.Model):
    """协助执行单位: asks by right of the assistance notice a court has served on it, and only about what that covers.

    Name, sector, basis and scope are the notice's; when that is withdrawn it may ask no further.
    Its life: ``active`` (enrol) → ``suspended`` (suspend) → ``active`` again (resume). The court that served the notice
    keeps it. ``version`` is the version of the directory that last touched the row; check nodes follow by it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("名称", max_length=100)
    sector = models.CharField("行业", max_length=30)
    notice_number = models.CharField("协助执行通知书文号", max_length=60, unique=True)
    legal_basis = models.CharField("依据", max_length=40)
    court_code = models.CharField("送达法院", max_length=20, db_index=True)
    activities = ArrayField(models.CharField(max_length=40), verbose_name="可查询项目")
    per_second = models.PositiveIntegerField("每秒限额", default=PER_SECOND)
    per_day = models.PositiveBigIntegerField("每日限额", default=PER_DAY)
    state = models.CharField("状态", max_length=10, choices=InstitutionState.choices, default=InstitutionState.ACTIVE)
    version = models.BigIntegerField("名录版本", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "协助执行单位"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="institution_has_an_activity", condition=~Q(activities=[])),
            models.CheckConstraint(name="institution_has_a_basis", condition=Q(legal_basis__in=list(LEGAL_BASES))),
            models.CheckConstraint(name="institution_state_is_known", condition=Q(state__in=InstitutionState.values)),
            models.CheckConstraint(name="institution_may_ask", condition=Q(per_second__gt=0, per_day__gt=0)),
        ]

    def __str__(self) -> str:
        return self.name


class Credential(models.Model):
    """What an institution presents with each check. Only a digest is kept; ``prefix`` lets people name it.

    A credential is never widened: another one is issued, and this one revoked at once (``revoked_at``) or let run out
    (``valid_until``), so that a system can change over while both are good.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(
        Institution, verbose_name="协助执行单位", on_delete=models.PROTECT, related_name="credentials"
    )
    prefix = models.CharField("公开前缀", max_length=16, unique=True)
    digest = models.BinaryField(max_length=32, unique=True)
    activities = ArrayField(models.CharField(max_length=40), verbose_name="可查询项目")
    created_at = models.DateTimeField("签发时间", db_default=Now())
    valid_until = models.DateTimeField("有效期至", null=True)
    revoked_at = models.DateTimeField("吊销时间", null=True)
    version = models.BigIntegerField("名录版本", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "查询凭证"
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.prefix


class DirectoryActKind(models.TextChoices):
    ENROL = "enrol", "准入"
    COVER = "cover", "变更查询范围"
    ALLOW = "allow", "变更限额"
    SUSPEND = "suspend", "暂停查询"
    RESUME = "resume", "恢复查询"
    NARROW = "narrow", "依通知书缩减"
    ISSUE = "issue", "签发凭证"
    ROTATE = "rotate", "更换凭证"
    LIMIT = "limit", "限定凭证期限"
    REVOKE_CREDENTIAL = "revoke_credential", "吊销凭证"


class DirectoryAct(models.Model):
    """What was done to an institution or one of its credentials, by whom, and why: one row a version, never changed."""

    version = models.BigIntegerField("名录版本", primary_key=True)
    kind = models.CharField("事项", max_length=20, choices=DirectoryActKind.choices)
    institution = models.ForeignKey(
        Institution, verbose_name="协助执行单位", on_delete=models.PROTECT, related_name="acts"
    )
    credential = models.ForeignKey(
        Credential, verbose_name="查询凭证", on_delete=models.PROTECT, null=True, related_name="+"
    )
    actor_id = models.CharField("经办人编号", max_length=40, blank=True)
    actor_name = models.CharField("经办人", max_length=60)
    note = models.TextField("理由", blank=True)
    done_at = models.DateTimeField("办理时间", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "名录办理记录"
        constraints = [
            models.CheckConstraint(name="directory_act_is_known", condition=Q(kind__in=DirectoryActKind.values))
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.kind}"


class DirectoryHead(models.Model):
    """The one row whose lock orders all changes of institutions and credentials."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="one_directory_head", condition=Q(id=1))]

    def __str__(self) -> str:
        return str(self.version)
