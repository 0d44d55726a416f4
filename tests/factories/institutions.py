"""Institutions, one factory for each state; each under an assistance notice of its own."""

from typing import Any

from restrictions.models import Credential, Institution
from restrictions.services import credentials, institutions
from restrictions.services.directory import Actor
from tests.factories import assistance_notices as notices
from tests.factories.clock import AT

BY = Actor("president01", "7")


def enrolled(**changes: Any) -> Institution:
    """Return an airline that may ask about flights."""
    return institutions.enrol(notices.served().number, **changes)


def suspended() -> Institution:
    return institutions.suspend(enrolled())


def credential(institution: Institution | None = None) -> Credential:
    """Return a credential that is good until it is revoked."""
    return credentials.issue(institution or enrolled()).credential


def revoked() -> Credential:
    return credentials.revoke(credential(), at=AT)
