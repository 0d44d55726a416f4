"""What decisions share: who drafted and signed them; of a measure also grace, when it was served, how it ended."""

import uuid
from datetime import date
from typing import Any

import orjson
from django.db import models
from django.db.models import F, Q

from blacklist.models.case import EnforcementCase, ServiceMethod
from blacklist.models.court import Court
from blacklist.models.officer import Officer
from blacklist.sealing import seal, unseal


class Decision(models.Model):
    """A decision document of a court: one that takes a measure (决定书, 限制消费令) or one about it.

    ``court`` issued it; who acts on it now is the court that handles the case (``case.court``, J15).
    Drafter and signer are two different officers (G14); an imported decision knows them by name only.
    ``signed_for_name``: in whose place an acting president signed (L5 ¶3).
    ``particulars`` holds what the file says in words (obligation, conduct, evidence) and is sealed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(EnforcementCase, verbose_name="执行案件", on_delete=models.PROTECT)
    court = models.ForeignKey(Court, verbose_name="执行法院", on_delete=models.PROTECT)
    decision_number = models.CharField("文书编号", max_length=60, blank=True)
    particulars_sealed = models.BinaryField()
    drafted_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    drafted_by_name = models.CharField("拟制", max_length=60)
    signed_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    signed_by_name = models.CharField("签发", max_length=60, blank=True)
    proposed_at = models.DateTimeField("拟制时间")
    signed_for_name = models.CharField("代签", max_length=60, blank=True)
    decided_on = models.DateField("决定日期", null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_signer_is_not_drafter",
                condition=Q(signed_by_name="") | ~Q(signed_by_name=F("drafted_by_name")),
            ),
            models.CheckConstraint(
                name="%(class)s_signed_with_number_and_date",
                condition=Q(signed_by_name="", decided_on__isnull=True)
                | (~Q(signed_by_name="") & ~Q(decision_number="") & Q(decided_on__isnull=False)),
            ),
        ]

    def seal_particulars(self, particulars: dict[str, Any]) -> None:
        text = orjson.dumps(particulars, option=orjson.OPT_SORT_KEYS).decode()
        self.particulars_sealed = seal(text, record=f"decision:{self.id}")

    @property
    def particulars(self) -> dict[str, Any]:
        opened: dict[str, Any] = orjson.loads(unseal(self.particulars_sealed, record=f"decision:{self.id}"))
        return opened


class Measure(Decision):
    """A decision that takes a measure: a listing or a consumption order, and nothing else (K2).

    ``application`` is what it answers; None when the court acts of its own motion. ``grace_until`` is the first day
    after grace (宽限期), during which nothing is published or applied (G15).
    """

    application = models.ForeignKey("blacklist.Application", null=True, on_delete=models.PROTECT, related_name="+")
    grace_until = models.DateField("宽限期终止日（不含）", null=True)

    class Meta:
        abstract = True
        constraints = [
            *Decision.Meta.constraints,
            models.CheckConstraint(
                name="%(class)s_grace_follows_decision",
                condition=Q(grace_until__isnull=True) | Q(grace_until__gt=F("decided_on")),
            ),
        ]


class Effect(models.Model):
    """Service and time of effect on one person; periods are half-open (last day in force + 1)."""

    served_on = models.DateField("送达日期", null=True)
    service_method = models.CharField("送达方式", max_length=14, choices=ServiceMethod.choices, blank=True)
    in_force_from = models.DateField("生效日期", null=True)
    in_force_until = models.DateField("效力终止日（不含）", null=True)
    ended_on = models.DateField("提前终止日（首个无效力日）", null=True)
    ended_reason = models.CharField("终止原因", max_length=32, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_service_has_a_method",
                condition=Q(served_on__isnull=True, service_method="")
                | (Q(served_on__isnull=False) & ~Q(service_method="")),
            ),
            models.CheckConstraint(
                name="%(class)s_end_has_a_reason",
                condition=Q(ended_on__isnull=True, ended_reason="") | (Q(ended_on__isnull=False) & ~Q(ended_reason="")),
            ),
        ]

    @property
    def until(self) -> date | None:
        """First day without effect: the end of the period, or the earlier end that an act gave it."""
        ends = [day for day in (self.in_force_until, self.ended_on) if day is not None]
        return min(ends) if ends else None
