"""What a unit that assists in enforcement may be asked for, and by which right it asks: closed lists (C6, C11, D13)."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from blacklist.law.activities import ACTIVITIES, BIT, Answer
from blacklist.law.refusals import Refusal

# A unit's own interest, due diligence or risk control is none of these (D13).
LEGAL_BASES: Mapping[str, str] = MappingProxyType(
    {
        "C6": "限制消费协助执行通知书",
        "L8": "失信信息通报",
        "P117": "法律规定的协助执行义务",
    }
)

# What a unit may ask unless the court allows it more or less: so that none slows the others down or walks the list.
PER_SECOND, PER_DAY = 200, 2_000_000
MOST_PER_SECOND, MOST_PER_DAY = 100_000, 4_000_000_000
LONGEST_OVERLAP_HOURS = 24 * 90  # for which an old credential stays good beside its successor

GATEWAY = "gateway"  # asks for all others; only where nothing is in earnest
SECTORS: Mapping[str, str] = MappingProxyType(
    {
        "airline": "航空",
        "rail": "铁路",
        "ferry": "水运",
        "hotel": "宾馆、酒店",
        "venue": "娱乐场所",
        "real_estate": "不动产",
        "vehicle": "车辆",
        "travel_agency": "旅行社",
        "insurer": "保险",
        "bank": "银行",
        "other": "其他",
        GATEWAY: "演示网关",
    }
)


def read_legal_basis(code: str) -> str:
    """Return the basis on which a unit is asked to assist.

    :raises Refusal: ``no-legal-basis`` for anything but a notice or a statute, such as ``OWN_RISK_CONTROL`` (D13).
    """
    if code not in LEGAL_BASES:
        raise Refusal("no-legal-basis", pointer="legal_basis", article="D13")
    return code


def read_scope(activities: Iterable[str]) -> list[str]:
    """Return the activities once each, in the catalogue's order.

    :raises Refusal: ``unknown-activity`` for none, and for one that only the court answers about.
    """
    named = set(activities)
    answered = {code for code, activity in ACTIVITIES.items() if activity.answer is not Answer.NOT_ANSWERED}
    if not named or not named <= answered:
        raise Refusal("unknown-activity", pointer="activities", article="C6")
    return sorted(named, key=BIT.__getitem__)
