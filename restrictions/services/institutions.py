"""Enrol, suspend and resume institutions. Each asks by right of a served assistance notice, and no further."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from blacklist import publication
from blacklist.law.assistance import read_scope
from blacklist.law.refusals import Refusal
from blacklist.publication import ServedNotice
from restrictions.models import Institution, InstitutionState
from restrictions.services import directory


def enrol(notice_number: str, *, activities: Iterable[str] | None = None) -> Institution:
    """Enrol the unit on which this assistance notice was served, for all that it covers or for some of it.

    :raises Refusal: `not-served` when no notice with this number was served, `wrong-state` when it was withdrawn,
        `unknown-activity`, `activity-out-of-scope`; `already-done` when the unit is enrolled under it.
    """
    with transaction.atomic():
        notice = _in_force(notice_number)
        scope = list(notice.activities) if activities is None else read_scope(activities)
        if not set(scope) <= set(notice.activities):
            raise Refusal("activity-out-of-scope", pointer="activities", article="C6")
        if Institution.objects.filter(notice_number=notice_number).exists():
            raise Refusal("already-done", "An institution is enrolled under this notice.")
        return Institution.objects.create(
            name=notice.unit_name,
            sector=notice.sector,
            notice_number=notice.number,
            legal_basis=notice.legal_basis,
            activities=scope,
            version=directory.next_version(),
        )


def suspend(institution: Institution) -> None:
    """Stop answering an institution; its credentials stay.

    :raises Refusal: `already-done` when it is suspended.
    """
    _move(institution, InstitutionState.ACTIVE, InstitutionState.SUSPENDED)


def resume(institution: Institution) -> None:
    """Answer a suspended institution again.

    :raises Refusal: `already-done` when it is not suspended, `wrong-state` when its notice, or what it asks by it, was
        withdrawn.
    """
    with transaction.atomic():
        notice = _in_force(institution.notice_number)
        if not set(institution.activities) <= set(notice.activities):
            raise Refusal("wrong-state", "The assistance notice does not cover this any more.", article="C6")
        _move(institution, InstitutionState.SUSPENDED, InstitutionState.ACTIVE)


def heed(notices: Sequence[ServedNotice]) -> None:
    """Let no institution ask beyond its notice any longer: withdrawn in part or whole (C6, §11, 19).

    It only ever narrows, so that hearing of an old state late gives nothing back. Followers call it with each notice
    they meet, before they read the directory.
    """
    for notice in notices:
        with transaction.atomic():
            found = Institution.objects.select_for_update().filter(notice_number=notice.number).first()
            if found is not None:
                _narrow(found, notice)


def _narrow(institution: Institution, notice: ServedNotice) -> None:
    covered = set(notice.activities if notice.withdrawn_on is None else ())
    kept = [code for code in institution.activities if code in covered]
    if not kept and institution.state == InstitutionState.ACTIVE:
        institution.state = InstitutionState.SUSPENDED
    elif kept and kept != institution.activities:
        institution.activities = kept
    else:
        return
    institution.version = directory.next_version()
    institution.save(update_fields=["state", "activities", "version"])


def _in_force(notice_number: str) -> ServedNotice:
    notice = publication.assistance_notice(notice_number)
    if notice is None:
        raise Refusal("not-served", "No assistance notice with this number was served.", article="C6")
    if notice.withdrawn_on is not None:
        raise Refusal("wrong-state", "The assistance notice was withdrawn.", article="C6")
    return notice


def _move(institution: Institution, before: InstitutionState, after: InstitutionState) -> None:
    with transaction.atomic():
        locked = Institution.objects.select_for_update().get(pk=institution.pk)
        if locked.state != before:
            raise Refusal("already-done")
        locked.state = after
        locked.version = directory.next_version()
        locked.save(update_fields=["state", "version"])
