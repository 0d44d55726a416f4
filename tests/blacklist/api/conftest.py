"""The court API at one instant, called by officers with open sessions."""

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from blacklist.models import Officer, OfficerSession
from blacklist.services.sessions import digest
from tests.factories.clock import AT

CallerOf = Callable[[Officer], APIClient]


class Caller(APIClient):
    """Gives each act a new Idempotency-Key, unless the test names one (empty: none)."""

    def request(self, **environ: Any) -> Any:
        environ.setdefault("HTTP_IDEMPOTENCY_KEY", uuid.uuid4().hex)
        return super().request(**environ)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def stranger() -> APIClient:
    """A caller without a session."""
    return Caller()


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
        client = Caller()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        return client

    return caller
