"""Reconsiderations, one factory for each state."""

from blacklist.law.duties import OFFICES
from blacklist.models import CorrectionRequest, Officer, Reconsideration
from blacklist.services import reconsiderations
from blacklist.services.reconsiderations import Asking
from tests.factories import corrections, people
from tests.factories.clock import AT, TODAY
from tests.factories.corrections import WHY


def superior() -> Officer:
    """Return an officer of the intermediate court who decides reconsiderations."""
    return people.officer(duties=OFFICES["superior_court"], court_code=people.COURT_ABOVE)


def number() -> str:
    """Return a decision number of the court above, not used before."""
    return corrections.number(people.COURT_ABOVE, type_code="执复")


def rejected() -> CorrectionRequest:
    """Return a request that was rejected by a court with a court above."""
    people.courts_above()
    return corrections.served()


def filed() -> Reconsideration:
    """Return a reconsideration that the court which rejected has taken in."""
    return reconsiderations.file(Asking(rejected().pk, TODAY, "请求复议。"), by=people.clerk(), at=AT)


def forwarded() -> Reconsideration:
    """Return one on its way to the court above."""
    return reconsiderations.forward(filed().pk, by=people.clerk(), at=AT)


def received() -> Reconsideration:
    """Return one handed in at the court above."""
    asking = Asking(rejected().pk, TODAY, "请求复议。", ("证据-1",))
    return reconsiderations.file(asking, by=people.clerk(people.COURT_ABOVE), at=AT)


def dismissed() -> Reconsideration:
    """Return one that let the rejection stand."""
    return reconsiderations.dismiss(received().pk, decision_number=number(), note=WHY, by=superior(), at=AT)


def overturned() -> Reconsideration:
    """Return one that found the request justified."""
    return reconsiderations.overturn(received().pk, decision_number=number(), note=WHY, by=superior(), at=AT)
