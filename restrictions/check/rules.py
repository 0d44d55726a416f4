"""The decision: a question, what the index holds about its subject, the day; out comes the answer. No I/O, no clock."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import msgspec

from blacklist.law.activities import BIT, Answer, Trigger
from blacklist.law.forms import Level
from blacklist.law.identity import Assurance, is_adult
from restrictions.check.question import Question
from restrictions.check.standing import LISTING, ORDER, Measure, Standing


class Identity(StrEnum):
    """The row of the recognition table that applied: who is meant, and how sure that is."""

    CONFIRMED = "2"
    UNVERIFIED_RECORD = "2b"
    NAME_NEAR = "3"
    OTHER_NAME = "4"
    OTHER_NUMBER = "5"
    OTHER_DOCUMENT = "6"
    NAME_AND_BIRTH_DATE = "7"
    NO_DOCUMENT = "9"
    NO_RECORD = "10"


class Noted(StrEnum):
    """What the court hears of, beside the answer."""

    NAME_MISMATCH = "name_mismatch"
    NAME_TYPO = "name_typo"
    EMERGENCY = "emergency"
    LISTING_WITHOUT_ORDER = "listing_without_order"
    MINOR_ON_FILE = "minor_on_file"
    REDRESS_MISUSED = "redress_misused"
    MIXED_SCRIPT = "mixed_script"


_SAME_NAME = frozenset({Level.SAME, Level.VARIANT, Level.SOUND})
_SAME_UNIT_NAME = frozenset({Level.SAME, Level.VARIANT})
# Where a name with a birth date is looked up without a document: who sells a ticket or a room may not have one yet.
_WITHOUT_DOCUMENT = frozenset({"airline", "rail", "ferry", "hotel"})


class Match(msgspec.Struct, frozen=True, gc=False):
    """A subject on file that may be meant, and how near the name given is to its own.

    `by_code`: found by the organisation code alone, which confirms a unit only with its name.
    """

    subject: bytes
    standing: Standing
    level: Level
    by_code: bool = False

    @property
    def has_name(self) -> bool:
        """Say whether one of the subject's names is the one given."""
        return self.level in (_SAME_UNIT_NAME if self.by_code else _SAME_NAME)

    @property
    def is_verified(self) -> bool:
        """Say whether the record may confirm a person: an unverified one (A0, A1) may not."""
        return self.standing.assurance >= Assurance.A2

    @property
    def is_near(self) -> bool:
        """Say whether the name given is nearly one of the subject's."""
        return self.level is not Level.OTHER and not self.has_name


class Found(msgspec.Struct, frozen=True, gc=False):
    """Whom the index knows: by the document, by the organisation code in it, by name and birth date."""

    by_document: tuple[Match, ...] = ()
    by_code: tuple[Match, ...] = ()
    by_birth: tuple[Match, ...] = ()


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
OTHER_PERSON = Decision("permitted", Identity.OTHER_NUMBER)
DOCUMENT_REQUIRED = Decision(
    "undetermined", Identity.NO_DOCUMENT, reason="document_required", next_step="present_identity_document"
)


def is_decided_without_document(question: Question) -> bool:
    """Say whether a name and a birth date are looked up without a document (row 7)."""
    return question.birth_date is not None and question.activity.sector in _WITHOUT_DOCUMENT


def decide(question: Question, found: Found, *, today: date) -> Decision:
    """Return the decision on one question.

    An emergency is never blocked (reviewed afterwards), nor is anyone under 18. A name alone is not looked up. A
    measure bars when it is in force on the day asked about: its period is half-open and ends by the clock alone.

    :param found: the subjects on file that `recognition.find` gives.
    :param today: the day of the answer in Asia/Shanghai.
    """
    matches = (*found.by_document, *found.by_code)
    if not matches:
        return _of_kin(question, found.by_birth, today)
    barring = [(match, bars) for match in matches if (bars := barring_measures(question, match.standing))]
    if question.emergency is not None:
        return _permitted(question, matches, Noted.EMERGENCY if barring else None)
    if _is_minor(question, matches, today):
        return _permitted(question, matches, Noted.MINOR_ON_FILE)
    return _by_identity(question, matches, barring, found.by_birth, today)


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


def _of_kin(question: Question, kin: Sequence[Match], today: date) -> Decision:
    """Answer about a document that is not on file, or about a name without one (rows 5 to 7, 9, 10)."""
    if question.emergency is not None:
        return UNKNOWN_PERSON
    if question.document is None and not is_decided_without_document(question):
        return DOCUMENT_REQUIRED
    namesakes = [match for match in kin if match.has_name and match.standing.assurance >= Assurance.A1]
    open_to_doubt = [match for match in namesakes if not _is_outweighed(question, match)]
    if not open_to_doubt:
        return OTHER_PERSON if namesakes else UNKNOWN_PERSON
    if _is_minor(question, (), today):
        return UNKNOWN_PERSON
    barred = next((match for match in open_to_doubt if barring_measures(question, match.standing)), None)
    if barred is None:
        return UNKNOWN_PERSON
    return _in_doubt(question, barred)


def _is_outweighed(question: Question, match: Match) -> bool:
    """Say whether the number given is another than the record's: it outweighs an equal name and birth date (row 5)."""
    document = question.document
    return document is not None and document.is_citizen_number and match.standing.has_citizen_number


def _in_doubt(question: Question, match: Match) -> Decision:
    """Ask for the document that decides whether a restricted namesake born on the same day is meant (rows 6, 7)."""
    if question.document is None:
        return msgspec.structs.replace(DOCUMENT_REQUIRED, identity=Identity.NAME_AND_BIRTH_DATE, subject=match.subject)
    known_by_number = match.standing.has_citizen_number
    return Decision(
        "undetermined",
        Identity.OTHER_DOCUMENT,
        reason="possible_match",
        next_step="present_resident_id" if known_by_number else "present_earlier_document",
        subject=match.subject,
    )


def _by_identity(
    question: Question,
    matches: Sequence[Match],
    barring: list[tuple[Match, list[Measure]]],
    kin: Sequence[Match],
    today: date,
) -> Decision:
    """Answer about a document on file. Who is confirmed by it is nobody else; of anybody else, kin may be meant too."""
    confirmed = [(match, measure) for match, found in barring if confirms(question, match) for measure in found]
    if confirmed:
        return _confirmed(question, confirmed)
    doubtful = next((match for match, _ in barring if match.level is not Level.OTHER), None)
    if doubtful is not None:
        return Decision(
            "undetermined",
            _identity(question, doubtful),
            reason="possible_match",
            next_step=_deciding(question, doubtful),
            subject=doubtful.subject,
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
    if kin and not any(confirms(question, match) for match in matches):
        of_kin = _of_kin(question, kin, today)
        if of_kin.decision != "permitted":
            return of_kin
    return _permitted(question, matches, Noted.LISTING_WITHOUT_ORDER if _lacks_order(question, matches) else None)


def _deciding(question: Question, match: Match) -> str:
    """Return what decides where a document on file does not: another one, the court, or a closer look at this one."""
    document = question.document
    assert document is not None
    if match.standing.has_citizen_number and not document.is_citizen_number:
        return "present_resident_id"
    return "compare_name_and_number_with_document" if match.is_verified else "ask_the_court"


def confirms(question: Question, match: Match) -> bool:
    """Say whether number and name confirm a verified record: the name itself (row 2), or a near one (row 3).

    A near name is enough with a citizen number whose birth date is the record's.
    """
    if not match.is_verified:
        return False
    return match.has_name or (match.is_near and _is_typo(question, match))


def _is_typo(question: Question, match: Match) -> bool:
    document = question.document
    if document is None or document.birth_date is None:
        return False
    return match.standing.birth_date in (None, document.birth_date)


def _confirmed(question: Question, found: list[tuple[Match, Measure]]) -> Decision:
    """Unite the measures of all confirmed records; the earliest decided is cited."""
    match, cited = min(found, key=lambda pair: (pair[1].decided_on, pair[1].case_number))
    activity, identity = question.activity, _identity(question, match)
    noted = Noted.NAME_TYPO if identity is Identity.NAME_NEAR else None
    if activity.answer is Answer.REFER_TO_COURT:
        return Decision(
            "undetermined",
            identity,
            reason="refer_to_court",
            next_step="ask_the_court",
            noted=noted,
            subject=match.subject,
        )
    is_review = activity.answer is Answer.STRICT_REVIEW
    ends = [measure.in_force_until for _, measure in found]
    return Decision(
        "restricted",
        identity,
        effect="strict_review" if is_review else "barred",
        reason="listed" if is_review else "order_in_force",
        measure=cited,
        bars_until=None if None in ends else max(end for end in ends if end is not None),
        noted=noted,
        subject=match.subject,
    )


def _permitted(question: Question, matches: Sequence[Match], noted: Noted | None) -> Decision:
    match = next((m for m in matches if confirms(question, m)), matches[0])
    return Decision("permitted", _identity(question, match), noted=noted, subject=match.subject)


def _identity(question: Question, match: Match) -> Identity:
    if match.level is Level.OTHER:
        return Identity.OTHER_NAME
    if not match.is_verified:
        return Identity.UNVERIFIED_RECORD
    return Identity.CONFIRMED if match.has_name else Identity.NAME_NEAR


def _is_minor(question: Question, matches: Sequence[Match], today: date) -> bool:
    """Say whether the number, or the confirmed record of a number without a birth date, says under 18 (L4)."""
    number_says = question.document.birth_date if question.document is not None else None
    number_says = number_says or (None if matches else question.birth_date)
    if number_says is not None:
        return not is_adult(number_says, today)
    births = [match.standing.birth_date for match in matches if confirms(question, match)]
    return any(birth is not None and not is_adult(birth, today) for birth in births)


def _lacks_order(question: Question, matches: Sequence[Match]) -> bool:
    """Say whether a listed person without any order was asked about (C1: whoever is listed gets an order)."""
    if question.activity.trigger is Trigger.LISTING:
        return False
    day = question.on.toordinal()
    confirmed = [match for match in matches if confirms(question, match)]
    in_force = [m for match in confirmed for m in match.standing.measures if m.is_in_force(day)]
    return any(m.kind == LISTING for m in in_force) and not any(m.kind == ORDER for m in in_force)
