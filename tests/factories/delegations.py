"""The president's signature lent to an officer of the same court."""

from datetime import date

from blacklist.models import Delegation, Officer
from blacklist.services import delegations
from tests.factories import people
from tests.factories.clock import AT, TODAY

LAST_DAY = date(2026, 11, 30)
INSTRUMENT = "示范授〔2026〕1号"


def mandate(deputy: Officer, *, from_on: date = TODAY, last_day: date = LAST_DAY) -> delegations.Mandate:
    """Return what the instrument says."""
    return delegations.Mandate(deputy.username, INSTRUMENT, from_on, last_day)


def in_force(*, principal: Officer | None = None, deputy: Officer | None = None) -> Delegation:
    """Return a delegation from today to the end of the month."""
    lent = mandate(deputy or people.judge())
    return delegations.delegate(lent, by=principal or people.president(), at=AT)


def ended() -> Delegation:
    """Return a delegation taken back."""
    delegation = in_force()
    return delegations.end(delegation.pk, note="院长返岗。", by=delegation.principal, at=AT)
