"""Persons and units that exist nowhere: their numbers use area code 710000, which is given to nobody."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from stdnum.cn.ric import calc_check_digit

from blacklist.law.credit_codes import check_character, organisation_check_character

AREA = "710000"
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
COMPOUND_SURNAMES = ("欧阳", "上官", "司马", "诸葛")
GIVEN = "安宁清远明朗文轩嘉禾若水思源知行景行怀瑾亦凡书言南乔北辰望舒听澜"
ELDEST, YOUNGEST = date(1955, 1, 1), date(2003, 12, 31)


@dataclass(frozen=True)
class Someone:
    """A synthetic subject as a ruling names it."""

    name: str
    document_type: str
    number: str
    sex: str = ""


def resident_number(birth_date: date, order: int) -> str:
    """Return a well-formed number of area 710000; an odd ``order`` is male, an even one female."""
    body = f"{AREA}{birth_date:%Y%m%d}{order:03d}"
    return body + str(calc_check_digit(body + "0"))  # it leaves the last character out of account


def natural_person(draw: random.Random) -> Someone:
    """Return a new synthetic adult."""
    surname = draw.choice(SURNAMES) if draw.random() > 0.05 else draw.choice(COMPOUND_SURNAMES)
    name = surname + "".join(draw.choices(GIVEN, k=draw.choice((1, 2, 2))))
    birth_date = ELDEST + timedelta(days=draw.randrange((YOUNGEST - ELDEST).days))
    order = draw.randrange(1, 1000)
    return Someone(name, "resident_id", resident_number(birth_date, order), "M" if order % 2 else "F")


def unit(draw: random.Random) -> Someone:
    """Return a new synthetic company."""
    name = f"示范{''.join(draw.choices(GIVEN, k=2))}{draw.choice(('贸易', '科技', '建材', '餐饮'))}有限公司"
    organisation = "".join(draw.choices("0123456789", k=8))
    return Someone(name, "credit_code", credit_code(organisation))


def credit_code(organisation: str) -> str:
    """Return the well-formed code of a company of area 710000 with these eight characters of its own."""
    body = f"91{AREA}{organisation}{organisation_check_character(organisation)}"
    return body + check_character(body)
