"""Requests for correction, one factory for each state."""

import itertools

from blacklist.law.duties import Duty
from blacklist.law.remedies import MeasureKind
from blacklist.models import (
    ConsumptionOrder,
    CorrectionReason,
    CorrectionRequest,
    Listing,
    Officer,
    Person,
    ServiceMethod,
)
from blacklist.services import corrections
from blacklist.services.corrections import Contested, Filing
from blacklist.services.listings import revoke
from tests.factories import listings, people
from tests.factories.clock import AT, TODAY

_serials = itertools.count(1001)
WHY = "经审查，理由如下。"
Measure = Listing | ConsumptionOrder


def number(court_code: str = people.COURT, *, type_code: str = "执异") -> str:
    """Return a decision number not used before."""
    return f"（2026）{court_code}{type_code}{next(_serials)}号"


def reviewer(court_code: str = people.COURT) -> Officer:
    """Return an officer who reviews and has handled nothing."""
    return people.officer(duties=[Duty.READ, Duty.REVIEW], court_code=court_code)


def filing(measure: Measure, *, person: Person | None = None, reason: CorrectionReason | None = None) -> Filing:
    """Return a request about a measure by the person it is on; else that it should not have been taken."""
    if isinstance(measure, Listing):
        kind, default, on = MeasureKind.LISTING, CorrectionReason.SHOULD_NOT_BE_LISTED, measure.debtor_id
    else:
        kind, default = MeasureKind.ORDER, CorrectionReason.SHOULD_NOT_BE_RESTRICTED
        on = measure.restricted_persons.all()[0].person_id
    return Filing(
        contested=Contested(kind, measure.pk),
        person_id=person.pk if person else on,
        reason=reason or default,
        statement="我不应被采取该措施。",
        evidence=("收据-1",),
    )


def received(measure: Measure | None = None, *, reason: CorrectionReason | None = None) -> CorrectionRequest:
    """Return a request at the court that handles the case."""
    return corrections.receive(filing(measure or listings.active(), reason=reason), by=people.clerk(), at=AT)


def misdirected() -> CorrectionRequest:
    """Return a request at a court that does not handle the case."""
    elsewhere = people.clerk(people.OTHER_COURT)
    return corrections.receive(filing(listings.active()), by=elsewhere, at=AT)


def incomplete() -> CorrectionRequest:
    """Return a request whose applicant was told what is missing."""
    return corrections.send_back(received().pk, note="请补交证据。", by=people.clerk(), at=AT)


def under_review(measure: Measure | None = None, *, reason: CorrectionReason | None = None) -> CorrectionRequest:
    """Return a request that every officer who reviews is to decide."""
    request, by = received(measure, reason=reason), reviewer()
    names = [officer.username for officer in Officer.objects.filter(duties__contains=[Duty.REVIEW], court=by.court)]
    return corrections.assign(request.pk, reviewers=names, by=by, at=AT)


def upheld(measure: Measure | None = None, *, reason: CorrectionReason | None = None) -> CorrectionRequest:
    """Return a request found justified, its measure not yet put right."""
    request = under_review(measure, reason=reason)
    return corrections.uphold(request.pk, decision_number=number(), note=WHY, by=_one_of(request), at=AT)


def rejected(measure: Measure | None = None) -> CorrectionRequest:
    """Return a rejected request whose decision was not served."""
    request = under_review(measure)
    return corrections.reject(request.pk, decision_number=number(), note=WHY, by=_one_of(request), at=AT)


def served(measure: Measure | None = None) -> CorrectionRequest:
    """Return a rejected request whose decision was served."""
    method = ServiceMethod.DIRECT
    return corrections.serve(rejected(measure).pk, served_on=TODAY, service_method=method, by=people.clerk(), at=AT)


def corrected() -> CorrectionRequest:
    """Return a request whose measure was put right."""
    listing = listings.active()
    request = upheld(listing)
    note, by = "经复核，不符合纳入情形。", people.judge()
    revoke(listing.pk, reason="listed_in_error", note=note, correction_id=request.pk, by=by, at=AT)
    return CorrectionRequest.objects.get(pk=request.pk)


def withdrawn() -> CorrectionRequest:
    """Return a request that its applicant took back."""
    return corrections.withdraw(received().pk, by=people.clerk(), at=AT)


def _one_of(request: CorrectionRequest) -> Officer:
    return request.reviewers.all()[0]
