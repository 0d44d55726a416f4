"""Which checks have led to a booking."""

from django.db import models

from restrictions.models.institution import Institution


class ExemptionUse(models.Model):
    """One booking on one permitted check, as the institution reported it; kept whether or not it used anything up."""

    reference = models.UUIDField("查询编号", primary_key=True)
    institution = models.ForeignKey(
        Institution, verbose_name="协助执行单位", on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "许可使用记录"

    def __str__(self) -> str:
        return str(self.reference)
