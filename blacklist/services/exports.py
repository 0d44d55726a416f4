"""Taking the own court's register out: always on record; with whole identity numbers only for a stated purpose."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from blacklist.files.kinds import Kind
from blacklist.law.duties import Duty
from blacklist.law.refusals import Refusal
from blacklist.models import ListHead, Officer, Purpose, RegisterExport
from blacklist.services import relation

FETCHED_WITHIN = timedelta(minutes=15)


@dataclass(frozen=True)
class Reason:
    """What whole identity numbers are needed for: a purpose of the closed list, and in words."""

    purpose: Purpose
    note: str


def authorise(kind: Kind, reason: Reason, *, by: Officer, at: datetime) -> RegisterExport:
    """Put on record that the officer takes the register out with whole numbers; the file is fetched next.

    :raises Refusal: ``duty-required``, ``reasons-required``.
    """
    court_code = _own_court(by, Duty.EXPORT)
    return _put_down(_of(court_code, kind, by=by, at=at), reason)


def fetch(export_id: uuid.UUID, *, by: Officer, at: datetime) -> RegisterExport:
    """Put on record that an authorised export is fetched, by who authorised it, within a quarter of an hour.

    :raises Refusal: ``not-found``, ``duty-required``, ``wrong-state`` when it is too late.
    """
    with transaction.atomic():
        found = RegisterExport.objects.select_for_update(of=("self",)).filter(pk=export_id, officer=by).first()
        if found is None:
            raise Refusal("not-found", "You have authorised no such export.")
        relation.require(by, Duty.EXPORT, court_code=found.court_id)
        if at > found.asked_at + FETCHED_WITHIN:
            raise Refusal("wrong-state", "This export was to be fetched within 15 minutes; authorise it anew.")
        return _fetched(found, at=at)


def take_masked(kind: Kind, *, by: Officer, at: datetime) -> RegisterExport:
    """Put on record that the officer takes the register out with masked numbers.

    :raises Refusal: ``duty-required``.
    """
    court_code = _own_court(by, Duty.READ)
    return _fetched(_of(court_code, kind, by=by, at=at), at=at)


def take_as_operator(court_code: str, kind: Kind, reason: Reason | None, *, name: str, at: datetime) -> RegisterExport:
    """Put on record that the operator takes a court's register out; with a reason, with whole numbers.

    :raises Refusal: ``reasons-required``.
    """
    export = RegisterExport(court_id=court_code, actor_name=name, kind=kind, asked_at=at)
    return _fetched(_put_down(export, reason) if reason else export, at=at)


def _own_court(by: Officer, duty: Duty) -> str:
    if by.court_id is None:
        raise Refusal("duty-required", "Only an officer of a court takes its register out.")
    relation.require(by, duty, court_code=by.court_id)
    return by.court_id


def _of(court_code: str, kind: Kind, *, by: Officer, at: datetime) -> RegisterExport:
    return RegisterExport(court_id=court_code, officer=by, actor_name=by.username, kind=kind, asked_at=at)


def _put_down(export: RegisterExport, reason: Reason) -> RegisterExport:
    if not reason.note.strip():
        raise Refusal("reasons-required", pointer="note", article="D5/6")
    export.has_whole_numbers, export.purpose = True, reason.purpose
    export.seal_note(reason.note.strip())
    export.save()
    return export


def _fetched(export: RegisterExport, *, at: datetime) -> RegisterExport:
    export.fetched_at, export.list_version = at, ListHead.objects.get(pk=1).version
    export.save()
    return export
