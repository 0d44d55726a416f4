"""Institutions whose counter may ask the laboratory's node."""

from restrictions.check.gate import credential_digest
from restrictions.models import Credential, Institution
from tests.restrictions.check.laboratory import CREDENTIAL

ANOTHERS = "rc_another000_" + "o" * 43


def enrolled(*activities: str, secret: str = CREDENTIAL) -> Credential:
    """Return a credential, the laboratory's if no other is named, in the directory, for these activities."""
    institution = Institution.objects.create(
        name="示范航空",
        sector="airline",
        notice_number=f"（2026）示范{Institution.objects.count() + 1}号",
        legal_basis="C6",
        activities=list(activities),
        version=1,
    )
    return Credential.objects.create(
        institution=institution,
        prefix=secret[:13],
        digest=credential_digest(secret),
        activities=list(activities),
        version=1,
    )
