"""Name and number as somebody types them into a form that is no counter's: read strictly, refused at their field."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from blacklist.law.identity import Document, read_document
from blacklist.law.names import Name, read_name
from blacklist.law.refusals import Refusal
from pages.fields import Field
from pages.words import Words
from restrictions.web.reading import kind_of
from restrictions.web.words import fault_in_words

FIELDS = ("name", "number", "issuer")
ISSUER = Words("护照签发国", "Passport issued by")
ISSUER_HINT = Words("只有护照才填，三个字母，如CHN。", "For a passport only: three letters, such as CHN.")
_MISSING = Words("请填写。", "Fill this in.")
_OFF: Mapping[str, str] = {"autocomplete": "off", "spellcheck": "false"}


def read_typed(typed: Mapping[str, str], *, on: date) -> tuple[Name, Document]:
    """Return the name and the document that were typed; which kind of document it is says the form of its number.

    :raises Refusal: the ``name-*`` and ``identity-*`` codes; ``field-required`` without a number or a passport's state.
    """
    name = read_name(typed["name"], pointer="name")
    if not typed["number"]:
        raise Refusal("field-required", pointer="number")
    kind, issuer = kind_of(typed["number"]), typed["issuer"].upper() or None
    try:
        return name, read_document(type=kind, number=typed["number"], issuer=issuer, on=on).document
    except Refusal as refusal:
        pointer = "issuer" if (refusal.pointer or "").endswith("issuer") else "number"
        raise Refusal(refusal.code, refusal.detail, pointer=pointer) from None


def said(code: str) -> Words:
    """Return what is wrong with what was typed."""
    return _MISSING if code == "field-required" else fault_in_words(code)


def text(
    name: str,
    label: Words,
    hint: Words | str = "",
    *,
    typed: Mapping[str, str],
    errors: Mapping[str, tuple[Words, ...]],
    **more: Any,
) -> Field:
    """Return a field for one of ``FIELDS``; no browser keeps what is typed there."""
    values = (typed[name],) if typed.get(name) else ()
    return Field(name, label, "text", hint, values, errors.get(name, ()), attributes=_OFF, **more)
