"""What was typed or scanned into the one box of the counter: who is meant, and by which document.

A reader of cards gives labelled text, a passport its machine-readable zone (ICAO 9303 part 4), a person "name number".
Nothing is guessed that could change who is meant: whether a number is right, the check says.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import cycle

from stdnum.cn.ric import calc_check_digit

from blacklist.law.credit_codes import has_form, looks_like_credit_code
from blacklist.law.identity import DocumentType
from blacklist.law.refusals import Refusal

POINTER = "person"
_ZONE = 44  # characters in each line of a passport's zone
_WEIGHTS = (7, 3, 1)
_VALUES = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}

_CARD_NAME = re.compile(r"姓\s*名[\s:：]*([^\s:：]+?)(?=\s|性\s*别|民\s*族|出\s*生|公民|$)").search
_CARD_NUMBER = re.compile(r"(?:公民身份号码|身份证号码?|证件号码)[\s:：]*([0-9０-９]{17}[0-9０-９XxＸｘ])").search
_SEPARATOR = re.compile(r"[\s,，;；|、]+")
_BORDER = re.compile(r"(?<=[\u3400-\u9fff\U00020000-\U0003ffff])(?=[0-9０-９A-Za-z])|(?<=[0-9Xx])(?=[\u3400-\u9fff])")
_CITIZEN = re.compile(r"[0-9]{17}[0-9X]").fullmatch
_HAS_DIGIT = re.compile(r"[0-9０-９]").search
_ISSUER = re.compile(r"[A-Z]{2,3}").fullmatch
_FORMS = (
    (DocumentType.HK_MACAO_PERMIT, re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?").fullmatch),
    (DocumentType.TAIWAN_PERMIT, re.compile(r"[0-9]{8}").fullmatch),
    (DocumentType.PERMANENT_RESIDENT_CARD, re.compile(r"[A-Z]{3}[0-9]{12}").fullmatch),
    (DocumentType.RESIDENT_ID, re.compile(r"[0-9]{15,}X?").fullmatch),
)
_CARDS = {
    "81": DocumentType.HK_MACAO_RESIDENCE_PERMIT,
    "82": DocumentType.HK_MACAO_RESIDENCE_PERMIT,
    "83": DocumentType.TAIWAN_RESIDENCE_PERMIT,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A name, and the document that came with it: its kind, its number as sent, and who issued a passport."""

    name: str
    type: str | None = None
    number: str | None = None
    issuer: str | None = None
    birth_date: date | None = None


def read(text: str, *, issuer: str | None = None, on: date) -> Reading:
    """Read what stands in the box.

    :param issuer: the state that issued a passport, where the box does not say it.
    :param on: today, for a zone gives no century to the year of birth.
    :raises Refusal: `field-required` when nothing or only a number is there, `identity-check-digit` for a zone that was
        not read rightly, `identity-type-mismatch` for two numbers.
    """
    zone = _zone_lines(text)
    if zone is not None:
        return _read_zone(*zone, on)
    card_name, card_number = _CARD_NAME(text), _CARD_NUMBER(text)
    if card_name and card_number:
        return _with_document(card_name[1], card_number[1], issuer)
    return _read_words(text, issuer)


def kind_of(number: str) -> str:
    """Return the kind of document that a number is of, by its form alone."""
    text = _plain(number)
    if len(text) == 18 and has_form(text) and (looks_like_credit_code(text) or not text[:17].isdigit()):
        return DocumentType.CREDIT_CODE
    if len(text) == 18 and text[:17].isdigit():
        return _CARDS.get(text[:2], _citizen_kind(text))
    return next((kind for kind, has in _FORMS if has(text)), DocumentType.PASSPORT)


def _citizen_kind(text: str) -> str:
    return DocumentType.PERMANENT_RESIDENT_CARD if text.startswith("9") else DocumentType.RESIDENT_ID


def _plain(number: str) -> str:
    return "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in number).strip().upper()


def _read_words(text: str, issuer: str | None) -> Reading:
    words = [word for word in _SEPARATOR.split(_BORDER.sub(" ", text.strip())) if word]
    numbers = [word for word in words if _HAS_DIGIT(word)]
    names = [word for word in words if not _HAS_DIGIT(word)]
    if numbers and issuer is None and len(names) > 1 and _ISSUER(names[-1]) and words[-1] == names[-1]:
        issuer = names.pop()  # "WANG XIAOMING E12345678 CHN"
    if not names:
        raise Refusal("field-required", "Type the name as well.", pointer=POINTER)
    name = " ".join(names)
    if not numbers:
        return Reading(name)
    return _with_document(name, _joined(numbers), issuer)


def _joined(numbers: list[str]) -> str:
    """Return one number; digits typed in groups are one when together they are a valid citizen number.

    :raises Refusal: `identity-type-mismatch` for more than one.
    """
    if len(numbers) == 1:
        return numbers[0]
    together = _plain("".join(numbers))
    if not _CITIZEN(together) or calc_check_digit(together) != together[17]:
        raise Refusal("identity-type-mismatch", "Type one name and one number.", pointer=POINTER)
    return together


def _with_document(name: str, number: str, issuer: str | None) -> Reading:
    kind = kind_of(number)
    return Reading(name, kind, number, issuer if kind == DocumentType.PASSPORT else None)


# --- The machine-readable zone of a passport -------------------------------------------------------------------------


def _zone_lines(text: str) -> tuple[str, str] | None:
    lines = ["".join(line.split()).upper() for line in text.splitlines() if line.strip()]
    if len(lines) == 1 and len(lines[0]) == 2 * _ZONE:
        lines = [lines[0][:_ZONE], lines[0][_ZONE:]]
    is_zone = len(lines) == 2 and lines[0].startswith("P") and "<<" in lines[0]
    return (lines[0], lines[1]) if is_zone else None


def _read_zone(first: str, second: str, on: date) -> Reading:
    if len(first) != _ZONE or len(second) != _ZONE or not {*first, *second} <= set(_VALUES):
        raise _misread()
    for field, digit in ((second[:9], second[9]), (second[13:19], second[19])):
        if str(_check_digit(field)) != digit:
            raise _misread()
    surname, _, given = first[5:].strip("<").partition("<<")
    name = f"{surname} {given}".replace("<", " ").strip()
    born = _birth_date(second[13:19], on)
    return Reading(name, DocumentType.PASSPORT, second[:9].strip("<"), first[2:5].strip("<"), born)


def _birth_date(field: str, on: date) -> date | None:
    """Return the birth date of a zone, in the later century that it can be; None where the issuer did not know it."""
    if not field.isdigit():
        return None
    for century in (20, 19):
        with suppress(ValueError):
            born = date(100 * century + int(field[:2]), int(field[2:4]), int(field[4:]))
            if born <= on:
                return born
    return None


def _check_digit(field: str) -> int:
    """Return the check digit of a field of the zone (ICAO 9303-3, 4.9)."""
    return sum(_VALUES[character] * weight for character, weight in zip(field, cycle(_WEIGHTS), strict=False)) % 10


def _misread() -> Refusal:
    return Refusal("identity-check-digit", "The passport was not read rightly; scan it again.", pointer=POINTER)
