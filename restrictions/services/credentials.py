"""Issue, change over and revoke the credentials of institutions."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from blacklist.law.assistance import LONGEST_OVERLAP_HOURS, read_scope
from blacklist.law.refusals import Refusal
from restrictions.check.gate import credential_digest
from restrictions.models import Credential, DirectoryActKind, Institution
from restrictions.services import directory
from restrictions.services.directory import OPERATOR, Actor

_PREFIX_BYTES = 5
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Issued:
    """A new credential. ``secret`` is what the institution sends; it is shown once and kept nowhere."""

    credential: Credential
    secret: str


def issue(
    institution: Institution, *, activities: Iterable[str] | None = None, by: Actor = OPERATOR, note: str = ""
) -> Issued:
    """Issue a credential for some of the institution's activities, or for all of them.

    :raises Refusal: `activity-out-of-scope` for an activity that the assistance notice does not cover.
    """
    with transaction.atomic():
        locked = Institution.objects.select_for_update().get(pk=institution.pk)
        issued = _make(locked, locked.activities if activities is None else read_scope(activities))
        directory.enter(DirectoryActKind.ISSUE, locked, credential=issued.credential, by=by, note=note)
    return issued


def rotate(credential: Credential, *, overlap: timedelta, at: datetime, by: Actor = OPERATOR, note: str = "") -> Issued:
    """Issue the successor of a credential, for the same activities; both are good for ``overlap``.

    :raises Refusal: `wrong-state` when it is revoked or has run out, `number-range` for an overlap above ninety days.
    """
    with transaction.atomic():
        locked = _locked(credential)
        if locked.revoked_at is not None or (locked.valid_until is not None and locked.valid_until <= at):
            raise Refusal("wrong-state", "This credential is not good any more; issue another.")
        _end(locked, after=overlap, at=at)
        directory.enter(DirectoryActKind.LIMIT, locked.institution, credential=locked, by=by, note=note)
        covered = set(locked.institution.activities)
        scope = [code for code in locked.activities if code in covered]
        issued = _make(locked.institution, scope or locked.institution.activities)
        directory.enter(DirectoryActKind.ROTATE, locked.institution, credential=issued.credential, by=by, note=note)
    return issued


def limit(
    credential: Credential, *, after: timedelta, at: datetime, by: Actor = OPERATOR, note: str = ""
) -> Credential:
    """Let a credential run out after a while; nodes refuse it from that instant by their own clocks.

    :raises Refusal: `already-done` when it is revoked or runs out sooner, `number-range` above ninety days.
    """
    with transaction.atomic():
        locked = _locked(credential)
        ends_at = locked.revoked_at or locked.valid_until
        if ends_at is not None and ends_at <= at + after:
            raise Refusal("already-done", "This credential ends by then.")
        _end(locked, after=after, at=at)
        directory.enter(DirectoryActKind.LIMIT, locked.institution, credential=locked, by=by, note=note)
    return locked


def revoke(credential: Credential, *, at: datetime, by: Actor = OPERATOR, note: str = "") -> Credential:
    """Revoke a credential; check nodes refuse it as soon as they have followed, whatever their clocks say.

    :raises Refusal: `already-done` when it is revoked.
    """
    with transaction.atomic():
        locked = _locked(credential)
        if locked.revoked_at is not None:
            raise Refusal("already-done")
        locked.revoked_at = at
        locked.version = directory.next_version()
        locked.save(update_fields=["revoked_at", "version"])
        kind = DirectoryActKind.REVOKE_CREDENTIAL
        directory.enter(kind, locked.institution, credential=locked, by=by, note=note)
    return locked


def _locked(credential: Credential) -> Credential:
    """Lock the institution first, as every act does, then the credential."""
    Institution.objects.select_for_update().get(pk=credential.institution_id)
    return Credential.objects.select_for_update(of=("self",)).select_related("institution").get(pk=credential.pk)


def _make(institution: Institution, scope: list[str]) -> Issued:
    if not set(scope) <= set(institution.activities):
        raise Refusal("activity-out-of-scope", pointer="activities")
    prefix = f"rc_{secrets.token_hex(_PREFIX_BYTES)}"
    secret = f"{prefix}_{secrets.token_urlsafe(_SECRET_BYTES)}"
    credential = Credential.objects.create(
        institution=institution,
        prefix=prefix,
        digest=credential_digest(secret),
        activities=scope,
        version=directory.next_version(),
    )
    return Issued(credential, secret)


def _end(locked: Credential, *, after: timedelta, at: datetime) -> None:
    if not timedelta() <= after <= timedelta(hours=LONGEST_OVERLAP_HOURS):
        raise Refusal("number-range", "A credential stays good for ninety days at most.", pointer="after_hours")
    ends_at = at + after
    locked.valid_until = min(ends_at, locked.valid_until or ends_at)
    locked.version = directory.next_version()
    locked.save(update_fields=["valid_until", "version"])
