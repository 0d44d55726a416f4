"""What an account waits for: its officer to accept an invitation, or a second administrator to confirm."""

import uuid
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from blacklist.law.duties import Duty
from blacklist.law.lifecycle import Act
from blacklist.models.officer import Officer
from blacklist.sealing import seal, unseal

PROPOSED_ACTS = [(act.value, act.value) for act in (Act.GRANT_DUTY, Act.RESET_FACTOR)]


class Invitation(models.Model):
    """A one-time secret by which an officer sets password and second factor; only its digest is kept."""

    officer = models.OneToOneField(Officer, primary_key=True, on_delete=models.CASCADE, related_name="invitation")
    secret_digest = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.officer_id)


class AccountProposal(models.Model):
    """What one administrator proposed for an account and another has confirmed or not: four eyes.

    Of a reset, ``half_digest`` is the digest of the half of the new secret that the proposer was shown.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    act = models.CharField("事项", max_length=16, choices=PROPOSED_ACTS)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="proposals")
    duties = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    note_sealed = models.BinaryField()
    half_digest = models.BinaryField(max_length=32, null=True)
    proposed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("提出时间")
    expires_at = models.DateTimeField("失效时间")
    confirmed_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField("确认时间", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="confirmed_by_another_administrator",
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | (
                    Q(confirmed_at__isnull=False)
                    & ~Q(confirmed_by=F("proposed_by"))
                    & ~Q(confirmed_by=F("officer"))
                    & ~Q(proposed_by=F("officer"))
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.officer_id}"

    def seal_note(self, text: str) -> None:
        self.note_sealed = seal(text, record=f"account-proposal:{self.id}")

    @property
    def note(self) -> str:
        return unseal(self.note_sealed, record=f"account-proposal:{self.id}")

    @property
    def new_duties(self) -> frozenset[Duty]:
        return frozenset(Duty(duty) for duty in self.duties)

    def is_open(self, at: datetime) -> bool:
        return self.confirmed_at is None and at < self.expires_at
