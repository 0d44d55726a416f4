"""Cases on their way to another court."""

from blacklist.models import EnforcementCase
from blacklist.services import transfers
from tests.factories import cases, people
from tests.factories.clock import AT

INSTRUMENT, NOTE = "（2026）兵执监1号", "指定执行。"


def entrusted(court_code: str = people.OTHER_COURT) -> transfers.Entrusted:
    """Return where a case goes, and under which instrument."""
    people.court(court_code)
    return transfers.Entrusted(court_code, INSTRUMENT)


def handed_over(case: EnforcementCase | None = None) -> EnforcementCase:
    """Return a case that its court has handed over and the other has not accepted."""
    case = case or cases.with_notice()
    return transfers.transfer(case.pk, to=entrusted(), note=NOTE, by=people.president(), at=AT)


def taken_over(case: EnforcementCase | None = None) -> EnforcementCase:
    """Return a case that the other court handles now."""
    case = handed_over(case)
    return transfers.accept(case.pk, by=people.president(people.OTHER_COURT), at=AT)
