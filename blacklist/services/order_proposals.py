"""What a judge puts before the president: whom an order restricts, from what, until when, and why (C1–C5)."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from blacklist.law import grounds as law_of_grounds
from blacklist.law.activities import check_named
from blacklist.law.deadlines import order_review_until
from blacklist.law.ground_facts import check_student
from blacklist.law.lifecycle import ListingState
from blacklist.law.refusals import Refusal
from blacklist.models import Application, Capacity, EnforcementCase, Listing, PartyRole, Person, PersonKind
from blacklist.register import lock_subjects
from blacklist.services import answers, decisions, ground_facts


@dataclass(frozen=True)
class Named:
    """One person the order restricts: the debtor (no capacity), or an officer with the evidence of the capacity."""

    person_id: uuid.UUID
    capacity: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class SchoolDecision:
    """The court's decision on one high-fee school; nothing about a child has a place in an order (G20)."""

    school: str
    decision_number: str


@dataclass(frozen=True)
class Proposal:
    """What a judge puts before the president. ``period_until`` is the last day of the order (C5).

    An order at discretion answers an application, or says why the court acts of its own motion (C4).
    Without it the order lasts until performance, to be reviewed on ``review_on`` (Q6). ``other`` says in words what
    ``other.named`` names. ``consequences`` and ``remedy`` None: in the standard words of the document. ``exception``:
    why a student with a campus loan is not spared, which the president has to agree with (G16-3).
    """

    case_id: uuid.UUID
    persons: Sequence[Named]
    activities: Sequence[str]
    period_until: date | None
    factors: Mapping[str, str]
    reasons: str
    listing_id: uuid.UUID | None = None
    application_id: uuid.UUID | None = None
    own_motion: str = ""
    review_on: date | None = None
    other: str = ""
    school: SchoolDecision | None = None
    consequences: str | None = None
    remedy: str | None = None
    exception: str = ""


def lock_named(proposal: Proposal, case: EnforcementCase, *, on: date) -> list[Person]:
    """Lock and return the persons named: each a debtor of the case, or an officer with evidence (C3 ¶2)."""
    if not proposal.persons:
        raise Refusal("field-required", "Name whom the order restricts.", pointer="persons")
    roles = case.parties.filter(role=PartyRole.JUDGMENT_DEBTOR)
    debtors = dict(roles.values_list("person_id", "person__kind"))
    for index, named in enumerate(proposal.persons):
        _check_named(named, debtors, pointer=f"persons.{index}")
    persons = lock_subjects(named.person_id for named in proposal.persons)
    if len(persons) != len({named.person_id for named in proposal.persons}):
        raise Refusal("not-found", "A person named is not on file.", pointer="persons")
    for person in persons:
        decisions.require_adult(person, on=on, article="Q5", pointer="persons")
    return persons


def application_of(proposal: Proposal, persons: Sequence[Person]) -> Application | None:
    """Lock and return the application that the proposal answers: about one of the persons it restricts.

    :raises Refusal: the codes of ``answers.fitting``; ``own-motion-required`` when nothing calls for the order (C4).
    """
    if proposal.application_id is None and proposal.listing_id is None and not proposal.own_motion.strip():
        raise Refusal("own-motion-required", pointer="own_motion", article="C4")
    application = answers.fitting(proposal.application_id, kind="order", case_id=proposal.case_id)
    if application is not None and application.about_id not in {person.pk for person in persons}:
        raise Refusal("application-mismatch", pointer="application")
    return application


def _check_named(named: Named, debtors: Mapping[uuid.UUID, str], *, pointer: str) -> None:
    if not named.capacity and named.person_id not in debtors:
        raise Refusal("not-a-debtor", pointer=pointer, article="C3")
    if named.capacity and named.capacity not in Capacity.values:
        raise Refusal("unknown-value", pointer=f"{pointer}.capacity")
    if named.capacity and PersonKind.UNIT not in debtors.values():
        raise Refusal("not-a-debtor", "Only a debtor unit has officers to restrict.", pointer=pointer, article="C3")
    if named.capacity and not named.evidence:
        raise Refusal("evidence-required", pointer=f"{pointer}.evidence", article="C3")


def followed_listing(proposal: Proposal, case: EnforcementCase) -> Listing | None:
    if proposal.listing_id is None:
        return None
    listing = Listing.objects.filter(pk=proposal.listing_id, case=case, state=ListingState.ACTIVE)
    found = listing.select_related("debtor").first()
    if found is None:
        raise Refusal("not-found", "The case has no active listing with this id.", pointer="listing")
    for index, named in enumerate(proposal.persons):
        if not _follows(found, named):
            raise Refusal(
                "not-a-debtor",
                "An order because of a listing restricts who is listed, and a listed unit's officers.",
                pointer=f"persons.{index}",
                article="C1",
            )
    return found


def _follows(listing: Listing, named: Named) -> bool:
    """Say whether an order on this person follows the listing: the factors of C2 are owed to everyone else."""
    if named.capacity:
        return listing.debtor.kind == PersonKind.UNIT
    return named.person_id == listing.debtor_id


def check_content(proposal: Proposal, case: EnforcementCase, listing: Listing | None, *, on: date) -> None:
    if not proposal.reasons.strip():
        raise Refusal("reasons-required", pointer="reasons", article="C5")
    if not proposal.activities:
        raise Refusal("items-required", pointer="activities", article="C5")
    _check_period(proposal, on=on)
    check_named(proposal.activities, other=proposal.other, has_school_decision=proposal.school is not None)
    for part in ("consequences", "remedy"):
        said = getattr(proposal, part)
        if said is not None and not said.strip():
            raise Refusal(f"{part}-required", pointer=part, article="C5")
    debtors = [named.person_id for named in proposal.persons if not named.capacity]
    is_spared = ground_facts.is_spared_student(case, debtors)
    check_student(is_spared=is_spared, exception=proposal.exception)
    if listing is not None:
        return
    law_of_grounds.check_factors(proposal.factors)
    ground_facts.require_cause(case, frozenset())
    if case.notice_served_on is None or case.notice_perform_by is None:
        raise Refusal("not-served", "Record the service of the enforcement notice first.", article="C1")
    if on <= case.notice_perform_by:
        raise Refusal("period-running", article="C1")


def _check_period(proposal: Proposal, *, on: date) -> None:
    """Let an order pass that ends on a day to come, or is reviewed within six months (C5, Q6)."""
    if proposal.period_until is None and proposal.review_on is None:
        raise Refusal("period-required", "Give the last day, or a day of review.", pointer="period_until", article="C5")
    if proposal.period_until is not None and proposal.period_until < on:
        raise Refusal("period-required", "The period ends on a day to come.", pointer="period_until", article="C5")
    if proposal.review_on is not None and not on < proposal.review_on <= order_review_until(on):
        raise Refusal("period-required", "Review it within six months.", pointer="review_on", article="Q6")


def words_of(proposal: Proposal) -> dict[str, Any]:
    """Return what the order says in words: sealed with it, printed in its document."""
    own = {
        "other": proposal.other.strip(),
        "consequences": proposal.consequences,
        "remedy": proposal.remedy,
        "exception": proposal.exception.strip(),
    }
    return {
        "factors": dict(proposal.factors),
        "reasons": proposal.reasons,
        "own_motion": proposal.own_motion,
        "evidence": [asdict(named) for named in proposal.persons if named.evidence],
        **({"school": asdict(proposal.school)} if proposal.school else {}),
        **{part: said for part, said in own.items() if said},
    }
