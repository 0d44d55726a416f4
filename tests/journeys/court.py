"""What the demonstration's court does in these journeys, act by act, over its API."""

import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from blacklist.law.credit_codes import check_character, organisation_check_character
from blacklist.law.days import legal_day
from config.demonstration.people import resident_number
from tests.asking import Body, Officers, Reply

JUDGE, PRESIDENT = "judge01", "president01"
BORN = date(1971, 2, 3)
SUBJECTS: list[Body] = []
"""Everybody these journeys have invented, for whoever looks for traces of them."""
SAID: list[str] = []
"""What else was said of them: passports, redress numbers, names in Latin letters."""

_numbers = itertools.count(1)
_case_numbers = itertools.count(90001)  # the seeded ones are far below


def today() -> date:
    return legal_day(datetime.now(UTC))


def subject(name: str) -> Body:
    """Return a new person as a check names one; nobody is on file under the number."""
    number = resident_number(BORN, next(_numbers))
    SUBJECTS.append({"name": name, "document": {"type": "resident_id", "number": number}})
    return SUBJECTS[-1]


def unit(name: str) -> Body:
    """Return a new company as a check names one."""
    organisation = f"{90_000_000 + next(_numbers)}"
    body = f"91710000{organisation}{organisation_check_character(organisation)}"
    SUBJECTS.append({"name": name, "document": {"type": "credit_code", "number": body + check_character(body)}})
    return SUBJECTS[-1]


def traveller(name: str, passport: str) -> Body:
    """Return somebody as an airline names them, born on the day of everybody here."""
    SAID.extend((name, passport))
    return {
        "name": name,
        "birth_date": BORN.isoformat(),
        "document": {"type": "passport", "number": passport, "issuer": "CHN"},
    }


@dataclass(frozen=True)
class Debtor:
    """A judgment debtor whose time to perform has run out."""

    subject: Body
    person: str
    case: str
    applicant: str


def debtor(officers: Officers, name: str) -> Debtor:
    """Register a person, a case, and the notice that went unheeded."""
    someone = subject(name)
    person = officers.done(JUDGE, "persons", someone).body["id"]
    return _in_a_case(officers, someone, person)


def unit_debtor(officers: Officers, name: str) -> Debtor:
    """Register a company, a case, and the notice that went unheeded."""
    someone = unit(name)
    person = officers.done(JUDGE, "persons", someone).body["id"]
    return _in_a_case(officers, someone, person)


def _in_a_case(officers: Officers, someone: Body, person: str) -> Debtor:
    applicant = officers.done(JUDGE, "persons", subject("申请人")).body["id"]
    case = officers.done(
        JUDGE,
        "cases",
        {
            "case_number": f"（{today().year}）兵9901执{next(_case_numbers)}号",
            "filed_on": _days_ago(60),
            "basis": {"issuer": "示范仲裁委员会", "number": "示范裁字1号", "obligation": "支付货款1万元"},
            "parties": [
                {"person": person, "role": "judgment_debtor"},
                {"person": applicant, "role": "applicant"},
            ],
        },
    ).body["id"]
    notice = {
        "served_on": _days_ago(40),
        "service_method": "direct",
        "perform_by": _days_ago(20),
        "has_risk_warning": True,
    }
    officers.done(JUDGE, f"cases/{case}/notice", notice)
    return Debtor(someone, person, case, applicant)


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


def propose_listing(officers: Officers, debtor: Debtor, *, ground: int = 2) -> str:
    """Propose a listing on one ground (L1): 2 has a term, 1 has none; return its address."""
    found = {"number": ground, "facts": "拒不履行的具体情形", "evidence": ["E1"], "conduct_on": _days_ago(10)}
    negatives = ("security_given", "assets_controlled", "turn_later", "other_than_refusal")
    proposal = {
        "case": debtor.case,
        "debtor": debtor.person,
        "grounds": [found],
        "negatives": dict.fromkeys(negatives, False) if ground == 1 else {},
        "negatives_evidence": {question: ["E2"] for question in negatives} if ground == 1 else {},
        "reasons": "符合规定情形",
    }
    return f"listings/{officers.done(JUDGE, 'listings', proposal).body['id']}"


def list_debtor(officers: Officers, debtor: Debtor, *, ground: int = 2) -> str:
    """Propose, sign, serve and publish a listing; return its address."""
    listing = propose_listing(officers, debtor, ground=ground)
    sign(officers, listing)
    serve(officers, listing)
    officers.done(JUDGE, f"{listing}/publish")
    return listing


def application(debtor: Debtor, kind: str, *, measure: str = "") -> Body:
    """Return what the applicant asks for in writing."""
    return {
        "kind": kind,
        "case": debtor.case,
        "filed_by": debtor.applicant,
        "about": debtor.person,
        "measure": measure.partition("/")[2] or None,
        "received_on": today().isoformat(),
        "is_written": True,
        "request": "见申请书",
    }


def record(officers: Officers, debtor: Debtor, kind: str) -> Reply:
    """Enter a fact into the file of the debtor's case."""
    fact = {"kind": kind, "happened_on": today().isoformat(), "note": "见卷宗", "evidence": ["E2"]}
    return officers.done(JUDGE, f"cases/{debtor.case}/events", fact)


def sign(officers: Officers, measure: str) -> Reply:
    return officers.done(PRESIDENT, f"{measure}/sign")


def serve(officers: Officers, measure: str) -> Reply:
    service = {"served_on": today().isoformat(), "service_method": "direct"}
    return officers.done(JUDGE, f"{measure}/serve", service)


def _days_ago(days: int) -> str:
    return (today() - timedelta(days=days)).isoformat()
