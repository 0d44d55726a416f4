"""What was taken out of a court's register, by whom, when and, with whole identity numbers, what for."""

import uuid

from django.db import models
from django.db.models import Q

from blacklist.files.kinds import Kind
from blacklist.models.court import Court
from blacklist.models.officer import Officer
from blacklist.models.person_search import Purpose
from blacklist.sealing import seal, unseal


class RegisterExport(models.Model):
    """One export of a court's own register, kept for those it shows and against misuse.

    With whole numbers it is authorised first, for a purpose and with a note in words (sealed), then fetched.
    ``list_version`` is the register's newest number when it was last fetched: it tells whom the file showed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    court = models.ForeignKey(Court, verbose_name="法院", on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    actor_name = models.CharField("导出人", max_length=60)
    kind = models.CharField("文件类型", max_length=4, choices=[(kind.value, kind.value) for kind in Kind])
    has_whole_numbers = models.BooleanField("含完整证件号码", default=False)
    purpose = models.CharField("导出目的", max_length=12, choices=Purpose.choices, blank=True)
    note_sealed = models.BinaryField(null=True)
    asked_at = models.DateTimeField("申请时间")
    fetched_at = models.DateTimeField("最近取得时间", null=True)
    list_version = models.BigIntegerField("名单版本", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "登记簿导出记录"
        constraints = [
            models.CheckConstraint(
                name="whole_numbers_have_a_purpose",
                condition=Q(has_whole_numbers=False) | (~Q(purpose="") & Q(note_sealed__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.court_id} {self.asked_at:%F}"

    def seal_note(self, note: str) -> None:
        self.note_sealed = seal(note, record=f"export:{self.id}")

    @property
    def note(self) -> str:
        """Why the whole numbers were needed, in words; empty where they were not asked for."""
        return unseal(self.note_sealed, record=f"export:{self.id}") if self.note_sealed is not None else ""
