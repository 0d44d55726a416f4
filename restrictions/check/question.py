"""What is asked: the values of a body, read strictly. An ambiguous identity is refused, never answered."""

import re
from datetime import date, timedelta

import msgspec
from msgspec import UNSET, UnsetType

from blacklist.law.activities import ACTIVITIES, Activity, Answer
from blacklist.law.forms import Sought
from blacklist.law.identity import Document, offers_15_digit_upgrade, read_document
from blacklist.law.names import Name, read_name
from blacklist.law.redress import read_redress_number
from blacklist.law.refusals import Refusal
from restrictions.check.body import CheckShape, DocumentShape

FURTHEST_DAYS = 366
OLDEST_YEARS = 130
EMERGENCIES = frozenset({"medical", "disaster"})

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
_LOCAL_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9:.]+").fullmatch
_CLIENT_REFERENCE = re.compile(r"[A-Za-z0-9._-]{1,64}").fullmatch
_CITIZEN_RUN = re.compile(r"(?=([0-9]{17}[0-9Xx]))").findall


class Question(msgspec.Struct, frozen=True, dict=True):  # with a place for what is made of it once
    """One check. `on` is the day of the flight, stay or loan; `normalised` names the fields cleaned without loss."""

    activity: Activity
    name: Name
    document: Document | None
    birth_date: date | None
    on: date
    client_reference: str | None
    emergency: str | None
    normalised: tuple[str, ...]
    redress_number: str | None = None

    @property
    def sought(self) -> Sought:
        """The forms of the name, made once for all that compare it; they are gone with the question."""
        made: Sought | None = self.__dict__.get("sought")
        if made is None:
            made = self.__dict__["sought"] = Sought(self.name)
        return made


def read_activity(shape: CheckShape) -> Activity:
    """Return the activity asked about.

    :raises Refusal: `unknown-activity`; `activity-not-answered` for what only the court answers.
    """
    activity = ACTIVITIES.get(shape.activity)
    if activity is None:
        raise Refusal("unknown-activity", pointer="activity")
    if activity.answer is Answer.NOT_ANSWERED:
        raise Refusal("activity-not-answered", pointer="activity")
    return activity


def read_dates(shape: CheckShape) -> tuple[date | None, date | None]:
    """Return `on` and `subject.birth_date` as sent, or None for each that is not there.

    :raises Refusal: `date`, `number-format` or `timezone-required`.
    """
    return _date(shape.on, "on"), _date(shape.subject.birth_date, "subject.birth_date")


def read_question(
    shape: CheckShape, *, activity: Activity, on: date | None, birth_date: date | None, today: date
) -> Question:
    """Return the question that a shape asks on `today` (Asia/Shanghai).

    :raises Refusal: 422 with the code of the first value that breaks a rule.
    """
    if shape.receipt is True:
        raise Refusal("receipt-not-offered", pointer="receipt")
    cleaned: list[str] = []
    name = read_name(shape.subject.name)
    if name.normalised:
        cleaned.append("subject.name")
    document = _document(shape.subject.document, today, cleaned)
    _check_birth_date(birth_date, document, today)
    redress_number = _redress_number(shape.redress_number, cleaned)
    return Question(
        activity=activity,
        name=name,
        document=document,
        birth_date=birth_date,
        on=_day_asked(on, today),
        client_reference=_client_reference(shape.client_reference, today),
        emergency=_emergency(shape.emergency, activity),
        normalised=tuple(cleaned),
        redress_number=redress_number,
    )


def _date(text: str | None | UnsetType, pointer: str) -> date | None:
    if text is None or text is UNSET:
        return None
    if not _DATE(text):
        if not text.isascii():
            raise Refusal("number-format", "Write the date in ASCII digits: YYYY-MM-DD.", pointer=pointer)
        if _LOCAL_TIME(text):
            raise Refusal("timezone-required", "Give the day alone, in Asia/Shanghai: YYYY-MM-DD.", pointer=pointer)
        raise Refusal("date", pointer=pointer)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("date", pointer=pointer) from None


def _document(shape: DocumentShape | None | UnsetType, today: date, cleaned: list[str]) -> Document | None:
    if shape is None or shape is UNSET:
        return None
    issuer = None if shape.issuer is UNSET else shape.issuer
    read = read_document(type=shape.type, number=shape.number, issuer=issuer, on=today)
    if read.normalised:
        cleaned.append("subject.document.number")
    return read.document


def _check_birth_date(birth_date: date | None, document: Document | None, today: date) -> None:
    if birth_date is None:
        return
    if document is not None and document.birth_date not in (None, birth_date):
        raise Refusal("birth-date-contradicts-number", pointer="subject.birth_date")
    if birth_date > today or birth_date.year < today.year - OLDEST_YEARS:
        raise Refusal("identity-birth-date", "No one living was born on this day.", pointer="subject.birth_date")


def _redress_number(number: str | None | UnsetType, cleaned: list[str]) -> str | None:
    if number is UNSET or not number:
        return None
    read = read_redress_number(number)
    if read != number:
        cleaned.append("redress_number")
    return read


def _day_asked(on: date | None, today: date) -> date:
    if on is None:
        return today
    if not today <= on <= today + timedelta(days=FURTHEST_DAYS):
        raise Refusal("on-out-of-range", pointer="on")
    return on


def _client_reference(reference: str | None | UnsetType, today: date) -> str | None:
    if reference is None or reference is UNSET:
        return None
    if not _CLIENT_REFERENCE(reference):
        raise Refusal("unknown-value", "A reference has 1 to 64 of A-Z a-z 0-9 . _ -", pointer="client_reference")
    if _holds_identity_number(reference, today):
        raise Refusal("unknown-value", "An identity number may not be used as a reference.", pointer="client_reference")
    return reference


def _holds_identity_number(reference: str, today: date) -> bool:
    if len(reference) == 15 and offers_15_digit_upgrade(reference) is not None:
        return True
    return any(_is_citizen_number(run, today) for run in _CITIZEN_RUN(reference))


def _is_citizen_number(number: str, today: date) -> bool:
    try:
        read_document(type="resident_id", number=number, issuer=None, on=today)
    except Refusal:
        return False
    return True


def _emergency(emergency: str | None | UnsetType, activity: Activity) -> str | None:
    if emergency is None or emergency is UNSET:
        return None
    if emergency not in EMERGENCIES:
        raise Refusal("unknown-value", "An emergency is medical or disaster.", pointer="emergency")
    if not activity.emergency:
        raise Refusal("unknown-value", "Only transport and lodging know emergencies.", pointer="emergency")
    return emergency
