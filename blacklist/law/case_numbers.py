"""Case numbers of the courts: （year）court code, type, serial, 号 (Fa [2015] 137, amended 2018)."""

import re
from dataclasses import dataclass
from datetime import date

from blacklist.law.citations import han_number
from blacklist.law.refusals import Refusal

FIRST_YEAR = 2016  # the scheme is in force since 1 January 2016; older numbers have another form
PROVINCES = "京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔云藏陕甘青宁新兵军"
SUPREME_COURT = "最高法"

# 执 first enforcement, 执恢 resumed, 执他 other: measures are taken under these.
ENFORCEMENT_TYPES = frozenset({"执", "执恢", "执他"})
# 执异 objection, 执复 reconsideration, 执监 supervision, 执保 preservation, and the kinds of basis case.
TYPES = (
    *("执异", "执复", "执监", "执保", "执协", "执请", "执恢", "执他", "执"),
    *(f"{field}{stage}" for field in "民刑行" for stage in ("初", "终", "申", "再")),
    *("财保", "破申", "破"),
)
SPECIALISED = "知"

_FOLD = {
    **dict.fromkeys(map(ord, "(（〔[［【{｛❲"), "（"),
    **dict.fromkeys(map(ord, ")）〕]］】}｝❳"), "）"),
    **{0xFF10 + digit: str(digit) for digit in range(10)},
}
_BLANKS = re.compile(r"[\s\u00ad\u180e\u200b-\u200f\u2060\ufeff]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]").search
_CASE_NUMBER = re.compile(
    rf"（([0-9]{{4}})）({SUPREME_COURT}|[{PROVINCES}](?:[0-9]{{4}}|[0-9]{{2}})?)([{SPECIALISED}]?)"
    rf"({'|'.join(TYPES)})([1-9][0-9]{{0,7}})号(?:之(?:[一二三四五六七八九十百千零]{{1,9}}|[1-9][0-9]{{0,3}}))?"
).fullmatch


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """The parts of a case number; `court_code` as in the table of courts, `specialised` mostly empty."""

    year: int
    court_code: str
    specialised: str
    type_code: str
    serial: int

    @property
    def text(self) -> str:
        """Return the number as it is written: full-width brackets, no spaces, without a decision's 之一."""
        return f"（{self.year}）{self.court_code}{self.specialised}{self.type_code}{self.serial}号"

    @property
    def is_enforcement(self) -> bool:
        """Say whether measures may be taken under this number."""
        return self.type_code in ENFORCEMENT_TYPES


def read_case_number(raw: str, *, on: date, pointer: str = "case_number") -> CaseNumber:
    """Read a case number however its brackets, spaces and digits are typed. `on` is today.

    :raises Refusal: `control-characters`; `case-number` for another form, a year before 2016 or one to come.
    """
    found = _CASE_NUMBER(_clean(raw, pointer))
    if not found or not FIRST_YEAR <= int(found[1]) <= on.year:
        raise Refusal("case-number", "Write it like （2024）京0105执1234号.", pointer=pointer, article="Fa [2015] 137")
    return CaseNumber(int(found[1]), found[2], found[3], found[4], int(found[5]))


def read_enforcement_case_number(raw: str, *, on: date, pointer: str = "case_number") -> CaseNumber:
    """Read the number of a case in which a listing or an order may be made: type 执, 执恢 or 执他.

    :raises Refusal: as `read_case_number`, and `case-number` for any other type.
    """
    number = read_case_number(raw, on=on, pointer=pointer)
    if not number.is_enforcement:
        raise Refusal("case-number", "Only enforcement cases (执, 执恢, 执他) have measures.", pointer=pointer)
    return number


def read_decision_number(raw: str, *, pointer: str = "decision_number") -> str:
    """Read the number of a decision and return it with full-width brackets and no spaces; 之一 stays.

    :raises Refusal: `control-characters`, or `field-required` when nothing is there.
    """
    text = _clean(raw, pointer)
    if not text:
        raise Refusal("field-required", "Give the decision's number.", pointer=pointer)
    return text


def _clean(raw: str, pointer: str) -> str:
    if _CONTROL(raw):
        raise Refusal("control-characters", pointer=pointer)
    return _BLANKS.sub("", raw).translate(_FOLD)


def ordinal_suffix(number: int) -> str:
    """Return what the ``number``-th document of a case adds to the case number: 之一, 之二 … 之一千零一."""
    return f"之{han_number(number)}"
