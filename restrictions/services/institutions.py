"""Enrol institutions, change what and how much they ask, suspend and resume them.

Each asks by right of a served assistance notice, and no further (C6).
"""

from collections.abc import Iterable, Sequence

from django.db import transaction

from blacklist import publication
from blacklist.law.assistance import MOST_PER_DAY, MOST_PER_SECOND, PER_DAY, PER_SECOND, read_scope
from blacklist.law.refusals import Refusal
from blacklist.publication import ServedNotice
from restrictions.models import DirectoryActKind, Institution, InstitutionState
from restrictions.services import directory
from restrictions.services.directory import OPERATOR, SYSTEM, Actor


def enrol(
    notice_number: str,
    *,
    activities: Iterable[str] | None = None,
    per_second: int = PER_SECOND,
    per_day: int = PER_DAY,
    by: Actor = OPERATOR,
) -> Institution:
    """Enrol the unit on which this assistance notice was served, for all that it covers or for some of it.

    :raises Refusal: `not-served` when no notice with this number was served, `wrong-state` when it was withdrawn,
        `unknown-activity`, `activity-out-of-scope`, `number-range`; `already-done` when the unit is enrolled under it.
    """
    with transaction.atomic():
        notice = _in_force(notice_number)
        scope = list(notice.activities) if activities is None else read_scope(activities)
        _check_covered(scope, notice)
        _check_quota(per_second, per_day)
        if Institution.objects.filter(notice_number=notice_number).exists():
            raise Refusal("already-done", "An institution is enrolled under this notice.")
        enrolled = Institution.objects.create(
            name=notice.unit_name,
            sector=notice.sector,
            notice_number=notice.number,
            legal_basis=notice.legal_basis,
            court_code=notice.court_code,
            activities=scope,
            per_second=per_second,
            per_day=per_day,
            version=directory.next_version(),
        )
        directory.enter(DirectoryActKind.ENROL, enrolled, by=by)
    return enrolled


def cover(institution: Institution, *, activities: Iterable[str], by: Actor = OPERATOR, note: str = "") -> Institution:
    """Change what the institution may ask about, within its notice; a credential never covers more than both.

    :raises Refusal: `wrong-state` when the notice was withdrawn, `unknown-activity`, `activity-out-of-scope`.
    """
    with transaction.atomic():
        scope = read_scope(activities)
        _check_covered(scope, _in_force(institution.notice_number))
        locked = _locked(institution)
        locked.activities = scope
        return _save(locked, DirectoryActKind.COVER, "activities", by=by, note=note)


def allow(
    institution: Institution, *, per_second: int, per_day: int, by: Actor = OPERATOR, note: str = ""
) -> Institution:
    """Change how much the institution may ask.

    :raises Refusal: `number-range`.
    """
    with transaction.atomic():
        _check_quota(per_second, per_day)
        locked = _locked(institution)
        locked.per_second, locked.per_day = per_second, per_day
        return _save(locked, DirectoryActKind.ALLOW, "per_second", "per_day", by=by, note=note)


def suspend(institution: Institution, *, by: Actor = OPERATOR, note: str = "") -> Institution:
    """Stop answering an institution; its credentials stay.

    :raises Refusal: `already-done` when it is suspended.
    """
    with transaction.atomic():
        locked = _locked(institution)
        if locked.state == InstitutionState.SUSPENDED:
            raise Refusal("already-done")
        locked.state = InstitutionState.SUSPENDED
        return _save(locked, DirectoryActKind.SUSPEND, "state", by=by, note=note)


def resume(institution: Institution, *, by: Actor = OPERATOR, note: str = "") -> Institution:
    """Answer a suspended institution again.

    :raises Refusal: `already-done` when it is not suspended, `wrong-state` when its notice, or what it asks by it, was
        withdrawn.
    """
    with transaction.atomic():
        notice = _in_force(institution.notice_number)
        locked = _locked(institution)
        if not set(locked.activities) <= set(notice.activities):
            raise Refusal("wrong-state", "The assistance notice does not cover this any more.", article="C6")
        if locked.state == InstitutionState.ACTIVE:
            raise Refusal("already-done")
        locked.state = InstitutionState.ACTIVE
        return _save(locked, DirectoryActKind.RESUME, "state", by=by, note=note)


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
    _save(institution, DirectoryActKind.NARROW, "state", "activities", by=SYSTEM, note="")


def _in_force(notice_number: str) -> ServedNotice:
    notice = publication.assistance_notice(notice_number)
    if notice is None:
        raise Refusal("not-served", "No assistance notice with this number was served.", article="C6")
    if notice.withdrawn_on is not None:
        raise Refusal("wrong-state", "The assistance notice was withdrawn.", article="C6")
    return notice


def _locked(institution: Institution) -> Institution:
    return Institution.objects.select_for_update().get(pk=institution.pk)


def _check_covered(scope: Sequence[str], notice: ServedNotice) -> None:
    if not set(scope) <= set(notice.activities):
        raise Refusal("activity-out-of-scope", pointer="activities", article="C6")


def _check_quota(per_second: int, per_day: int) -> None:
    if not (0 < per_second <= MOST_PER_SECOND and 0 < per_day <= MOST_PER_DAY):
        raise Refusal("number-range", f"Up to {MOST_PER_SECOND} a second and {MOST_PER_DAY} a day.")


def _save(locked: Institution, kind: DirectoryActKind, *fields: str, by: Actor, note: str) -> Institution:
    locked.version = directory.next_version()
    locked.save(update_fields=[*fields, "version"])
    directory.enter(kind, locked, by=by, note=note)
    return locked
