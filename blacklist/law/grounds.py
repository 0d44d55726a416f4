"""Why a measure may be taken and why it ends: closed lists with their articles, and the checks on them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from blacklist.law.deadlines import years_after
from blacklist.law.refusals import Refusal


@dataclass(frozen=True)
class Ground:
    """One of the six statutory grounds of listing (L1); ``has_term`` says whether it is for a term (L2)."""

    number: int
    code: str
    zh: str
    en: str
    has_term: bool


@dataclass(frozen=True)
class Reason:
    """Why a measure ends: its article, whether the court must act or may, and whether it ends a term.

    ``is_personal``: it lies in one person and says nothing of others whom the same order restricts.
    ``is_consequence``: it follows from another act, and no officer names it.
    ``answers``: the kind of application it may answer; ``on_application``: without one it is no reason.
    """

    code: str
    zh: str
    article: str
    is_duty: bool = True
    ends_a_term: bool = True
    is_personal: bool = False
    is_consequence: bool = False
    answers: str = ""
    on_application: bool = False


def _table(*rows: Reason) -> Mapping[str, Reason]:
    return MappingProxyType({row.code: row for row in rows})


GROUNDS: Mapping[int, Ground] = MappingProxyType(
    {
        ground.number: ground
        for ground in (
            Ground(1, "able_but_refuses", "有履行能力而拒不履行", "able to perform but refuses", False),
            Ground(
                2,
                "obstructs",
                "以伪造证据、暴力、威胁等方法妨碍、抗拒执行",
                "obstructs or resists enforcement",
                True,
            ),
            Ground(3, "evades", "以虚假诉讼、虚假仲裁或隐匿、转移财产等方法规避执行", "evades enforcement", True),
            Ground(4, "breaches_asset_reporting", "违反财产报告制度", "breaches the duty to report assets", True),
            Ground(5, "breaches_consumption_order", "违反限制消费令", "breaches a consumption order", True),
            Ground(
                6,
                "refuses_settlement",
                "无正当理由拒不履行执行和解协议",
                "refuses a settlement without reason",
                True,
            ),
        )
    }
)

# Items 1–7 of L10 ¶1 end a listing without a term; a term ends by itself or by early removal (L2 ¶2, G19).
REMOVAL_REASONS = _table(
    Reason("performed", "已履行或执行完毕", "L10-1", ends_a_term=False),
    Reason("settlement_performed", "达成执行和解且已履行完毕", "L10-1", ends_a_term=False),
    Reason(
        "applicant_request",
        "申请执行人书面申请删除，法院同意",
        "L10-1",
        is_duty=False,
        ends_a_term=False,
        answers="removal",
        on_application=True,
    ),
    Reason("no_assets_found", "终本后两次以上查询未发现财产", "L10-1", ends_a_term=False),
    Reason("enforcement_suspended", "因审判监督或破产裁定中止执行", "L10-1", ends_a_term=False),
    Reason("not_enforced", "裁定不予执行", "L10-1", ends_a_term=False),
    Reason("enforcement_terminated", "裁定终结执行", "L10-1", ends_a_term=False),
    Reason("term_expired", "纳入期限届满", "L10-2"),
    Reason("early_removal", "积极履行或主动纠正，提前删除", "L2", is_duty=False, answers="early_removal"),
    Reason("death", "被执行人死亡", "P268"),
)
# What keeps a signed listing from ever being public: the debtor performs, or there is nothing left to enforce.
CLOSURE_REASONS = _table(
    Reason("performed_in_grace", "宽限期内已履行", "G15"),
    Reason("performed", "公布前已履行或执行完毕", "L1"),
    Reason("settlement_performed", "公布前和解协议已履行完毕", "L1"),
    Reason("enforcement_suspended", "公布前因审判监督或破产裁定中止执行", "L10-1"),
    Reason("not_enforced", "公布前裁定不予执行", "L10-1"),
    Reason("enforcement_terminated", "公布前裁定终结执行", "L10-1"),
    Reason("death", "公布前被执行人死亡", "P268"),
)
REVOCATION_REASONS = _table(
    Reason("listed_in_error", "不应纳入", "L9"),
    Reason("basis_quashed", "执行依据被撤销", "L9"),
    Reason("identity_error", "身份认定错误", "L9"),
    Reason("issued_in_error", "不应采取限制消费措施", "G18"),
)
LIFT_REASONS = _table(
    Reason("performed", "已履行完毕", "C9"),
    Reason("settlement_performed", "和解协议已履行完毕", "C9"),
    Reason("security_given", "提供确实有效的担保", "C9", is_duty=False, answers="lift"),
    Reason("applicant_consent", "申请执行人同意", "C9", is_duty=False, answers="lift"),
    Reason(
        "officer_replaced",
        "法定代表人、主要负责人确因经营管理需要变更",
        "G17-2",
        is_personal=True,
        answers="replacement",
        on_application=True,
    ),
    Reason("not_enforced", "裁定不予执行", "C9"),
    Reason("enforcement_terminated", "裁定终结执行", "P268"),
    Reason("enforcement_suspended", "因审判监督或破产裁定中止执行", "C9", is_duty=False),
    Reason("no_longer_necessary", "经复核已无限制必要", "C1", is_duty=False),
    Reason("replaced_by_new_order", "被新的限制消费令取代", "C5", is_personal=True, is_consequence=True),
    Reason("basis_quashed", "执行依据被撤销", "P244"),
    Reason("death", "被执行人死亡", "P268", is_personal=True),
)
ENDED_REASONS = frozenset({*REMOVAL_REASONS, *REVOCATION_REASONS, *LIFT_REASONS})

# L3: four facts that forbid ground 1, each answered yes or no by the judge.
NEGATIVES: Mapping[str, str] = MappingProxyType(
    {
        "security_given": "security-sufficient",
        "assets_controlled": "assets-sufficient",
        "turn_later": "turn-later",
        "other_than_refusal": "not-refusal",
    }
)
FACTORS: Mapping[str, str] = MappingProxyType(
    {
        "passive_performance": "消极履行",
        "evasion": "规避执行",
        "resistance": "抗拒执行",
        "ability_to_perform": "履行能力",
    }
)
LONGEST_TERM_YEARS = 5


def read_grounds(numbers: Iterable[str | int]) -> frozenset[int]:
    """Return the grounds named.

    :raises Refusal: ``ground-required`` when there is none, ``unknown-ground`` for any but 1 to 6 (L1).
    """
    named = list(numbers)
    if not named:
        raise Refusal("ground-required", pointer="grounds", article="L1")
    read = {int(number) if str(number).isascii() and str(number).isdigit() else 0 for number in named}
    if not read <= set(GROUNDS):
        raise Refusal("unknown-ground", pointer="grounds", article="L1")
    return frozenset(read)


def has_term(grounds: Collection[int]) -> bool:
    """Return whether a listing on these grounds has a term: any of grounds 2 to 6 (L2)."""
    return any(GROUNDS[number].has_term for number in grounds)


def check_term(grounds: Collection[int], *, decided_on: date, term_until: date | None) -> None:
    """Let a stated last day of a term pass when the law allows it, extensions included.

    :raises Refusal: ``term-required``, ``term-forbidden``, ``term-too-long`` (L2: two years, plus three),
        ``date`` when the term ends before it begins.
    """
    if not has_term(grounds):
        if term_until is not None:
            raise Refusal("term-forbidden", pointer="term_until", article="L2")
        return
    if term_until is None:
        raise Refusal("term-required", pointer="term_until", article="L2")
    if term_until > years_after(decided_on, LONGEST_TERM_YEARS):
        raise Refusal("term-too-long", pointer="term_until", article="L2")
    if term_until < decided_on:
        raise Refusal("date", "The term cannot end before the decision.", pointer="term_until")


def check_negatives(grounds: Collection[int], answers: Mapping[str, bool]) -> None:
    """Let ground 1 pass only when the judge has denied each fact that excludes it (L3).

    :raises Refusal: ``answer-required`` for an open question, else the code of the fact that excludes it.
    """
    if 1 not in grounds:
        return
    for question, code in NEGATIVES.items():
        if question not in answers:
            raise Refusal("answer-required", pointer=f"negatives.{question}", article="L3")
        if answers[question]:
            raise Refusal(code, pointer=f"negatives.{question}", article="L3")


def check_assets(grounds: Collection[int], answers: Mapping[str, bool]) -> None:
    """Refuse ground 6 too while the court already controls enough property (G16-1); for ground 1 see L3.

    :raises Refusal: ``assets-sufficient``.
    """
    if 6 in grounds and answers.get("assets_controlled"):
        raise Refusal("assets-sufficient", pointer="negatives.assets_controlled", article="G16-1")


def check_notice(*, served_on: date | None, perform_by: date | None, has_risk_warning: bool | None, on: date) -> None:
    """Let a listing begin when the enforcement notice warned of it, was served, and its period has passed (L5 ¶1).

    :raises Refusal: ``not-served``, ``risk-warning-missing``, ``period-running``.
    """
    if served_on is None or perform_by is None:
        raise Refusal("not-served", "Record the service of the enforcement notice first.", article="L5")
    if not has_risk_warning:
        raise Refusal("risk-warning-missing", article="L5")
    if on <= perform_by:
        raise Refusal("period-running", article="L5")


def check_hold(grounds: Collection[int], *, hold_requested_on: date | None) -> None:
    """Refuse ground 1 or 6, or an order at discretion (no ground), while the applicant holds off (G16-1).

    :raises Refusal: ``creditor-hold``.
    """
    if hold_requested_on is not None and (not grounds or {1, 6} & set(grounds)):
        raise Refusal("creditor-hold", article="G16-1")


def check_factors(reasons: Mapping[str, str]) -> None:
    """Let a discretionary order pass when each of the four factors has its reasons (C2).

    :raises Refusal: ``factors-required``.
    """
    for factor in FACTORS:
        if not reasons.get(factor, "").strip():
            raise Refusal("factors-required", pointer=f"factors.{factor}", article="C2")


def removal_reason(code: str, grounds: Collection[int]) -> Reason:
    """Return the reason for removing a listing on these grounds.

    :raises Refusal: ``unknown-value``; ``wrong-state`` when the listing has a term and this reason does not
        end one (L10 ¶2): remove it early instead.
    """
    reason = REMOVAL_REASONS.get(code)
    if reason is None:
        raise Refusal("unknown-value", "Name one of the reasons for which a listing is removed.", pointer="reason")
    if has_term(grounds) and not reason.ends_a_term:
        raise Refusal(
            "wrong-state",
            "This listing has a term, which this reason does not end; decide on early removal.",
            pointer="reason",
            article="L10-2",
        )
    return reason


def closure_reason(code: str, *, is_in_grace: bool) -> Reason:
    """Return the reason for which a listing is closed before it was public; performance in grace is one of its own.

    :raises Refusal: ``unknown-value``; ``wrong-state`` for performance in grace where none was given.
    """
    if code == "performed_in_grace" and not is_in_grace:
        raise Refusal("wrong-state", "No grace was given.", pointer="reason", article="G15")
    in_grace = is_in_grace and code in ("performed", "settlement_performed")
    return reason_from(CLOSURE_REASONS, "performed_in_grace" if in_grace else code)


def reason_from(table: Mapping[str, Reason], code: str) -> Reason:
    """Return the reason named ``code``.

    :raises Refusal: ``unknown-value``.
    """
    if code not in table:
        raise Refusal("unknown-value", pointer="reason")
    return table[code]


def lift_reason(code: str) -> Reason:
    """Return the reason that an officer gives for lifting an order.

    :raises Refusal: ``unknown-value``, also for one that only follows from another act.
    """
    reason = reason_from(LIFT_REASONS, code)
    if reason.is_consequence:
        raise Refusal("unknown-value", "This follows from the service of the new order.", pointer="reason")
    return reason
