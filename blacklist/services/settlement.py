"""What an act on a measure settles: duties to put it right, and requests for correction that asked for this act."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from blacklist.law.days import legal_day
from blacklist.law.lifecycle import ENDED, Act
from blacklist.law.refusals import Refusal
from blacklist.law.remedies import FULFILLING, FULFILS, TO_BE_CORRECTED, CorrectionState
from blacklist.models import ConsumptionOrder, CorrectionRequest, Listing, Officer, TaskKind
from blacklist.services import tasks

SETTLED: Mapping[Act, tuple[TaskKind, ...]] = MappingProxyType(
    {
        Act.REVOKE: (TaskKind.ERROR_FOUND, TaskKind.PARTICULARS_WRONG, TaskKind.RESUME),
        Act.RECTIFY: (TaskKind.PARTICULARS_WRONG,),
        Act.REMOVE: (TaskKind.RESUME,),
        Act.LIFT: (TaskKind.RESUME,),
        Act.EXPIRE: (TaskKind.RESUME,),
        Act.RESUME: (TaskKind.RESUME,),
    }
)


class Doing(Protocol):
    """What is asked of an act: what it is, by whom and when, and which request it says it fulfils."""

    @property
    def act(self) -> Act: ...
    @property
    def officer(self) -> Officer | None: ...
    @property
    def at(self) -> datetime: ...
    @property
    def correction_id(self) -> uuid.UUID | None: ...


def follow(measure: Listing | ConsumptionOrder, done: Doing) -> None:
    """Close the duties that an act fulfils; an act that ends the measure fulfils what no longer makes sense, too.

    :raises Refusal: ``not-found`` or ``correction-not-met`` for a request named that this act does not fulfil.
    """
    if done.act in SETTLED and (done.act is not Act.LIFT or measure.state in ENDED):
        tasks.settle(*SETTLED[done.act], measure_id=measure.pk, by=done.officer, at=done.at)
    if done.act in FULFILLING:
        _fulfil(measure, done)


def _fulfil(measure: Listing | ConsumptionOrder, done: Doing) -> None:
    upheld = CorrectionRequest.objects.select_for_update(no_key=True).filter(state__in=TO_BE_CORRECTED)
    requests = {request.pk: request for request in upheld.filter(**about(measure)).order_by("pk")}
    if done.correction_id is not None:
        named = requests.pop(done.correction_id, None)
        if named is None:
            raise Refusal("not-found", "No request about this measure waits to be fulfilled.", pointer="correction")
        fulfil(named, act=done.act, by=done.officer, at=done.at)
    for request in requests.values():
        if done.act in FULFILS[Act(request.remedy)] and has_ended_for(measure, request.person_id):
            fulfil(request, act=done.act, by=done.officer, at=done.at)


def fulfil(request: CorrectionRequest, *, act: Act, by: Officer | None, at: datetime) -> None:
    """Record that an act has put right what a request, locked, asked for.

    :raises Refusal: ``not-found`` when it does not wait for that, ``correction-not-met`` when it asks for another act.
    """
    if request.state not in TO_BE_CORRECTED:
        raise Refusal("not-found", "That request does not wait to be fulfilled.", pointer="correction")
    if act not in FULFILS[Act(request.remedy)]:
        raise Refusal("correction-not-met", pointer="correction", article="L12")
    request.state, request.corrected_on = CorrectionState.CORRECTED, legal_day(at)
    request.corrected_by_id = by.court_id if by else request.measure.case.court_id
    request.save()
    tasks.settle(TaskKind.CORRECTION_UPHELD, matter_id=request.pk, by=by, at=at)


def about(measure: Listing | ConsumptionOrder) -> dict[str, Listing | ConsumptionOrder]:
    """Return the condition that a request is about this measure."""
    return {"listing": measure} if isinstance(measure, Listing) else {"order": measure}


def has_ended_for(measure: Listing | ConsumptionOrder, person_id: uuid.UUID) -> bool:
    """Say whether an act or the calendar has ended the measure for this person."""
    if measure.state in ENDED:
        return True
    if isinstance(measure, Listing):
        return False
    return not measure.restricted_persons.filter(person_id=person_id, ended_on__isnull=True).exists()
