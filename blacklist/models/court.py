"""Courts and their hierarchy (reference data, issued by the Supreme People's Court)."""

from django.db import models


class CourtLevel(models.TextChoices):
    SUPREME = "supreme", "最高人民法院"
    HIGH = "high", "高级人民法院"
    INTERMEDIATE = "intermediate", "中级人民法院"
    BASIC = "basic", "基层人民法院"


class Court(models.Model):
    """A people's court, named by the court code 法院代字 that its case numbers carry."""

    code = models.CharField("法院代字", max_length=8, primary_key=True)
    name = models.CharField("法院名称", max_length=100)
    level = models.CharField("审级", max_length=12, choices=CourtLevel.choices)
    higher_court = models.ForeignKey(
        "self", verbose_name="上一级法院", null=True, blank=True, on_delete=models.PROTECT, related_name="lower_courts"
    )
    phone = models.CharField("联系电话", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "人民法院"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
