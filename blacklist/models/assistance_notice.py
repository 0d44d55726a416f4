"""协助执行通知书: what a court asks of a unit that has a duty to assist, and thereby all that the unit may ask."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from blacklist.law.assistance import LEGAL_BASES, SECTORS
from blacklist.law.lifecycle import NoticeState
from blacklist.models.case import ServiceMethod
from blacklist.models.court import Court
from blacklist.models.officer import Officer
from blacklist.sealing import seal, unseal


class AssistanceNotice(models.Model):
    """An assistance notice (C6): which unit, by which right, about which activities.

    Its life: ``drafted`` (propose) → ``signed`` by the president (sign) → ``served`` on the unit (serve) →
    ``withdrawn`` (withdraw). Withdrawn in part it stays served, with fewer activities; more of them are a new notice.
    Name and credit code are sealed, for a sole trader's are personal.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    court = models.ForeignKey(Court, verbose_name="法院", on_delete=models.PROTECT)
    number = models.CharField("文号", max_length=60, unique=True)
    unit_name_sealed = models.BinaryField()
    credit_code_sealed = models.BinaryField()
    sector = models.CharField("行业", max_length=30, choices=list(SECTORS.items()))
    legal_basis = models.CharField("依据", max_length=8, choices=list(LEGAL_BASES.items()))
    activities = ArrayField(models.CharField(max_length=40), verbose_name="协助事项")
    state = models.CharField("状态", max_length=10, choices=[(s.value, s.value) for s in NoticeState])
    drafted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    drafted_by_name = models.CharField("拟制", max_length=60)
    proposed_at = models.DateTimeField("拟制时间")
    signed_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    signed_by_name = models.CharField("签发", max_length=60, blank=True)
    signed_for_name = models.CharField("代签", max_length=60, blank=True)
    signed_on = models.DateField("签发日期", null=True)
    served_on = models.DateField("送达日期", null=True)
    service_method = models.CharField("送达方式", max_length=14, choices=ServiceMethod.choices, blank=True)
    withdrawn_on = models.DateField("撤回日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "协助执行通知书"
        constraints = [
            models.CheckConstraint(name="assistance_notice_has_an_activity", condition=~Q(activities=[])),
            models.CheckConstraint(
                name="assistance_notice_has_a_basis", condition=Q(legal_basis__in=list(LEGAL_BASES))
            ),
            models.CheckConstraint(
                name="assistance_notice_signer_is_not_drafter",
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("drafted_by")),
            ),
            models.CheckConstraint(
                name="served_assistance_notice_is_signed",
                condition=~Q(state=NoticeState.SERVED.value)
                | (Q(signed_by__isnull=False, served_on__gte=F("signed_on")) & ~Q(service_method="")),
            ),
            models.CheckConstraint(
                name="withdrawn_assistance_notice_says_when",
                condition=Q(state=NoticeState.WITHDRAWN.value, withdrawn_on__isnull=False)
                | (~Q(state=NoticeState.WITHDRAWN.value) & Q(withdrawn_on__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def seal_unit(self, *, name: str, credit_code: str) -> None:
        self.unit_name_sealed = seal(name, record=f"assistance-notice:{self.id}:name")
        self.credit_code_sealed = seal(credit_code, record=f"assistance-notice:{self.id}:code")

    @property
    def unit_name(self) -> str:
        return unseal(self.unit_name_sealed, record=f"assistance-notice:{self.id}:name")

    @property
    def credit_code(self) -> str:
        return unseal(self.credit_code_sealed, record=f"assistance-notice:{self.id}:code")
