"""What a court has to do, by whom and by when: one row a kind, with its article. Deadlines are ``law.deadlines``."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from blacklist.law import deadlines
from blacklist.law.deadlines import Period
from blacklist.law.duties import Duty


@dataclass(frozen=True)
class Obligation:
    """One kind of duty on a court: the duty of its holder, the rule it rests on, and the period it is to be done in.

    ``period`` None: the law sets no day, or an act states the day itself. ``is_closed_by_hand``: no act shows that
    it is done, or there may turn out to be nothing to do; any other ends by the act it asks for (§11, 16).
    """

    kind: str
    holder: Duty
    article: str
    period: Period | None = None
    is_closed_by_hand: bool = False


_ROWS = (
    # what begins a measure
    Obligation("enforcement_notice", Duty.SERVE, "P251", deadlines.enforcement_notice_due),
    Obligation("application", Duty.PROPOSE, "L5-2", deadlines.application_due),
    Obligation("service", Duty.SERVE, "G14", deadlines.service_due),
    Obligation("grace_ended", Duty.PUBLISH, "G15"),
    Obligation("order_missing", Duty.PROPOSE, "C1"),
    Obligation("successor_order", Duty.PROPOSE, "G17-2", is_closed_by_hand=True),
    Obligation("unit_notice", Duty.SERVE, "J13", deadlines.service_due, is_closed_by_hand=True),
    # what ends one
    Obligation("early_removal_review", Duty.REMOVE, "L2", deadlines.early_removal_review_due),
    Obligation("take_down", Duty.REMOVE, "L10-1", deadlines.removal_due, is_closed_by_hand=True),
    Obligation("lift_notices", Duty.SERVE, "C9", deadlines.lift_notices_due, is_closed_by_hand=True),
    Obligation("removal_notices", Duty.SERVE, "J16", deadlines.acknowledgement_due, is_closed_by_hand=True),
    Obligation("order_review", Duty.LIFT, "C1"),
    Obligation("asset_search", Duty.REGISTER, "L10-1", deadlines.asset_search_due),
    Obligation("yearly_reason", Duty.PROPOSE, "11.5", deadlines.yearly_reason_due),
    # what puts one right
    Obligation("error_found", Duty.REVOKE, "L9", deadlines.revocation_due, is_closed_by_hand=True),
    Obligation("particulars_wrong", Duty.RECTIFY, "L9", deadlines.rectification_due, is_closed_by_hand=True),
    Obligation("correction", Duty.REVIEW, "L12", deadlines.correction_due),
    Obligation("explanation", Duty.PROPOSE, "D24", is_closed_by_hand=True),
    Obligation("correction_transfer", Duty.REGISTER, "L11"),
    Obligation("correction_overdue", Duty.SUPERVISE, "P-OBJ-3"),
    Obligation("correction_upheld", Duty.REVOKE, "L12", deadlines.rectification_due),
    Obligation("reconsideration_transfer", Duty.REGISTER, "L12"),
    Obligation("resume", Duty.RELIEVE, "L12", deadlines.resume_due),
    Obligation("reconsideration", Duty.RECONSIDER, "L12", deadlines.reconsideration_due),
    # what changes hands
    Obligation("case_transfer", Duty.TRANSFER, "J15"),
    # what loosens one
    Obligation("exemption", Duty.EXEMPT, "C8", deadlines.exemption_due),
    Obligation("travel_lift", Duty.SIGN, "G17-3", deadlines.travel_lift_due),
    # what is reported
    Obligation("breach_report", Duty.PROPOSE, "C10"),
    # what checks have shown
    Obligation("name_mismatch", Duty.REGISTER, "D8", is_closed_by_hand=True),
    Obligation("emergency", Duty.REGISTER, "11.13", is_closed_by_hand=True),
    Obligation("listing_without_order", Duty.PROPOSE, "C1", is_closed_by_hand=True),
    Obligation("minor_on_file", Duty.REVOKE, "L4", is_closed_by_hand=True),
    Obligation("redress_misused", Duty.RECTIFY, "D8", is_closed_by_hand=True),
)

OBLIGATIONS: Mapping[str, Obligation] = MappingProxyType({row.kind: row for row in _ROWS})
