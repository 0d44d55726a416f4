"""The catalogue of restricted activities: a closed list with triggers, articles and exceptions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from blacklist.law.refusals import Refusal

# Of this catalogue; goes up with every change of meaning. New activities are added at the end of `_ROWS`.
VERSION = "2026-11"


class Trigger(StrEnum):
    """Which measure must be in force for an activity to be touched."""

    ORDER = "order"
    LISTING = "listing"
    ORDER_NAMING = "order_naming"


class Answer(StrEnum):
    """What is answered about an activity when its trigger is in force."""

    BARRED = "barred"
    STRICT_REVIEW = "strict_review"
    REFER_TO_COURT = "refer_to_court"
    NOT_ANSWERED = "not_answered"


@dataclass(frozen=True, slots=True)
class Exceptions:
    """What the activity does not reach, in both languages of the people who ask."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing a subject may want to do.

    `emergency`: a medical or disaster emergency is never blocked here. `legal_basis` are rule ids, the most
    direct first.
    """

    code: str
    law_code: str
    zh: str
    en: str
    sector: str
    legal_basis: tuple[str, ...]
    trigger: Trigger
    answer: Answer
    emergency: bool
    exceptions: Exceptions


_O, _N, _L = Trigger.ORDER, Trigger.ORDER_NAMING, Trigger.LISTING
_BARRED, _REVIEW, _REFER = Answer.BARRED, Answer.STRICT_REVIEW, Answer.REFER_TO_COURT
_SILENT = Answer.NOT_ANSWERED

_AIR = Exceptions(
    "经院长批准的暂时解除、因生活或经营必需获准、单位人员以个人财产出行获准；医疗和救灾飞行",
    "Temporary lifts, approved necessity, officers travelling on private means; medical and relief flights.",
)
_LODGING = Exceptions(
    "未评星级的旅馆；因生活或经营必需获准；应急避险、隔离、救灾安置",
    "Unrated inns; approved necessity; emergency shelter, quarantine and disaster relief.",
)
_CREDIT = Exceptions(
    "仅提示从严审核，是否放贷由贷款人决定；基本账户、工资卡、社保卡不在此列",
    "The lender decides; basic accounts, salary cards and social-security cards are never touched.",
)

_ROWS = (
    Activity("flight.economy", "AIR_ANY", "乘坐飞机（经济舱）",
             "Air travel in economy class", "airline",
             ("C3-1", "J6"), _O, _BARRED, True, _AIR),
    Activity("flight.business", "AIR_ANY", "乘坐飞机（公务舱）",
             "Air travel in business class", "airline",
             ("C3-1", "J6"), _O, _BARRED, True, _AIR),
    Activity("flight.first", "AIR_ANY", "乘坐飞机（头等舱）",
             "Air travel in first class", "airline",
             ("C3-1", "J6"), _O, _BARRED, True, _AIR),
    Activity("rail.g_any", "RAIL_G_ANY", "G字头动车组列车全部座位",
             "Any seat on a G train", "rail",
             ("C3-9", "J6"), _O, _BARRED, True,
             Exceptions("暂时解除；因生活或经营必需获准",
                        "Temporary lifts; approved necessity.")),
    Activity("rail.soft_sleeper", "RAIL_SOFT_SLEEPER", "列车软卧",
             "Soft sleeper on an ordinary train", "rail",
             ("C3-1", "J6"), _O, _BARRED, True,
             Exceptions("硬卧、硬座、软座",
                        "Hard sleeper, hard seat and soft seat.")),
    Activity("rail.emu_first", "RAIL_EMU_FIRST_PLUS", "其他动车组一等以上座位",
             "First class or above on other EMU trains", "rail",
             ("C3-9", "J6"), _O, _BARRED, True,
             Exceptions("D、C字头列车二等座",
                        "Second class on D and C trains.")),
    Activity("ship.second_class", "SHIP_SECOND_PLUS", "轮船二等以上舱位",
             "Second class or above on a ship", "ferry",
             ("C3-1",), _O, _BARRED, True,
             Exceptions("三等及以下舱位",
                        "Third class and below, as the operator's official tariff names them.")),
    Activity("hotel.star_rated", "LODGING_STAR", "星级以上宾馆、酒店",
             "Stay or spending at a star-rated hotel", "hotel",
             ("C3-2", "J7"), _O, _BARRED, True, _LODGING),
    Activity("hotel.other_high_end", "LODGING_OTHER_HIGH", "国家一级以上酒店及其他高消费住宿",
             "First-grade or other high-end lodging that the order names", "hotel",
             ("J7",), _N, _BARRED, True,
             Exceptions("价格高低本身不是标准；法院未列明的场所",
                        "Price alone is no test; places the order does not name.")),
    Activity("venue.nightclub", "VENUE_NIGHTCLUB", "夜总会",
             "Nightclub", "venue",
             ("C3-2", "J7"), _O, _BARRED, False,
             Exceptions("普通酒吧、餐馆、影院",
                        "Ordinary bars, restaurants and cinemas.")),
    Activity("venue.golf", "VENUE_GOLF", "高尔夫球场",
             "Golf course", "venue",
             ("C3-2", "J7"), _O, _BARRED, False,
             Exceptions("在球场受雇工作",
                        "Working there as an employee.")),
    Activity("property.purchase", "REALTY_BUY", "购买不动产",
             "Purchase of real property, judicial sales included", "real_estate",
             ("C3-3", "J5"), _O, _BARRED, False,
             Exceptions("继承、安置房、普通租房",
                        "Inheritance, resettlement housing, ordinary renting.")),
    Activity("property.construction", "REALTY_BUILD", "新建、扩建房屋",
             "New building or extension", "real_estate",
             ("C3-3", "J11"), _O, _BARRED, False,
             Exceptions("获准的危房修缮",
                        "Approved repair of a dangerous house.")),
    Activity("property.luxury_renovation", "REALTY_LUX_DECOR", "高档装修房屋",
             "Luxury renovation", "real_estate",
             ("C3-3", "J11"), _O, _BARRED, False,
             Exceptions("普通维修；是否高档由法院认定",
                        "Ordinary repair; what is luxury is for the court to say.")),
    Activity("office.luxury_rent", "OFFICE_LUX_RENT", "租赁高档写字楼、宾馆、公寓等场所办公",
             "Renting high-grade premises as a workplace", "real_estate",
             ("C3-4",), _O, _BARRED, False,
             Exceptions("普通办公场所、住房",
                        "Ordinary offices and homes.")),
    Activity("vehicle.nonessential", "VEHICLE_NONESSENTIAL", "购买非经营必需车辆",
             "Vehicle not needed for business", "vehicle",
             ("C3-5", "J11"), _O, _BARRED, False,
             Exceptions("残疾人专用车、自行车、获准的经营用车",
                        "Vehicles for the disabled, bicycles, approved business vehicles.")),
    Activity("tour.outbound_group", "TOUR_OUTBOUND_GROUP", "团队出境旅游",
             "Outbound group tour", "travel_agency",
             ("C3-6", "J8"), _O, _BARRED, False,
             Exceptions("因公出行",
                        "Travel for work.")),
    Activity("tour.holiday", "TOUR_HOLIDAY", "旅游、度假",
             "Holiday package or rated resort that the order names", "travel_agency",
             ("C3-6", "J8"), _N, _REFER, False,
             Exceptions("探亲、公共公园",
                        "Visiting family; public parks.")),
    Activity("school.high_fee", "SCHOOL_HIGH_FEE", "子女就读高收费私立学校",
             "Paying for a high-fee private school", "court",
             ("C3-7", "J9", "G20"), _N, _SILENT, False,
             Exceptions("公办学校、正常收费的民办学校、考试和入学；不回答任何关于子女的查询",
                        "Public schools, private schools at normal fees, exams, enrolment; never a child.")),
    Activity("insurance.cash_value", "INSURANCE_HIGH", "支付高额保费购买具有现金价值的保险理财产品",
             "High premiums for insurance with cash value", "insurer",
             ("C3-8", "J10"), _O, _REFER, False,
             Exceptions("保障型保险、社会保险、机动车强制保险",
                        "Protection cover, social insurance, compulsory motor insurance.")),
    Activity("other.named", "OTHER_NAMED", "限制消费令列明的其他非生活和工作必需的消费",
             "Other spending that the order names", "other",
             ("C3-9",), _N, _BARRED, False,
             Exceptions("限制消费令未列明的一切消费",
                        "Whatever the order does not name.")),
    Activity("credit.loan", "LOAN_CREDIT", "融资授信",
             "Loan or other credit", "bank",
             ("L8", "J4", "K5", "K7"), _L, _REVIEW, False, _CREDIT),
    Activity("credit.card", "CREDIT_CARD", "信用卡",
             "Credit card", "bank",
             ("L8", "J4", "K5", "K7"), _L, _REVIEW, False, _CREDIT),
)  # fmt: skip

ACTIVITIES: Mapping[str, Activity] = MappingProxyType({row.code: row for row in _ROWS})

# Bit of each activity in packed sets. They are stored: a new activity takes the next, none is given again.
BIT: Mapping[str, int] = MappingProxyType({row.code: bit for bit, row in enumerate(_ROWS)})

# A medical or disaster emergency is never blocked in these; the court reviews it afterwards.
EMERGENCY_ACTIVITIES = frozenset(row.code for row in _ROWS if row.emergency)

# The provisions on consumption came into force with ten articles; trains with seats of item 9 came with the amendment.
IN_FORCE_SINCE, AMENDED_SINCE = date(2010, 10, 1), date(2015, 7, 22)
ADDED_BY_AMENDMENT = frozenset({"rail.g_any", "rail.emu_first"})


def may_be_ordered(code: str) -> bool:
    """Say whether a consumption order may cover the activity: credit is touched by a listing only."""
    return code in ACTIVITIES and ACTIVITIES[code].trigger is not Trigger.LISTING


def read_activities(codes: Iterable[str], *, pointer: str = "activities") -> tuple[str, ...]:
    """Read the activities of an order and return them once each, in the catalogue's order.

    An order covers exactly what it names; all cabins of an aircraft are three codes (G21).

    :raises Refusal: `unknown-activity` for none, for one not in the catalogue, and for credit.
    """
    named = set(codes)
    if not named or not all(map(may_be_ordered, named)):
        raise Refusal("unknown-activity", pointer=pointer, article="C5")
    return tuple(sorted(named, key=BIT.__getitem__))


def covered(activities: Iterable[str], *, decided_on: date | None) -> tuple[str, ...]:
    """Return which activities named by an order of that day it covers (C12); None, a draft, is of today's text.

    An order of before 22 July 2015 does not reach the trains that the amended text added, unless it is issued anew.
    """
    if decided_on is None or decided_on >= AMENDED_SINCE:
        return tuple(activities)
    if decided_on < IN_FORCE_SINCE:
        return ()
    return tuple(code for code in activities if code not in ADDED_BY_AMENDMENT)


def check_named(activities: Iterable[str], *, other: str, has_school_decision: bool) -> None:
    """Let an order name its open tail only in words, and a school only with the court's decision on that school.

    :raises Refusal: ``items-required`` when ``other.named`` has no words (C3-9), ``school-decision-required`` (G20),
        ``unknown-activity`` for words or a decision on what the order does not name.
    """
    named = set(activities)
    if ("other.named" in named) != bool(other.strip()):
        code = "items-required" if "other.named" in named else "unknown-activity"
        raise Refusal(code, "Say in words what else the order names.", pointer="other", article="C3-9")
    if ("school.high_fee" in named) != has_school_decision:
        code = "school-decision-required" if "school.high_fee" in named else "unknown-activity"
        raise Refusal(code, pointer="school", article="G20")
