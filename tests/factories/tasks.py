"""Tasks of a court."""

from blacklist.models import Task, TaskKind
from blacklist.services import tasks
from tests.factories import listings, people
from tests.factories.clock import AT


def open_task() -> Task:
    """Return the task of taking down a removed listing."""
    return Task.objects.get(kind=TaskKind.TAKE_DOWN, measure_id=listings.removed().pk)


def done() -> Task:
    """Return the same task when it is done."""
    return tasks.close(open_task().pk, by=people.clerk(), at=AT)
