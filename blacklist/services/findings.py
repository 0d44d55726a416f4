"""A court finds an error itself: three working days to revoke or to put right run from that day (L9)."""

import uuid
from datetime import date, datetime

from django.db import transaction

from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.law.lifecycle import Act
from blacklist.law.refusals import Refusal
from blacklist.law.remedies import MeasureKind
from blacklist.models import Officer, Task, TaskKind
from blacklist.register import Deed, append, lock_subjects
from blacklist.services import measures, relation, tasks
from blacklist.services.decisions import require_note
from blacklist.services.tasks import Concern

ERRORS = (TaskKind.ERROR_FOUND, TaskKind.PARTICULARS_WRONG)


def report_error(
    kind: MeasureKind, measure_id: uuid.UUID, *, error: TaskKind, found_on: date, note: str, by: Officer, at: datetime
) -> Task:
    """Record an error found in a measure, here or by a court above: it should not have been, or its record is wrong.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``; ``date-in-future``, ``reasons-required``.
    """
    with transaction.atomic():
        measure = measures.locked(kind, measure_id)
        court_code = measure.case.court_id
        relation.require_here_or_above(by, Duty.REGISTER, court_code=court_code, above=Duty.REGISTER)
        if found_on > legal_day(at):
            raise Refusal("date-in-future", pointer="found_on")
        require_note(note, article="L9")
        subjects = lock_subjects(measures.subject_ids(measure))
        concern = Concern(measure.case.court_id, subjects[0].pk, measure_id=measure.pk)
        task = tasks.open_task(error, concern, counted_from=found_on, at=at)
        done = Deed(Act.REPORT_ERROR, by.court_id, at, "L9", by.username, by.pk, error, measure.pk, note=note.strip())
        append(done, subjects=subjects)
        return task
