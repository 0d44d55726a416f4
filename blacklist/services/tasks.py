"""The court's inbox: a clerical duty is reported done by the officer who did it."""

import uuid
from datetime import datetime

from django.db import transaction

from blacklist.law.duties import Duty
from blacklist.law.refusals import Refusal
from blacklist.models import Officer, Task, TaskState
from blacklist.services import relation


def close(task_id: uuid.UUID, *, by: Officer, at: datetime) -> Task:
    """Record that a task of the officer's own court is done. It changes no measure, so the register has no entry.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``already-done``.
    """
    with transaction.atomic():
        task = Task.objects.select_for_update(of=("self",)).filter(pk=task_id).first()
        if task is None:
            raise Refusal("not-found", "There is no such task.")
        relation.require(by, Duty.REGISTER, court_code=task.court_id)
        if task.state == TaskState.DONE:
            raise Refusal("already-done", "This task is closed.")
        task.state, task.closed_at, task.closed_by = TaskState.DONE, at, by
        task.save()
    return task
