"""A redress number: who is not the one on file."""

import uuid
from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from blacklist.copying import fresh
from blacklist.law.redress import RedressState
from blacklist.models.court import Court
from blacklist.sealing import blind, seal, unseal


class RedressNumber(models.Model):
    """防错识别码: a court has proof that its holder is none of ``not_persons`` (D8, F8.4).

    Its life: ``issued`` (issue) → ``revoked`` (revoke); it ends by ``valid_until`` in any case. The holder is nobody on
    file: of the holder only the name and birth date are kept, sealed, for both must agree when the number is shown, and
    ``holder_blind``, a keyed digest of the document, by which the holder sees the number in the own record.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    court = models.ForeignKey(Court, verbose_name="法院", on_delete=models.PROTECT)
    number_sealed = models.BinaryField()
    number_blind = models.BinaryField(max_length=16, unique=True)
    name_sealed = models.BinaryField()
    birth_date_sealed = models.BinaryField()
    holder_blind = models.BinaryField(max_length=16, null=True)
    not_persons = ArrayField(models.UUIDField(), verbose_name="非下列当事人")
    evidence = ArrayField(models.CharField(max_length=200), verbose_name="身份证明")
    state = models.CharField("状态", max_length=8, choices=[(state.value, state.value) for state in RedressState])
    issued_at = models.DateTimeField("签发时间")
    issued_by = models.CharField("签发人", max_length=60)
    valid_until = models.DateField("有效期至")
    revoked_at = models.DateTimeField("撤销时间", null=True)
    misuses = models.PositiveIntegerField("他人使用次数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "防错识别码"
        constraints = [
            models.CheckConstraint(name="redress_number_names_somebody", condition=~Q(not_persons=[])),
            models.CheckConstraint(
                name="revoked_redress_number_says_when",
                condition=Q(state=RedressState.REVOKED.value, revoked_at__isnull=False)
                | Q(state=RedressState.ISSUED.value, revoked_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["court", "issued_at"], name="redress_numbers_of_court"),
            models.Index(fields=["holder_blind"], name="redress_numbers_of_holder"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @classmethod
    def sealed(cls, *, number: str, name: str, birth_date: date, **fields: object) -> Self:
        """Return an unsaved number with its holder's particulars sealed."""
        row = fresh(cls, **fields)
        row.number_blind = blind(number, purpose="redress")
        row.number_sealed = seal(number, record=f"redress:{row.id}:number")
        row.name_sealed = seal(name, record=f"redress:{row.id}:name")
        row.birth_date_sealed = seal(birth_date.isoformat(), record=f"redress:{row.id}:birth_date")
        return row

    @property
    def number(self) -> str:
        return unseal(self.number_sealed, record=f"redress:{self.id}:number")

    @property
    def name(self) -> str:
        return unseal(self.name_sealed, record=f"redress:{self.id}:name")

    @property
    def birth_date(self) -> date:
        return date.fromisoformat(unseal(self.birth_date_sealed, record=f"redress:{self.id}:birth_date"))
