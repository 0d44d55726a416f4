"""The life of a measure as tables: which act leads from which state to which, whose duty it is, and why.

The tables are the state machine and its documentation. ``LISTING`` follows the provisions on the list and Opinion
35 (L5, L9, L10, G14, G15), ``ORDER`` those on consumption (C5, C9, G14, G18), ``NOTICE`` their article 6 (C6).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from blacklist.law.duties import Duty
from blacklist.law.refusals import Refusal


class Act(StrEnum):
    """What an officer, or the system if the law leaves no choice, does to a measure, particulars or an account."""

    PROPOSE = "propose"
    REFUSE = "refuse"
    SIGN = "sign"
    SERVE = "serve"
    GRACE = "grace"
    CLOSE = "close"
    PUBLISH = "publish"
    REMOVE = "remove"
    REVOKE = "revoke"
    LIFT = "lift"
    RECTIFY = "rectify"
    REPORT_ERROR = "report_error"
    PAUSE = "pause"
    RESUME = "resume"
    EXPIRE = "expire"
    IMPORT = "import"
    IDENTIFY = "identify"
    WITHDRAW = "withdraw"
    DISCLOSE = "disclose"
    FIND = "find"
    PENALISE = "penalise"
    GRANT = "grant"
    LOAD_CALENDAR = "load_calendar"
    CONFIRM_REGISTER = "confirm_register"
    CERTIFY = "certify"
    RECEIVE = "receive"
    SEND_BACK = "send_back"
    COMPLETE = "complete"
    APPROVE = "approve"
    REJECT = "reject"
    USE = "use"
    VOID = "void"
    SET_ASIDE = "set_aside"
    ENROL_OFFICER = "enrol_officer"
    INVITE_OFFICER = "invite_officer"
    ACCEPT_INVITE = "accept_invite"
    MOVE_OFFICER = "move_officer"
    SUSPEND_OFFICER = "suspend_officer"
    RESUME_OFFICER = "resume_officer"
    GRANT_DUTY = "grant_duty"
    WITHDRAW_DUTY = "withdraw_duty"
    RESET_FACTOR = "reset_factor"
    TRANSFER = "transfer"
    ASSIGN = "assign"
    UPHOLD = "uphold"
    ESCALATE = "escalate"
    FILE = "file"
    FORWARD = "forward"
    DISMISS = "dismiss"
    OVERTURN = "overturn"
    KEEP = "keep"
    WITHHOLD = "withhold"
    APPLY = "apply"
    JUSTIFY = "justify"
    RECORD = "record"
    ANNOUNCE = "announce"
    TAKE_DOWN = "take_down"
    NOTIFY = "notify"
    ENROL_RECIPIENT = "enrol_recipient"
    DELEGATE = "delegate"
    END_DELEGATION = "end_delegation"
    ACCEPT_TRANSFER = "accept_transfer"
    UNLINK = "unlink"
    VERIFY = "verify"
    DOUBT = "doubt"
    ISSUE = "issue"


class ListingState(StrEnum):
    """Where a listing stands. Only ``active`` has effect outside the court; ``closed`` never had any.

    ``paused``: without effect for as long as an error in it is likely.
    """

    PROPOSED = "proposed"
    REFUSED = "refused"
    SIGNED = "signed"
    GRACE = "grace"
    ACTIVE = "active"
    PAUSED = "paused"
    REMOVED = "removed"
    REVOKED = "revoked"
    EXPIRED = "expired"
    CLOSED = "closed"


class OrderState(StrEnum):
    """Where a consumption order stands. Only ``in_force`` has effect, and only on persons it was served on."""

    DRAFTED = "drafted"
    REFUSED = "refused"
    SIGNED = "signed"
    GRACE = "grace"
    IN_FORCE = "in_force"
    PAUSED = "paused"
    LIFTED = "lifted"
    REVOKED = "revoked"
    EXPIRED = "expired"
    CLOSED = "closed"


class NoticeState(StrEnum):
    """Where an assistance notice stands. Only a ``served`` one lets its unit ask."""

    DRAFTED = "drafted"
    SIGNED = "signed"
    SERVED = "served"
    WITHDRAWN = "withdrawn"


class ApplicationState(StrEnum):
    """Where a party's written application stands."""

    RECEIVED = "received"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


State = StrEnum  # a measure's, or that of an application or request about one


@dataclass(frozen=True)
class Transition:
    """Where an act leads, the duty it needs (None: only the system acts), and the article it rests on."""

    to: State
    duty: Duty | None
    article: str


Table = Mapping[tuple[State | None, Act], Transition]

_L, _O, _N, _A = ListingState, OrderState, NoticeState, ApplicationState

LISTING: Table = MappingProxyType(
    {
        (None, Act.PROPOSE): Transition(_L.PROPOSED, Duty.PROPOSE, "L1"),
        (_L.PROPOSED, Act.SIGN): Transition(_L.SIGNED, Duty.SIGN, "L5"),
        (_L.PROPOSED, Act.REFUSE): Transition(_L.REFUSED, Duty.SIGN, "L5-3"),
        (_L.SIGNED, Act.SERVE): Transition(_L.SIGNED, Duty.SERVE, "G14"),
        (_L.GRACE, Act.SERVE): Transition(_L.GRACE, Duty.SERVE, "G14"),
        (_L.SIGNED, Act.GRACE): Transition(_L.GRACE, Duty.SIGN, "G15"),
        (_L.SIGNED, Act.WITHHOLD): Transition(_L.SIGNED, Duty.SIGN, "J13"),
        (_L.GRACE, Act.WITHHOLD): Transition(_L.GRACE, Duty.SIGN, "J13"),
        (_L.SIGNED, Act.CLOSE): Transition(_L.CLOSED, Duty.REMOVE, "L1"),
        (_L.GRACE, Act.CLOSE): Transition(_L.CLOSED, Duty.REMOVE, "G15"),
        (_L.SIGNED, Act.PUBLISH): Transition(_L.ACTIVE, Duty.PUBLISH, "L7"),
        (_L.GRACE, Act.PUBLISH): Transition(_L.ACTIVE, Duty.PUBLISH, "G15"),
        (_L.ACTIVE, Act.JUSTIFY): Transition(_L.ACTIVE, Duty.PROPOSE, "11.5"),
        (_L.ACTIVE, Act.REMOVE): Transition(_L.REMOVED, Duty.REMOVE, "L10"),
        (_L.ACTIVE, Act.KEEP): Transition(_L.ACTIVE, Duty.SIGN, "G19"),
        (_L.PROPOSED, Act.REVOKE): Transition(_L.REVOKED, Duty.REVOKE, "L9"),
        (_L.SIGNED, Act.REVOKE): Transition(_L.REVOKED, Duty.REVOKE, "L9"),
        (_L.GRACE, Act.REVOKE): Transition(_L.REVOKED, Duty.REVOKE, "L9"),
        (_L.ACTIVE, Act.REVOKE): Transition(_L.REVOKED, Duty.REVOKE, "L9"),
        (_L.REMOVED, Act.REVOKE): Transition(_L.REVOKED, Duty.REVOKE, "L9"),
        (_L.EXPIRED, Act.REVOKE): Transition(_L.REVOKED, Duty.REVOKE, "L9"),
        (_L.ACTIVE, Act.PAUSE): Transition(_L.PAUSED, Duty.RELIEVE, "L12"),
        (_L.SIGNED, Act.RECTIFY): Transition(_L.SIGNED, Duty.RECTIFY, "L9"),
        (_L.GRACE, Act.RECTIFY): Transition(_L.GRACE, Duty.RECTIFY, "L9"),
        (_L.ACTIVE, Act.RECTIFY): Transition(_L.ACTIVE, Duty.RECTIFY, "L9"),
        (_L.PAUSED, Act.RECTIFY): Transition(_L.PAUSED, Duty.RECTIFY, "L9"),
        (_L.PAUSED, Act.RESUME): Transition(_L.ACTIVE, Duty.RELIEVE, "L12"),
        (_L.PAUSED, Act.REMOVE): Transition(_L.REMOVED, Duty.REMOVE, "L10"),
        (_L.PAUSED, Act.REVOKE): Transition(_L.REVOKED, Duty.REVOKE, "L9"),
        (_L.PAUSED, Act.EXPIRE): Transition(_L.EXPIRED, None, "L10-2"),
        (_L.SIGNED, Act.EXPIRE): Transition(_L.EXPIRED, None, "L10-2"),
        (_L.GRACE, Act.EXPIRE): Transition(_L.EXPIRED, None, "L10-2"),
        (_L.ACTIVE, Act.EXPIRE): Transition(_L.EXPIRED, None, "L10-2"),
    }
)

ORDER: Table = MappingProxyType(
    {
        (None, Act.PROPOSE): Transition(_O.DRAFTED, Duty.PROPOSE, "C4"),
        (_O.DRAFTED, Act.SIGN): Transition(_O.SIGNED, Duty.SIGN, "C5"),
        (_O.DRAFTED, Act.REFUSE): Transition(_O.REFUSED, Duty.SIGN, "C5"),
        (_O.SIGNED, Act.GRACE): Transition(_O.GRACE, Duty.SIGN, "G15"),
        (_O.GRACE, Act.SERVE): Transition(_O.GRACE, Duty.SERVE, "G14"),
        (_O.GRACE, Act.APPLY): Transition(_O.IN_FORCE, Duty.PUBLISH, "G15"),
        (_O.GRACE, Act.LIFT): Transition(_O.LIFTED, Duty.LIFT, "C9"),
        (_O.GRACE, Act.CLOSE): Transition(_O.CLOSED, Duty.LIFT, "G15"),
        (_O.GRACE, Act.REVOKE): Transition(_O.REVOKED, Duty.REVOKE, "G18"),
        (_O.GRACE, Act.EXPIRE): Transition(_O.EXPIRED, None, "C5"),
        (_O.SIGNED, Act.SERVE): Transition(_O.IN_FORCE, Duty.SERVE, "G14"),
        (_O.IN_FORCE, Act.SERVE): Transition(_O.IN_FORCE, Duty.SERVE, "G14"),
        (_O.IN_FORCE, Act.KEEP): Transition(_O.IN_FORCE, Duty.LIFT, "C1"),
        (_O.SIGNED, Act.LIFT): Transition(_O.LIFTED, Duty.LIFT, "C9"),
        (_O.IN_FORCE, Act.LIFT): Transition(_O.LIFTED, Duty.LIFT, "C9"),
        (_O.DRAFTED, Act.REVOKE): Transition(_O.REVOKED, Duty.REVOKE, "G18"),
        (_O.SIGNED, Act.REVOKE): Transition(_O.REVOKED, Duty.REVOKE, "G18"),
        (_O.IN_FORCE, Act.REVOKE): Transition(_O.REVOKED, Duty.REVOKE, "G18"),
        (_O.LIFTED, Act.REVOKE): Transition(_O.REVOKED, Duty.REVOKE, "G18"),
        (_O.EXPIRED, Act.REVOKE): Transition(_O.REVOKED, Duty.REVOKE, "G18"),
        (_O.IN_FORCE, Act.PAUSE): Transition(_O.PAUSED, Duty.RELIEVE, "G18"),
        (_O.SIGNED, Act.RECTIFY): Transition(_O.SIGNED, Duty.RECTIFY, "G18"),
        (_O.GRACE, Act.RECTIFY): Transition(_O.GRACE, Duty.RECTIFY, "G18"),
        (_O.IN_FORCE, Act.RECTIFY): Transition(_O.IN_FORCE, Duty.RECTIFY, "G18"),
        (_O.PAUSED, Act.RECTIFY): Transition(_O.PAUSED, Duty.RECTIFY, "G18"),
        (_O.PAUSED, Act.RESUME): Transition(_O.IN_FORCE, Duty.RELIEVE, "G18"),
        (_O.PAUSED, Act.LIFT): Transition(_O.LIFTED, Duty.LIFT, "C9"),
        (_O.PAUSED, Act.REVOKE): Transition(_O.REVOKED, Duty.REVOKE, "G18"),
        (_O.PAUSED, Act.EXPIRE): Transition(_O.EXPIRED, None, "C5"),
        (_O.SIGNED, Act.EXPIRE): Transition(_O.EXPIRED, None, "C5"),
        (_O.IN_FORCE, Act.EXPIRE): Transition(_O.EXPIRED, None, "C5"),
    }
)

NOTICE: Table = MappingProxyType(
    {
        (None, Act.PROPOSE): Transition(_N.DRAFTED, Duty.PROPOSE, "C6"),
        (_N.DRAFTED, Act.SIGN): Transition(_N.SIGNED, Duty.SIGN, "C6"),
        (_N.SIGNED, Act.SERVE): Transition(_N.SERVED, Duty.SERVE, "C6"),
        (_N.DRAFTED, Act.WITHDRAW): Transition(_N.WITHDRAWN, Duty.ENROL, "C6"),
        (_N.SIGNED, Act.WITHDRAW): Transition(_N.WITHDRAWN, Duty.ENROL, "C6"),
        (_N.SERVED, Act.WITHDRAW): Transition(_N.WITHDRAWN, Duty.ENROL, "C6"),
    }
)

# What was granted may still be refused: the president may decline the draft that answers it (L5 ¶2).
APPLICATION: Table = MappingProxyType(
    {
        (None, Act.RECEIVE): Transition(_A.RECEIVED, Duty.REGISTER, "L5-2"),
        (_A.RECEIVED, Act.GRANT): Transition(_A.GRANTED, Duty.PROPOSE, "L5-2"),
        (_A.RECEIVED, Act.REFUSE): Transition(_A.REFUSED, Duty.PROPOSE, "L5-2"),
        (_A.GRANTED, Act.REFUSE): Transition(_A.REFUSED, Duty.PROPOSE, "L5-2"),
        (_A.REFUSED, Act.SERVE): Transition(_A.REFUSED, Duty.SERVE, "L5-2"),
        (_A.RECEIVED, Act.WITHDRAW): Transition(_A.WITHDRAWN, Duty.REGISTER, "L5-2"),
    }
)

# Who did one of these has handled the case (P-OBJ-11); to pause a measure while it is reviewed is no handling.
HANDLING: frozenset[Act] = frozenset(
    act
    for table in (LISTING, ORDER, APPLICATION)
    for (_, act), step in table.items()
    if step.duty not in (None, Duty.RELIEVE)
)

# What ends or corrects a measure, the court above may do as well as the court that handles the case (G18).
CORRECTING = frozenset({Act.REVOKE, Act.RECTIFY, Act.REMOVE, Act.LIFT, Act.PAUSE, Act.RESUME})
ENDED: frozenset[State] = frozenset(
    {
        *(_L.REMOVED, _L.REVOKED, _L.EXPIRED, _L.CLOSED),
        *(_O.LIFTED, _O.REVOKED, _O.EXPIRED, _O.CLOSED),
    }
)

# Acts whose outcome is a state of rest: asked for once more, they are "already done", not "the wrong moment".
ENDS: Mapping[Act, frozenset[State]] = MappingProxyType(
    {
        Act.SIGN: frozenset({_L.SIGNED, _O.SIGNED}),
        Act.SERVE: frozenset({_N.SERVED}),
        Act.GRACE: frozenset({_L.GRACE, _O.GRACE}),
        Act.CLOSE: frozenset({_L.CLOSED, _O.CLOSED}),
        Act.APPLY: frozenset({_O.IN_FORCE}),
        Act.PUBLISH: frozenset({_L.ACTIVE}),
        Act.REMOVE: frozenset({_L.REMOVED, _L.EXPIRED}),
        Act.REVOKE: frozenset({_L.REVOKED, _O.REVOKED}),
        Act.LIFT: frozenset({_O.LIFTED, _O.EXPIRED}),
        Act.EXPIRE: frozenset({_L.EXPIRED, _O.EXPIRED}),
        Act.PAUSE: frozenset({_L.PAUSED, _O.PAUSED}),
        Act.RESUME: frozenset({_L.ACTIVE, _O.IN_FORCE}),
        Act.GRANT: frozenset({_A.GRANTED}),
        Act.REFUSE: frozenset({_L.REFUSED, _O.REFUSED, _A.REFUSED}),
        Act.WITHDRAW: frozenset({_N.WITHDRAWN, _A.WITHDRAWN}),
    }
)


def move(
    table: Table,
    state: State | None,
    act: Act,
    *,
    ends: Mapping[Act, frozenset[State]] = ENDS,
    noun: str = "measure",
) -> Transition:
    """Return the transition of ``act`` from ``state``.

    ``ends`` and ``noun`` are those of the matter whose life the table is.

    :raises Refusal: ``already-done`` when the act's outcome is reached already, ``wrong-state`` for any other
        pair that the table does not have.
    """
    found = table.get((state, act))
    if found is not None:
        return found
    if state in ends.get(act, frozenset()):
        raise Refusal("already-done", f"The {noun} is already “{state}”.")
    raise Refusal("wrong-state", f"“{act}” is not possible while the {noun} is “{state}”.")
