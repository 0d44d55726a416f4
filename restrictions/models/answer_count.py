"""How many checks were answered in which way: counts by month, neither who asked nor about whom."""

from django.db import models


class AnswerCount(models.Model):
    """Answers of one kind in one month, to institutions of one sector that one court has admitted."""

    month = models.DateField("月份")
    court_code = models.CharField("送达法院", max_length=20)
    sector = models.CharField("行业", max_length=30)
    activity = models.CharField("消费行为", max_length=40)
    decision = models.CharField("结论", max_length=12)
    reason = models.CharField("原因", max_length=24, blank=True)
    checks = models.PositiveBigIntegerField("次数")

    class Meta:
        verbose_name = verbose_name_plural = "每月答复计数"
        constraints = [
            models.UniqueConstraint(
                fields=["month", "court_code", "sector", "activity", "decision", "reason"], name="one_count_of_answers"
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.sector} {self.decision}"
