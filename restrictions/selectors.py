"""Reads of the directory that more than one caller needs."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum

from restrictions.check.gate import credential_digest
from restrictions.models import (
    AnswerCount,
    CheckRecord,
    Credential,
    DirectoryHead,
    Institution,
    InstitutionState,
    UseAlarm,
    UseAlarmState,
)

# What stands in a record as the caller's reference when a person's share code led to the check.
BY_SHARE_CODE = "share-code"


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """What changed in the directory after a version. ``is_whole``: it is all there is, not a difference."""

    version: int
    is_whole: bool
    institutions: tuple[Institution, ...]
    credentials: tuple[Credential, ...]


def directory(*, after: int) -> DirectoryPage:
    """Return the changes after version ``after``, or everything when the directory stands before it (restored).

    The head is read first, so a change committed meanwhile is at worst seen twice.
    """
    with transaction.atomic():
        head = DirectoryHead.objects.filter(pk=1).values_list("version", flat=True).first() or 0
        is_whole = after == 0 or head < after
        if head == after:
            return DirectoryPage(head, is_whole=False, institutions=(), credentials=())
        floor = 0 if is_whole else after
        return DirectoryPage(
            head,
            is_whole,
            tuple(Institution.objects.filter(version__gt=floor)),
            tuple(Credential.objects.filter(version__gt=floor)),
        )


def good_credentials(*, at: datetime) -> QuerySet[Credential]:
    """Return the credentials by which an institution may ask at that instant, each with its institution."""
    return Credential.objects.select_related("institution").filter(
        Q(valid_until=None) | Q(valid_until__gt=at), revoked_at=None, institution__state=InstitutionState.ACTIVE
    )


def credential_named(text: str) -> Credential | None:
    """Return the credential with this id, this public prefix, or which this is."""
    try:
        return Credential.objects.filter(pk=uuid.UUID(text)).first()
    except ValueError:
        pass
    named = Credential.objects.filter(prefix=text).first()
    if named is None and text.isascii():
        named = Credential.objects.filter(digest=credential_digest(text)).first()
    return named


def credential_of(secret: str) -> Credential | None:
    """Return the credential that a secret is, with its institution; whether it is still good is another question."""
    if not secret.isascii():
        return None
    return Credential.objects.select_related("institution").filter(digest=credential_digest(secret)).first()


def records_of(credential: Credential, *, before: datetime | None, limit: int) -> list[CheckRecord]:
    """Return a credential's own checks, the newest first, from before an instant on.

    Without those of share codes that did not confirm anything: what the person did not show is not told afterwards.
    """
    rows = CheckRecord.objects.filter(institution_id=credential.institution_id, credential=credential)
    rows = rows.exclude(~Q(decision="permitted"), client_reference=BY_SHARE_CODE)
    return list((rows if before is None else rows.filter(at__lt=before)).order_by("-at")[:limit])


@dataclass(frozen=True, slots=True)
class AskedAbout:
    """One check that matched a person, as that person may see it: which sector asked, about what, and the answer."""

    at: datetime
    sector: str
    activity: str
    decision: str


def asked_about(subject_id: uuid.UUID, *, limit: int) -> list[AskedAbout]:
    """Return the checks that matched a person, the newest first. Which institution asked is not told, its sector is."""
    rows = CheckRecord.objects.filter(subject_id=subject_id, problem="").select_related("institution")
    return [
        AskedAbout(row.at, row.institution.sector, row.activity, row.decision) for row in rows.order_by("-at")[:limit]
    ]


@dataclass(frozen=True, slots=True)
class Answered:
    """How many checks of one sector's institutions were answered in one way, in one month; ``court`` admitted them."""

    court: str
    month: date
    sector: str
    decision: str
    reason: str
    checks: int


def answered(*, since: date, until: date, courts: Collection[str] | None = None) -> list[Answered]:
    """Return the answers of some months, the newest month first; of all courts when none is named."""
    rows = AnswerCount.objects.filter(month__gte=since, month__lt=until)
    if courts is not None:
        rows = rows.filter(court_code__in=courts)
    kinds = rows.values_list("court_code", "month", "sector", "decision", "reason").annotate(Sum("checks"))
    return [Answered(*row) for row in kinds.order_by("-month", "court_code", "sector")]


@dataclass(frozen=True, slots=True)
class Alarmed:
    """What came of the alarms of one kind about the institutions that one court has admitted."""

    court: str
    kind: str
    alarms: int
    waiting: int
    confirmed: int
    suspended: int


def alarmed(courts: Collection[str], *, since: datetime) -> list[Alarmed]:
    """Return the alarms about misuse raised since an instant, counted."""
    rows = UseAlarm.objects.filter(institution__court_code__in=courts, raised_at__gte=since)
    counted = rows.values_list("institution__court_code", "kind").annotate(
        alarms=Count("pk"),
        waiting=Count("pk", filter=Q(state=UseAlarmState.OPEN)),
        confirmed=Count("pk", filter=Q(state=UseAlarmState.CONFIRMED)),
        suspended=Count("pk", filter=Q(suspended_at__isnull=False)),
    )
    return [Alarmed(*row) for row in counted.order_by("institution__court_code", "kind")]
