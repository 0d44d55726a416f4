"""延长纳入期限: a decision of its own that prolongs the term of one listing."""

from django.db import models
from django.db.models import Q

from blacklist.law.extensions import EXTENSION_REASONS, ExtensionState
from blacklist.models.case import ServiceMethod
from blacklist.models.decision import Decision
from blacklist.models.listing import Listing

PENDING_EXTENSION_STATES = (ExtensionState.PROPOSED, ExtensionState.SIGNED)


class Extension(Decision):
    """An extension of a listing's term by one to three years (L2).

    Its life: ``proposed`` (propose) → ``signed`` by the president (sign) or ``refused`` → ``effective`` once served
    (serve), which must be before the term ends; else it is ``void`` (Q15). ``prolongs_until`` is the first day after
    the extended term. ``particulars`` holds the reasons and the acts with their evidence.
    """

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="extensions")
    state = models.CharField("状态", max_length=10, choices=[(s.value, s.value) for s in ExtensionState])
    reason = models.CharField(
        "延长理由", max_length=20, choices=[(reason.code, reason.zh) for reason in EXTENSION_REASONS.values()]
    )
    months = models.PositiveSmallIntegerField("延长月数")
    served_on = models.DateField("送达日期", null=True)
    service_method = models.CharField("送达方式", max_length=14, choices=ServiceMethod.choices, blank=True)
    prolongs_until = models.DateField("延长后的效力终止日（不含）", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "延长纳入期限"
        indexes = [
            models.Index(
                fields=["listing"],
                name="extensions_to_run_out",
                condition=Q(state__in=[state.value for state in PENDING_EXTENSION_STATES]),
            )
        ]
        constraints = [
            *Decision.Meta.constraints,
            models.UniqueConstraint(
                fields=["listing"],
                name="one_pending_extension",
                condition=Q(state__in=[state.value for state in PENDING_EXTENSION_STATES]),
            ),
            models.CheckConstraint(name="extension_of_one_to_three_years", condition=Q(months__range=(12, 36))),
            models.CheckConstraint(
                name="effective_extension_was_served",
                condition=~Q(state=ExtensionState.EFFECTIVE.value)
                | (Q(served_on__isnull=False) & ~Q(service_method="") & Q(prolongs_until__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.decision_number or str(self.id)
