"""How often somebody of a name and birth date was asked about by a document that is no citizen number."""

from django.db import models


class Sighting(models.Model):
    """A count by month, under digests with a key of their own: not who asked, nor on which day, nor which check."""

    month = models.DateField("月份")
    person = models.BinaryField(max_length=16)
    document = models.BinaryField(max_length=8)
    activity = models.CharField("消费行为", max_length=40)
    checks = models.PositiveIntegerField("次数")

    class Meta:
        verbose_name = verbose_name_plural = "同名查询计数"
        constraints = [
            models.UniqueConstraint(fields=["person", "month", "document", "activity"], name="one_count_of_a_sighting")
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.activity}"
