"""Reports that an order is breached: what becomes of one, and how far a fine or a detention may go (C10, C11, P118)."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from blacklist.law.duties import Duty
from blacklist.law.lifecycle import Act, Table, Transition
from blacklist.law.refusals import Refusal


class BreachState(StrEnum):
    """Where a report stands. Whatever it says, it changes no measure and no answer."""

    RECEIVED = "received"
    FOUND = "found"
    REJECTED = "rejected"
    PENALISED = "penalised"


_B = BreachState

BREACH: Table = MappingProxyType(
    {
        (None, Act.RECEIVE): Transition(_B.RECEIVED, Duty.REGISTER, "C10"),
        (_B.RECEIVED, Act.DISCLOSE): Transition(_B.RECEIVED, Duty.PROPOSE, "C10"),
        (_B.FOUND, Act.DISCLOSE): Transition(_B.FOUND, Duty.PROPOSE, "C10"),
        (_B.RECEIVED, Act.FIND): Transition(_B.FOUND, Duty.PROPOSE, "C11"),
        (_B.RECEIVED, Act.REJECT): Transition(_B.REJECTED, Duty.PROPOSE, "C10"),
        (_B.FOUND, Act.PENALISE): Transition(_B.PENALISED, Duty.SIGN, "P114"),
    }
)
ENDS: Mapping[Act, frozenset[BreachState]] = MappingProxyType(
    {
        Act.FIND: frozenset({_B.FOUND, _B.PENALISED}),
        Act.REJECT: frozenset({_B.REJECTED}),
        Act.PENALISE: frozenset({_B.PENALISED}),
    }
)

# Civil Procedure Law art. 118: fines in yuan, detention in days, units never detained.
LARGEST_FINE_OF_A_PERSON = Decimal(100_000)
SMALLEST_FINE_OF_A_UNIT, LARGEST_FINE_OF_A_UNIT = Decimal(50_000), Decimal(1_000_000)
LONGEST_DETENTION_DAYS = 15


def check_penalty(*, fine: Decimal | None, detention_days: int | None, is_unit: bool) -> None:
    """Let a penalty pass that the law allows: a fine, a detention, or both.

    :raises Refusal: ``penalty-limits``.
    """
    if fine is None and detention_days is None:
        raise Refusal("penalty-limits", "State a fine or a detention.", article="P114")
    smallest = SMALLEST_FINE_OF_A_UNIT if is_unit else Decimal("0.01")
    largest = LARGEST_FINE_OF_A_UNIT if is_unit else LARGEST_FINE_OF_A_PERSON
    if fine is not None and not smallest <= fine <= largest:
        raise Refusal("penalty-limits", pointer="fine", article="P118")
    if detention_days is not None and (is_unit or not 1 <= detention_days <= LONGEST_DETENTION_DAYS):
        raise Refusal("penalty-limits", pointer="detention_days", article="P118")
