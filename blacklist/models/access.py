"""Which officer looked somebody up, when and what for: kept for the person concerned, and against misuse."""

from django.db import models

from blacklist.models.court import Court
from blacklist.models.officer import Officer
from blacklist.models.person import Person


class Purpose(models.TextChoices):
    """What an officer may look a person up for (PIPL 6)."""

    ENFORCEMENT = "enforcement", "办理执行案件"
    ENQUIRY = "enquiry", "答复当事人查询"
    REMEDY = "remedy", "审查纠正、复议申请"
    SUPERVISION = "supervision", "监督检查"


class PersonAccess(models.Model):
    """One look-up of a person by a document. ``person`` is null when nobody on file holds it."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    court = models.ForeignKey(Court, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="accesses")
    purpose = models.CharField("查询目的", max_length=12, choices=Purpose.choices)
    at = models.DateTimeField("查询时间")

    class Meta:
        verbose_name = verbose_name_plural = "人员查询记录"

    def __str__(self) -> str:
        return f"{self.officer_id} {self.purpose}"
