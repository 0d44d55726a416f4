"""Issue and revoke the credentials of institutions."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from blacklist.law.assistance import read_scope
from blacklist.law.refusals import Refusal
from restrictions.check.gate import credential_digest
from restrictions.models import Credential, Institution
from restrictions.services import directory

_PREFIX_BYTES = 5
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Issued:
    """A new credential. ``secret`` is what the institution sends; it is shown once and kept nowhere."""

    credential: Credential
    secret: str


def issue(institution: Institution, *, activities: Iterable[str] | None = None) -> Issued:
    """Issue a credential for some of the institution's activities, or for all of them.

    :raises Refusal: `activity-out-of-scope` for an activity that the assistance notice does not cover.
    """
    scope = institution.activities if activities is None else read_scope(activities)
    if not set(scope) <= set(institution.activities):
        raise Refusal("activity-out-of-scope", pointer="activities")
    prefix = f"rc_{secrets.token_hex(_PREFIX_BYTES)}"
    secret = f"{prefix}_{secrets.token_urlsafe(_SECRET_BYTES)}"
    with transaction.atomic():
        credential = Credential.objects.create(
            institution=institution,
            prefix=prefix,
            digest=credential_digest(secret),
            activities=scope,
            version=directory.next_version(),
        )
    return Issued(credential, secret)


def revoke(credential: Credential, *, at: datetime) -> None:
    """Revoke a credential; check nodes refuse it as soon as they have followed.

    :raises Refusal: `already-done` when it is revoked.
    """
    with transaction.atomic():
        locked = Credential.objects.select_for_update().get(pk=credential.pk)
        if locked.revoked_at is not None:
            raise Refusal("already-done")
        locked.revoked_at = at
        locked.version = directory.next_version()
        locked.save(update_fields=["revoked_at", "version"])
