"""What happens in a case and what follows for its measures: a table of facts and consequences (L10, C9, P243–268).

A listing with a term is not ended by the facts of L10 ¶1; they open the review of early removal instead (L10 ¶2, L2 ¶2,
G19). An order is lifted when performance is full or there is nothing left to enforce (C9).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

SEARCHES_WITHOUT_RESULT = 2  # L10 ¶1 item 4


class EventKind(StrEnum):
    """A fact that an officer enters into the file of a case."""

    PERFORMED = "performed"
    SETTLEMENT_PERFORMED = "settlement_performed"
    ROUND_ENDED = "round_ended"
    SEARCH_NEGATIVE = "search_negative"
    SEARCH_POSITIVE = "search_positive"
    ENFORCEMENT_SUSPENDED = "enforcement_suspended"
    NOT_ENFORCED = "not_enforced"
    ENFORCEMENT_TERMINATED = "enforcement_terminated"
    BASIS_QUASHED = "basis_quashed"
    DEATH = "death"


@dataclass(frozen=True)
class Fact:
    """One kind of fact and its consequences, each a reason of ``law.grounds`` or None.

    ``removes``: ends a listing without a term, or any listing where ``ends_a_term``; one with a term is reviewed.
    ``revokes``: the listing should never have been. ``lifts``: ends an order. ``closes``: what is signed and not yet
    out is closed without ever being public. ``is_personal``: it concerns one person, who must be named.
    """

    kind: EventKind
    zh: str
    article: str
    removes: str | None = None
    revokes: str | None = None
    lifts: str | None = None
    closes: bool = False
    ends_a_term: bool = False
    is_personal: bool = False


_E = EventKind
EVENTS: Mapping[EventKind, Fact] = MappingProxyType(
    {
        fact.kind: fact
        for fact in (
            Fact(_E.PERFORMED, "全部履行或执行完毕", "L10-1", removes="performed", lifts="performed", closes=True),
            Fact(
                _E.SETTLEMENT_PERFORMED,
                "和解协议已履行完毕",
                "L10-1",
                removes="settlement_performed",
                lifts="settlement_performed",
                closes=True,
            ),
            Fact(_E.ROUND_ENDED, "终结本次执行程序", "L10-1"),
            Fact(_E.SEARCH_NEGATIVE, "财产查询未发现可供执行财产，亦无有效线索", "L10-1"),
            Fact(_E.SEARCH_POSITIVE, "财产查询发现财产或有效线索", "L10-1"),
            Fact(
                _E.ENFORCEMENT_SUSPENDED,
                "因审判监督或破产裁定中止执行",
                "L10-1",
                removes="enforcement_suspended",
                closes=True,
            ),
            Fact(_E.NOT_ENFORCED, "裁定不予执行", "L10-1", removes="not_enforced", lifts="not_enforced", closes=True),
            Fact(
                _E.ENFORCEMENT_TERMINATED,
                "裁定终结执行",
                "L10-1",
                removes="enforcement_terminated",
                lifts="enforcement_terminated",
                closes=True,
            ),
            Fact(_E.BASIS_QUASHED, "执行依据被撤销", "P244", revokes="basis_quashed", lifts="basis_quashed"),
            Fact(
                _E.DEATH,
                "被执行人死亡",
                "P268",
                removes="death",
                lifts="death",
                closes=True,
                ends_a_term=True,
                is_personal=True,
            ),
        )
    }
)


def ends_by_searches(facts: Iterable[EventKind]) -> bool:
    """Say whether the searches after the round of enforcement ended have found nothing twice in a row (L10 ¶1 item 4).

    ``facts``: those of one case in their order. Assets or a useful lead begin the count anew.
    """
    has_ended, without_result = False, 0
    for kind in facts:
        if kind is EventKind.ROUND_ENDED:
            has_ended, without_result = True, 0
        elif kind is EventKind.SEARCH_POSITIVE:
            without_result = 0
        elif kind is EventKind.SEARCH_NEGATIVE and has_ended:
            without_result += 1
    return without_result >= SEARCHES_WITHOUT_RESULT
