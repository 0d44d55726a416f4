"""Assistance notices, one factory for each state."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from blacklist.law.credit_codes import check_character, organisation_check_character
from blacklist.models import AssistanceNotice, ServiceMethod
from blacklist.services import assistance_notices
from tests.factories import people
from tests.factories.clock import AT, TODAY

AIR = ("flight.economy", "flight.business", "flight.first")
_serials = itertools.count(1)


def proposal(**changes: Any) -> assistance_notices.Proposal:
    """Return a good proposal to have an airline assist with flights."""
    serial = next(_serials)
    organisation = f"{serial:08d}"
    body = f"91110000{organisation}{organisation_check_character(organisation)}"
    whole = assistance_notices.Proposal(
        number=f"（2026）{people.COURT}执协{serial}号",
        unit_name="示范航空有限公司",
        credit_code=body + check_character(body),
        sector="airline",
        legal_basis="C6",
        activities=AIR,
    )
    return replace(whole, **changes)


def drafted(*, at: datetime = AT, **changes: Any) -> AssistanceNotice:
    """Return a draft."""
    return assistance_notices.propose(proposal(**changes), by=people.judge(), at=at)


def signed(*, at: datetime = AT, **changes: Any) -> AssistanceNotice:
    """Return a notice the president signed."""
    return assistance_notices.sign(drafted(at=at, **changes).pk, by=people.president(), at=at)


def served(*, on: date = TODAY, activities: Sequence[str] = AIR, **changes: Any) -> AssistanceNotice:
    """Return a notice signed and served on its unit that day."""
    at = AT if on == TODAY else datetime.combine(on, time(2), tzinfo=UTC)
    row = signed(at=at, activities=activities, **changes)
    method = ServiceMethod.DIRECT
    return assistance_notices.serve(row.pk, served_on=on, service_method=method, by=people.clerk(), at=at)


def withdrawn() -> AssistanceNotice:
    """Return a notice that no longer lets its unit ask."""
    return assistance_notices.withdraw(served().pk, note="单位已不再承办。", by=people.president(), at=AT)
