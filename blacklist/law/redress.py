"""Redress numbers: what somebody confused with a person on file shows, so that those records are not held against it.

Eleven random symbols of Crockford's base 32 (55 bits) and a check symbol, in the form RDX-XXXX-XXXX-XXXX. A number says
"not these records"; it is no list of innocents, and a record that it does not name counts as if there were none.
"""

import re
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from blacklist.law.deadlines import years_after
from blacklist.law.duties import Duty
from blacklist.law.lifecycle import Act, Table, Transition
from blacklist.law.refusals import Refusal

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECKS = SYMBOLS + "*~$=U"
RANDOM = 11
BITS = 5 * RANDOM
YEARS, MOST_YEARS = 3, 5

_MISREAD = str.maketrans("OIL", "011")
_FORM = re.compile(rf"RDX([{SYMBOLS}]{{{RANDOM}}})([{re.escape(CHECKS)}])").fullmatch


class RedressState(StrEnum):
    """Where a redress number stands. It ends by its day, too, which is compared when it is shown."""

    ISSUED = "issued"
    REVOKED = "revoked"


REDRESS: Table = MappingProxyType(
    {
        (None, Act.ISSUE): Transition(RedressState.ISSUED, Duty.RECTIFY, "D8"),
        (RedressState.ISSUED, Act.REVOKE): Transition(RedressState.REVOKED, Duty.RECTIFY, "D8"),
    }
)


def written(random: int) -> str:
    """Return the number that 55 random bits make."""
    symbols = "".join(SYMBOLS[random >> shift & 31] for shift in range(BITS - 5, -5, -5))
    return _grouped(symbols + CHECKS[random % len(CHECKS)])


def read_redress_number(raw: str, *, pointer: str = "redress_number") -> str:
    """Return a redress number as it is written: capitals, O read as 0, I and L as 1, in groups.

    :raises Refusal: ``unknown-value`` for another form, or a check symbol that says a symbol was misread.
    """
    plain = re.sub(r"[\s-]", "", raw).upper()
    form = _FORM(plain[:3] + plain[3:].translate(_MISREAD)) if len(plain) < 2 * RANDOM else None
    if form is None:
        raise Refusal("unknown-value", "A redress number has the form RDX-XXXX-XXXX-XXXX.", pointer=pointer)
    if form[2] != check_symbol(form[1]):
        raise Refusal("unknown-value", "The redress number was misread; read it again.", pointer=pointer)
    return _grouped(form[1] + form[2])


def check_symbol(symbols: str) -> str:
    """Return the check symbol of random ones: their value modulo 37."""
    value = 0
    for symbol in symbols:
        value = value << 5 | SYMBOLS.index(symbol)
    return CHECKS[value % len(CHECKS)]


def valid_until(issued_on: date, years: int) -> date:
    """Return the first day on which a number is no longer taken.

    :raises Refusal: ``window-too-long`` beyond five years: then the holder's identity is proved anew.
    """
    if not 1 <= years <= MOST_YEARS:
        raise Refusal("window-too-long", f"A redress number is for one to {MOST_YEARS} years.", pointer="years")
    return years_after(issued_on, years)


def _grouped(symbols: str) -> str:
    return "-".join(["RDX", symbols[:4], symbols[4:8], symbols[8:]])
