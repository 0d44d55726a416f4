"""What has happened in a case: facts that officers enter, and that end or review its measures."""

import uuid
from typing import Any

import orjson
from django.db import models
from django.db.models import Q

from blacklist.law.events import EVENTS, EventKind
from blacklist.models.case import EnforcementCase
from blacklist.models.officer import Officer
from blacklist.models.person import Person
from blacklist.sealing import seal, unseal


class CaseEvent(models.Model):
    """One fact, on the day it happened, for one debtor or (no person) for the whole case; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(EnforcementCase, verbose_name="执行案件", on_delete=models.PROTECT, related_name="events")
    kind = models.CharField("事实", max_length=24, choices=[(fact.kind.value, fact.zh) for fact in EVENTS.values()])
    person = models.ForeignKey(Person, verbose_name="当事人", null=True, on_delete=models.PROTECT, related_name="+")
    happened_on = models.DateField("发生日期")
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    particulars_sealed = models.BinaryField()

    class Meta:
        verbose_name = verbose_name_plural = "案件事实"
        ordering = ["entered_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="death_names_a_person", condition=~Q(kind=EventKind.DEATH.value) | Q(person__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"

    def seal_particulars(self, particulars: dict[str, Any]) -> None:
        self.particulars_sealed = seal(orjson.dumps(particulars).decode(), record=f"event:{self.id}")

    @property
    def particulars(self) -> dict[str, Any]:
        """The note and the evidence, as entered."""
        opened: dict[str, Any] = orjson.loads(unseal(self.particulars_sealed, record=f"event:{self.id}"))
        return opened
