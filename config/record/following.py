"""An application's clock in plain words: where it stands, who decides by when, what may come next and until when."""

import re
from datetime import date, timedelta
from typing import Any

from blacklist.law.activities import ACTIVITIES
from blacklist.own_matters import OwnMatter
from config.record.asking import ON_MATTERS
from config.record.terms import NAMES, OUTCOMES, REASONS, STATES, TITLES
from pages.words import Words

_has_chinese = re.compile(r"[\u3400-\u9fff]").search
OVERDUE = Words(
    "期限已过，法院尚未决定。请致电该院；审查期限已过的纠正申请，上一级法院和检察机关可以看到。",
    "The day has passed and the court has not acted. Call it; a request that is overdue"
    " is seen by the court above and the procurators.",
)
ESCALATED = Words("已报上一级法院。", "The court above has been told.")
BEFORE_SERVICE = Words(
    "驳回决定送达后，十日内可以向上一级法院申请复议。",
    "Once the rejection is served on you, you have ten days to ask the court above.",
)
NO_COURT_ABOVE = Words(
    "没有上一级法院可以复议；可以随时再次申请纠正。",
    "There is no court above; you may ask for correction again at any time.",
)
IN_TIME = Words(
    "可以向上一级法院申请复议，最后一日：{day}（含当日）。",
    "You may ask the court above to reconsider; the last day is {day}.",
)
TOO_LATE = Words(
    "申请复议的最后一日是 {day}，已经过去；因正当理由耽误的，障碍消除后十日内仍可提出。",
    "The last day to ask the court above was {day}. If you were kept from it, you have ten days from when that ended.",
)
ASKED_ABOVE = Words("已向上一级法院申请复议。", "You have asked the court above.")
AFTER: dict[tuple[str, str], Words] = {
    ("reconsideration", "dismissed"): Words(
        "复议到此结束。有新的事实的，可以随时再次申请纠正。",
        "That ends the reconsideration. With new facts you may ask for correction again at any time.",
    ),
    ("exemption", "rejected"): Words(
        "可以补充材料后再次申请；认为不当的，可以对限制消费令申请纠正（G18）。",
        "You may apply again with more evidence, or ask for correction of the order (G18).",
    ),
    ("exemption", "voided"): Words(
        "本案不再批准新的申请，直到该认定被纠正；可以申请纠正（G17、L12）。",
        "Nothing more is approved in this case until that finding is set aside; you may ask for correction (G17, L12).",
    ),
    ("application", "refused"): Words(
        "认为不当的，可以随时申请纠正（L11）。",
        "If you think that wrong, you may ask for correction at any time (L11).",
    ),
}


def shown_matter(row: OwnMatter, *, on: date) -> dict[str, Any]:
    """Return what the page of an application shows on a day."""
    return {
        "is": row,
        "title": title_of(row),
        "is_said_in_chinese": _has_chinese(row.said) is not None,
        "state": STATES[row.noun].get(row.state, Words(row.state, row.state)),
        "asks": REASONS.get(row.asks, ""),
        "is_overdue": row.is_overdue(on),
        "overdue": OVERDUE,
        "escalated": ESCALATED if row.is_escalated else "",
        "outcome": OUTCOMES.get(row.outcome, ""),
        "next": next_of(row, on=on),
        "ways": [(way.code, TITLES[way.code]) for way in ON_MATTERS.values() if way.fits(row)],
        "wished": [Words(ACTIVITIES[code].zh, ACTIVITIES[code].en) for code in row.activities],
        "last_day": row.until_on - timedelta(days=1) if row.until_on else None,
    }


def title_of(row: OwnMatter) -> Words:
    """Return what an application is called."""
    return NAMES.get(row.noun) or NAMES[row.asks]


def next_of(row: OwnMatter, *, on: date) -> Words | None:
    """Return the next remedy and its last day, in words; None while the court"
    " has to act, or nothing is left to ask."""
    if row.noun != "correction" or row.state != "rejected":
        return AFTER.get((row.noun, row.state))
    if row.next_by is not None and row.has_court_above:
        return (IN_TIME if on <= row.next_by else TOO_LATE).format(day=row.next_by.isoformat())
    if not row.has_court_above:
        return NO_COURT_ABOVE
    return BEFORE_SERVICE if row.served_on is None and not row.is_asked_above else ASKED_ABOVE
