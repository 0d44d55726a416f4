"""执行和解协议: an enforcement settlement, and which of its instalments were performed."""

import uuid

from django.db import models

from blacklist.models.case import EnforcementCase
from blacklist.models.person import Person
from blacklist.sealing import seal, unseal


class Settlement(models.Model):
    """What a debtor and the applicant agreed on; ground 6 of a listing rests on an instalment overdue (L1, P242)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(EnforcementCase, on_delete=models.PROTECT, related_name="settlements")
    debtor = models.ForeignKey(Person, verbose_name="被执行人", on_delete=models.PROTECT, related_name="+")
    agreed_on = models.DateField("达成日期")
    entered_at = models.DateTimeField("登记时间")
    terms_sealed = models.BinaryField("协议内容")

    class Meta:
        verbose_name = verbose_name_plural = "执行和解协议"

    def __str__(self) -> str:
        return str(self.id)

    def seal_terms(self, terms: str) -> None:
        self.terms_sealed = seal(terms, record=f"settlement:{self.id}")

    @property
    def terms(self) -> str:
        return unseal(self.terms_sealed, record=f"settlement:{self.id}")


class Instalment(models.Model):
    """One day by which part of a settlement is to be performed."""

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="instalments")
    due_on = models.DateField("履行期限")
    performed_on = models.DateField("履行日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "和解履行期"
        ordering = ["due_on"]
        constraints = [models.UniqueConstraint(fields=["settlement", "due_on"], name="one_instalment_a_day")]

    def __str__(self) -> str:
        return f"{self.settlement_id} {self.due_on}"
