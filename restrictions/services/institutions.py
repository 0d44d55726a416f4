"""Enrol, suspend and resume institutions."""

from collections.abc import Iterable

from django.db import transaction

from blacklist.law.activities import ACTIVITIES, BIT, Answer
from blacklist.law.refusals import Refusal
from restrictions.models import Institution, InstitutionState
from restrictions.services import directory


def enrol(*, name: str, sector: str, notice_number: str, legal_basis: str, activities: Iterable[str]) -> Institution:
    """Enrol an institution on which a court has served the assistance notice ``notice_number``.

    :raises Refusal: `unknown-activity` when the notice names none, or one that only the court answers about.
    """
    with transaction.atomic():
        return Institution.objects.create(
            name=name,
            sector=sector,
            notice_number=notice_number,
            legal_basis=legal_basis,
            activities=read_scope(activities),
            version=directory.next_version(),
        )


def suspend(institution: Institution) -> None:
    """Stop answering an institution; its credentials stay.

    :raises Refusal: `already-done` when it is suspended.
    """
    _move(institution, InstitutionState.ACTIVE, InstitutionState.SUSPENDED)


def resume(institution: Institution) -> None:
    """Answer a suspended institution again.

    :raises Refusal: `already-done` when it is not suspended.
    """
    _move(institution, InstitutionState.SUSPENDED, InstitutionState.ACTIVE)


def read_scope(activities: Iterable[str]) -> list[str]:
    """Return the activities once each, in the catalogue's order.

    :raises Refusal: `unknown-activity`.
    """
    named = set(activities)
    answered = {code for code, activity in ACTIVITIES.items() if activity.answer is not Answer.NOT_ANSWERED}
    if not named or not named <= answered:
        raise Refusal("unknown-activity", pointer="activities")
    return sorted(named, key=BIT.__getitem__)


def _move(institution: Institution, before: InstitutionState, after: InstitutionState) -> None:
    with transaction.atomic():
        locked = Institution.objects.select_for_update().get(pk=institution.pk)
        if locked.state != before:
            raise Refusal("already-done")
        locked.state = after
        locked.version = directory.next_version()
        locked.save(update_fields=["state", "version"])
