"""What the record said before it was put right."""

import uuid
from typing import Self

from django.db import models

from blacklist.copying import fresh
from blacklist.models.court import Court
from blacklist.models.officer import Officer
from blacklist.sealing import seal, unseal


class Rectification(models.Model):
    """更正: one field of one record (a measure, a person, a basis document), and what it said before, sealed (L9).

    Rows are written once, in the act that puts the record right, and never changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record_id = models.UUIDField("更正对象")
    field = models.CharField("更正事项", max_length=90)
    old_sealed = models.BinaryField("更正前内容")
    rectified_at = models.DateTimeField("更正时间")
    rectified_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    court = models.ForeignKey(Court, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "更正记录"
        indexes = [models.Index(fields=["record_id", "rectified_at"], name="rectifications_of_record")]

    def __str__(self) -> str:
        return f"{self.field} {self.record_id}"

    @classmethod
    def sealed(cls, old: str, **fields: object) -> Self:
        row = fresh(cls, **fields)
        row.old_sealed = seal(old, record=f"rectification:{row.id}")
        return row

    @property
    def old(self) -> str:
        return unseal(self.old_sealed, record=f"rectification:{self.id}")
