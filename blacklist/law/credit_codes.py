"""Codes of units: unified social credit code (GB 32100-2015) and organisation code (GB 11714)."""

import re
from operator import mul

# I, O, S, V and Z are left out so that nobody reads them as digits.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_FORM = re.compile(rf"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}").fullmatch
# Registering authority and kind of unit, as codes in use begin: state organs, foreign affairs, justice,
# culture, civil affairs, tourism, religion, trade unions, market supervision, armed forces, farming, others.
_BEGINNINGS = re.compile(r"1[1239]|2[19]|3[1-59]|4[19]|5[1239]|6[129]|7[129]|8[19]|9[123]|A[19]|N[1239]|Y1").match

_ORGANISATION_FORM = re.compile(r"[0-9A-Z]{8}[0-9X]").fullmatch
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def check_character(code: str) -> str:
    """Compute the eighteenth character from the first seventeen (GB 32100).

    Equal to `stdnum.cn.uscc.calc_check_digit`, which spends eight times as long on cleaning its input.
    """
    total = sum(map(mul, _WEIGHTS, [_VALUES[character] for character in code[:17]]))
    return ALPHABET[(31 - total) % 31]


def has_form(code: str) -> bool:
    """Say whether the text has the eighteen characters of a credit code; the check is another question."""
    return _FORM(code) is not None


def is_credit_code(code: str) -> bool:
    """Say whether the text has the form and the check character of a credit code."""
    return has_form(code) and code[17] == check_character(code)


def looks_like_credit_code(code: str) -> bool:
    """Say whether the text is a credit code beyond chance: beginning, own check, inner organisation code."""
    return is_credit_code(code) and _BEGINNINGS(code) is not None and is_organisation_code(code[8:17])


def is_organisation_code(code: str) -> bool:
    """Say whether nine characters, no hyphen, are an organisation code with its check (GB 11714)."""
    if not _ORGANISATION_FORM(code):
        return False
    return code[8] == organisation_check_character(code)


def organisation_check_character(code: str) -> str:
    """Compute the ninth character of an organisation code from its first eight (GB 11714)."""
    total = sum(weight * int(character, 36) for weight, character in zip(_ORGANISATION_WEIGHTS, code, strict=False))
    return "0123456789X0"[11 - total % 11]
