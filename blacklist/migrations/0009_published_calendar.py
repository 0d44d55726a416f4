"""A new register knows the years whose notice was out when this version was made; later ones are loaded (T1, T4)."""

from django.db import migrations
from django.utils import timezone

from blacklist.law.workdays import published_notices


def load(apps, schema_editor):
    year_model = apps.get_model("blacklist", "CalendarYear")
    day_model = apps.get_model("blacklist", "CalendarDay")
    at = timezone.now()
    for notice in published_notices():
        year = year_model.objects.create(year=notice.year, source=notice.source, loaded_at=at)
        for kind, days in (("rest", notice.rest_days), ("make_up", notice.make_up_days)):
            day_model.objects.bulk_create(day_model(day=day, year=year, kind=kind) for day in sorted(days))


class Migration(migrations.Migration):
    dependencies = [("blacklist", "0008_calendar")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
