"""The court's inbox: what is to be done, by when, under which article."""

import uuid
from datetime import datetime
from typing import Any

from django.db.models import Q
from rest_framework import serializers

from blacklist import selectors
from blacklist.api.paging import PageIn, page, paged
from blacklist.api.persons import PersonOut
from blacklist.api.session import DUTIES
from blacklist.api.shapes import Choice, Day, Flag, Id, NothingIn, Output, Text
from blacklist.api.views import CourtView, Given, Operation, matching
from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.models import Officer, Task, TaskKind, TaskState
from blacklist.services import tasks


class TaskFilterIn(PageIn):
    """Which tasks."""

    state = Choice(TaskState.choices, required=False)
    court = Text(required=False, max_length=8, help_text="For who reads the courts below.")
    kind = Choice(TaskKind.choices, required=False)
    holder = Choice(DUTIES, required=False, help_text="The duty of those who are to do it.")
    article = Text(required=False, max_length=40)
    measure = Id(required=False)
    matter = Id(required=False, help_text="The application or request.")
    due_before = Day(required=False)
    overdue = Flag(required=False, help_text="Open, and its day is past.")
    escalated = Flag(required=False, help_text="Seen as overdue by the courts above.")


class TaskOut(Output):
    """One thing the court has to do; ``reports`` counts how often it was noticed."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(TaskKind.choices)
    subject = PersonOut()
    measure = serializers.UUIDField(source="measure_id", allow_null=True)
    matter = serializers.UUIDField(source="matter_id", allow_null=True, help_text="The application or request.")
    holder = serializers.ChoiceField(DUTIES, help_text="The duty of those who are to do it.")
    article = serializers.CharField()
    reference = serializers.SerializerMethodField()
    activity = serializers.SerializerMethodField()
    reports = serializers.IntegerField()
    opened_at = serializers.DateTimeField()
    counted_from = serializers.DateField(allow_null=True, help_text="The day its period was counted from.")
    due_on = serializers.DateField(allow_null=True)
    is_provisional = serializers.BooleanField(help_text="The calendar of that year is not published yet.")
    escalated_at = serializers.DateTimeField(allow_null=True, help_text="Since when the court above sees it overdue.")
    state = serializers.ChoiceField(TaskState.choices)
    closed_at = serializers.DateTimeField(allow_null=True)
    is_closed_by_hand = serializers.BooleanField(help_text="No act shows that it is done: say so.")

    def get_reference(self, task: Task) -> str | None:
        return task.reference or None

    def get_activity(self, task: Task) -> str | None:
        return task.activity or None


class Tasks(CourtView):
    operations = {"GET": Operation("list_tasks", Duty.READ, takes=TaskFilterIn, gives=paged(TaskOut, name="TaskPage"))}

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """List the tasks of the own court, and for who supervises of the courts below; newest first."""
        overdue = Q(state=TaskState.OPEN, due_on__isnull=False, due_on__lt=legal_day(at))
        rows = matching(
            selectors.tasks_of(by),
            given,
            *("state", "court", "kind", "holder", "article"),
            measure=lambda measure_id: Q(measure_id=measure_id),
            matter=lambda matter_id: Q(matter_id=matter_id),
            due_before=lambda day: Q(due_on__lt=day),
            overdue=lambda is_so: overdue if is_so else ~overdue,
            escalated=lambda is_so: Q(escalated_at__isnull=not is_so),
        )
        return page(rows, given, newest_by="opened_at")


class CloseTask(CourtView):
    operations = {"POST": Operation("close_task", Duty.REGISTER, takes=NothingIn, gives=TaskOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, task_id: uuid.UUID) -> Task:
        """Record that a task is done, where no act shows it (`is_closed_by_hand`)."""
        return tasks.close(task_id, by=by, at=at)
