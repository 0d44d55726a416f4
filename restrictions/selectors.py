"""Reads of the directory that more than one caller needs."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from restrictions.check.gate import credential_digest
from restrictions.models import CheckRecord, Credential, DirectoryHead, Institution, InstitutionState

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
