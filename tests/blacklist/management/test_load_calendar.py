import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from blacklist.models import CalendarYear, RegisterEntry
from tests.blacklist.imports.test_calendars import SAID, file_of
from tests.factories import people

pytestmark = pytest.mark.django_db


def loaded(path: Path, *options: str) -> str:
    said = io.StringIO()
    call_command("load_calendar", path, *options, stdout=said)
    return said.getvalue()


class TestLoadCalendar:
    @pytest.mark.law("T4")
    def test_says_what_it_did(self, tmp_path: Path) -> None:
        said = loaded(file_of(tmp_path, json.dumps(SAID)))
        assert said.startswith("2027: 27 days of rest, 4 made up; 0 open deadlines counted again")
        assert CalendarYear.objects.get(year=2027).source == SAID["source"]

    def test_acts_on_the_account_of_an_officer_who_administers(self, tmp_path: Path) -> None:
        administrator, clerk = people.administrator(), people.clerk()
        path = file_of(tmp_path, json.dumps(SAID))
        for username, sentence in ((clerk.username, "administer"), ("nobody9", "no officer")):
            with pytest.raises(CommandError, match=sentence):
                loaded(path, "--officer", username)
        loaded(path, "--officer", administrator.username)
        assert RegisterEntry.objects.latest("version").actor == administrator

    def test_replaces_a_year_only_when_told_to(self, tmp_path: Path) -> None:
        loaded(file_of(tmp_path, json.dumps(SAID)))
        changed = SAID | {"rest_days": [*SAID["rest_days"], "2027-09-03"], "extra_days": 1}
        path = file_of(tmp_path, json.dumps(changed))
        with pytest.raises(CommandError, match="with other days"):
            loaded(path)
        assert "28 days of rest" in loaded(path, "--replace")

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [("{}", "lacks year"), (json.dumps(SAID | {"make_up_days": []}), "the law grants 13")],
    )
    def test_says_why_a_file_is_refused(self, tmp_path: Path, content: str, sentence: str) -> None:
        with pytest.raises(CommandError, match=sentence):
            loaded(file_of(tmp_path, content))

    def test_says_that_there_is_no_such_file(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="No such file"):
            loaded(tmp_path / "2028.json")
