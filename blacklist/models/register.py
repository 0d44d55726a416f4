"""The register: every act of a court, numbered without a gap, never changed."""

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from blacklist.law.lifecycle import Act
from blacklist.models.court import Court
from blacklist.models.officer import Officer
from blacklist.models.person import Person


class AppendOnlySet(models.QuerySet[Any]):
    """Rows that are written once: bulk change is refused here, and by a trigger in the database."""

    def update(self, **kwargs: Any) -> int:
        raise TypeError("the register is append-only: write a new entry")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("the register is append-only: entries are never deleted")


class ListHead(models.Model):
    """The one row whose lock orders all acts: number of the newest entry, and its hash."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.BigIntegerField()
    entry_hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.CheckConstraint(name="one_head", condition=Q(id=1))]

    def __str__(self) -> str:
        return str(self.version)


class RegisterEntry(models.Model):
    """One act. ``payload`` (sealed) is the whole set of measures of every subject after the act.

    ``entry_hash`` = SHA-256 of the previous hash and this entry's canonical bytes (RFC 8785), which cover the payload
    only by its salted digest; payload and salt may be erased after retention while the chain stands. ``court`` is empty
    where an act is of no court: on the calendar, which is everybody's, or an account of no court.
    """

    version = models.BigIntegerField(primary_key=True)
    entry_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    act = models.CharField("执行行为", max_length=16, choices=[(act.value, act.value) for act in Act])
    actor = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    actor_name = models.CharField("行为人", max_length=60)
    court = models.ForeignKey(Court, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("行为时间")
    reason = models.CharField("理由", max_length=200, blank=True)
    article = models.CharField("依据", max_length=40)
    measure_id = models.UUIDField("措施", null=True)
    document_digest = models.BinaryField(max_length=32, null=True)
    subjects = ArrayField(models.UUIDField(), verbose_name="相关当事人")
    payload_digest = models.BinaryField(max_length=32)
    payload_salt = models.BinaryField(max_length=16, null=True)
    payload_sealed = models.BinaryField(null=True)
    previous_hash = models.BinaryField(max_length=32)
    entry_hash = models.BinaryField(max_length=32, unique=True)

    objects = models.Manager.from_queryset(AppendOnlySet)()

    class Meta:
        verbose_name = verbose_name_plural = "登记簿"
        ordering = ["version"]
        indexes = [
            GinIndex(fields=["subjects"], name="entries_on_subject"),
            models.Index(fields=["measure_id"], name="entries_of_measure"),
            models.Index(fields=["version"], name="confirmations", condition=Q(act=Act.CONFIRM_REGISTER)),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.act}"


class ImportedRuling(models.Model):
    """Which row of which ruling is already in the register, by keyed digests of its key and of its content."""

    key_blind = models.BinaryField(max_length=16, primary_key=True)
    content_blind = models.BinaryField(max_length=16)
    measure_id = models.UUIDField()
    subject = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.measure_id)
