"""What is published of a listing (L6, F8.5): a closed list. Whatever else a court knows of it stays with the court."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from blacklist.law.grounds import GROUNDS
from blacklist.law.identity import Document

# By the first character of a court's code; a military court belongs to none.
_PROVINCES = """
京北京 津天津 冀河北 晋山西 内内蒙古 辽辽宁 吉吉林 黑黑龙江 沪上海 苏江苏 浙浙江 皖安徽
闽福建 赣江西 鲁山东 豫河南 鄂湖北 湘湖南 粤广东 桂广西 琼海南 渝重庆 川四川 黔贵州
云云南 藏西藏 陕陕西 甘甘肃 青青海 宁宁夏 新新疆 兵新疆
"""
PROVINCES: Mapping[str, str] = MappingProxyType({pair[0]: pair[1:] for pair in _PROVINCES.split()})
# How far the obligation was performed (L6 item 3).
PERFORMANCE: Mapping[str, str] = MappingProxyType(
    {"unperformed": "全部未履行", "partly_performed": "部分未履行", "wholly_performed": "全部已履行"}
)
# What a debtor who is to be listed may have done (L1): whoever has performed the whole is not listed.
UNPERFORMED = ("unperformed", "partly_performed")
_NUMBER_OF_SOMEBODY = re.compile(r"(?:[0-9]{11,}[Xx]?|[0-9]{4}(?:[ -][0-9]{4}){3,})")


@dataclass(frozen=True)
class Published:
    """One listing as everybody may see it. Sex and age are a natural person's, the representative a unit's."""

    name: str
    sex: str | None
    age: int | None
    masked_number: str
    legal_representative: str | None
    court: str
    province: str | None
    basis_number: str
    basis_issuer: str
    filed_on: date
    case_number: str
    obligation: str
    performance: str | None
    conduct: str
    published_on: date


def province_of(court_code: str) -> str | None:
    """Return the province of a court by its code."""
    return PROVINCES.get(court_code[:1])


def age_on(birth_date: date, on: date) -> int:
    """Return the age in completed years (T7: on the birthday itself)."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def conduct_of(grounds: Iterable[int]) -> str:
    """Return the grounds in the words of the law: the facts found are not published."""
    return "；".join(GROUNDS[number].zh for number in sorted(grounds))


def published_document(documents: Iterable[Document]) -> Document:
    """Return the document whose number is published: of several the citizen's or the unit's own, else the first."""
    known = list(documents)
    own = [document for document in known if document.is_citizen_number or document.type == "credit_code"]
    return (own or known)[0]


def published_number(documents: Iterable[Document]) -> str:
    """Return the number that is published, masked."""
    return published_document(documents).masked


def without_numbers(text: str) -> str:
    """Return a text with every number masked that could be a person's, an account's or a telephone's (F8.5)."""
    return _NUMBER_OF_SOMEBODY.sub(lambda found: "*" * len(found[0]), text)
