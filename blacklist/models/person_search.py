"""A court's search for people of like names: who searched, what for, and what was sought, sealed."""

import uuid
from typing import Self

from django.db import models

from blacklist.copying import fresh
from blacklist.models.court import Court
from blacklist.models.officer import Officer
from blacklist.sealing import seal, unseal


class Purpose(models.TextChoices):
    """What an officer may look a person up for (PIPL 6)."""

    ENFORCEMENT = "enforcement", "办理执行案件"
    ENQUIRY = "enquiry", "答复当事人查询"
    REMEDY = "remedy", "审查纠正、复议申请"
    SUPERVISION = "supervision", "监督检查"


class PersonSearch(models.Model):
    """One search. Each person it showed has a ``PersonAccess`` of its own, which that person may see."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    court = models.ForeignKey(Court, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField("查询目的", max_length=12, choices=Purpose.choices)
    sought_sealed = models.BinaryField("查询内容")
    shown = models.PositiveSmallIntegerField("显示人数")
    at = models.DateTimeField("查询时间")

    class Meta:
        verbose_name = verbose_name_plural = "相似姓名查询记录"
        indexes = [models.Index(fields=["officer", "at"], name="searches_of_officer")]

    def __str__(self) -> str:
        return str(self.id)

    @classmethod
    def sealed(cls, sought: str, **fields: object) -> Self:
        row = fresh(cls, **fields)
        row.sought_sealed = seal(sought, record=f"search:{row.id}")
        return row

    @property
    def sought(self) -> str:
        return unseal(self.sought_sealed, record=f"search:{self.id}")
