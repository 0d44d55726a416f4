"""What a judge puts before the president: who is to be listed, on which grounds, as far as the law lets it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from blacklist import selectors
from blacklist.law import grounds as law_of_grounds
from blacklist.law.applications import check_new_facts
from blacklist.law.ground_facts import check_shown, check_student
from blacklist.law.particulars import UNPERFORMED
from blacklist.law.refusals import Refusal
from blacklist.models import Application, EnforcementCase, PartyRole, Person, RestrictedPerson
from blacklist.services import answers, ground_facts
from blacklist.services.ground_facts import GroundFound as GroundFound


@dataclass(frozen=True)
class Proposal:
    """What a judge puts before the president: who, in which case, on which grounds.

    ``application_id``: the application it answers; None when the court acts of its own motion (L5 ¶2). ``performance``:
    how far the obligation was performed, as it is published (L6). ``exception``: why a student with a campus loan is
    not spared, which the president has to agree with (G16-3). ``negatives_evidence``: on what each answer rests (L3).
    """

    case_id: uuid.UUID
    debtor_id: uuid.UUID
    grounds: Sequence[GroundFound]
    negatives: Mapping[str, bool]
    reasons: str
    application_id: uuid.UUID | None = None
    performance: str = "unperformed"
    exception: str = ""
    negatives_evidence: Mapping[str, Sequence[str]] = field(default_factory=dict)


def locked_debtor(case: EnforcementCase, person_id: uuid.UUID) -> Person:
    """Lock and return the debtor, who must be one in this very case: an officer of a debtor unit is not (G16-2).

    :raises Refusal: ``not-a-debtor``, ``officer-not-listable``.
    """
    debtors = case.parties.filter(person_id=person_id, role=PartyRole.JUDGMENT_DEBTOR).select_related("person")
    for party in debtors.select_for_update(of=("person",), no_key=True):
        return party.person
    if RestrictedPerson.objects.filter(order__case=case, person_id=person_id).exclude(capacity="").exists():
        raise Refusal("officer-not-listable", pointer="debtor", article="G16-2")
    raise Refusal("not-a-debtor", pointer="debtor", article="L1")


def application_of(proposal: Proposal) -> Application | None:
    """Lock and return the application that the proposal answers.

    :raises Refusal: the codes of ``answers.fitting``.
    """
    return answers.fitting(
        proposal.application_id, kind="listing", case_id=proposal.case_id, about_id=proposal.debtor_id
    )


def checked_grounds(proposal: Proposal, case: EnforcementCase, debtor: Person, *, on: date) -> frozenset[int]:
    """Return the grounds by their numbers when the law lets each stand.

    Of its own motion the court lists, while the applicant is barred from asking again, only on new facts (L10 ¶4).

    :raises Refusal: the codes of L1, L3, L5, L10 ¶4, G16-1 and G16-3.
    """
    numbers = law_of_grounds.read_grounds([found.number for found in proposal.grounds])
    if not proposal.reasons.strip():
        raise Refusal("reasons-required", pointer="reasons", article="L5")
    if proposal.performance not in UNPERFORMED:
        raise Refusal("unknown-value", pointer="performance", article="L1")
    for index, found in enumerate(proposal.grounds):
        ground_facts.check(found, debtor, case, answers=proposal.negatives, pointer=f"grounds.{index}", on=on)
    if proposal.application_id is None:
        conducts_on = [found.conduct_on for found in proposal.grounds]
        check_new_facts(selectors.removed_on_request(case.pk, proposal.debtor_id), conducts_on=conducts_on, on=on)
    law_of_grounds.check_negatives(numbers, proposal.negatives)
    check_shown(numbers, proposal.negatives_evidence)
    law_of_grounds.check_assets(numbers, proposal.negatives)
    ground_facts.require_cause(case, numbers)
    is_spared = ground_facts.is_spared_student(case, [proposal.debtor_id])
    check_student(is_spared=is_spared, exception=proposal.exception)
    law_of_grounds.check_notice(
        served_on=case.notice_served_on,
        perform_by=case.notice_perform_by,
        has_risk_warning=case.notice_has_risk_warning,
        on=on,
    )
    return numbers
