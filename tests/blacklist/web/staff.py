"""An officer in front of the workbench: signed in by a session opened at the factories' instant."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from blacklist.models import Officer, OfficerSession
from blacklist.services.sessions import digest
from blacklist.web.staff import COOKIE

HOST = {"host": "localhost"}


class Desk:
    """A browser of one officer, without a browser."""

    def __init__(self, officer: Officer, *, at: datetime | None = None, language: str = "en") -> None:
        self.officer = officer
        self.client = Client()
        self.client.cookies["language"] = language
        self.token = secrets.token_urlsafe(16)
        now = at or timezone.now()
        self.session = OfficerSession.objects.create(
            token_digest=digest(self.token), officer=officer, second_factor_at=now, expires_at=now + timedelta(hours=10)
        )
        self.client.cookies[COOKIE] = self.token

    def get(self, address: str) -> Any:
        """Open a page."""
        return self.client.get(address, headers=HOST)

    def post(self, address: str, **typed: Any) -> Any:
        """Send a form."""
        sent = {name.replace("__", "."): value for name, value in typed.items()}
        return self.client.post(address, sent, headers=HOST)

    def text(self, address: str) -> str:
        """Return a page that opens."""
        response = self.get(address)
        assert response.status_code == 200, response.status_code
        page: str = response.content.decode()
        return page
