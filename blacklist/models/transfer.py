"""A case on its way from one court to another."""

import uuid

from django.db import models
from django.db.models import F, Q

from blacklist.models.case import EnforcementCase
from blacklist.models.court import Court
from blacklist.models.officer import Officer


class TransferState(models.TextChoices):
    """Where a transfer stands; a newer one replaces one that nobody has accepted."""

    PROPOSED = "proposed", "待接收"
    ACCEPTED = "accepted", "已接收"
    REPLACED = "replaced", "已被替代"


class CaseTransfer(models.Model):
    """移送执行: the court that handles a case hands it over under an instrument, and the other court takes it (J15).

    Two acts of two courts: ``proposed`` → ``accepted``; only then does the other court handle the case.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(EnforcementCase, on_delete=models.PROTECT, related_name="transfers")
    from_court = models.ForeignKey(Court, verbose_name="移送法院", on_delete=models.PROTECT, related_name="+")
    to_court = models.ForeignKey(Court, verbose_name="接收法院", on_delete=models.PROTECT, related_name="+")
    instrument_number = models.CharField("依据文号", max_length=80)
    state = models.CharField("状态", max_length=8, choices=TransferState.choices, default=TransferState.PROPOSED)
    proposed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("移送时间")
    accepted_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField("接收时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "案件移送"
        constraints = [
            models.CheckConstraint(name="transferred_to_another_court", condition=~Q(from_court=F("to_court"))),
            models.UniqueConstraint(
                fields=["case"], name="one_open_transfer_of_a_case", condition=Q(state=TransferState.PROPOSED.value)
            ),
            models.CheckConstraint(
                name="accepted_transfer_says_by_whom",
                condition=Q(state=TransferState.ACCEPTED.value, accepted_by__isnull=False, accepted_at__isnull=False)
                | (~Q(state=TransferState.ACCEPTED.value) & Q(accepted_by__isnull=True, accepted_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.instrument_number
