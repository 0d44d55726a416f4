"""Rulings of the demonstration court, as rows of the import's own format, dated back from today."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from blacklist.imports.ruling import COLUMNS
from blacklist.law.deadlines import term_until
from blacklist.law.grounds import GROUNDS, has_term
from config.demonstration.people import Someone, natural_person, resident_number, unit

COURTS = ("兵9901", "兵9902")
ALL_TRAVEL = "flight.economy;flight.business;flight.first;rail.g_any;rail.soft_sleeper;rail.emu_first;hotel.star_rated"
EVERYTHING = f"{ALL_TRAVEL};property.purchase;vehicle.nonessential;venue.golf;venue.nightclub"
CASES = 240

# The subjects that the README and the printed curl lines speak of; each shows one answer.
RESTRICTED = Someone("郑示例", "resident_id", resident_number(date(1980, 5, 6), 17), "M")
LISTED_ONLY = Someone("孙样本", "resident_id", resident_number(date(1975, 3, 9), 28), "F")
ORDER_ONLY = Someone("钱演示", "resident_id", resident_number(date(1990, 11, 2), 35), "M")


def rows(*, today: date) -> Iterator[dict[str, str]]:
    """Yield the rows of the demonstration; the same on the same day."""
    draw = random.Random(20261122)  # noqa: S311 - synthetic data, not a secret
    for number, (someone, measures) in enumerate(_cast(draw), start=1):
        case = _case(draw, someone, number=number, today=today)
        if "listing" in measures:
            yield _row({**case, **_listing(draw, case, today=today)})
        if "order" in measures:
            yield _row({**case, **_order(draw, case, today=today)})


def _cast(draw: random.Random) -> Iterator[tuple[Someone, set[str]]]:
    yield RESTRICTED, {"listing", "order"}
    yield LISTED_ONLY, {"listing"}
    yield ORDER_ONLY, {"order"}
    for _ in range(CASES):
        someone = unit(draw) if draw.random() < 0.15 else natural_person(draw)
        yield someone, draw.choice(({"listing", "order"}, {"listing", "order"}, {"order"}, {"listing"}))


def _case(draw: random.Random, someone: Someone, *, number: int, today: date) -> dict[str, str]:
    court = COURTS[number % 2]
    filed_on = today - timedelta(days=draw.randrange(200, 600))
    case_number = f"（{filed_on.year}）{court}执{number}号"
    return {
        "name": someone.name,
        "document_type": someone.document_type,
        "document_number": someone.number,
        "sex": someone.sex,
        "court_code": court,
        "case_number": case_number,
        "filed_on": filed_on.isoformat(),
        "basis_issuer": f"{court}示范人民法院",
        "basis_number": f"（{filed_on.year - 1}）{court}民初{number}号",
        "obligation": f"支付货款人民币{draw.randrange(5, 900)}万元",
        "performance": draw.choice(("全部未履行", "部分未履行")),
        "drafted_by": f"示范法官{number % 7 + 1}",
        "signed_by": f"示范院长{number % 2 + 1}",
        "service_method": draw.choice(("direct", "electronic", "post")),
    }


def _listing(draw: random.Random, case: dict[str, str], *, today: date) -> dict[str, str]:
    decided_on = date.fromisoformat(case["filed_on"]) + timedelta(days=draw.randrange(40, 150))
    grounds = draw.choice(([1], [1], [3], [4], [6], [1, 3]))
    last_day = term_until(decided_on).isoformat() if has_term(grounds) else ""
    return {
        "measure": "listing",
        "grounds": ";".join(map(str, grounds)),
        "conduct": "；".join(GROUNDS[ground].zh for ground in grounds),
        "decision_number": f"{case['case_number']}之一",
        "decided_on": decided_on.isoformat(),
        "served_on": (decided_on + timedelta(days=3)).isoformat(),
        "published_on": (decided_on + timedelta(days=5)).isoformat(),
        "term_until": last_day,
    }


def _order(draw: random.Random, case: dict[str, str], *, today: date) -> dict[str, str]:
    decided_on = date.fromisoformat(case["filed_on"]) + timedelta(days=draw.randrange(20, 150))
    is_known = case["name"] in {RESTRICTED.name, ORDER_ONLY.name}
    lifted = {} if is_known or draw.random() > 0.15 else {"ended_on": today.isoformat(), "ended_reason": "performed"}
    return {
        "measure": "order",
        "conduct": "未按执行通知书指定的期间履行给付义务",
        "decision_number": f"{case['case_number']}之二",
        "decided_on": decided_on.isoformat(),
        "served_on": (decided_on + timedelta(days=2)).isoformat(),
        "activities": EVERYTHING if is_known else draw.choice((EVERYTHING, ALL_TRAVEL)),
        "period_until": (today + timedelta(days=draw.randrange(200, 700))).isoformat(),
        **lifted,
    }


def _row(said: dict[str, str]) -> dict[str, str]:
    return {column: said.get(column, "") for column in COLUMNS}
