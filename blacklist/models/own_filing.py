"""网上自行提交的申请: which application came by which form of a person's own record."""

from django.db import models

from blacklist.models.person import Person


class OwnFiling(models.Model):
    """One form sent, so that the same form sent twice files once. ``id`` is the form's, made when it was opened."""

    id = models.UUIDField(primary_key=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    matter_id = models.UUIDField("申请")
    filed_at = models.DateTimeField("提交时间", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "网上自行提交"

    def __str__(self) -> str:
        return str(self.id)
