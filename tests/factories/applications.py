"""Written applications, one factory for each state."""

from datetime import date
from typing import Any

from blacklist.models import Application, ConsumptionOrder, EnforcementCase, Listing, Person
from blacklist.services import applications
from tests.factories import cases, listings, people
from tests.factories.clock import AT, TODAY


def filing(kind: str, case: EnforcementCase, *, filed_by: Person, about: Person, **changes: Any) -> applications.Filing:
    """Return a good application as it came in today."""
    said: dict[str, Any] = {"received_on": TODAY, "request": "请求依法处理。", "evidence": ("申请书-1",), **changes}
    return applications.Filing(kind, case.pk, filed_by.pk, about.pk, **said)


def by_applicant(kind: str, case: EnforcementCase, *, on: date = TODAY, **changes: Any) -> applications.Filing:
    """Return what the applicant of the case files about its debtor."""
    applicant, debtor = cases.applicant_of(case), cases.debtor_of(case)
    return filing(kind, case, filed_by=applicant, about=debtor, received_on=on, **changes)


def for_removal(listing: Listing, *, on: date = TODAY) -> applications.Filing:
    """Return the applicant's request to remove this listing (L10-1, item 3)."""
    return by_applicant("removal", listing.case, on=on, measure_id=listing.pk)


def by_debtor(kind: str, measure: Listing | ConsumptionOrder, person: Person) -> applications.Filing:
    """Return what somebody concerned by the measure asks in an own matter."""
    return filing(kind, measure.case, filed_by=person, about=person, measure_id=measure.pk)


def received(kind: str = "listing") -> Application:
    """Return an application of the applicant that waits to be decided."""
    if kind == "removal":
        return applications.receive(for_removal(listings.active()), by=people.clerk(), at=AT)
    return applications.receive(by_applicant(kind, cases.with_notice()), by=people.clerk(), at=AT)


def granted() -> Application:
    """Return an application that a judge agreed to, nothing having followed yet."""
    return applications.grant(received().pk, by=people.judge(), at=AT)


def refused() -> Application:
    """Return an application refused with reasons, the applicant not yet notified."""
    return applications.refuse(received().pk, note="不符合纳入情形。", by=people.judge(), at=AT)


def withdrawn() -> Application:
    """Return an application that the party took back."""
    return applications.withdraw(received().pk, by=people.clerk(), at=AT)
