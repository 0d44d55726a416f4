"""The law's conditions for a measure, as the case stands: what is met, what is missing, what the form asks for.

It tells beforehand what the act will check; whether a measure may be drafted is for the act to say.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from blacklist.law.identity import is_adult
from blacklist.models import AssetReportOrder, CaseCause, EnforcementCase, Officer, PartyRole
from blacklist.services.properties import controlled_in
from blacklist.web import acts
from pages.words import Words


class Outcome(StrEnum):
    """How a condition stands."""

    MET = "met"
    MISSING = "missing"
    ASKED = "asked"


SIGNS: Mapping[Outcome, tuple[str, Words]] = MappingProxyType(
    {
        Outcome.MET: ("✓", Words("已具备", "met")),
        Outcome.MISSING: ("✕", Words("未具备", "missing")),
        Outcome.ASKED: ("…", Words("在下面填写", "asked below")),
    }
)
Stands = tuple[Outcome, object]


@dataclass(frozen=True)
class Condition:
    """One condition of the law; ``stands`` tells from the case how it is, with a day or an amount.

    ``mended_by``: the act that enters what is missing.
    """

    words: Words
    article: str
    stands: Callable[[EnforcementCase, date], Stands]
    mended_by: str = ""


@dataclass(frozen=True)
class Point:
    """A condition as it stands in a case."""

    condition: Condition
    outcome: Outcome
    detail: object
    mend: str = ""

    @property
    def sign(self) -> str:
        """Return the sign that stands before it."""
        return SIGNS[self.outcome][0]

    @property
    def said(self) -> Words:
        """Return how it stands, in a word."""
        return SIGNS[self.outcome][1]


def points(act: str, case: object, *, by: Officer, on: date) -> list[Point]:
    """Return the conditions of an act in a case on a day; an act that is no measure has none."""
    if not isinstance(case, EnforcementCase):
        return []
    return [_point(each, case, by=by, on=on) for each in CONDITIONS.get(act, ())]


def _point(condition: Condition, case: EnforcementCase, *, by: Officer, on: date) -> Point:
    outcome, detail = condition.stands(case, on)
    act = condition.mended_by
    is_mended_here = bool(act) and outcome is Outcome.MISSING and acts.may(act, by=by, on=on)
    return Point(condition, outcome, detail, acts.link(act, case).address if is_mended_here else "")


def _is(met: object) -> Outcome:
    return Outcome.MET if met else Outcome.MISSING


def _served(case: EnforcementCase, on: date) -> Stands:
    return _is(case.notice_served_on), case.notice_served_on or ""


def _warned(case: EnforcementCase, on: date) -> Stands:
    return _is(case.notice_has_risk_warning), ""


def _period_over(case: EnforcementCase, on: date) -> Stands:
    return _is(case.notice_perform_by and case.notice_perform_by < on), case.notice_perform_by or ""


def _not_held_off(case: EnforcementCase, on: date) -> Stands:
    return _is(case.hold_requested_on is None), case.hold_requested_on or ""


def _assets_short(case: EnforcementCase, on: date) -> Stands:
    if case.outstanding is None:
        return Outcome.ASKED, ""
    controlled = controlled_in(case) or Decimal(0)
    return _is(controlled < case.outstanding), f"{controlled} / {case.outstanding} 元"


def _no_campus_loan(case: EnforcementCase, on: date) -> Stands:
    debtors = case.parties.filter(role=PartyRole.JUDGMENT_DEBTOR, is_full_time_student=True)
    is_spared = case.cause == CaseCause.CAMPUS_LOAN and debtors.exists()
    return (Outcome.ASKED if is_spared else Outcome.MET), ""


def _of_age(case: EnforcementCase, on: date) -> Stands:
    parties = [party for party in case.parties.all() if party.role == PartyRole.JUDGMENT_DEBTOR]
    young = [
        party.person.name
        for party in parties
        if party.person.birth_date is not None and not is_adult(party.person.birth_date, on)
    ]
    return _is(not young), "、".join(young)


def _reports_decided(case: EnforcementCase, on: date) -> Stands:
    asked = AssetReportOrder.objects.filter(case=case, extension_asked_on__isnull=False)
    return _is(not asked.filter(extension_decided_on__isnull=True).exists()), ""


def _asked(case: EnforcementCase, on: date) -> Stands:
    return Outcome.ASKED, ""


_NOTICE = Condition(Words("执行通知已送达", "The enforcement notice was served"), "L5-1", _served, "record_notice")
_WARNING = Condition(
    Words("执行通知载明了纳入名单的风险", "The notice warned of the list"), "L5-1", _warned, "record_notice"
)
_PERIOD = Condition(
    Words("执行通知指定的期限已届满", "The period of the notice is over"), "L5-1", _period_over, "record_notice"
)
_HOLD = Condition(
    Words("申请执行人没有请求暂缓（第一、六项）", "The applicant does not hold off (grounds 1 and 6)"),
    "G16-1",
    _not_held_off,
)
_ASSETS = Condition(
    Words("已控制的财产不足以清偿", "Property under control is not enough to pay"),
    "L3",
    _assets_short,
    "record_outstanding",
)
_STUDENT = Condition(
    Words("不是涉校园贷的在校学生，否则写明例外理由", "No student with a campus loan, or reasons are given"),
    "G16-3",
    _no_campus_loan,
)
_AGE = Condition(Words("被执行人已满十八周岁", "Every debtor is of age"), "L4", _of_age)
_REPORT = Condition(
    Words("延期报告财产的申请已决定（第四项）", "Requests for more time to report are decided (ground 4)"),
    "P252",
    _reports_decided,
)

CONDITIONS: Mapping[str, tuple[Condition, ...]] = MappingProxyType(
    {
        "propose_listing": (
            _NOTICE,
            _WARNING,
            _PERIOD,
            _HOLD,
            _ASSETS,
            _STUDENT,
            _AGE,
            _REPORT,
            Condition(Words("法定情形，有事实和证据", "A statutory ground, with facts and evidence"), "L1", _asked),
            Condition(
                Words("不属于不得纳入的情形，逐项有依据", "None of what forbids listing, each with its evidence"),
                "L3",
                _asked,
            ),
            Condition(Words("决定书写明理由", "The decision gives reasons"), "L5", _asked),
        ),
        "propose_order": (
            _NOTICE,
            _PERIOD,
            _HOLD,
            _ASSETS,
            _STUDENT,
            _AGE,
            Condition(
                Words("依申请，或者写明依职权的理由", "An application, or reasons for acting without"), "C4", _asked
            ),
            Condition(Words("四项因素逐项有理由", "Each of the four factors has its reasons"), "C2", _asked),
            Condition(Words("限制的项目和期间", "What is restricted, and until when"), "C5", _asked),
        ),
    }
)
