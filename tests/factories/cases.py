"""Enforcement cases, before and after the enforcement notice."""

import itertools
from datetime import date

from blacklist.models import EnforcementCase, Party, PartyRole, Person, ServiceMethod
from blacklist.services import cases
from tests.factories import people
from tests.factories.clock import AT

_serials = itertools.count(1)


def new_case_number(court_code: str = people.COURT) -> str:
    """Return a case number not used before."""
    return f"（2026）{court_code}执{next(_serials)}号"


def opened(*, debtor: Person | None = None, court_code: str = people.COURT) -> EnforcementCase:
    """Return a case with one judgment debtor, its enforcement notice not served."""
    debtor = debtor or people.person()
    return cases.open_case(
        case_number=new_case_number(court_code),
        filed_on=date(2026, 9, 1),
        basis=cases.Basis("示范仲裁委员会", "（2026）示范裁字第1号", "支付货款。"),
        parties=[cases.PartyNamed(debtor.pk, PartyRole.JUDGMENT_DEBTOR)],
        by=people.clerk(court_code),
        at=AT,
    )


def with_notice(
    *, debtor: Person | None = None, has_risk_warning: bool = True, perform_by: date = date(2026, 9, 20)
) -> EnforcementCase:
    """Return a case whose enforcement notice was served and whose period has run out."""
    return cases.record_notice(
        opened(debtor=debtor).pk,
        served_on=date(2026, 9, 10),
        service_method=ServiceMethod.DIRECT,
        perform_by=perform_by,
        has_risk_warning=has_risk_warning,
        by=people.clerk(),
        at=AT,
    )


def applicant_of(case: EnforcementCase) -> Person:
    """Return the case's applicant, entered as a party when there is none yet."""
    party = case.parties.filter(role=PartyRole.APPLICANT).first()
    if party is None:
        party = Party.objects.create(case=case, person=people.person(name="王五"), role=PartyRole.APPLICANT)
    return party.person


def debtor_of(case: EnforcementCase) -> Person:
    """Return the case's judgment debtor."""
    return case.parties.get(role=PartyRole.JUDGMENT_DEBTOR).person
