"""What an officer has typed and not sent yet: it outlives a sign-out, a crash and a closed window."""

from django.db import models

from blacklist.models.officer import Officer
from blacklist.sealing import seal, unseal


class Draft(models.Model):
    """The fields of one form, as they were typed, sealed; one for each officer and address of a form."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=200)
    content_sealed = models.BinaryField()
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "未提交的表单"
        constraints = [models.UniqueConstraint(fields=["officer", "form"], name="one_draft_per_form")]
        indexes = [models.Index(fields=["saved_at"], name="drafts_by_time")]

    def __str__(self) -> str:
        return self.form

    def seal_content(self, text: str) -> None:
        self.content_sealed = seal(text, record=f"draft:{self.officer_id}:{self.form}")

    @property
    def content(self) -> str:
        return unseal(self.content_sealed, record=f"draft:{self.officer_id}:{self.form}")
