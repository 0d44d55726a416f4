"""Tables of the check side: whether an answer was one, whom it turned away, and who asked too much."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from itertools import groupby
from typing import Any

from blacklist.law.assistance import SECTORS
from config.oversight.court import COURT, COURT_NAME, TWELVE_MONTHS
from config.oversight.tables import Column, Row, Scope, Table, share
from config.record.words import SECTORS_EN
from pages.words import Words
from restrictions import selectors
from restrictions.models import UseAlarmKind
from restrictions.months import after
from restrictions.selectors import Answered

SECTOR_WORDS = {code: Words(zh, SECTORS_EN[code]) for code, zh in SECTORS.items()}
ALARM_WORDS = {kind.value: Words(str(kind.label), kind.value) for kind in UseAlarmKind}
MONTHS = 12
THESE_MONTHS = Words("本月及之前十一个月。", "This month and the eleven before.")


def answer_rows(scope: Scope) -> list[Row]:
    """Return what was answered, by court and month, the newest first."""
    return [
        {
            "court": code,
            "court_name": scope.courts[code].name,
            "month": f"{month:%Y-%m}",
            **_answers(counted),
        }
        for (month, code), counted in _grouped(scope, lambda row: (row.month, row.court))
    ]


def refusal_rows(scope: Scope) -> list[Row]:
    """Return whom the answers turned away, by court and sector."""
    return [
        {
            "court": code,
            "court_name": scope.courts[code].name,
            "sector": sector,
            **_refusals(counted),
        }
        for (code, sector), counted in sorted(_grouped(scope, lambda row: (row.court, row.sector)))
    ]


def alarm_rows(scope: Scope) -> list[Row]:
    """Return the alarms about misuse, by court and kind."""
    since = datetime.combine(scope.period[0], time(), UTC)
    return [
        {
            "court": row.court,
            "court_name": scope.courts[row.court].name,
            "kind": row.kind,
            "alarms": row.alarms,
            "waiting": row.waiting,
            "confirmed": row.confirmed,
            "suspended": row.suspended,
        }
        for row in selectors.alarmed(scope.courts.keys(), since=since)
    ]


def _grouped(scope: Scope, by: Any) -> list[tuple[Any, list[Answered]]]:
    rows = selectors.answered(since=_first_month(scope.on), until=after(scope.on, 1), courts=scope.courts.keys())
    ordered = sorted(rows, key=by, reverse=True)
    return [(key, list(group)) for key, group in groupby(ordered, key=by)]


def _first_month(on: date) -> date:
    return after(on, 1 - MONTHS)


def _answers(counted: Iterable[Answered]) -> dict[str, Any]:
    found = _sums((row.decision, row.checks) for row in counted)
    whole = found.total()
    return {
        "answered": whole,
        "permitted": found["permitted"],
        "restricted": found["restricted"],
        "undetermined": found["undetermined"],
        "instant": share(whole - found["undetermined"], whole),
    }


def _refusals(counted: Iterable[Answered]) -> dict[str, Any]:
    found = _sums((row.reason, row.checks) for row in counted)
    whole, barred = found.total(), found["order_in_force"]
    return {"answered": whole, "barred": barred, "strict_review": found["listed"], "refused": share(barred, whole)}


def _sums(pairs: Iterable[tuple[str, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for key, number in pairs:
        found[key] += number
    return found


ANSWERS = Table(
    "answers",
    Words("即时答复", "Instant answers"),
    (
        THESE_MONTHS,
        Words(
            "即时答复指当即得出“受限制”或“可以办理”；其余为未能确定，单位须再问。仅计本院送达协助执行通知书的单位。",
            "An instant answer is “restricted” or “permitted” at once; the others are undetermined, and the unit must "
            "ask for more. Of the units on which the court served an assistance notice.",
        ),
    ),
    (
        COURT,
        COURT_NAME,
        Column("month", Words("月份", "Month"), "text"),
        Column("answered", Words("已答复", "Answered")),
        Column("permitted", Words("可以办理", "Permitted")),
        Column("restricted", Words("受限制", "Restricted")),
        Column("undetermined", Words("未能确定", "Undetermined")),
        Column("instant", Words("即时答复率", "Instant"), "share"),
    ),
    answer_rows,
    bar="instant",
    labels=("court_name", "month"),
)
REFUSALS = Table(
    "refusals",
    Words("各行业的拒绝", "Refusals by sector"),
    (
        THESE_MONTHS,
        Words(
            "“不得办理”依据有效的限制消费令；“从严审查”由贷款机构自行决定，不是拒绝。",
            "Barred: an order is in force. To be examined strictly: the lender decides, and it is no refusal.",
        ),
    ),
    (
        COURT,
        COURT_NAME,
        Column("sector", Words("行业", "Sector"), "text", SECTOR_WORDS),
        Column("answered", Words("已答复", "Answered")),
        Column("barred", Words("不得办理", "Barred")),
        Column("strict_review", Words("从严审查", "To be examined strictly")),
        Column("refused", Words("不得办理占比", "Share barred"), "share"),
    ),
    refusal_rows,
    bar="refused",
    labels=("court_name", "sector"),
)
ALARMS = Table(
    "alarms",
    Words("滥用告警", "Misuse alarms"),
    (
        TWELVE_MONTHS,
        Words(
            "系统只提出告警；是否滥用由有相应职责的人员认定。",
            "The system only raises an alarm; whether it was misuse an officer with that duty finds.",
        ),
    ),
    (
        COURT,
        COURT_NAME,
        Column("kind", Words("事由", "Alarm"), "text", ALARM_WORDS),
        Column("alarms", Words("告警", "Raised")),
        Column("waiting", Words("待复核", "Waiting for an officer")),
        Column("confirmed", Words("确属滥用", "Found misuse")),
        Column("suspended", Words("自动暂停", "Suspended at once")),
    ),
    alarm_rows,
    bar="alarms",
    labels=("court_name", "kind"),
)
TABLES = (ANSWERS, REFUSALS, ALARMS)
