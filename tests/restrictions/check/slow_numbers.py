"""Numbers of documents, judged by hand from the standards: the part of the slow reader that counts digits."""

from collections.abc import Callable, Mapping
from datetime import date

_PROVINCES = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65"
PROVINCES = frozenset(_PROVINCES.split())
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def day(text: str) -> date:
    """Read YYYY-MM-DD and nothing else.

    :raises ValueError: for anything else.
    """
    parts = text.split("-")
    if [len(part) for part in parts] != [4, 2, 2] or not all(_is_figures(part, len(part)) for part in parts):
        raise ValueError
    return date(*map(int, parts))


def normal_form(sent: str) -> str:
    """Turn full-width digits and letters into plain ones, one for one; then trim, then upper case if all is ASCII."""
    wide = {chr(0xFF00 + code - 0x20): chr(code) for code in (*range(48, 58), *range(65, 91), *range(97, 123))}
    text = "".join(wide.get(character, character) for character in sent.strip())
    return text.upper() if text.isascii() else text


def form_fault(kind: str, number: str) -> str | None:
    """Return why a number is not eighteen characters of a citizen number, if it is not."""
    if not number.isascii():
        return "identity-characters"
    if _is_spreadsheets(number):
        return "identity-spreadsheet-damaged"
    if not number.isalnum():
        return "identity-characters"
    if kind == "resident_id" and _is_figures(number, 15):
        return "identity-obsolete-15"
    return None if is_citizen_form(number) else "identity-type-mismatch"


def _is_spreadsheets(number: str) -> bool:
    """Say whether a spreadsheet has made another number of it: with a power of ten, or with a point."""
    head, mark, power = number.partition("E")
    is_scientific = mark and all(part.isdigit() for part in head.replace(",", ".").split(".", 1))
    if is_scientific and ("+" in power or not head.isdigit()):
        power = power.removeprefix("+")
        return power.isdigit() and len(power) <= 3
    whole, point, noughts = number.partition(".")
    return bool(point) and whole.isdigit() and len(whole) >= 9 and not noughts.strip("0")


def is_citizen_form(text: str) -> bool:
    """Say whether there are seventeen figures, and one or an X."""
    return _is_figures(text[:17], 17) and (text[17:] == "X" or _is_figures(text[17:], 1))


def check_digit(number: str) -> str:
    """Compute the eighteenth character from the first seventeen (GB 11643)."""
    total = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(number[:17]))
    return str((1 - total) % 11).replace("10", "X")


def citizen_fault(number: str, today: date) -> str | None:
    """Return the code of the first rule that eighteen characters of a citizen number break, if any."""
    if number[17] != check_digit(number):
        return "identity-spreadsheet-damaged" if number.endswith("000") else "identity-check-digit"
    try:
        born = born_on(number)
    except ValueError:
        return "identity-birth-date"
    oldest = (today.year - 130, today.month, today.day)
    if born > today or (born.year, born.month, born.day) < oldest:
        return "identity-birth-date"
    is_known = number[:2] in PROVINCES | {"71", "81", "82", "83"} or (number[0] == "9" and number[1:3] in PROVINCES)
    return None if is_known else "identity-region"


def born_on(number: str) -> date:
    """Return the birth date in a citizen number.

    :raises ValueError: when there is no such day.
    """
    return day(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")


def is_credit_code(code: str) -> bool:
    """Say whether a unit's code is right (GB 32100)."""
    if len(code) != 18 or set(code) - set(CREDIT_ALPHABET) or not code[2:8].isdigit():
        return False
    total = sum(CREDIT_ALPHABET.index(character) * 3**place for place, character in enumerate(code[:17]))
    return CREDIT_ALPHABET[-total % 31] == code[17]


def is_organisation_code(code: str) -> bool:
    """Say whether an organisation's code is right (GB 11714)."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    if len(code) != 9 or not (code.isascii() and code.isalnum()):
        return False
    total = sum(weight * int(character, 36) for weight, character in zip(weights, code[:8], strict=True))
    return code[8] == {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11))


def _is_figures(text: str, count: int) -> bool:
    return len(text) == count and text.isascii() and text.isdigit()


def _is_passport(text: str) -> bool:
    return text.isascii() and text.isalnum() and 5 <= len(text) <= 15


def _is_hk_macao_permit(text: str) -> bool:
    return text[:1] in ("H", "M") and (_is_figures(text[1:], 8) or _is_figures(text[1:], 10))


def _is_old_card(text: str) -> bool:
    return text[:3].isascii() and text[:3].isalpha() and _is_figures(text[3:], 12)


FORMS: Mapping[str, Callable[[str], bool]] = {
    "passport": _is_passport,
    "credit_code": is_credit_code,
    "organisation_code": lambda text: is_organisation_code(text[:8] + text[8:].removeprefix("-")),
    "hk_macao_permit": _is_hk_macao_permit,
    "taiwan_permit": lambda text: _is_figures(text, 8),
    "permanent_resident_card": _is_old_card,
}
