"""What the demonstration's court does in these journeys, act by act, over its API."""

import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from blacklist.law.days import legal_day
from config.demonstration.people import resident_number
from tests.asking import Body, Officers, Reply

JUDGE, PRESIDENT = "judge01", "president01"
SUBJECTS: list[Body] = []
"""Everybody these journeys have invented, for whoever looks for traces of them."""

_numbers = itertools.count(1)
_case_numbers = itertools.count(90001)  # the seeded ones are far below


def today() -> date:
    return legal_day(datetime.now(UTC))


def subject(name: str) -> Body:
    """Return a new person as a check names one; nobody is on file under the number."""
    number = resident_number(date(1971, 2, 3), next(_numbers))
    SUBJECTS.append({"name": name, "document": {"type": "resident_id", "number": number}})
    return SUBJECTS[-1]


@dataclass(frozen=True)
class Debtor:
    """A judgment debtor whose time to perform has run out."""

    subject: Body
    person: str
    case: str


def debtor(officers: Officers, name: str) -> Debtor:
    """Register a person, a case, and the notice that went unheeded."""
    someone = subject(name)
    person = officers.done(JUDGE, "persons", someone).body["id"]
    case = officers.done(
        JUDGE,
        "cases",
        {
            "case_number": f"（{today().year}）兵9901执{next(_case_numbers)}号",
            "filed_on": _days_ago(60),
            "basis": {"issuer": "示范仲裁委员会", "number": "示范裁字1号", "obligation": "支付货款1万元"},
            "parties": [{"person": person, "role": "judgment_debtor"}],
        },
    ).body["id"]
    notice = {
        "served_on": _days_ago(40),
        "service_method": "direct",
        "perform_by": _days_ago(20),
        "has_risk_warning": True,
    }
    officers.done(JUDGE, f"cases/{case}/notice", notice)
    return Debtor(someone, person, case)


def draft_order(officers: Officers, debtor: Debtor, *activities: str) -> str:
    """Draft a consumption order and return its address."""
    return f"orders/{officers.done(JUDGE, 'orders', order_of(debtor, *activities)).body['id']}"


def order_of(debtor: Debtor, *activities: str) -> Body:
    """Return the draft of a discretionary order."""
    factors = ("passive_performance", "evasion", "resistance", "ability_to_perform")
    return {
        "case": debtor.case,
        "persons": [{"person": debtor.person}],
        "activities": activities,
        "period_until": (today() + timedelta(days=300)).isoformat(),
        "factors": dict.fromkeys(factors, "已查明"),
        "reasons": "未履行",
        "own_motion": "情况紧急",
    }


def propose_listing(officers: Officers, debtor: Debtor) -> str:
    """Propose a listing for not reporting property (L1, ground 4) and return its address."""
    ground = {"number": 4, "facts": "拒绝报告财产", "evidence": ["E1"], "conduct_on": _days_ago(10)}
    proposal = {
        "case": debtor.case,
        "debtor": debtor.person,
        "grounds": [ground],
        "negatives": {},
        "reasons": "违反财产报告制度",
    }
    return f"listings/{officers.done(JUDGE, 'listings', proposal).body['id']}"


def sign(officers: Officers, measure: str) -> Reply:
    return officers.done(PRESIDENT, f"{measure}/sign")


def serve(officers: Officers, measure: str) -> Reply:
    service = {"served_on": today().isoformat(), "service_method": "direct"}
    return officers.done(JUDGE, f"{measure}/serve", service)


def _days_ago(days: int) -> str:
    return (today() - timedelta(days=days)).isoformat()
