"""Interim relief: while an error in a measure is likely, its effect may be paused; only an act lets it go on.

The decision of the court stands, its term runs on, and whatever may end the measure may end it while it is paused.
"""

import uuid
from datetime import datetime

from django.db import transaction

from blacklist.law.lifecycle import Act
from blacklist.law.refusals import Refusal
from blacklist.law.remedies import PENDING, MeasureKind
from blacklist.models import CorrectionRequest, Officer
from blacklist.register import lock_subjects
from blacklist.services import measures
from blacklist.services.decisions import Decision, Done, conclude, require_note
from blacklist.services.settlement import about


def pause(kind: MeasureKind, measure_id: uuid.UUID, *, note: str, by: Officer, at: datetime) -> Decision:
    """Take the effect from a measure whose correction is asked for, while an error in it is likely (§9.4).

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``already-done``, ``wrong-state``;
        ``no-open-request``, ``reasons-required``.
    """
    with transaction.atomic():
        measure = measures.locked(kind, measure_id)
        step = measures.step_of(measure, Act.PAUSE, by=by)
        if not CorrectionRequest.objects.filter(state__in=PENDING, **about(measure)).exists():
            raise Refusal("no-open-request", article=step.article)
        require_note(note, article=step.article)
        subjects = lock_subjects(measures.subject_ids(measure))
        return conclude(measure, Done(Act.PAUSE, step, by, at, note=note), subjects=subjects)


def resume(kind: MeasureKind, measure_id: uuid.UUID, *, note: str, by: Officer, at: datetime) -> Decision:
    """Give a paused measure its effect back.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``already-done``, ``wrong-state``;
        ``reasons-required``.
    """
    with transaction.atomic():
        measure = measures.locked(kind, measure_id)
        step = measures.step_of(measure, Act.RESUME, by=by)
        require_note(note, article=step.article)
        subjects = lock_subjects(measures.subject_ids(measure))
        return conclude(measure, Done(Act.RESUME, step, by, at, note=note), subjects=subjects)
