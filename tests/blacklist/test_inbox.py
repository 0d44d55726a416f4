"""The door in: an observation of the check side becomes a task of each court concerned, once."""

import uuid
from datetime import UTC, date, datetime
from typing import get_args

import pytest

from blacklist.inbox import Event, EventKind, receive
from blacklist.law.obligations import OBLIGATIONS
from blacklist.models import RegisterEntry, Task
from blacklist.services import tasks
from tests.blacklist.services.drafts import active_listing, case, order_in_force
from tests.factories import people

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)
ON = date(2024, 3, 15)


@pytest.fixture
def subject_id() -> uuid.UUID:
    """A person with a listing of ground 2, and the task of the missing order done away with."""
    person = people.person()
    active_listing(2, on=ON, debtor=person)
    Task.objects.all().delete()
    return person.pk


def event(subject_id: uuid.UUID, kind: EventKind = "name_mismatch", reference: str = "ck_1") -> Event:
    return Event(kind=kind, subject_id=subject_id, reference=reference, activity="flight.business", occurred_at=AT)


class TestReceive:
    @pytest.mark.law("D24", "11.13")
    @pytest.mark.parametrize("kind", get_args(EventKind))
    def test_opens_a_task_of_the_court_with_a_measure(self, subject_id: uuid.UUID, kind: EventKind) -> None:
        """D8, §11 ¶13, C1, L4."""
        before = RegisterEntry.objects.count()
        assert receive([event(subject_id, kind)]) == 1
        task = Task.objects.get()
        assert (task.kind, task.court_id, task.subject_id) == (kind, people.COURT, subject_id)
        assert (task.article, task.reference, task.activity) == (OBLIGATIONS[kind].article, "ck_1", "flight.business")
        assert (task.opened_at, task.reports, task.measure_id) == (AT, 1, None)
        assert RegisterEntry.objects.count() == before

    def test_takes_a_repeated_delivery_once(self, subject_id: uuid.UUID) -> None:
        """The shipper delivers at least once."""
        assert receive([event(subject_id), event(subject_id)]) == 1
        assert receive([event(subject_id)]) == 0
        assert Task.objects.get().reports == 1

    def test_takes_a_delivery_repeated_after_the_task_was_done_once(self, subject_id: uuid.UUID) -> None:
        receive([event(subject_id)])
        tasks.close(Task.objects.get().pk, by=people.clerk(), at=AT)
        assert receive([event(subject_id)]) == 0
        assert Task.objects.count() == 1

    def test_counts_further_reports_on_the_open_task(self, subject_id: uuid.UUID) -> None:
        assert receive([event(subject_id), event(subject_id, reference="ck_2")]) == 1
        task = Task.objects.get()
        assert (task.reports, task.reference) == (2, "ck_2")

    def test_opens_a_new_task_for_a_new_report_after_the_first_was_done(self, subject_id: uuid.UUID) -> None:
        receive([event(subject_id)])
        tasks.close(Task.objects.get().pk, by=people.clerk(), at=AT)
        assert receive([event(subject_id, reference="ck_2")]) == 1
        assert Task.objects.filter(state="open").count() == 1

    def test_keeps_kinds_and_subjects_apart(self, subject_id: uuid.UUID) -> None:
        other = people.person()
        order_in_force(on=ON, of=case(debtor=other))
        events = [event(subject_id), event(subject_id, "emergency"), event(other.pk)]
        assert receive(events) == 3

    def test_tells_every_court_with_a_measure(self, subject_id: uuid.UUID) -> None:
        task_count = receive([event(subject_id)])
        stranger = receive([event(people.person().pk)])
        assert (task_count, stranger) == (1, 0)
