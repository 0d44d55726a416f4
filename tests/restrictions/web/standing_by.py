"""Institutions whose counter may ask the laboratory's node."""

from restrictions.check.gate import credential_digest
from restrictions.models import Credential, Institution
from tests.restrictions.check.laboratory import CREDENTIAL


def enrolled(*activities: str) -> Credential:
    """Return the laboratory's credential in the directory, for these activities."""
    institution = Institution.objects.create(
        name="示范航空",
        sector="airline",
        notice_number="（2026）示范1号",
        legal_basis="C6",
        activities=list(activities),
        version=1,
    )
    return Credential.objects.create(
        institution=institution,
        prefix="rc_0123456789",
        digest=credential_digest(CREDENTIAL),
        activities=list(activities),
        version=1,
    )
