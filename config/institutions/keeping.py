"""Who keeps which institution: officers with the duty to enrol, at the court that served its assistance notice (C6)."""

import uuid
from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import QuerySet

from blacklist import publication
from blacklist.api.preconditions import Records
from blacklist.law.duties import Duty
from blacklist.law.refusals import Refusal
from blacklist.models import Officer
from blacklist.selectors import courts_read_by
from blacklist.services import relation
from restrictions.models import Credential, DirectoryAct, Institution, UseAlarm
from restrictions.services.directory import Actor


def institutions_of(officer: Officer) -> QuerySet[Institution]:
    """Return the institutions of the courts that the officer reads."""
    return Institution.objects.filter(court_code__in=courts_read_by(officer).values("pk"))


def credentials_of(officer: Officer) -> QuerySet[Credential]:
    return Credential.objects.filter(institution__in=institutions_of(officer))


def acts_of(officer: Officer) -> QuerySet[DirectoryAct]:
    return DirectoryAct.objects.filter(institution__in=institutions_of(officer)).select_related("credential")


def alarms_of(officer: Officer) -> QuerySet[UseAlarm]:
    return UseAlarm.objects.filter(institution__in=institutions_of(officer)).select_related("institution")


RECORDS: Mapping[str, Records] = MappingProxyType(
    {"institution_id": institutions_of, "credential_id": credentials_of, "alarm_id": alarms_of},
)


def admitting(notice_number: str, by: Officer) -> Actor:
    """Return the officer as one who may admit the unit of this notice.

    :raises Refusal: ``duty-required``, ``other-court``.
    """
    notice = publication.assistance_notice(notice_number)
    court_code = notice.court_code if notice else relation.require_at_some_court(by, Duty.ENROL)
    return _acting(by, court_code)


def institution_kept_by(by: Officer, institution_id: uuid.UUID) -> tuple[Institution, Actor]:
    """Return the institution, and the officer as one who may act on it.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``.
    """
    found = Institution.objects.filter(pk=institution_id).first()
    if found is None:
        raise Refusal("not-found", "There is no such institution.")
    return found, _acting(by, found.court_code)


def credential_kept_by(by: Officer, institution_id: uuid.UUID, credential_id: uuid.UUID) -> tuple[Credential, Actor]:
    """Return the institution's credential, and the officer as one who may act on it.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``.
    """
    institution, actor = institution_kept_by(by, institution_id)
    found = institution.credentials.filter(pk=credential_id).first()
    if found is None:
        raise Refusal("not-found", "The institution has no such credential.")
    return found, actor


def reviewing(by: Officer, alarm_id: uuid.UUID) -> Actor:
    """Return the officer as one who may review the alarm.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``.
    """
    found = UseAlarm.objects.select_related("institution").filter(pk=alarm_id).first()
    if found is None:
        raise Refusal("not-found", "There is no such alarm.")
    return _acting(by, found.institution.court_code)


def _acting(by: Officer, court_code: str) -> Actor:
    relation.require(by, Duty.ENROL, court_code=court_code)
    return Actor(by.username, str(by.pk))
