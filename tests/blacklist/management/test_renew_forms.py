"""The forms of names are computed anew, and once."""

from io import StringIO

import pytest
from django.core.management import call_command

from blacklist.models import Person, PersonName
from blacklist.services import persons
from tests.factories import people

pytestmark = pytest.mark.django_db


def said() -> str:
    out = StringIO()
    call_command("renew_forms", stdout=out)
    return out.getvalue().strip()


class TestRenewForms:
    def test_computes_those_of_every_name_and_says_how_many(self) -> None:
        person = people.person()
        persons.add_name(person, persons.name_from("张老三"))
        right = Person.objects.get().forms
        Person.objects.update(forms=[])
        PersonName.objects.update(forms=[1])
        assert said() == "1 persons, 2 names computed anew"
        assert Person.objects.get().forms == right
        assert said() == "1 persons, 0 names computed anew"
