"""The president's signature in other hands: for a while, on a written instrument, on record."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from blacklist.models.court import Court
from blacklist.models.officer import Officer


class Delegation(models.Model):
    """Who signs as acting president of a court, in whose place, by which instrument, on which days (L5 ¶3).

    In force from ``from_on`` until the day before ``until_on``, unless ended; and only while the principal has the
    signature at the court, and the deputy serves there: nobody lends what is no longer one's own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    court = models.ForeignKey(Court, verbose_name="法院", on_delete=models.PROTECT)
    principal = models.ForeignKey(Officer, verbose_name="委托人", on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(Officer, verbose_name="代行签发人", on_delete=models.PROTECT, related_name="delegations")
    instrument_number = models.CharField("授权文件文号", max_length=80)
    from_on = models.DateField("起始日")
    until_on = models.DateField("终止日（不含）")
    delegated_at = models.DateTimeField("授权时间")
    ended_at = models.DateTimeField("提前终止时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "签发授权"
        constraints = [
            models.CheckConstraint(name="delegation_lasts_a_day", condition=Q(until_on__gt=F("from_on"))),
            models.CheckConstraint(name="delegated_to_another", condition=~Q(deputy=F("principal"))),
        ]

    def __str__(self) -> str:
        return self.instrument_number

    def is_over(self, on: date) -> bool:
        return self.ended_at is not None or self.until_on <= on
