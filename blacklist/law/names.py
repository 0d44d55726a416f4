"""Names of persons and units: what is shown, and the key by which two spellings are the same (level N1)."""

import re
import unicodedata
from typing import NamedTuple

from blacklist.law.glyphs import FOLD, HAN, MIDDLE_DOT, SELECTORS
from blacklist.law.refusals import Refusal

LONGEST = 100

_TABLE = dict(FOLD)  # str.translate reads a plain dict faster than a proxy
_PLAIN_HAN = re.compile(r"[\u4e00-\u9fff]{1,100}").fullmatch
_DOTTED_HAN = re.compile(r"(?=.{3,100}\Z)[\u4e00-\u9fff]+(?:\u00b7[\u4e00-\u9fff]+)+").fullmatch

_OUTER = " \t\r\n\v\f"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]").search
_MASKED = re.compile(r"[*□■〓]|\?\s*\?").search
_SPACES = re.compile(r" {2,}")
_BETWEEN_HAN = re.compile(rf"(?<=[{HAN}{SELECTORS}]) (?=[{HAN}])")
_AROUND_DOT = re.compile(rf" *{MIDDLE_DOT} *")
_DOT_BETWEEN_HAN = re.compile(rf"(?<=[{HAN}])\.(?=[{HAN}])")
_MACHINE_READABLE = re.compile(r"[A-Z]+(?:<+[A-Z]+)+<*|[A-Z]+<+").fullmatch  # ICAO 9303: fillers for spaces
_LOOSE_SELECTOR = re.compile(rf"(?<![{HAN}])[{SELECTORS}]+")

_PUNCTUATION = r" \u00b7'’\-.,()/&+"
_ORDINARY = re.compile(rf"[{HAN}A-Za-z0-9{_PUNCTUATION}]+").fullmatch
_HAN_OR_LATIN = re.compile(rf"[{HAN}A-Za-z]").search
_EXTRA = re.compile(rf"[^{HAN}A-Za-z0-9{_PUNCTUATION}]")
_SCRIPTS = tuple(re.compile(f"[{letters}]").search for letters in (HAN, "A-Za-z", "\u0370-\u03ff", "\u0400-\u052f"))
# Between the parts of one name these are a matter of habit, so the key is without them.
_NOT_IN_KEY = re.compile(rf"[{SELECTORS} \u00b7'’\-.,/]+")


class Name(NamedTuple):
    """A name as read: `text` for display, `key` to compare, `normalised` when `text` is not what was sent."""

    text: str
    key: str
    normalised: bool


def read_name(raw: str, *, pointer: str = "subject.name") -> Name:
    """Read the name of a person or unit.

    Two names have one key exactly when they differ in nothing but width, case, spaces, dots between parts,
    invisible characters, and code points that stand for the same written character.

    :raises Refusal: `control-characters`, `name-empty`, `name-masked` (a masked name matches nobody) or
        `name-characters`.
    """
    if _PLAIN_HAN(raw):
        return Name(raw, raw, False)
    if _DOTTED_HAN(raw):
        return Name(raw, raw.replace(MIDDLE_DOT, ""), False)
    text = _clean(raw, pointer)
    _check_characters(text, pointer)
    key = _key(text)
    if not key:
        raise Refusal("name-characters", pointer=pointer)
    return Name(text, key, text != raw)


def is_mixed(key: str) -> bool:
    """Say whether a name has letters of two scripts (Han, Latin, Greek, Cyrillic): a look-alike among its own."""
    return not key.isascii() and not _PLAIN_HAN(key) and sum(found(key) is not None for found in _SCRIPTS) > 1


def _clean(raw: str, pointer: str) -> str:
    text = raw.translate(_TABLE).strip(_OUTER)
    if _CONTROL(text):
        raise Refusal("control-characters", pointer=pointer)
    if _MACHINE_READABLE(text):
        text = text.replace("<", " ")
    text = _AROUND_DOT.sub(MIDDLE_DOT, _SPACES.sub(" ", _LOOSE_SELECTOR.sub("", text)))
    text = _DOT_BETWEEN_HAN.sub(MIDDLE_DOT, _BETWEEN_HAN.sub("", text))
    return text.strip(_OUTER)


def _check_characters(text: str, pointer: str) -> None:
    if not text:
        raise Refusal("name-empty", pointer=pointer)
    if _MASKED(text):
        raise Refusal("name-masked", pointer=pointer)
    if len(text) > LONGEST:
        raise Refusal("name-characters", f"A name has at most {LONGEST} characters.", pointer=pointer)
    if not _ORDINARY(text) and not all(map(_is_of_a_name, _EXTRA.findall(text))):
        raise Refusal("name-characters", pointer=pointer)
    if not _HAN_OR_LATIN(text) and not any(map(_is_letter, text)):
        raise Refusal("name-characters", pointer=pointer)


def _is_of_a_name(character: str) -> bool:
    """Say whether a character is a letter, mark or digit of some script; symbols and emoji are not."""
    category = unicodedata.category(character)
    return category[0] in "LM" or category == "Nd"


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] == "L"


def _key(text: str) -> str:
    upper = unicodedata.normalize("NFKC", text).upper()
    return _NOT_IN_KEY.sub("", unicodedata.normalize("NFKC", upper).translate(_TABLE))
