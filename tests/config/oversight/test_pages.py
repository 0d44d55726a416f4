"""Oversight for who oversees: in numbers, of the courts that one reads, and of no other."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from blacklist.law.duties import OFFICES, Duty
from blacklist.models import Court, Listing, Officer, Task
from config.oversight.views import TABLES
from restrictions.models import AnswerCount
from tests.blacklist.api.conftest import CallerOf, _now, caller, stranger  # noqa: F401  # the court API at one instant
from tests.blacklist.web.staff import HOST, Desk
from tests.config.institutions.test_alarms import raised as alarms_raised
from tests.factories import cases, listings, orders, people, tasks
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db
ADDRESSES = [f"/court/oversight/{name}{kind}" for name in sorted(TABLES) for kind in ("", ".csv", ".json")]


def overseer(court_code: str = people.COURT, *more: Duty) -> Officer:
    return people.officer(duties=[Duty.READ, Duty.OVERSEE, *more], court_code=court_code)


def overdue() -> Task:
    """Return a duty that was due a while ago."""
    task = tasks.open_task()
    Task.objects.filter(pk=task.pk).update(due_on=AT.date() - timedelta(days=40))
    return task


def answered() -> None:
    """Count answers to an institution of the court."""
    fields = {"sector": "hotel", "activity": "hotel.star_rated", "decision": "permitted"}
    AnswerCount.objects.create(month=AT.date().replace(day=1), court_code=people.COURT, **fields, checks=12)


class TestDoors:
    @pytest.mark.parametrize("address", ["/court/oversight/", *ADDRESSES])
    def test_lead_strangers_to_the_sign_in(self, client: Client, address: str) -> None:
        answered = client.get(address, headers=HOST)
        assert (answered.status_code, answered["Location"].partition("?")[0]) == (302, "/court/sign-in")

    @pytest.mark.law("9.0")
    @pytest.mark.parametrize("office", sorted(OFFICES))
    def test_open_for_presidents_courts_above_and_procurators_alone(self, office: str) -> None:
        opens = office in ("court_president", "superior_court", "procurator")
        desk = Desk(people.officer(duties=OFFICES[office]), at=AT)
        assert desk.get("/court/oversight/").status_code == (200 if opens else 403)
        assert desk.get("/court/oversight/overdue.csv").status_code == (200 if opens else 403)

    def test_stand_in_the_workbench_for_who_has_the_duty(self) -> None:
        assert "/court/oversight/" in Desk(people.president(), at=AT).text("/court/")
        assert "/court/oversight/" not in Desk(people.judge(), at=AT).text("/court/")

    def test_have_a_short_address(self, client: Client) -> None:
        assert client.get("/oversight/", headers=HOST)["Location"] == "/court/oversight/"

    def test_are_those_of_the_tables_alone(self) -> None:
        assert Desk(overseer(), at=AT).get("/court/oversight/other").status_code == 404

    @pytest.mark.parametrize("address", ADDRESSES)
    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_open_in_both_languages(self, address: str, language: str) -> None:
        listings.removed()
        orders.lifted()
        overdue()
        answered = Desk(overseer(), at=AT, language=language).get(address)
        assert answered.status_code == 200
        assert answered["Cache-Control"] == "no-store"
        assert " style=" not in answered.content.decode()


class TestOverdue:
    @pytest.mark.law("11.16", "L13")
    def test_shows_president_court_above_and_procurator_what_is_late(self) -> None:
        people.courts_above()
        overdue()
        for officer in (
            people.president(),
            overseer(people.COURT_ABOVE, Duty.SUPERVISE),
            people.officer(duties=OFFICES["procurator"]),
        ):
            page = Desk(officer, at=AT).text("/court/oversight/")
            assert "take down" in page
            assert '<td class="govuk-table__cell govuk-table__cell--numeric">40</td>' in page

    def test_has_a_bar_and_a_table_for_the_same(self) -> None:
        overdue()
        page = Desk(overseer(), at=AT).text("/court/oversight/")
        assert page.count("frame-chart__bar") == len(_rows("overdue", overseer()))
        assert 'role="img"' in page


class TestScope:
    @pytest.mark.law("9.0", "11.12")
    @pytest.mark.parametrize("name", sorted(TABLES))
    def test_leaves_out_other_courts(self, name: str) -> None:
        people.courts_above()
        listings.removed()
        orders.revoked()
        overdue()
        alarms_raised()
        answered()
        assert {row["court"] for row in _rows(name, overseer())} == {people.COURT}
        assert _rows(name, overseer(people.OTHER_COURT)) == []
        assert _rows(name, overseer(people.COURT_ABOVE)) == []
        assert {row["court"] for row in _rows(name, overseer(people.COURT_ABOVE, Duty.SUPERVISE))} == {people.COURT}


class TestFiles:
    def test_say_the_same_as_data_and_for_spreadsheets(self) -> None:
        overdue()
        officer = overseer()
        content = Desk(officer, at=AT).get("/court/oversight/overdue.json").json()
        sheet = Desk(officer, at=AT).get("/court/oversight/overdue.csv").content.decode()
        rows = list(csv.DictReader(io.StringIO(sheet.removeprefix("\ufeff"))))
        assert [{key: str(value) for key, value in row.items()} for row in content["rows"]] == rows
        assert content["columns"] == list(rows[0])

    def test_hold_nobody(self) -> None:
        task = overdue()
        measured = Listing.objects.get(debtor=task.subject)
        for address in ADDRESSES:
            said = Desk(overseer(), at=AT).get(address).content.decode()
            assert task.subject.name not in said
            assert str(task.measure_id) not in said
            assert measured.case.case_number not in said


class TestKept:
    @pytest.mark.parametrize(("name", "is_kept"), [("undone", True), ("grounds", True), ("overdue", False)])
    def test_is_what_takes_long_to_count_for_ten_minutes(self, settings: Any, name: str, is_kept: bool) -> None:
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}}
        desk = Desk(overseer(), at=AT)
        before = desk.get(f"/court/oversight/{name}.json").json()["rows"]
        overdue()
        after = desk.get(f"/court/oversight/{name}.json").json()["rows"]
        assert (before == after) is is_kept
        assert _rows(name, overseer(people.OTHER_COURT)) == []


class TestGrounds:
    def test_mark_a_court_that_stands_out_beside_the_range_of_its_peers(self) -> None:
        """Ten courts list on ground 1 in about half of forty cases; this one always does."""
        template = listings.signed()
        _listings(people.COURT, template, ground_1=39)
        for number in range(10):
            _listings(people.court(f"兵98{number:02d}").pk, template, ground_1=18 + number % 4, ground_3=20)
        row = next(row for row in _rows("grounds", overseer()) if row["ground"] == 1)
        assert (row["listings"], row["on_ground"], row["peers"], row["stands_out"]) == (40, 40, 10, True)
        assert row["peers_to"] < 0.6
        assert "stands out" in Desk(overseer(), at=AT).text("/court/oversight/grounds")

    def test_tell_nothing_of_a_few_peers(self) -> None:
        template = listings.signed()
        for number in range(3):
            _listings(people.court(f"兵98{number:02d}").pk, template, ground_1=40)
        assert {row["peers_from"] for row in _rows("grounds", overseer())} == {None}


class TestApi:
    @pytest.mark.law("9.0")
    def test_refuses_strangers_and_who_does_not_oversee(self, caller: CallerOf, stranger: Client) -> None:  # noqa: F811
        address = "/court/v1/oversight?table=overdue"
        assert stranger.get(address).status_code == 401
        refused = caller(people.judge()).get(address)
        assert (refused.status_code, refused.json()["code"]) == (403, "duty-required")

    def test_gives_the_tables_by_name(self, caller: CallerOf) -> None:  # noqa: F811
        overdue()
        client = caller(overseer())
        said = client.get("/court/v1/oversight?table=overdue").json()
        assert said["rows"][0]["days"] == 40
        assert said["columns"] == list(said["rows"][0])
        assert client.get("/court/v1/oversight").json()["code"] == "field-required"
        assert client.get("/court/v1/oversight?table=other").json()["code"] == "unknown-value"


@pytest.fixture(autouse=True)
def _at_the_factories_instant() -> object:
    with time_machine.travel(AT, tick=False):
        yield


def _rows(name: str, officer: Officer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = Desk(officer, at=AT).get(f"/court/oversight/{name}.json").json()["rows"]
    return found


def _listings(court_code: str, like: Listing, **on_each: int) -> None:
    """Make decided listings of a court, as rows only: this many on each ground."""
    court = Court.objects.get(pk=court_code)
    for ground, number in on_each.items():
        for _ in range(number):
            case = cases.opened(court_code=court_code)
            row = Listing.objects.get(pk=like.pk)
            row.pk, row._state.adding = None, True
            row.id = Listing._meta.pk.get_default()
            row.case, row.court, row.decision_number = case, court, f"{like.decision_number}{case.pk}"[:60]
            row.grounds = [int(ground.removeprefix("ground_"))]
            row.save()
