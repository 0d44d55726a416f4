"""When a restricted person may do something all the same: kinds, reasons, windows and lives of exemptions, as tables.

Necessity of life or business (C8), private consumption on personal means by an officer of a debtor unit (C3 ¶2, G17-1),
urgent travel (G17-3). An exemption loosens one order for one person; it never ends it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from blacklist.law.activities import BIT
from blacklist.law.deadlines import private_means_until, temporary_lift_until
from blacklist.law.duties import Duty
from blacklist.law.lifecycle import Act, Table, Transition
from blacklist.law.refusals import Refusal


class ExemptionKind(StrEnum):
    """On what an application for an exemption rests."""

    NECESSITY = "necessity"
    PERSONAL_FUNDS = "personal_funds"
    TRAVEL_LIFT = "travel_lift"


class ExemptionState(StrEnum):
    """Where an application stands. Only ``approved`` has effect, and only in its window."""

    SUBMITTED = "submitted"
    INCOMPLETE = "incomplete"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    USED = "used"
    EXPIRED = "expired"
    VOIDED = "voided"


_E = ExemptionState
LIVE_STATES = (_E.SUBMITTED, _E.INCOMPLETE, _E.APPROVED)

# Besides `Duty.EXEMPT`, a temporary lift for travel needs the president (G17-3): `EXEMPTIONS` names the decider.
EXEMPTION: Table = MappingProxyType(
    {
        (None, Act.RECEIVE): Transition(_E.SUBMITTED, Duty.REGISTER, "C8"),
        (_E.SUBMITTED, Act.SEND_BACK): Transition(_E.INCOMPLETE, Duty.EXEMPT, "9.3"),
        (_E.INCOMPLETE, Act.COMPLETE): Transition(_E.SUBMITTED, Duty.REGISTER, "9.3"),
        (_E.SUBMITTED, Act.WITHDRAW): Transition(_E.WITHDRAWN, Duty.REGISTER, "C8"),
        (_E.INCOMPLETE, Act.WITHDRAW): Transition(_E.WITHDRAWN, Duty.REGISTER, "C8"),
        (_E.SUBMITTED, Act.APPROVE): Transition(_E.APPROVED, Duty.EXEMPT, "C8"),
        (_E.SUBMITTED, Act.REJECT): Transition(_E.REJECTED, Duty.EXEMPT, "C8"),
        (_E.INCOMPLETE, Act.REJECT): Transition(_E.REJECTED, Duty.EXEMPT, "C8"),
        (_E.APPROVED, Act.VOID): Transition(_E.VOIDED, Duty.EXEMPT, "G17-4"),
        (_E.USED, Act.VOID): Transition(_E.VOIDED, Duty.EXEMPT, "G17-4"),
        (_E.EXPIRED, Act.VOID): Transition(_E.VOIDED, Duty.EXEMPT, "G17-4"),
        (_E.VOIDED, Act.SET_ASIDE): Transition(_E.VOIDED, Duty.REVIEW, "G17-4"),
        (_E.APPROVED, Act.USE): Transition(_E.USED, None, "C8"),
        (_E.APPROVED, Act.EXPIRE): Transition(_E.EXPIRED, None, "9.3"),
    }
)


@dataclass(frozen=True)
class Rule:
    """What one kind asks for: its article, who decides, who may have it, for how long and for what.

    ``latest``: the latest last day of a window that begins on a day; None as needed. ``activities``: None for whatever
    the order covers. ``rejections``: the only reasons for which it may be rejected.
    """

    kind: ExemptionKind
    zh: str
    article: str
    decider: Duty
    latest: Callable[[date], date] | None
    activities: frozenset[str] | None
    is_for_debtor: bool
    is_for_officer: bool
    needs_undertaking: bool
    rejections: frozenset[str]


# Aircraft and high-speed rail only (G17-3): never a hotel, a house or anything else.
TRAVEL = frozenset({"flight.economy", "flight.business", "flight.first", "rail.g_any", "rail.emu_first"})

EXEMPTIONS: Mapping[ExemptionKind, Rule] = MappingProxyType(
    {
        rule.kind: rule
        for rule in (
            Rule(
                ExemptionKind.NECESSITY,
                "生活或者经营必需",
                "C8",
                Duty.EXEMPT,
                latest=None,
                activities=None,
                is_for_debtor=True,
                is_for_officer=False,
                needs_undertaking=False,
                rejections=frozenset({"not_verified", "not_necessary", "cheaper_way"}),
            ),
            Rule(
                ExemptionKind.PERSONAL_FUNDS,
                "以个人财产因私消费",
                "C3-2",
                Duty.EXEMPT,
                latest=private_means_until,
                activities=None,
                is_for_debtor=False,
                is_for_officer=True,
                needs_undertaking=False,
                rejections=frozenset({"not_verified"}),  # C3 ¶2: granted when it is true
            ),
            Rule(
                ExemptionKind.TRAVEL_LIFT,
                "紧急出行暂时解除",
                "G17-3",
                Duty.SIGN,
                latest=temporary_lift_until,
                activities=TRAVEL,
                is_for_debtor=True,
                is_for_officer=True,
                needs_undertaking=True,
                rejections=frozenset({"not_verified", "not_urgent", "reason_not_covered", "cheaper_way"}),
            ),
        )
    }
)

REJECTIONS: Mapping[str, str] = MappingProxyType(
    {
        "not_verified": "未能查证属实",
        "not_necessary": "并非生活或者经营必需",
        "not_urgent": "并非紧急",
        "reason_not_covered": "不属于规定的情形",
        "cheaper_way": "有不受限制的替代方式",
    }
)

# G17-3; "and the like" (等) is for the president, who gives reasons. Relatives are those of Civil Code 1045.
TRAVEL_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "illness": "本人或近亲属重大疾病就医",
        "funeral": "近亲属丧葬",
        "official_duty": "本人执行或配合执行公务",
        "foreign_affairs": "参加外事活动",
        "examination": "重要考试",
        "of_like_weight": "其他类似的紧急情况",
    }
)
VOID_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "false_evidence": "提供虚假证据",
        "breach": "违反承诺或超出批准范围",
    }
)


def check_kind(kind: ExemptionKind, *, is_officer: bool, travel_reason: str) -> None:
    """Let an application pass that this restricted person may make; ``is_officer``: restricted for a unit's debt.

    :raises Refusal: ``exemption-kind``, or ``unknown-value`` for a travel reason that is none of the closed list.
    """
    rule = EXEMPTIONS[kind]
    if not (rule.is_for_officer if is_officer else rule.is_for_debtor):
        raise Refusal("exemption-kind", pointer="kind", article=rule.article)
    if kind is ExemptionKind.TRAVEL_LIFT and travel_reason not in TRAVEL_REASONS:
        raise Refusal("unknown-value", "Name one of the reasons for urgent travel.", pointer="reason", article="G17-3")
    if kind is not ExemptionKind.TRAVEL_LIFT and travel_reason:
        raise Refusal("unknown-value", "Only a lift for travel names such a reason.", pointer="reason", article="G17-3")


def check_activities(kind: ExemptionKind, activities: Collection[str], *, ordered: Collection[str]) -> tuple[str, ...]:
    """Return the activities once each, in the catalogue's order: what the order bars and this kind may free.

    :raises Refusal: ``items-required``, ``unknown-activity``, ``not-restricted``, ``activity-not-exemptible``.
    """
    if not activities:
        raise Refusal("items-required", "Name what is to be permitted.", pointer="activities", article="C8")
    if not set(activities) <= set(BIT):
        raise Refusal("unknown-activity", pointer="activities")
    freed = EXEMPTIONS[kind].activities
    if freed is not None and not set(activities) <= freed:
        raise Refusal("activity-not-exemptible", pointer="activities", article=EXEMPTIONS[kind].article)
    if not set(activities) <= set(ordered):
        raise Refusal("not-restricted", pointer="activities", article="G21")
    return tuple(sorted(set(activities), key=BIT.__getitem__))


def check_window(kind: ExemptionKind, *, first_day: date, last_day: date) -> None:
    """Let a window pass that ends after it begins and is no longer than the kind allows (G17-3: a month at most).

    :raises Refusal: ``date``, ``window-too-long``.
    """
    if last_day < first_day:
        raise Refusal("date", "The last day cannot lie before the first.", pointer="last_day")
    latest = EXEMPTIONS[kind].latest
    if latest is not None and last_day > latest(first_day):
        raise Refusal("window-too-long", pointer="last_day", article=EXEMPTIONS[kind].article)


def check_proof(kind: ExemptionKind, *, evidence: Collection[str], has_undertaking: bool) -> None:
    """Let an approval pass when the applicant gave evidence and, where it is owed, a written undertaking (G17-4).

    :raises Refusal: ``evidence-required``, ``undertaking-required``.
    """
    if not evidence:
        raise Refusal("evidence-required", "Name the evidence that shows it.", pointer="evidence", article="G17-4")
    if EXEMPTIONS[kind].needs_undertaking and not has_undertaking:
        raise Refusal("undertaking-required", pointer="has_undertaking", article="G17-4")


def check_rejection(kind: ExemptionKind, reason: str) -> None:
    """Let a rejection pass for a reason that this kind allows: a true application for private means is granted.

    :raises Refusal: ``unknown-value``.
    """
    rule = EXEMPTIONS[kind]
    if reason not in rule.rejections:
        allowed = ", ".join(sorted(rule.rejections))
        raise Refusal(
            "unknown-value", f"This may be rejected only as: {allowed}.", pointer="reason", article=rule.article
        )
