"""The court's inbox: a duty is done once, by an officer of the court it is a duty of."""

import uuid
from datetime import date

import pytest

from blacklist.law.duties import Duty
from blacklist.law.obligations import OBLIGATIONS
from blacklist.models import RegisterEntry, Task, TaskKind
from blacklist.services import listings, tasks
from tests.blacklist.services.drafts import active_listing, code_of, instant
from tests.blacklist.test_concurrency import outcome
from tests.factories import people
from tests.factories import tasks as task_factory

pytestmark = pytest.mark.django_db
AT = instant(date(2026, 11, 16))
BY_HAND = {
    *("unit_notice", "explanation", "take_down", "lift_notices", "removal_notices", "successor_order"),
    *("error_found", "particulars_wrong", "name_mismatch", "emergency", "listing_without_order", "minor_on_file"),
    "redress_misused",
}


class TestClose:
    def test_records_who_did_it_and_when_without_an_entry(self) -> None:
        """It changes no measure."""
        task, clerk = task_factory.open_task(), people.clerk()
        before = RegisterEntry.objects.count()
        closed = tasks.close(task.pk, by=clerk, at=AT)
        assert (closed.state, closed.closed_by, closed.closed_at) == ("done", clerk, AT)
        assert RegisterEntry.objects.count() == before

    @pytest.mark.law("J15")
    def test_needs_a_task_then_the_duty_then_its_court_then_that_it_is_open(self) -> None:
        """J15."""
        task = task_factory.done()
        lacking = people.officer(duties=set(Duty) - {Duty.REGISTER}, court_code=people.OTHER_COURT)
        elsewhere, clerk = people.clerk(people.OTHER_COURT), people.clerk()
        assert code_of(lambda: tasks.close(uuid.UUID(int=0), by=lacking, at=AT)) == "not-found"
        assert code_of(lambda: tasks.close(task.pk, by=lacking, at=AT)) == "duty-required"
        assert code_of(lambda: tasks.close(task.pk, by=elsewhere, at=AT)) == "other-court"
        assert code_of(lambda: tasks.close(task.pk, by=clerk, at=AT)) == "already-done"

    @pytest.mark.law("11.16")
    @pytest.mark.parametrize("kind", sorted(set(OBLIGATIONS)))
    def test_is_for_what_no_act_shows(self, kind: str) -> None:
        """A request for correction is not decided by ticking it off."""
        task = task_factory.open_task()
        Task.objects.filter(pk=task.pk).update(kind=kind)
        done = outcome(lambda: tasks.close(task.pk, by=people.clerk(), at=AT))
        assert done == ("done" if OBLIGATIONS[kind].is_closed_by_hand else "wrong-state")
        assert kind in BY_HAND or done == "wrong-state"


class TestOpenTakeDown:
    @pytest.mark.law("T4")
    def test_marks_a_deadline_in_a_year_without_calendar_as_provisional(self) -> None:
        """T4: the notice for 2027 is not out on 2026-11-16, so the earliest possible day is stored, marked."""
        listing = active_listing(1, on=date(2026, 11, 16))
        at = instant(date(2026, 12, 30))
        listings.remove(listing.pk, reason="performed", note="", by=people.judge(), at=at)
        task = Task.objects.get(kind="take_down")
        assert (task.due_on, task.is_provisional) == (date(2027, 1, 4), True)
        assert (task.period, task.counted_from, task.holder) == ("removal_due", date(2026, 12, 30), "remove")


class TestSettle:
    def test_closes_only_what_was_asked_for(self) -> None:
        """The duty on one measure is done; that on another stays open."""
        task, other = task_factory.open_task(), task_factory.open_task()
        judge = people.judge()
        tasks.settle(TaskKind.TAKE_DOWN, measure_id=task.measure_id, at=AT, by=judge)
        task.refresh_from_db()
        other.refresh_from_db()
        assert (task.state, task.closed_by, task.closed_at, other.state) == ("done", judge, AT, "open")
