import io

import pytest
from django.core.management import CommandError, call_command

from blacklist.models import RegisterEntry
from tests.factories import people

pytestmark = pytest.mark.django_db


class TestConfirmRegister:
    def test_names_the_officer_in_the_register(self) -> None:
        officer, said = people.administrator(), io.StringIO()
        call_command("confirm_register", officer=officer.username, note="backup restored", stdout=said)
        entry = RegisterEntry.objects.latest("version")
        assert entry.actor == officer
        assert said.getvalue() == f"confirmed as version {entry.version}; nodes build their index anew\n"

    def test_refuses_who_may_not_or_is_not(self) -> None:
        for username, sentence in ((people.clerk().username, "administer"), ("nobody9", "no officer")):
            with pytest.raises(CommandError, match=sentence):
                call_command("confirm_register", officer=username, note="backup restored")
