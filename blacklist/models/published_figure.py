"""Statistics as they were published: a month once, after it has ended, and never changed."""

from django.db import models
from django.db.models import Q


class PublishedMonth(models.Model):
    """One month, by its first day."""

    month = models.DateField("月份", primary_key=True)
    published_at = models.DateTimeField("公布时间")

    class Meta:
        verbose_name = verbose_name_plural = "已公布月份"

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class PublishedFigure(models.Model):
    """One number of a month: of all (``by`` empty), or of one court, ground or sector. Null: left out as small."""

    month = models.ForeignKey(PublishedMonth, on_delete=models.PROTECT, related_name="figures")
    figure = models.CharField("项目", max_length=30)
    by = models.CharField("分组", max_length=10, blank=True)
    key = models.CharField("组", max_length=30, blank=True)
    number = models.PositiveBigIntegerField("数值", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "已公布统计"
        constraints = [
            models.UniqueConstraint(fields=["month", "by", "figure", "key"], name="one_number_of_a_kind"),
            models.CheckConstraint(name="no_small_number_is_published", condition=Q(number=0) | ~Q(number__lt=10)),
        ]

    def __str__(self) -> str:
        return f"{self.month_id} {self.figure} {self.key}"
