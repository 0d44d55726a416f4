import io

import pytest
from django.core.management import CommandError, call_command

from blacklist.law.duties import OFFICES
from blacklist.models import Officer
from tests.factories import people

pytestmark = pytest.mark.django_db


class TestEnrolOfficer:
    def test_prints_the_secrets_of_an_account_that_works(self) -> None:
        people.court()
        said = io.StringIO()
        call_command("enrol_officer", "judge9", "示范", "enforcement_judge", court=people.COURT, stdout=said)
        lines = dict(line.rsplit("  ", 1) for line in said.getvalue().splitlines() if "  " in line)
        made = Officer.objects.get(username="judge9")
        assert made.check_password({key.strip(): value for key, value in lines.items()}["password"].strip())
        assert set(made.duties) == OFFICES["enforcement_judge"]

    def test_enrols_the_first_administrator_without_a_court(self) -> None:
        call_command("enrol_officer", "admin9", "示范", "administrator", stdout=io.StringIO())
        assert Officer.objects.get(username="admin9").is_staff

    def test_asks_for_the_court_of_anyone_else(self) -> None:
        with pytest.raises(CommandError, match="--court"):
            call_command("enrol_officer", "clerk9", "示范", "clerk")

    def test_refuses_a_name_that_is_taken(self) -> None:
        clerk = people.clerk()
        with pytest.raises(CommandError, match="taken"):
            call_command("enrol_officer", clerk.username, "示范", "clerk", court=people.COURT)
