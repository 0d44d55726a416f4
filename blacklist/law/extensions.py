"""Why and by how much the term of a listing may be extended, and the life of such a decision (L2, Q15)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from blacklist.law.deadlines import (
    LONGEST_EXTENSION_MONTHS,
    ONE_DAY,
    SHORTEST_EXTENSION_MONTHS,
    months_after,
    years_after,
)
from blacklist.law.duties import Duty
from blacklist.law.grounds import LONGEST_TERM_YEARS
from blacklist.law.lifecycle import Act, State, Table, Transition
from blacklist.law.refusals import Refusal


class ExtensionState(StrEnum):
    """Where an extension stands. Only ``effective`` prolongs the term; ``void`` was not served before its end."""

    PROPOSED = "proposed"
    REFUSED = "refused"
    SIGNED = "signed"
    EFFECTIVE = "effective"
    VOID = "void"


@dataclass(frozen=True)
class ExtensionReason:
    """One of the two statutory reasons, and of how many acts, each with its own evidence, it takes at least."""

    code: str
    zh: str
    acts: int


_E = ExtensionState

EXTENSION: Table = MappingProxyType(
    {
        (None, Act.PROPOSE): Transition(_E.PROPOSED, Duty.PROPOSE, "L2"),
        (_E.PROPOSED, Act.SIGN): Transition(_E.SIGNED, Duty.SIGN, "L2"),
        (_E.PROPOSED, Act.REFUSE): Transition(_E.REFUSED, Duty.SIGN, "L2"),
        (_E.SIGNED, Act.SERVE): Transition(_E.EFFECTIVE, Duty.SERVE, "L2"),
        (_E.PROPOSED, Act.EXPIRE): Transition(_E.VOID, None, "L2"),
        (_E.SIGNED, Act.EXPIRE): Transition(_E.VOID, None, "L2"),
    }
)
ENDS: Mapping[Act, frozenset[State]] = MappingProxyType(
    {
        Act.SIGN: frozenset({_E.SIGNED}),
        Act.REFUSE: frozenset({_E.REFUSED}),
        Act.SERVE: frozenset({_E.EFFECTIVE}),
        Act.EXPIRE: frozenset({_E.VOID}),
    }
)

EXTENSION_REASONS: Mapping[str, ExtensionReason] = MappingProxyType(
    {
        row.code: row
        for row in (
            ExtensionReason("violence_serious", "以暴力、威胁方法妨碍、抗拒执行情节严重", 1),
            ExtensionReason("multiple_acts", "具有多项失信行为", 2),
        )
    }
)


def check_reason(code: str, *, evidenced: list[bool]) -> None:
    """Let an extension pass for one of the two reasons; ``evidenced``: of each act, whether it has facts and evidence.

    :raises Refusal: ``extension-reason-required``, also for too few acts; ``evidence-required``.
    """
    reason = EXTENSION_REASONS.get(code)
    if reason is None:
        raise Refusal("extension-reason-required", pointer="reason", article="L2")
    for index, has_evidence in enumerate(evidenced):
        if not has_evidence:
            raise Refusal("evidence-required", pointer=f"acts.{index}", article="L2")
    if len(evidenced) < reason.acts:
        raise Refusal("extension-reason-required", pointer="acts", article="L2")


def extended_until(until: date, *, months: int, term_from: date) -> date:
    """Return the first day after a term that ended before ``until``, extended by so many months.

    ``term_from``: the decision's day, or that after grace. All extensions together make five years at most (Q15).

    :raises Refusal: ``term-too-short``, ``term-too-long``.
    """
    if months < SHORTEST_EXTENSION_MONTHS:
        raise Refusal("term-too-short", pointer="months", article="L2")
    last_day = months_after(until - ONE_DAY, months) if months <= LONGEST_EXTENSION_MONTHS else None
    if last_day is None or last_day > years_after(term_from, LONGEST_TERM_YEARS):
        raise Refusal("term-too-long", pointer="months", article="L2")
    return last_day + ONE_DAY
