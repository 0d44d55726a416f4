"""The court API at one instant, called by officers with open sessions."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from rest_framework.test import APIClient

from blacklist.models import Officer, OfficerSession
from blacklist.services.sessions import digest
from tests.factories.clock import AT

CallerOf = Callable[[Officer], APIClient]


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def stranger() -> APIClient:
    """A caller without a session."""
    return APIClient()


@pytest.fixture
def caller() -> CallerOf:
    """Return a caller with a session of the officer, its second factor just given."""

    def caller(officer: Officer) -> APIClient:
        token = f"token-of-{officer.username}"
        OfficerSession.objects.create(
            token_digest=digest(token),
            officer=officer,
            second_factor_at=AT,
            expires_at=AT + timedelta(hours=1),
        )
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        return client

    return caller
