"""An independent reader of a check's body: slow, plain, sharing no code with the product, written from the documents.

It says all that is wrong at the first stage where anything is. Which fault of one stage is named first is the
product's own affair; the stages are not: the JSON itself, its shape, its dates, the activity, the other values.
"""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.restrictions.check import slow_numbers as numbers

_ANSWERED = """
    flight.economy flight.business flight.first rail.g_any rail.soft_sleeper rail.emu_first ship.second_class
    hotel.star_rated hotel.other_high_end venue.nightclub venue.golf property.purchase property.construction
    property.luxury_renovation office.luxury_rent vehicle.nonessential tour.outbound_group tour.holiday
    insurance.cash_value other.named credit.loan credit.card
"""
ANSWERED = frozenset(_ANSWERED.split())
TRANSPORT_AND_LODGING = ("flight.", "rail.", "ship.", "hotel.")
CITIZEN_TYPES = {"resident_id", "hk_macao_residence_permit", "taiwan_residence_permit"}
BEGINNINGS = {
    "hk_macao_residence_permit": ("81", "82"),
    "taiwan_residence_permit": ("83",),
    "permanent_resident_card": ("9",),
}
KNOWN_STATES = {"CHN", "CN", "USA", "US", "GBR", "JPN", "DEU", "D"}
NUMBER_CODES = {
    "identity-characters",
    "identity-obsolete-15",
    "identity-type-mismatch",
    "identity-check-digit",
    "identity-birth-date",
    "identity-region",
    "identity-spreadsheet-damaged",
    "field-required",
}
NAME_CODES = {"name-characters", "name-empty", "name-masked", "control-characters"}


@dataclass
class Verdict:
    """What may be said of a body.

    :ivar must: codes of which one has to be said; empty when the body is to be answered.
    :ivar may: codes that may be said although this reader sees nothing wrong.
    """

    must: set[str] = field(default_factory=set)
    may: set[str] = field(default_factory=set)
    activity: str | None = None
    number: str | None = None  # a citizen number in canonical form
    name: str | None = None  # where it is written in plain letters
    normalised: set[str] = field(default_factory=set)
    perhaps_normalised: set[str] = field(default_factory=set)
    emergency: bool = False

    def allows(self, code: str) -> bool:
        """Say whether a refusal with this code is one that this reader would give."""
        return code in self.must or code in self.may


class Pairs(list[tuple[str, Any]]):
    """An object as its members in the order sent."""


class Number(str):
    """A JSON number as its text."""


class Constant(Exception):
    """NaN or an infinity."""


def read(raw: bytes, today: date) -> Verdict:
    """Return what may be said of a body on a day."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return Verdict(must={"invalid-encoding"})
    if text[:1] == "\ufeff":
        return Verdict(must={"invalid-encoding"})
    try:
        tree = json.loads(
            text, strict=False, object_pairs_hook=Pairs, parse_int=Number, parse_float=Number, parse_constant=_constant
        )
    except (ValueError, RecursionError, Constant):
        return Verdict(must={"invalid-json"})
    if faults := _json_faults(tree, (), 1) or _shape_faults(tree):
        return Verdict(must=faults)
    body = {key: _plain(value) for key, value in tree}
    return _values(body, today)


def _constant(name: str) -> Any:
    raise Constant(name)


def _plain(value: Any) -> Any:
    return {key: _plain(inner) for key, inner in value} if isinstance(value, Pairs) else value


# --- The JSON itself --------------------------------------------------------------------------------------------------


def _json_faults(value: Any, at: tuple[str, ...], depth: int) -> set[str]:
    found: set[str] = set()
    if depth > 16:
        found.add("invalid-json")
    if isinstance(value, Pairs):
        keys = [key for key, _ in value]
        if len(keys) > 64:
            found.add("too-many-fields")
        if len(keys) != len(set(keys)):
            found.add("duplicate-key")
        for key, inner in value:
            found |= _text_faults(key) | _json_faults(inner, (*at, key), depth + 1)
    elif isinstance(value, list):
        for inner in value:
            found |= _json_faults(inner, at, depth + 1)
    elif isinstance(value, Number):
        found |= {"number-range"} if _is_too_large(value, at) else set()
    elif isinstance(value, str):
        found |= _text_faults(value.strip(" \t\r\n"))
    return found


def _is_too_large(number: str, at: tuple[str, ...]) -> bool:
    digits = number.removeprefix("-")
    if any(mark in number for mark in ".eE"):
        return float(number) in (float("inf"), float("-inf"))
    if at == ("subject", "document", "number") and len(number) <= 18:
        return False
    return len(digits) > 10 or int(digits) >= 2**31


def _text_faults(text: str) -> set[str]:
    kinds = {unicodedata.category(character) for character in text}
    return {code for kind, code in (("Cc", "control-characters"), ("Cs", "invalid-encoding")) if kind in kinds}


# --- Its shape --------------------------------------------------------------------------------------------------------

_TEXT = (str, False)
SUBJECT: Mapping[str, tuple[type, bool]] = {"name": (str, True), "birth_date": _TEXT, "document": (dict, False)}
DOCUMENT: Mapping[str, tuple[type, bool]] = {"type": (str, True), "number": (str, True), "issuer": _TEXT}
BODY: Mapping[str, tuple[type, bool]] = {
    "activity": (str, True),
    "subject": (dict, True),
    "redress_number": _TEXT,
    "on": _TEXT,
    "client_reference": _TEXT,
    "receipt": (bool, False),
    "emergency": _TEXT,
}


def _shape_faults(tree: Any) -> set[str]:
    found = _object_faults(tree, BODY)
    members = dict(tree) if isinstance(tree, Pairs) else {}
    if isinstance(subject := members.get("subject"), Pairs):
        found |= _object_faults(subject, SUBJECT)
        if isinstance(document := dict(subject).get("document"), Pairs):
            found |= _object_faults(document, DOCUMENT)
    return found


def _object_faults(value: Any, shape: Mapping[str, tuple[type, bool]]) -> set[str]:
    if not isinstance(value, Pairs):
        return {"wrong-type"}
    members = dict(value)
    found = {"unknown-field"} if set(members) - set(shape) else set()
    for key, (kind, is_needed) in shape.items():
        sent = members.get(key)
        if sent is None:
            found |= {"field-required"} if is_needed else set()
        elif kind is dict:
            found |= set() if isinstance(sent, Pairs) else {"wrong-type"}
        elif not isinstance(sent, kind) or isinstance(sent, Number):
            found.add("wrong-type")
    return found


# --- Its values -------------------------------------------------------------------------------------------------------


def _values(body: dict[str, Any], today: date) -> Verdict:
    subject = body["subject"]
    dates: dict[str, date] = {}
    found: set[str] = set()
    for name, sent in (("on", body.get("on")), ("birth_date", subject.get("birth_date"))):
        if sent is not None:
            try:
                dates[name] = numbers.day(sent)
            except ValueError:
                found |= {"number-format"} if not sent.isascii() else {"date", "timezone-required"}
    activity = body["activity"]
    if found:
        return Verdict(must=found)
    if activity == "school.high_fee":
        return Verdict(must={"activity-not-answered"})
    if activity not in ANSWERED:
        return Verdict(must={"unknown-activity"})
    verdict = Verdict(activity=activity, emergency=body.get("emergency") is not None)
    _judge_name(subject["name"], verdict)
    _judge_document(subject.get("document"), dates.get("birth_date"), today, verdict)
    _judge_rest(body, dates.get("on"), today, verdict)
    return verdict


def _judge_rest(body: dict[str, Any], on: date | None, today: date, verdict: Verdict) -> None:
    if body.get("receipt") is True:
        verdict.must.add("receipt-not-offered")
    if on is not None and not today <= on <= today + timedelta(days=366):
        verdict.must.add("on-out-of-range")
    if body.get("redress_number"):
        verdict.may.add("unknown-value")  # whether its check symbol is right is not looked into here
    reference = body.get("client_reference")
    if reference is not None and not _is_reference(reference, today):
        verdict.must.add("unknown-value")
    emergency = body.get("emergency")
    if emergency is not None and (
        emergency not in ("medical", "disaster") or not body["activity"].startswith(TRANSPORT_AND_LODGING)
    ):
        verdict.must.add("unknown-value")


def _is_reference(text: str, today: date) -> bool:
    known = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"
    if not 1 <= len(text) <= 64 or set(text) - set(known):
        return False
    if len(text) == 15 and text.isdigit() and text[12:] < "996":
        longer = text[:6] + "19" + text[6:]
        if not numbers.citizen_fault(longer + numbers.check_digit(longer), today):
            return False
    runs = (text[place : place + 18].upper() for place in range(len(text) - 17))
    return not any(numbers.is_citizen_form(run) and not numbers.citizen_fault(run, today) for run in runs)


def _judge_name(raw: str, verdict: Verdict) -> None:
    """Judge a name exactly where it is written in plain letters; of rarer characters the reader may say more."""
    text = raw.strip(" \t\r\n")
    if not text:
        verdict.must.add("name-empty")
        return
    if any(character in "*□■〓\u202e\u202d🙂" for character in text) or "??" in text:
        verdict.must |= {"name-masked", "name-characters"}
        return
    if not any(unicodedata.category(character)[0] in "LMN" or _is_rare_han(character) for character in text):
        verdict.must |= {"name-characters", "name-empty"}
        verdict.may |= NAME_CODES
        return
    if len(text) > 100:
        verdict.may |= NAME_CODES  # counted after cleaning
    if all(_is_plain(character) for character in text):
        if not any(character.isalpha() for character in text):
            verdict.must.add("name-characters")  # figures alone
        verdict.name = text
        verdict.perhaps_normalised |= {"subject.name"} if set(text) & set(" ·") or text != raw else set()
        verdict.normalised |= {"subject.name"} if text != raw else set()
    else:
        verdict.may |= NAME_CODES
        verdict.perhaps_normalised.add("subject.name")


def _is_rare_han(character: str) -> bool:
    """Say whether Python's tables may be too old to know the character (Extensions H and I)."""
    return character == "〇" or "\U00020000" <= character <= "\U0003fffd"


def _is_plain(character: str) -> bool:
    return "一" <= character <= "\u9fff" or (character.isascii() and character.isalnum()) or character in " ·'-"


def _judge_document(sent: dict[str, Any] | None, birth_date: date | None, today: date, verdict: Verdict) -> None:
    number_says = None
    if sent is not None:
        number = numbers.normal_form(sent["number"])
        kind = sent["type"]
        if number != sent["number"] or (kind == "hk_macao_permit" and len(number) == 11):  # its last two count issues
            verdict.perhaps_normalised.add("subject.document.number")
        if kind in CITIZEN_TYPES or (kind == "permanent_resident_card" and numbers.is_citizen_form(number)):
            number_says = _judge_citizen(kind, number, sent["number"], today, verdict)
        else:
            _judge_other(kind, number, sent.get("issuer"), verdict)
            if birth_date is not None:
                verdict.may.add("birth-date-contradicts-number")
    if birth_date is None:
        return
    if number_says is not None and number_says != birth_date:
        verdict.must.add("birth-date-contradicts-number")
    if birth_date > today or birth_date.year < today.year - 130:
        verdict.must.add("identity-birth-date")


def _judge_citizen(kind: str, number: str, raw: str, today: date, verdict: Verdict) -> date | None:
    code = "field-required" if not number else numbers.form_fault(kind, number)
    if code is None and not number.startswith(BEGINNINGS.get(kind, "")):
        code = "identity-type-mismatch"
    code = code or numbers.citizen_fault(number, today)
    if code is not None:
        verdict.must.add(code)
        if numbers.is_credit_code(number) and numbers.is_organisation_code(number[8:17]):
            verdict.must.add("identity-type-mismatch")  # a unit's, where its first figures are an authority's
        return None
    verdict.number = number
    verdict.normalised |= {"subject.document.number"} if number != raw else set()
    return numbers.born_on(number)


def _judge_other(kind: str, number: str, issuer: str | None, verdict: Verdict) -> None:
    """Judge a document that is no citizen number: what cannot be right must be refused."""
    verdict.may |= NUMBER_CODES if kind == "credit_code" and numbers.is_citizen_form(number) else set()
    if kind == "passport":
        state = (issuer or "").strip().upper()
        if not state:
            verdict.must.add("field-required")
        elif not (state.isascii() and state.isalpha() and len(state) <= 3):
            verdict.must.add("unknown-value")
        elif state not in KNOWN_STATES:
            verdict.may.add("unknown-value")
    if kind not in numbers.FORMS:
        verdict.must.add("unknown-value")
        verdict.may |= NUMBER_CODES
    elif not numbers.FORMS[kind](number):
        verdict.must |= NUMBER_CODES
