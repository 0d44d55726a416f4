"""报告财产令: the order to report one's assets, and what came of it."""

import uuid

from django.db import models
from django.db.models import F, Q

from blacklist.models.case import EnforcementCase, ServiceMethod
from blacklist.models.officer import Officer
from blacklist.models.person import Person
from blacklist.sealing import seal, unseal


class AssetFinding(models.TextChoices):
    """How a debtor breached the duty to report, as a judge finds it (P252)."""

    REFUSED = "refused", "拒绝报告"
    FALSE = "false", "虚假报告"
    LATE = "late", "无正当理由逾期报告"


class AssetReportOrder(models.Model):
    """An order to report assets, served on one debtor: ground 4 of a listing rests on it (L1, P252).

    ``extension_asked_on`` without ``extension_decided_on``: more time is asked for and not decided, and ground 4 waits.
    Time that was granted moves ``report_by``. ``finding`` is a judge's, with its reasons sealed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(EnforcementCase, on_delete=models.PROTECT, related_name="asset_reports")
    debtor = models.ForeignKey(Person, verbose_name="被执行人", on_delete=models.PROTECT, related_name="+")
    served_on = models.DateField("送达日期")
    service_method = models.CharField("送达方式", max_length=14, choices=ServiceMethod.choices)
    report_by = models.DateField("报告期限")
    entered_at = models.DateTimeField("登记时间")
    extension_asked_on = models.DateField("申请延期日期", null=True)
    extension_decided_on = models.DateField("延期决定日期", null=True)
    finding = models.CharField("认定", max_length=8, choices=AssetFinding.choices, blank=True)
    reasons_sealed = models.BinaryField(null=True)
    found_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    found_on = models.DateField("认定日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "报告财产令"
        constraints = [
            models.CheckConstraint(
                name="asset_report_is_due_after_service", condition=Q(report_by__gte=F("served_on"))
            ),
            models.CheckConstraint(
                name="asset_finding_says_by_whom_and_why",
                condition=Q(finding="", found_by__isnull=True)
                | (~Q(finding="") & Q(found_by__isnull=False, found_on__isnull=False, reasons_sealed__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_extension_pending(self) -> bool:
        return self.extension_asked_on is not None and self.extension_decided_on is None

    def seal_reasons(self, reasons: str) -> None:
        self.reasons_sealed = seal(reasons, record=f"asset-report:{self.id}")

    @property
    def reasons(self) -> str | None:
        """Why the judge found so."""
        if self.reasons_sealed is None:
            return None
        return unseal(self.reasons_sealed, record=f"asset-report:{self.id}")
