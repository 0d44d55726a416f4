"""Which officer looked somebody up, when and what for: kept for the person concerned, and against misuse."""

from django.db import models

from blacklist.models.court import Court
from blacklist.models.officer import Officer
from blacklist.models.person import Person
from blacklist.models.person_search import PersonSearch, Purpose


class PersonAccess(models.Model):
    """One time that a person's record was shown to an officer, or looked for by a document.

    ``person`` is null when nobody on file holds it; ``search`` is the search for a like name that showed the person.
    """

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    court = models.ForeignKey(Court, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="accesses")
    purpose = models.CharField("查询目的", max_length=12, choices=Purpose.choices)
    search = models.ForeignKey(PersonSearch, null=True, on_delete=models.PROTECT, related_name="accesses")
    at = models.DateTimeField("查询时间")

    class Meta:
        verbose_name = verbose_name_plural = "人员查询记录"

    def __str__(self) -> str:
        return f"{self.officer_id} {self.purpose}"
