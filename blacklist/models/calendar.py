"""The calendar of working days, one year a notice of the State Council (T1)."""

from django.db import models
from django.db.models import F, Q

SATURDAY = 6  # as PostgreSQL and ISO 8601 number the days of a week


class CalendarDayKind(models.TextChoices):
    REST = "rest", "休息日"
    MAKE_UP = "make_up", "调休上班日"


class CalendarYear(models.Model):
    """A year whose notice is out; ``source`` is the notice's number, or where its days were taken from."""

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    source = models.CharField("通知文号", max_length=200)
    loaded_at = models.DateTimeField("载入时间")

    class Meta:
        verbose_name = verbose_name_plural = "工作日历"
        ordering = ["year"]

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day that is not what its weekday says. A notice may speak of the last days of the year before its own, too."""

    day = models.DateField("日期", primary_key=True)
    year = models.ForeignKey(CalendarYear, on_delete=models.CASCADE, related_name="days")
    kind = models.CharField("类别", max_length=8, choices=CalendarDayKind.choices)

    class Meta:
        verbose_name = verbose_name_plural = "日历中的休息日与上班日"
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(
                name="day_lies_in_its_notice",
                condition=Q(day__year=F("year")) | Q(day__year=F("year") - 1, day__month=12),
            ),
            models.CheckConstraint(
                name="only_weekends_are_made_up",
                condition=Q(kind="rest") | Q(kind="make_up", day__iso_week_day__gte=SATURDAY),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"
