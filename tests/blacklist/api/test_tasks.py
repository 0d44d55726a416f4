from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from blacklist.models import OfficerSession, Task
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

    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            ("state=open&kind=take_down", 1),
            ("kind=order_missing", 0),
            ("article=L10-1", 1),
            ("article=L9", 0),
            ("due_before=2026-11-20", 1),
            ("due_before=2026-11-19", 0),
            ("overdue=true", 0),
            ("overdue=false&kind=take_down", 1),
            ("holder=remove", 1),
            ("holder=sign", 0),
            (f"court={people.COURT}&kind=take_down", 1),
            (f"court={people.OTHER_COURT}", 0),
        ],
    )
    def test_finds_tasks_by(self, caller: CallerOf, filters: str, found: int) -> None:
        task = tasks.open_task()
        Task.objects.exclude(pk=task.pk).delete()
        items = caller(people.clerk()).get(f"/court/v1/tasks?{filters}").json()["items"]
        assert len(items) == found

    def test_finds_what_is_overdue_from_the_next_day(self, caller: CallerOf) -> None:
        """L10 ¶1: due on 19 November."""
        task, client = tasks.open_task(), caller(people.clerk())
        for day, found in (("19", False), ("20", True)):
            with time_machine.travel(f"2026-11-{day}T00:30:00+08:00", tick=False):
                OfficerSession.objects.update(expires_at=datetime.now(UTC) + timedelta(hours=1))
                items = client.get("/court/v1/tasks?overdue=true").json()["items"]
                assert (str(task.pk) in {item["id"] for item in items}) is found

    @pytest.mark.parametrize(
        ("filters", "status", "code"),
        [
            ("overdue=1", 400, "wrong-type"),
            ("overdue=", 400, "wrong-type"),
            ("kind=errand", 422, "unknown-value"),
            ("due_before=tomorrow", 400, "date"),
            ("colour=red", 400, "unknown-field"),
            ("measure=7", 400, "wrong-type"),
        ],
    )
    def test_refuses_filters_that_are_none(self, caller: CallerOf, filters: str, status: int, code: str) -> None:
        answer = caller(people.clerk()).get(f"/court/v1/tasks?{filters}")
        assert (answer.status_code, answer.json()["code"]) == (status, code)

    def test_shows_what_is_due_and_when(self, caller: CallerOf) -> None:
        """L10 ¶1: taken down within three working days."""
        task = tasks.open_task()
        found = caller(people.clerk()).get("/court/v1/tasks?state=open").json()
        shown = {item["id"]: item for item in found["items"]}[str(task.pk)]
        assert (shown["kind"], shown["due_on"], shown["reference"]) == ("take_down", "2026-11-19", None)
