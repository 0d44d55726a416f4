"""``renew_forms``: compute anew the forms by which a court's search finds names; a second run changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from blacklist.models import Person, PersonName, form_digests
from blacklist.register import lock_subjects

BATCH = 500


class Command(BaseCommand):
    help = "After an upgrade that changes the forms of names, or another blind key. Courts may work meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        ids = list(Person.objects.order_by("pk").values_list("pk", flat=True))
        changed = sum(_renew(ids[start : start + BATCH]) for start in range(0, len(ids), BATCH))
        self.stdout.write(f"{len(ids)} persons, {changed} names computed anew")


@transaction.atomic
def _renew(ids: list[Any]) -> int:
    """Renew the forms of these persons, locked as an act locks them; return how many names had others."""
    changed = 0
    for person in lock_subjects(ids):
        birth_date = person.birth_date
        rows: list[Person | PersonName] = [person, *person.other_names.all()]
        for row in rows:
            forms = form_digests(row.name, birth_date)
            if row.forms != forms:
                row.forms = forms
                row.save(update_fields=["forms"])
                changed += 1
    return changed
