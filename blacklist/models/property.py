"""已控制的财产: property of a debtor that the court holds sealed, seized or frozen, and what it is worth."""

import uuid

from django.db import models
from django.db.models import F, Q

from blacklist.models.case import EnforcementCase
from blacklist.models.person import Person
from blacklist.sealing import seal, unseal


class ControlledProperty(models.Model):
    """One property under the court's control in a case, with its value, the day and the basis of it (L3, G16-1).

    ``basis`` says what it is and how it was valued (a balance, an appraisal), and is sealed. What is released counts no
    more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(EnforcementCase, on_delete=models.PROTECT, related_name="properties")
    debtor = models.ForeignKey(Person, verbose_name="被执行人", on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField("价值（元）", max_digits=14, decimal_places=2)
    valued_on = models.DateField("估价日期")
    basis_sealed = models.BinaryField("估价依据")
    entered_at = models.DateTimeField("登记时间")
    released_on = models.DateField("解除控制日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "已控制的财产"
        constraints = [
            models.CheckConstraint(name="property_is_worth_something", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="property_is_released_after_valuation",
                condition=Q(released_on__isnull=True) | Q(released_on__gte=F("valued_on")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def seal_basis(self, basis: str) -> None:
        self.basis_sealed = seal(basis, record=f"property:{self.id}")

    @property
    def basis(self) -> str:
        return unseal(self.basis_sealed, record=f"property:{self.id}")
