"""How a measure is contested: the reasons, the first remedy and the second as tables (L11, L12, G18; law.md §9.4).

A request for correction (纠正申请) goes to the court that handles the case, a reconsideration (复议) to the one above.
Both are one matter with one life: ``CORRECTION`` has the acts of the first court, ``RECONSIDERATION`` those that follow
a rejection. An applicant dissatisfied with a lift or removal objects to enforcement instead (P236, with other periods).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from blacklist.law.duties import Duty
from blacklist.law.lifecycle import Act, State, Table, Transition, move
from blacklist.law.refusals import Refusal


class MeasureKind(StrEnum):
    """Which of the two measures is contested."""

    LISTING = "listing"
    ORDER = "order"


class CorrectionState(StrEnum):
    """Where a request stands. ``rejected`` is final when nobody asks for reconsideration in time."""

    RECEIVED = "received"
    INCOMPLETE = "incomplete"
    UNDER_REVIEW = "under_review"
    UPHELD = "upheld"
    REJECTED = "rejected"
    FILED = "filed"
    FORWARDED = "forwarded"
    SUPERIOR_REVIEW = "superior_review"
    OVERTURNED = "overturned"
    DISMISSED = "dismissed"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


_C = CorrectionState
UNDECIDED = frozenset({_C.RECEIVED, _C.INCOMPLETE, _C.UNDER_REVIEW})
TO_BE_CORRECTED = frozenset({_C.UPHELD, _C.OVERTURNED})
# While a request stands here, the measure is marked as disputed, and its effect may be paused.
PENDING = UNDECIDED | TO_BE_CORRECTED | {_C.FILED, _C.FORWARDED, _C.SUPERIOR_REVIEW}

CORRECTION: Table = MappingProxyType(
    {
        (None, Act.RECEIVE): Transition(_C.RECEIVED, Duty.REGISTER, "L11"),
        (_C.RECEIVED, Act.TRANSFER): Transition(_C.RECEIVED, Duty.REGISTER, "L11"),
        (_C.INCOMPLETE, Act.TRANSFER): Transition(_C.RECEIVED, Duty.REGISTER, "L11"),
        (_C.UNDER_REVIEW, Act.TRANSFER): Transition(_C.RECEIVED, Duty.REGISTER, "L11"),
        (_C.RECEIVED, Act.SEND_BACK): Transition(_C.INCOMPLETE, Duty.REGISTER, "P-OBJ-2"),
        (_C.INCOMPLETE, Act.COMPLETE): Transition(_C.RECEIVED, Duty.REGISTER, "P-OBJ-2"),
        (_C.RECEIVED, Act.ASSIGN): Transition(_C.UNDER_REVIEW, Duty.REVIEW, "P-OBJ-11"),
        (_C.INCOMPLETE, Act.ASSIGN): Transition(_C.UNDER_REVIEW, Duty.REVIEW, "P-OBJ-11"),
        (_C.UNDER_REVIEW, Act.ASSIGN): Transition(_C.UNDER_REVIEW, Duty.REVIEW, "P-OBJ-11"),
        (_C.UNDER_REVIEW, Act.UPHOLD): Transition(_C.UPHELD, Duty.REVIEW, "L12"),
        (_C.UNDER_REVIEW, Act.REJECT): Transition(_C.REJECTED, Duty.REVIEW, "L12"),
        (_C.REJECTED, Act.SERVE): Transition(_C.REJECTED, Duty.SERVE, "L12"),
        (_C.RECEIVED, Act.WITHDRAW): Transition(_C.WITHDRAWN, Duty.REGISTER, "L11"),
        (_C.INCOMPLETE, Act.WITHDRAW): Transition(_C.WITHDRAWN, Duty.REGISTER, "L11"),
        (_C.UNDER_REVIEW, Act.WITHDRAW): Transition(_C.WITHDRAWN, Duty.REGISTER, "L11"),
        (_C.RECEIVED, Act.ESCALATE): Transition(_C.RECEIVED, None, "P-OBJ-3"),
        (_C.INCOMPLETE, Act.ESCALATE): Transition(_C.INCOMPLETE, None, "P-OBJ-3"),
        (_C.UNDER_REVIEW, Act.ESCALATE): Transition(_C.UNDER_REVIEW, None, "P-OBJ-3"),
    }
)
RECONSIDERATION: Table = MappingProxyType(
    {
        (_C.REJECTED, Act.FILE): Transition(_C.FILED, Duty.REGISTER, "L12"),
        (_C.FILED, Act.FORWARD): Transition(_C.FORWARDED, Duty.REGISTER, "L12"),
        (_C.FORWARDED, Act.RECEIVE): Transition(_C.SUPERIOR_REVIEW, Duty.REGISTER, "L12"),
        (_C.SUPERIOR_REVIEW, Act.DISMISS): Transition(_C.DISMISSED, Duty.RECONSIDER, "L12"),
        (_C.SUPERIOR_REVIEW, Act.OVERTURN): Transition(_C.OVERTURNED, Duty.RECONSIDER, "L12"),
    }
)
_ENDS: Mapping[Act, frozenset[State]] = MappingProxyType(
    {
        Act.UPHOLD: frozenset({_C.UPHELD, _C.CORRECTED}),
        Act.REJECT: frozenset({_C.REJECTED}),
        Act.WITHDRAW: frozenset({_C.WITHDRAWN}),
        Act.FILE: frozenset({_C.FILED, _C.FORWARDED, _C.SUPERIOR_REVIEW, _C.DISMISSED, _C.OVERTURNED}),
        Act.FORWARD: frozenset({_C.FORWARDED, _C.SUPERIOR_REVIEW}),
        Act.DISMISS: frozenset({_C.DISMISSED}),
        Act.OVERTURN: frozenset({_C.OVERTURNED}),
    }
)


@dataclass(frozen=True)
class Contention:
    """What a request says is wrong: its article, and by which act each kind of measure is put right."""

    code: str
    zh: str
    article: str
    remedies: Mapping[MeasureKind, Act]


_LISTING, _ORDER = MeasureKind.LISTING, MeasureKind.ORDER
# Three for each measure (L11): of the first, either measure has its own.
CONTENTIONS: Mapping[str, Contention] = MappingProxyType(
    {
        row.code: row
        for row in (
            Contention("should_not_be_listed", "不应纳入失信名单", "L11", {_LISTING: Act.REVOKE}),
            Contention("should_not_be_restricted", "不应采取限制消费措施", "G18", {_ORDER: Act.REVOKE}),
            Contention("inaccurate", "记载的信息不准确", "L11", {_LISTING: Act.RECTIFY, _ORDER: Act.RECTIFY}),
            Contention("should_be_ended", "应当删除或者解除", "L11", {_LISTING: Act.REMOVE, _ORDER: Act.LIFT}),
        )
    }
)
# The acts that put a measure right, and whose duty each is.
REMEDIES: Mapping[Act, Duty] = MappingProxyType(
    {Act.REVOKE: Duty.REVOKE, Act.RECTIFY: Duty.RECTIFY, Act.REMOVE: Duty.REMOVE, Act.LIFT: Duty.LIFT}
)
# Which acts do what a decision asks for: to undo a measure does whatever else is asked.
FULFILS: Mapping[Act, frozenset[Act]] = MappingProxyType(
    {
        Act.REVOKE: frozenset({Act.REVOKE}),
        Act.RECTIFY: frozenset({Act.RECTIFY, Act.REVOKE}),
        Act.REMOVE: frozenset({Act.REMOVE, Act.EXPIRE, Act.REVOKE}),
        Act.LIFT: frozenset({Act.LIFT, Act.EXPIRE, Act.REVOKE}),
    }
)
FULFILLING = frozenset[Act]().union(*FULFILS.values())


def step_of(table: Table, state: CorrectionState | None, act: Act) -> Transition:
    """Return the transition of ``act`` from ``state``.

    :raises Refusal: ``already-done``, ``wrong-state``.
    """
    return move(table, state, act, ends=_ENDS, noun="request")


def remedy_for(code: str, kind: MeasureKind) -> Act:
    """Return the act by which what is contested would be put right.

    :raises Refusal: ``unknown-value`` for a reason that is none, or none of this measure.
    """
    contention = CONTENTIONS.get(code)
    if contention is None or kind not in contention.remedies:
        codes = ", ".join(row.code for row in CONTENTIONS.values() if kind in row.remedies)
        raise Refusal("unknown-value", f"Name one of: {codes}.", pointer="reason", article="L11")
    return contention.remedies[kind]


def check_filing(filed_on: date, *, open_until: date | None, late_until: date | None) -> None:
    """Let a reconsideration pass that is filed in time: ten days from service, or from the end of an obstacle (T6).

    ``open_until`` None: the rejection has not been served, so its ten days have not begun.

    :raises Refusal: ``filed-late``.
    """
    if filed_on > max(open_until or filed_on, late_until or date.min):
        raise Refusal("filed-late", pointer="filed_on", article="T6" if late_until else "L12")
