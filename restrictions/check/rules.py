"""The decision: a question, what the index holds about its subject, the day; out comes the answer. No I/O, no clock."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import msgspec

from blacklist.law.activities import BIT, Activity, Answer, Trigger
from blacklist.law.identity import Assurance, is_adult
from restrictions.check.question import Question
from restrictions.check.standing import LISTING, ORDER, Measure, Standing


class Identity(StrEnum):
    """The row of the recognition table that applied: who is meant, and how sure that is."""

    CONFIRMED = "2"
    UNVERIFIED_RECORD = "2b"
    OTHER_NAME = "4"
    NO_DOCUMENT = "9"
    NO_RECORD = "10"


class Noted(StrEnum):
    """What the court hears of, beside the answer."""

    NAME_MISMATCH = "name_mismatch"
    EMERGENCY = "emergency"
    LISTING_WITHOUT_ORDER = "listing_without_order"
    MINOR_ON_FILE = "minor_on_file"


class Match(msgspec.Struct, frozen=True, gc=False):
    """A subject on file under the document asked about; `has_name`: one of its names is the one given (N1)."""

    subject: bytes
    standing: Standing
    has_name: bool

    @property
    def is_confirmed(self) -> bool:
        """Say whether the record may confirm a person: an unverified one (A0, A1) may not."""
        return self.has_name and self.standing.assurance >= Assurance.A2


class Decision(msgspec.Struct, frozen=True, gc=False):
    """What is answered and why. `measure` is cited on `restricted` only; `bars_until` is the day the last one ends."""

    decision: str
    identity: Identity
    effect: str | None = None
    reason: str | None = None
    next_step: str | None = None
    measure: Measure | None = None
    bars_until: int | None = None
    noted: Noted | None = None
    subject: bytes | None = None


UNKNOWN_PERSON = Decision("permitted", Identity.NO_RECORD)
DOCUMENT_REQUIRED = Decision(
    "undetermined", Identity.NO_DOCUMENT, reason="document_required", next_step="present_identity_document"
)


def decide(question: Question, matches: Sequence[Match], *, today: date) -> Decision:
    """Return the decision on one question.

    An emergency is never blocked (reviewed afterwards), nor is anyone under 18. Without a document nothing is looked
    up. A measure bars when it is in force on the day asked about: its period is half-open and ends by the clock alone.

    :param matches: the subjects on file under the question's document; none when it has no document.
    :param today: the day of the answer in Asia/Shanghai.
    """
    if not matches:
        return _of_nobody(question)
    barring = [(match, found) for match in matches if (found := barring_measures(question, match.standing))]
    if question.emergency is not None:
        return _permitted(matches, Noted.EMERGENCY if barring else None)
    if _is_minor(question, matches, today):
        return _permitted(matches, Noted.MINOR_ON_FILE)
    return _by_identity(question, matches, barring)


def barring_measures(question: Question, standing: Standing) -> list[Measure]:
    """Return the measures of a standing that bear on the activity on the day asked about, exemptions left out.

    An exemption loosens its own order only: with two orders, both have to permit it (K3).
    """
    activity, day = question.activity, question.on.toordinal()
    if activity.trigger is Trigger.LISTING:
        found = [m for m in standing.measures if m.kind == LISTING and m.is_in_force(day)]
    else:
        bit = 1 << BIT[activity.code]
        found = [m for m in standing.measures if m.kind == ORDER and m.bars(bit, day)]
    return found


def _of_nobody(question: Question) -> Decision:
    """Answer about a document that is not on file, or about a name without a document."""
    if question.document is None and question.emergency is None:
        return DOCUMENT_REQUIRED
    return UNKNOWN_PERSON


def _by_identity(question: Question, matches: Sequence[Match], barring: list[tuple[Match, list[Measure]]]) -> Decision:
    confirmed = [(match, measure) for match, found in barring if match.is_confirmed for measure in found]
    if confirmed:
        return _confirmed(question.activity, confirmed)
    unverified = next((match for match, _ in barring if match.has_name), None)
    if unverified is not None:
        return Decision(
            "undetermined",
            Identity.UNVERIFIED_RECORD,
            reason="possible_match",
            next_step="present_resident_id",
            subject=unverified.subject,
        )
    if barring:
        return Decision(
            "undetermined",
            Identity.OTHER_NAME,
            reason="name_mismatch",
            next_step="compare_name_and_number_with_document",
            noted=Noted.NAME_MISMATCH,
            subject=barring[0][0].subject,
        )
    return _permitted(matches, Noted.LISTING_WITHOUT_ORDER if _lacks_order(question, matches) else None)


def _confirmed(activity: Activity, found: list[tuple[Match, Measure]]) -> Decision:
    """Unite the measures of all confirmed records; the earliest decided is cited."""
    match, cited = min(found, key=lambda pair: (pair[1].decided_on, pair[1].case_number))
    if activity.answer is Answer.REFER_TO_COURT:
        return Decision(
            "undetermined",
            Identity.CONFIRMED,
            reason="refer_to_court",
            next_step="ask_the_court",
            subject=match.subject,
        )
    is_review = activity.answer is Answer.STRICT_REVIEW
    ends = [measure.in_force_until for _, measure in found]
    return Decision(
        "restricted",
        Identity.CONFIRMED,
        effect="strict_review" if is_review else "barred",
        reason="listed" if is_review else "order_in_force",
        measure=cited,
        bars_until=None if None in ends else max(end for end in ends if end is not None),
        subject=match.subject,
    )


def _permitted(matches: Sequence[Match], noted: Noted | None) -> Decision:
    match = next((m for m in matches if m.is_confirmed), matches[0])
    return Decision("permitted", _identity(match), noted=noted, subject=match.subject)


def _identity(match: Match) -> Identity:
    if match.is_confirmed:
        return Identity.CONFIRMED
    return Identity.UNVERIFIED_RECORD if match.has_name else Identity.OTHER_NAME


def _is_minor(question: Question, matches: Sequence[Match], today: date) -> bool:
    """Say whether the number, or the confirmed record of a number without a birth date, says under 18 (L4)."""
    number_says = question.document.birth_date if question.document is not None else None
    if number_says is not None:
        return not is_adult(number_says, today)
    births = [match.standing.birth_date for match in matches if match.is_confirmed]
    return any(birth is not None and not is_adult(birth, today) for birth in births)


def _lacks_order(question: Question, matches: Sequence[Match]) -> bool:
    """Say whether a listed person without any order was asked about (C1: whoever is listed gets an order)."""
    if question.activity.trigger is Trigger.LISTING:
        return False
    day = question.on.toordinal()
    in_force = [m for match in matches if match.is_confirmed for m in match.standing.measures if m.is_in_force(day)]
    return any(m.kind == LISTING for m in in_force) and not any(m.kind == ORDER for m in in_force)
