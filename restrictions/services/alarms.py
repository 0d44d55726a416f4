"""Alarms about how an institution uses the list: raised by rule, closed by a person; hard ones suspend at once."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from blacklist.law.refusals import Refusal
from restrictions.models import Institution, InstitutionState, UseAlarm, UseAlarmState, UseCount
from restrictions.services import institutions
from restrictions.services.directory import SYSTEM, Actor
from restrictions.watching import Finding, findings

WATCHED = timedelta(hours=2)


def watch(*, at: datetime) -> int:
    """Raise an alarm for what stands out in the hours just past, once an hour and kind; return how many are new."""
    counts = UseCount.objects.filter(hour__gt=at - WATCHED).order_by("institution_id", "hour")
    return sum(_heed(count, finding, at=at) for count in counts for finding in findings(count))


def confirm(alarm_id: uuid.UUID, *, note: str, by: Actor, at: datetime) -> UseAlarm:
    """Find that the use was abuse: the institution stays suspended, or is suspended now.

    :raises Refusal: `not-found`; `already-done` when somebody has reviewed the alarm.
    """
    with transaction.atomic():
        alarm = _reviewed(alarm_id, UseAlarmState.CONFIRMED, note=note, by=by, at=at)
        if alarm.institution.state == InstitutionState.ACTIVE:
            institutions.suspend(alarm.institution, by=by, note=note)
    return alarm


def dismiss(alarm_id: uuid.UUID, *, note: str, by: Actor, at: datetime) -> UseAlarm:
    """Find that it was no abuse: what the alarm suspended is resumed, unless another alarm holds it.

    :raises Refusal: `not-found`; `already-done` when somebody has reviewed the alarm; `wrong-state` when the notice
        does not cover the institution any more.
    """
    with transaction.atomic():
        alarm = _reviewed(alarm_id, UseAlarmState.DISMISSED, note=note, by=by, at=at)
        held = UseAlarm.objects.filter(institution=alarm.institution, suspended_at__isnull=False)
        is_held = held.filter(state=UseAlarmState.OPEN).exists() or _is_confirmed_since(alarm)
        is_suspended = alarm.institution.state == InstitutionState.SUSPENDED
        if alarm.suspended_at is not None and is_suspended and not is_held:
            institutions.resume(alarm.institution, by=by, note=note)
    return alarm


def _heed(count: UseCount, finding: Finding, *, at: datetime) -> bool:
    with transaction.atomic():
        institution = Institution.objects.select_for_update().filter(pk=count.institution_id).first()
        if institution is None:
            return False
        alarm, is_new = UseAlarm.objects.get_or_create(
            institution=institution,
            kind=finding.kind,
            hour=count.hour,
            defaults={"part": finding.part, "whole": finding.whole, "raised_at": at},
        )
        if alarm.state == UseAlarmState.OPEN:
            alarm.part, alarm.whole = finding.part, finding.whole
            if finding.is_hard and settings.LIVEMODE and institution.state == InstitutionState.ACTIVE:
                alarm.suspended_at = at
                institutions.suspend(institution, by=SYSTEM, note=f"{finding.kind}: {finding.part}/{finding.whole}")
            alarm.save(update_fields=["part", "whole", "suspended_at"])
    return is_new


def _reviewed(alarm_id: uuid.UUID, state: UseAlarmState, *, note: str, by: Actor, at: datetime) -> UseAlarm:
    """Lock the institution, then the alarm, as :func:`watch` does, and write the finding."""
    found = UseAlarm.objects.filter(pk=alarm_id).first()
    if found is None:
        raise Refusal("not-found", "There is no such alarm.")
    Institution.objects.select_for_update().get(pk=found.institution_id)
    alarm = UseAlarm.objects.select_for_update(of=("self",)).select_related("institution").get(pk=alarm_id)
    if alarm.state != UseAlarmState.OPEN:
        raise Refusal("already-done", "This alarm was reviewed.")
    alarm.state, alarm.note, alarm.reviewed_by, alarm.reviewed_at = state, note, by.name, at
    alarm.save(update_fields=["state", "note", "reviewed_by", "reviewed_at"])
    return alarm


def _is_confirmed_since(alarm: UseAlarm) -> bool:
    """Say whether abuse was found in another alarm since this one suspended."""
    confirmed = UseAlarm.objects.filter(institution=alarm.institution, state=UseAlarmState.CONFIRMED)
    return alarm.suspended_at is not None and confirmed.filter(reviewed_at__gte=alarm.suspended_at).exists()
