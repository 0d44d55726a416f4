"""查询码: what a court hands to somebody who has proved who they are, to see their own record once."""

import uuid

from django.db import models

from blacklist.models.court import Court
from blacklist.models.officer import Officer
from blacklist.models.person import Person


class RecordCode(models.Model):
    """A one-time code, kept as its digest only. ``person`` is null when nobody on file holds the document shown.

    ``holder_blind``: keyed digest of that document, by which a redress number finds its holder.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    holder_blind = models.BinaryField(max_length=16, null=True)
    digest = models.BinaryField(max_length=32, unique=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    court = models.ForeignKey(Court, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField("发出时间")
    expires_at = models.DateTimeField("失效时间")
    used_at = models.DateTimeField("使用时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "查询码"

    def __str__(self) -> str:
        return str(self.id)
