"""Kinds of identity document, their one normal form, and what a number says by itself."""

import re
from datetime import date
from enum import IntEnum, StrEnum
from typing import NamedTuple

from stdnum.cn.ric import calc_check_digit

from blacklist.law import credit_codes
from blacklist.law.issuers import read_issuer
from blacklist.law.refusals import Refusal

POINTER = "subject.document.number"


class DocumentType(StrEnum):
    """The kinds of document a subject may be known by."""

    RESIDENT_ID = "resident_id"
    CREDIT_CODE = "credit_code"
    PASSPORT = "passport"
    HK_MACAO_PERMIT = "hk_macao_permit"
    TAIWAN_PERMIT = "taiwan_permit"
    HK_MACAO_RESIDENCE_PERMIT = "hk_macao_residence_permit"
    TAIWAN_RESIDENCE_PERMIT = "taiwan_residence_permit"
    PERMANENT_RESIDENT_CARD = "permanent_resident_card"
    ORGANISATION_CODE = "organisation_code"


class Assurance(IntEnum):
    """How well the court's record of a person is verified; only A2 and A3 can confirm anyone."""

    A0 = 0  # a name
    A1 = 1  # name and birth date
    A2 = 2  # number, name and birth date read from a document
    A3 = 3  # number verified by its source


CITIZEN_FAMILY = "gb11643"
CITIZEN_TYPES = frozenset({"resident_id", "hk_macao_residence_permit", "taiwan_residence_permit"})
_MAINLAND_CODES = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65"
_MAINLAND = frozenset(_MAINLAND_CODES.split())
_REGIONS = _MAINLAND | {"71", "81", "82", "83"}
# What a card's number begins with. One declared as resident_id may be any of them: all are one family.
_PREFIXES = {
    "hk_macao_residence_permit": ("81", "82"),
    "taiwan_residence_permit": ("83",),
    "permanent_resident_card": ("9",),
}
_OLDEST_YEARS = 130

_PLAIN = re.compile(r"[0-9A-Z]+").fullmatch
_CITIZEN = re.compile(r"[0-9]{17}[0-9X]").fullmatch
_SPREADSHEET = re.compile(r"[0-9]+(?:[.,][0-9]+E\+?|E\+)[0-9]{1,3}|[0-9]{9,}\.0*").fullmatch
_FORMS = {
    "passport": re.compile(r"[0-9A-Z]{5,15}").fullmatch,
    "hk_macao_permit": re.compile(r"([HM][0-9]{8})(?:[0-9]{2})?").fullmatch,
    "taiwan_permit": re.compile(r"[0-9]{8}").fullmatch,
    "permanent_resident_card": re.compile(r"[A-Z]{3}[0-9]{12}").fullmatch,
}
_FULL_WIDTH = str.maketrans(
    {
        **{chr(0xFF10 + n): chr(0x30 + n) for n in range(10)},
        **{chr(0xFF21 + n): chr(0x41 + n) for n in range(26)},
        **{chr(0xFF41 + n): chr(0x61 + n) for n in range(26)},
    }
)
_OUTER_SPACE = " \t\r\n\v\f\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


class Document(NamedTuple):  # made for each check: a third of the time of a frozen dataclass
    """A document in canonical form; `issuer` is the passport's issuing state as three letters, else None."""

    type: str
    number: str
    issuer: str | None = None

    @property
    def is_citizen_number(self) -> bool:
        """Say whether the number is an 18-digit one of GB 11643, whatever card it stands on."""
        return self.type in CITIZEN_TYPES or (self.type == "permanent_resident_card" and len(self.number) == 18)

    @property
    def family(self) -> str:
        """Return the key family: one for all GB 11643 numbers, else the type."""
        return CITIZEN_FAMILY if self.is_citizen_number else str(self.type)

    @property
    def birth_date(self) -> date | None:
        """Return the birth date the number carries, or None."""
        return _birth_date(self.number) if self.is_citizen_number else None

    @property
    def sex(self) -> str | None:
        """Return "M" or "F" as the number's seventeenth digit says (odd is male), or None."""
        if not self.is_citizen_number:
            return None
        return "M" if int(self.number[16]) % 2 else "F"

    @property
    def masked(self) -> str:
        """Return the number as it may be shown: a unit's in full, a person's without its middle (L6)."""
        if self.type in ("credit_code", "organisation_code"):
            return self.number
        head = 6 if self.is_citizen_number else 2
        return self.number[:head] + "*" * (len(self.number) - head - 2) + self.number[-2:]


class ReadDocument(NamedTuple):
    """What `read_document` found; `normalised` says that the input was cleaned without loss."""

    document: Document
    normalised: bool


def read_document(*, type: str, number: str, issuer: str | None = None, on: date) -> ReadDocument:
    """Read a document as declared and return its canonical form.

    `on` is today: no one is born after it or more than 130 years before it.

    :raises Refusal: `unknown-value` for the type, `field-required`, or the first that applies of
        `identity-characters`, `identity-obsolete-15`, `identity-type-mismatch`, `identity-check-digit`,
        `identity-birth-date`, `identity-region`; `identity-spreadsheet-damaged` for a rounded number.
    """
    text = number if _CITIZEN(number) else _normal_form(number)
    if type == "resident_id":
        _check_citizen_number(text, type, on)
        return ReadDocument(Document(type, text), text != number)
    if type == "credit_code":
        _check_credit_code(text, on)
        return ReadDocument(Document(type, text), text != number)
    document = _read_other(type, text, issuer, on)
    return ReadDocument(document, document.number != number)


def _normal_form(number: str) -> str:
    """Fold full-width digits and letters, trim outer spaces, upper-case (normal form 8 of numbers)."""
    text = number.strip(_OUTER_SPACE).translate(_FULL_WIDTH)
    if not text:
        raise Refusal("field-required", "Give the document's number.", pointer=POINTER)
    if not text.isascii():
        # Before upper(): it would turn some foreign letters into plain ones.
        raise Refusal("identity-characters", pointer=POINTER)
    text = text.upper()
    if _SPREADSHEET(text):
        raise Refusal("identity-spreadsheet-damaged", pointer=POINTER)
    return text


def _check_characters(text: str) -> None:
    if not _PLAIN(text):
        raise Refusal("identity-characters", pointer=POINTER)


def _check_citizen_number(text: str, type: str, on: date) -> None:
    if not _CITIZEN(text):
        _check_characters(text)
        if type == "resident_id" and len(text) == 15 and text.isdigit():
            raise Refusal("identity-obsolete-15", pointer=POINTER)
        raise Refusal("identity-type-mismatch", pointer=POINTER)
    if type != "resident_id" and not text.startswith(_PREFIXES[type]):
        raise Refusal("identity-type-mismatch", pointer=POINTER)
    if text[17] != calc_check_digit(text):
        raise Refusal(_wrong_check_digit(text), pointer=POINTER)
    birth_date = _birth_date(text)
    if birth_date is None or not _is_plausible(birth_date, on):
        raise Refusal("identity-birth-date", pointer=POINTER)
    if not _has_region(text):
        raise Refusal("identity-region", pointer=POINTER)


def _wrong_check_digit(text: str) -> str:
    """Name the code for 18 characters whose check digit fails.

    A spreadsheet keeps 15 digits of a number and writes noughts for the rest. A unit's code of digits alone
    looks like a person's number; both its check digits together say so, one alone is right by chance in 3 %.
    """
    if credit_codes.looks_like_credit_code(text):
        return "identity-type-mismatch"
    return "identity-spreadsheet-damaged" if text.endswith("000") else "identity-check-digit"


def _birth_date(number: str) -> date | None:
    try:
        return date.fromisoformat(number[6:14])
    except ValueError:
        return None


def _is_plausible(birth_date: date, on: date) -> bool:
    if on.year - birth_date.year < _OLDEST_YEARS:  # nearly everybody
        return birth_date <= on
    oldest = (on.year - _OLDEST_YEARS, on.month, on.day)
    return (birth_date.year, birth_date.month, birth_date.day) >= oldest


def _has_region(number: str) -> bool:
    """Say whether the first digits are a province's, a residence permit's, or a foreign card's.

    County codes are not looked at: retired ones stand on real cards. A foreigner's new card is 9, two digits
    of a province, three of a country; another 9x is issued by nobody.
    """
    return number[:2] in _REGIONS or (number[0] == "9" and number[1:3] in _MAINLAND)


def _check_credit_code(text: str, on: date) -> None:
    """Accept a unit's code; refuse a person's number declared as one.

    About one person's number in 31 passes as a credit code by chance. Where both readings are possible the
    inner organisation code, which has a check of its own, decides.
    """
    if credit_codes.is_credit_code(text):
        if _is_persons_number(text, on) and not credit_codes.looks_like_credit_code(text):
            raise Refusal("identity-type-mismatch", pointer=POINTER)
        return
    if credit_codes.has_form(text):
        mismatch = _is_persons_number(text, on)
        raise Refusal("identity-type-mismatch" if mismatch else _wrong_check_digit(text), pointer=POINTER)
    _check_characters(text)
    if len(text) == 18 and not set(text) <= set(credit_codes.ALPHABET):
        raise Refusal("identity-characters", pointer=POINTER)
    raise Refusal("identity-type-mismatch", pointer=POINTER)


def _is_persons_number(text: str, on: date) -> bool:
    if not _CITIZEN(text) or text[17] != calc_check_digit(text) or not _has_region(text):
        return False
    birth_date = _birth_date(text)
    return birth_date is not None and _is_plausible(birth_date, on)


def _read_other(type: str, text: str, issuer: str | None, on: date) -> Document:
    if type == "organisation_code":
        return Document(type, _read_organisation_code(text))
    if type in CITIZEN_TYPES or (type == "permanent_resident_card" and _CITIZEN(text)):
        _check_citizen_number(text, type, on)
        return Document(type, text)
    if type not in _FORMS:
        raise Refusal("unknown-value", "This kind of document is not known.", pointer="subject.document.type")
    _check_characters(text)
    form = _FORMS[type](text)
    if form is None:
        raise Refusal("identity-type-mismatch", pointer=POINTER)
    if type == "passport":
        return Document(type, text, read_issuer(issuer))
    # Two more digits count a travel permit's issues and change; the person's number before them does not.
    return Document(type, form[1] if form.lastindex else text)


def _read_organisation_code(text: str) -> str:
    """Read an organisation code; the standard itself prints a hyphen before its check character."""
    code = text[:8] + text[9:] if text[8:9] == "-" else text
    _check_characters(code)
    if len(code) != 9:
        raise Refusal("identity-type-mismatch", pointer=POINTER)
    if not credit_codes.is_organisation_code(code):
        raise Refusal("identity-check-digit", pointer=POINTER)
    return code


def offers_15_digit_upgrade(number: str) -> str | None:
    """Return the 18-digit form of a 15-digit number for a person to confirm, or None when there is none.

    Orders 996 to 999 were given to people over a hundred years old, whose century the number does not tell.
    """
    text = number.strip(_OUTER_SPACE).translate(_FULL_WIDTH)
    if len(text) != 15 or not _PLAIN(text) or not text.isdigit() or text[12:] >= "996":
        return None
    longer = f"{text[:6]}19{text[6:]}"
    if _birth_date(longer) is None or not _has_region(longer):
        return None
    return longer + calc_check_digit(longer + "0")


def is_adult(birth_date: date, on: date) -> bool:
    """Say whether a measure may be taken on the day: from the day after the 18th birthday (L4, T7)."""
    return (on.year - 18, on.month, on.day) > (birth_date.year, birth_date.month, birth_date.day)
