"""Getting into a record: a code from the court's counter, typed at an instant of one's choice."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from blacklist.models import Person
from blacklist.services import record_codes
from tests.factories import people

HOST: dict[str, Any] = {"host": "localhost", "accept-language": "en"}
NOT_ON_FILE = "110000199001010013"


def at_instant(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """Let the pages read this instant from the clock."""
    monkeypatch.setattr(timezone, "now", lambda: at)


def enter_as(client: Client, person: Person | None, **sent: str) -> Any:
    """Get a code at the court as this person, or as somebody not on file, and enter with it."""
    number = str(person.documents.get().number) if person else NOT_ON_FILE
    issued = record_codes.issue(
        document_type="resident_id", number=number, issuer=None, by=people.clerk(), at=timezone.now()
    )
    return client.post("/my-record/code", {"code": issued.code, **sent}, headers=HOST, follow=True)
