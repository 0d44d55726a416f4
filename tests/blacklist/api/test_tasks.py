import pytest
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ActOnRecord
from tests.factories import people, tasks

pytestmark = pytest.mark.django_db


class TestClose(ActOnRecord):
    collection, act, duty = "tasks", "done", Duty.REGISTER
    ready = tasks.open_task
    wrong = {"done": (tasks.done, "already-done")}
    leads_to = {"state": "done"}
    writes = False


class TestRead:
    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert stranger.get("/court/v1/tasks").status_code == 401

    def test_refuses_who_may_not_read(self, caller: CallerOf) -> None:
        assert caller(people.administrator()).get("/court/v1/tasks").status_code == 403

    def test_hides_other_courts(self, caller: CallerOf) -> None:
        tasks.open_task()
        found = caller(people.clerk(people.OTHER_COURT)).get("/court/v1/tasks").json()
        assert found["items"] == []

    def test_shows_what_is_due_and_when(self, caller: CallerOf) -> None:
        """L10 ¶1: taken down within three working days."""
        task = tasks.open_task()
        found = caller(people.clerk()).get("/court/v1/tasks?state=open").json()
        shown = {item["id"]: item for item in found["items"]}[str(task.pk)]
        assert (shown["kind"], shown["due_on"], shown["reference"]) == ("take_down", "2026-11-19", None)
